//! PostgreSQL: requests are saved some at a time, every other group of writes in a transaction of its own.
//!
//! Requests that arrive while others are under way share the next statement: one round trip and one
//! flush. A few connections take turns, so that one statement is made ready while another waits for the
//! disk; nobody waits for more requests to come.

use std::sync::{Arc, PoisonError};

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Transaction};
use timebook::ClinicId;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::begun::Begun;
use crate::dialect::ANALYZE_POSTGRES;
use crate::fault::{lost_a_race, store_error};
use crate::job::{Answer, GROUP, Job, QUEUE, all_failed, answer, saved, stopped};
use crate::memory::reread::Rereader;
use crate::memory::{Changed, Memory};
use crate::notify::{News, Notifier};
use crate::pool::Pool;
use crate::requests::{self, Outcome, PendingRequest};
use crate::statistics::Statistics;
use crate::writes;

/// How often a transaction is done again when another was in its way.
const TRIES: usize = 5;

/// Connections that save requests at once. More would only make the groups smaller.
const REQUEST_CONNECTIONS: usize = 3;

/// A server, and the requests on their way to it.
pub(crate) struct Postgres {
    server: Arc<Server>,
    /// None once the store is closed.
    requests: std::sync::Mutex<Option<Requests>>,
}

/// Where requests are handed over, and the tasks that save them until it is gone.
struct Requests {
    queue: mpsc::Sender<Job>,
    tasks: Vec<JoinHandle<()>>,
}

/// A server, and those who watch what happens there.
pub(crate) struct Server {
    /// Connections to it.
    pub(crate) pool: Arc<Pool>,
    /// Tells the other programs on the same database, and hears of them.
    pub(crate) notifier: Notifier,
    /// What is kept in memory.
    pub(crate) memory: Arc<Memory>,
    /// Has times read again that have changed.
    pub(crate) rereader: Rereader,
    /// Tells this program.
    pub(crate) events: broadcast::Sender<Announcement>,
    /// When the server is to look at its tables again.
    pub(crate) statistics: Statistics,
}

