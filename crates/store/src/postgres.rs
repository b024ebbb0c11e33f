//! PostgreSQL: requests are saved several at a time, every other transaction separately.
//!
//! Requests that arrive while others are being saved share the next statement: one round trip and one flush.
//! A few connections take turns, so that one statement is prepared while another waits for the disk. A
//! request never waits for more requests to arrive.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Transaction};
use timebook::{ClinicId, SlotId};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::begun::Begun;
use crate::dialect::ANALYZE_POSTGRES;
use crate::fault::{lost_a_race, store_error};
use crate::memory::reread::Rereader;
use crate::memory::{Changed, Memory};
use crate::notify::{Notification, Notifier};
use crate::pending::{Answer, GROUP, PendingTransaction, QUEUE, answer, saved, stopped};
use crate::pool::Pool;
use crate::requests::{Answers, Group, PendingRequest, Round};
use crate::statistics::Statistics;
use crate::writes;

/// The most attempts of a transaction when others interfere with it.
const TRIES: usize = 5;

/// The number of connections that save requests in parallel. More would only make the groups smaller.
const REQUEST_CONNECTIONS: usize = 3;

/// The server, and the queue of requests for it.
pub(crate) struct Postgres {
    server: Arc<Server>,
    /// `None` after the store is closed.
    requests: Mutex<Option<Requests>>,
}

/// The queue of requests, and the tasks that save them until it is closed.
struct Requests {
    queues: Vec<mpsc::Sender<PendingTransaction>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Requests {
    /// The queue for requests for a slot: always the same, so that one statement gives out its places and no
    /// request here waits for another to commit.
    fn queue_of(&self, slot: SlotId) -> Option<mpsc::Sender<PendingTransaction>> {
        let (_, low) = slot.uuid().as_u64_pair();
        let queues = u64::try_from(self.queues.len()).ok()?;
        let nth = usize::try_from(low.checked_rem(queues)?).ok()?;
        self.queues.get(nth).cloned()
    }
}

/// The server with everything that follows its changes.
pub(crate) struct Server {
    /// The connections to it.
    pub(crate) pool: Arc<Pool>,
    /// Sends and receives notifications between the programs on the database.
    pub(crate) notifier: Notifier,
    /// The cache.
    pub(crate) memory: Arc<Memory>,
    /// Reads changed slots again.
    pub(crate) rereader: Rereader,
    /// The events for this program.
    pub(crate) events: broadcast::Sender<Announcement>,
    /// Decides when the server must analyse its tables again.
    pub(crate) statistics: Statistics,
}

impl Postgres {
    /// Starts the tasks that save requests.
    pub(crate) fn start(server: Server) -> Self {
        let server = Arc::new(server);
        let start = |_| {
            let (queue, waiting) = mpsc::channel(QUEUE);
            (queue, tokio::spawn(save_requests(Arc::clone(&server), waiting)))
        };
        let (queues, tasks) = (0..REQUEST_CONNECTIONS).map(start).unzip();
        let requests = Mutex::new(Some(Requests { queues, tasks }));
        Self { server, requests }
    }

    /// The connections to the server.
    pub(crate) fn pool(&self) -> &Arc<Pool> {
        &self.server.pool
    }

    /// Saves a transaction. It is completed even if the caller stops waiting, and what is saved is announced.
    pub(crate) async fn commit(
        &self,
        clinic: ClinicId,
        transaction: Transaction,
    ) -> Result<Committed, CommitError> {
        let (caller, answered) = oneshot::channel();
        let transaction = PendingTransaction { clinic, transaction, caller };
        if let Some(pending) = transaction.request() {
            let queue = self.requests().as_ref().and_then(|requests| requests.queue_of(pending.request.slot));
            queue.ok_or_else(stopped)?.send(transaction).await.map_err(|_| stopped())?;
        } else {
            let server = Arc::clone(&self.server);
            tokio::spawn(async move {
                let answer = server.save(clinic, &transaction.transaction).await;
                server.remember(std::slice::from_ref(&transaction), std::slice::from_ref(&answer)).await;
                server.finish(transaction, answer);
            });
        }
        answered.await.map_err(|_| stopped())?
    }

    /// Accepts no more requests, saves and announces those in the queue, and closes the connections.
    pub(crate) async fn close(&self) {
        let requests = self.requests().take();
        if let Some(Requests { queues, tasks }) = requests {
            drop(queues);
            for task in tasks {
                if task.await.is_err() {
                    tracing::error!("the task that saves requests failed");
                }
            }
        }
        self.server.notifier.close().await;
        self.server.pool.close().await;
    }

