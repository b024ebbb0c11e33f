//! The one writer of SQLite.
//!
//! A thread owns the only writing connection. Transactions that arrive during a commit share the next one, so
//! that many bookings cost one wait for the disk. Each transaction is independent: one whose condition fails
//! is rolled back to its savepoint, and the others continue. Callers are answered when the commit is on disk,
//! and events are announced after it, in the order saved.

use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use clinic::events::Announcement;
use clinic::{CommitError, StoreError, Transaction};
use timebook::ClinicId;
use tokio::runtime;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::dialect::{BEGIN_SQLITE, EMPTY_LOG_SQLITE};
use crate::engine::{Connection, values};
use crate::fault::store_error;
use crate::memory::Memory;
use crate::pending::{Answer, GROUP, PendingTransaction, QUEUE, all_failed, answer, saved, stopped};
use crate::requests::{self, PendingRequest};
use crate::writes;

/// The handle of the writer's thread. Dropping it waits until all received transactions are saved.
pub(crate) struct Writer {
    waiting: Mutex<Option<mpsc::Sender<PendingTransaction>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// The answers of one commit, each with its channel.
type Answers = Vec<(oneshot::Sender<Answer>, Answer)>;

impl Writer {
    /// Starts the thread. It keeps `lock` until the last transaction is saved and the connection closed. Must
    /// be called on the runtime of the callers, which are answered there.
    pub(crate) fn start(
        connection: Connection,
        memory: Arc<Memory>,
        events: broadcast::Sender<Announcement>,
        lock: File,
    ) -> std::io::Result<Self> {
        let (waiting, queue) = mpsc::channel(QUEUE);
        let (answers, answered) = mpsc::unbounded_channel();
        tokio::spawn(hand_out(answered));
        let runtime = runtime::Builder::new_current_thread().build()?;
        let thread = thread::Builder::new().name("store-writer".into()).spawn(move || {
            runtime.block_on(serve(queue, connection, &memory, &events, &answers));
            drop(lock);
        })?;
        Ok(Self { waiting: Mutex::new(Some(waiting)), thread: Mutex::new(Some(thread)) })
    }