impl Postgres {
    /// Starts to take requests.
    pub(crate) fn start(server: Server) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let (server, waiting) = (Arc::new(server), Arc::new(Mutex::new(waiting)));
        let start = |_| tokio::spawn(save_requests(Arc::clone(&server), Arc::clone(&waiting)));
        let tasks = (0..REQUEST_CONNECTIONS).map(start).collect();
        let requests = std::sync::Mutex::new(Some(Requests { queue, tasks }));
        Self { server, requests }
    }

    /// Connections to the server.
    pub(crate) fn pool(&self) -> &Arc<Pool> {
        &self.server.pool
    }

    /// Saves a transaction. It is seen through even if the caller gives up waiting: what is saved is told.
    pub(crate) async fn commit(
        &self,
        clinic: ClinicId,
        transaction: Transaction,
    ) -> Result<Committed, CommitError> {
        let (caller, answered) = oneshot::channel();
        let job = Job { clinic, transaction, caller };
        if job.request().is_some() {
            let queue = self.requests().as_ref().map(|requests| requests.queue.clone());
            queue.ok_or_else(stopped)?.send(job).await.map_err(|_| stopped())?;
        } else {
            let server = Arc::clone(&self.server);
            tokio::spawn(async move {
                let answer = server.save(clinic, &job.transaction).await;
                server.remember(std::slice::from_ref(&job), std::slice::from_ref(&answer)).await;
                server.finish(job, answer);
            });
        }
        answered.await.map_err(|_| stopped())?
    }

    /// Takes no more requests, saves those that were handed over, tells of them, and ends the connections.
    pub(crate) async fn close(&self) {
        let requests = self.requests().take();
        if let Some(Requests { queue, tasks }) = requests {
            drop(queue);
            for task in tasks {
                if task.await.is_err() {
                    tracing::error!("the requests were not seen through");
                }
            }
        }
        self.server.notifier.close().await;
        self.server.pool.close().await;
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, Option<Requests>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Saves the requests that have come, again and again, until nobody can hand over more.
async fn save_requests(server: Arc<Server>, queue: Arc<Mutex<mpsc::Receiver<Job>>>) {
    loop {
        let mut group = Vec::new();
        if queue.lock().await.recv_many(&mut group, GROUP).await == 0 {
            return;
        }
        let answers = server.save_group(&group).await;
        server.remember(&group, &answers).await;
        let saved = answers.iter().filter(|answer| answer.is_ok()).count();
        for (job, answer) in group.into_iter().zip(answers) {
            server.finish(job, answer);
        }
        if server.statistics.are_due(saved) {
            server.analyze().await;
        }
    }
}

impl Server {
    /// Tells everyone what was saved, and then the caller, who may have given up waiting.
    fn finish(&self, job: Job, answer: Answer) {
        if answer.is_ok() {
            for announcement in job.announcements() {
                // Nobody may be watching here.
                let _ = self.events.send(announcement);
                self.notifier.tell(News::Event(announcement));
            }
        }
        let _ = job.caller.send(answer);
    }

    /// Follows what was saved, and tells the other programs. A request that was refused for want of a place
    /// is news here, too: someone has the place that memory may still offer.
    async fn remember(&self, group: &[Job], answers: &[Answer]) {
        let mut changes = saved(group, answers);
        for (job, answer) in group.iter().zip(answers) {
            if let (Some(asked), Err(CommitError::NoPlace)) = (job.request(), answer) {
                self.rereader.read(changes.refused(asked.clinic, asked.request));
            }
        }
        let read = self.rereader.read_now(changes.to_read()).await;
        for changed in self.memory.note(&changes, read) {
            if let Changed::Slot(slot) = changed {
                self.rereader.read(slot);
            }
            self.notifier.tell(News::Changed(changed));
        }
    }

    /// Has the server look at its tables; requests go on meanwhile. A user who may not is warned by the
    /// server, and its own housekeeping does it later.
    async fn analyze(&self) {
        let Ok(mut connection) = self.pool.get().await else { return };
        let looked = connection.execute(ANALYZE_POSTGRES).await.map_err(store_error);
        if let Err(error) = connection.release(looked) {
            tracing::debug!(%error, "the server did not look at its tables");
        }
    }

    /// Saves requests together. Where the server refuses one so that all would fall with it, each is
    /// saved by itself.
    async fn save_group(&self, group: &[Job]) -> Vec<Answer> {
        let asked: Vec<PendingRequest<'_>> = group.iter().filter_map(Job::request).collect();
        match self.save_asked(&asked).await {
            Ok(outcomes) => outcomes.into_iter().map(answer).collect(),
            Err(error @ (StoreError::Unavailable(_) | StoreError::Unknown(_))) => all_failed(group, error),
            Err(error) if asked.len() < 2 => all_failed(group, error),
            Err(_) => {
                let mut answers = Vec::with_capacity(group.len());
                for (job, asked) in group.chunks(1).zip(asked.chunks(1)) {
                    match self.save_asked(asked).await {
                        Ok(outcomes) => answers.extend(outcomes.into_iter().map(answer)),
                        Err(error) => answers.extend(all_failed(job, error)),
                    }
                }
                answers
            }
        }
    }

    async fn save_asked(&self, asked: &[PendingRequest<'_>]) -> Result<Vec<Outcome>, StoreError> {
        let mut tries = 1;
        loop {
            match self.save_together(asked).await {
                Err(error) if tries < TRIES && lost_a_race(&error) => tries += 1,
                saved => return saved,
            }
        }
    }

    /// Saves requests in one transaction.
    async fn save_together(&self, asked: &[PendingRequest<'_>]) -> Result<Vec<Outcome>, StoreError> {
        let mut begun = Begun::new(&self.pool).await?;
        match requests::save(begun.connection(), asked).await {
            Ok(outcomes) => begun.commit().await.map(|()| outcomes),
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

    /// Saves the transaction whole, or nothing of it.
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