    fn requests(&self) -> MutexGuard<'_, Option<Requests>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Saves waiting requests until the queue is closed.
async fn save_requests(server: Arc<Server>, mut queue: mpsc::Receiver<PendingTransaction>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let answers = server.save_group(&group).await;
        server.remember(&group, &answers).await;
        let saved = answers.iter().filter(|answer| answer.is_ok()).count();
        for (pending, answer) in group.drain(..).zip(answers) {
            server.finish(pending, answer);
        }
        if server.statistics.are_due(saved) {
            server.analyze().await;
        }
    }
}

impl Server {
    /// Announces what was saved, and then answers the caller, who may have stopped waiting.
    fn finish(&self, pending: PendingTransaction, answer: Answer) {
        if answer.is_ok() {
            for announcement in pending.announcements() {
                // Fails when there is no subscriber, which is fine.
                let _ = self.events.send(announcement);
                self.notifier.send(Notification::Event(announcement));
            }
        }
        let _ = pending.caller.send(answer);
    }

    /// Updates the cache with what was saved and notifies the other programs. A request that was refused
    /// because the slot is full also updates the cache, which may still show a free place.
    async fn remember(&self, group: &[PendingTransaction], answers: &[Answer]) {
        let mut changes = saved(group, answers);
        for (pending, answer) in group.iter().zip(answers) {
            if let (Some(refused), Err(CommitError::NoPlace)) = (pending.request(), answer) {
                self.rereader.read(changes.refused(refused.clinic, refused.request));
            }
        }
        let read = self.rereader.read_now(changes.to_read()).await;
        for changed in self.memory.note(&changes, read) {
            if let Changed::Slot(slot) = changed {
                self.rereader.read(slot);
            }
            self.notifier.send(Notification::Changed(changed));
        }
    }

    /// Lets the server analyse its tables; requests continue meanwhile. If the database user lacks the
    /// permission, the server only warns, and autovacuum does it later.
    async fn analyze(&self) {
        let Ok(mut connection) = self.pool.get().await else { return };
        let looked = connection.execute(ANALYZE_POSTGRES).await.map_err(store_error);
        if let Err(error) = connection.release(looked) {
            tracing::debug!(%error, "the server did not analyse its tables");
        }
    }

    /// Saves requests together. If the server refuses one so that all would fail, each is saved separately.
    async fn save_group(&self, waiting: &[PendingTransaction]) -> Vec<Answer> {
        let pending: Vec<PendingRequest<'_>> =
            waiting.iter().filter_map(PendingTransaction::request).collect();
        let mut group = Group::new(&pending);
        match self.save_rounds(&mut group).await {
            Ok(()) => {}
            Err(error @ (StoreError::Unavailable(_) | StoreError::Unknown(_))) => group.fail(error),
            Err(error) if pending.len() < 2 => group.fail(error),
            Err(_) => {
                for index in group.without_outcome().collect::<Vec<_>>() {
                    let one = pending.get(index).map(std::slice::from_ref).unwrap_or_default();
                    let mut alone = Group::new(one);
                    if let Err(error) = self.save_rounds(&mut alone).await {
                        alone.fail(error);
                    }
                    group.settle(index, alone.outcomes().pop());
                }
            }
        }
        group.outcomes().into_iter().map(answer).collect()
    }

    /// Saves each round in its own transaction, which locks its patients in one order and then its places in
    /// one order. A transaction that keeps the places of one round while it asks for those of the next could
    /// wait in a circle with another that does the same.
    async fn save_rounds(&self, group: &mut Group<'_>) -> Result<(), StoreError> {
        while let Some(round) = group.next_round() {
            let mut tries = 1;
            let answers = loop {
                match self.save_round(group, &round).await {
                    Err(error) if tries < TRIES && lost_a_race(&error) => tries += 1,
                    answers => break answers?,
                }
            };
            group.note(&round, answers);
        }
        Ok(())
    }

    /// Saves a round in one transaction.
    async fn save_round(&self, group: &Group<'_>, round: &Round) -> Result<Answers, StoreError> {
        let mut begun = Begun::new(&self.pool).await?;
        match group.ask(begun.connection(), round).await {
            Ok(answers) => begun.commit().await.map(|()| answers),
            Err(error) => {
                begun.roll_back(Some(&error)).await;
                Err(error)
            }
        }
    }

    async fn save(&self, clinic: ClinicId, transaction: &Transaction) -> Answer {
        let mut tries = 1;
        loop {
            match self.try_to_save(clinic, transaction).await {
                Err(CommitError::Store(error)) if tries < TRIES && lost_a_race(&error) => tries += 1,
                answer => return answer,
            }
        }
    }

    /// Saves all of the transaction or nothing.
    async fn try_to_save(&self, clinic: ClinicId, transaction: &Transaction) -> Answer {
        let mut begun = Begun::new(&self.pool).await?;
        let answer = writes::apply(begun.connection(), clinic, transaction).await;
        match &answer {
            Ok(_) => begun.commit().await?,
            Err(CommitError::Store(error)) => begun.roll_back(Some(error)).await,
            Err(_) => begun.roll_back(None).await,
        }
        answer
    }
}