    /// Saves a transaction, together with others that arrive at the same time.
    pub(crate) async fn commit(&self, clinic: ClinicId, transaction: Transaction) -> Answer {
        let (caller, answered) = oneshot::channel();
        let waiting = lock(&self.waiting).clone().ok_or_else(stopped)?;
        waiting.send(PendingTransaction { clinic, transaction, caller }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// Accepts no more transactions, saves the received ones, and ends the thread. The WAL is then written
    /// into the file and the file is closed.
    pub(crate) async fn close(&self) {
        let thread = self.stop();
        if tokio::task::spawn_blocking(|| join(thread)).await.is_err() {
            tracing::error!("waiting for the writer of the store failed");
        }
    }

    fn stop(&self) -> Option<JoinHandle<()>> {
        *lock(&self.waiting) = None;
        lock(&self.thread).take()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        join(self.stop());
    }
}

fn join(thread: Option<JoinHandle<()>>) {
    if thread.is_some_and(|thread| thread.join().is_err()) {
        tracing::error!("the writer of the store stopped unexpectedly");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Saves transactions until the queue is closed.
async fn serve(
    mut queue: mpsc::Receiver<PendingTransaction>,
    mut connection: Connection,
    memory: &Memory,
    events: &broadcast::Sender<Announcement>,
    answers: &mpsc::UnboundedSender<Answers>,
) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        // Requests first, because they are saved together. Events are announced in the order of saving.
        group.sort_by_key(|pending| pending.request().is_none());
        let answered = save_group(&mut connection, &group).await;
        memory.follow(&mut connection, &saved(&group, &answered)).await;
        for (pending, answer) in group.iter().zip(&answered) {
            if answer.is_ok() {
                for announcement in pending.announcements() {
                    // Fails when there is no subscriber, which is fine.
                    let _ = events.send(announcement);
                }
            }
        }
        let answered = group.drain(..).map(|pending| pending.caller).zip(answered).collect();
        // Fails when the runtime has ended; then no caller is waiting.
        let _ = answers.send(answered);
    }
    empty_the_log(&mut connection).await;
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed in order");
    }
}

/// Writes the WAL into the file, so that the file alone is the whole clinic.
async fn empty_the_log(connection: &mut Connection) {
    match connection.row(EMPTY_LOG_SQLITE, values![]).await.map(|row| row.and_then(|row| row.int(0).ok()?)) {
        Ok(Some(0)) => {}
        Ok(_) => tracing::warn!("the WAL was not truncated: the database was being read"),
        Err(error) => tracing::warn!(%error, "the WAL was not truncated"),
    }
}

/// Answers the callers on their own runtime. From the writer's thread each answer would cost a system call.
async fn hand_out(mut answered: mpsc::UnboundedReceiver<Answers>) {
    while let Some(answers) = answered.recv().await {
        for (caller, answer) in answers {
            // The caller may have stopped waiting; what was saved stays saved.
            let _ = caller.send(answer);
        }
    }
}

/// Saves the transactions in one commit, and answers each. If the database refuses one so that all would
/// fail, each is saved separately.
async fn save_group(connection: &mut Connection, group: &[PendingTransaction]) -> Vec<Answer> {
    let error = match save_together(connection, group).await {
        Ok(answers) => return answers,
        Err(error) => error,
    };
    roll_back(connection).await;
    if group.len() < 2 || matches!(error, StoreError::Unavailable(_)) {
        return all_failed(group, error);
    }
    let mut answers = Vec::with_capacity(group.len());
    for pending in group.chunks(1) {
        match save_together(connection, pending).await {
            Ok(answer) => answers.extend(answer),
            Err(error) => {
                roll_back(connection).await;
                answers.extend(all_failed(pending, error));
            }
        }
    }
    answers
}

/// # Errors
/// Errors that concern all of them: nothing of the group may be saved then.
async fn save_together(
    connection: &mut Connection,
    group: &[PendingTransaction],
) -> Result<Vec<Answer>, StoreError> {
    connection.execute(BEGIN_SQLITE).await.map_err(store_error)?;
    let requests: Vec<PendingRequest<'_>> = group.iter().map_while(PendingTransaction::request).collect();
    let mut answers: Vec<Answer> =
        requests::save(connection, &requests).await?.into_iter().map(answer).collect();
    for pending in group.get(requests.len()..).unwrap_or_default() {
        answers.push(alone(connection, pending).await?);
    }
    connection.execute("COMMIT").await.map_err(store_error)?;
    Ok(answers)
}

/// SQLite may already have rolled back by itself.
async fn roll_back(connection: &mut Connection) {
    if let Err(error) = connection.execute("ROLLBACK").await {
        tracing::debug!(%error, "there was no transaction to roll back");
    }
}

/// Executes one transaction, in its own savepoint if there could be something to roll back.
///
/// # Errors
/// A full or failing disk: SQLite may have rolled the whole group back.
async fn alone(connection: &mut Connection, pending: &PendingTransaction) -> Result<Answer, StoreError> {
    let guarded = !writes::needs_no_savepoint(&pending.transaction);
    if guarded {
        connection.execute("SAVEPOINT one").await.map_err(store_error)?;
    }
    let answer = writes::apply(connection, pending.clinic, &pending.transaction).await;
    if let Err(CommitError::Store(error @ StoreError::Unavailable(_))) = answer {
        return Err(error);
    }
    if guarded && answer.is_err() {
        connection.execute("ROLLBACK TO SAVEPOINT one").await.map_err(store_error)?;
    }
    if guarded {
        connection.execute("RELEASE SAVEPOINT one").await.map_err(store_error)?;
    }
    Ok(answer)
}
