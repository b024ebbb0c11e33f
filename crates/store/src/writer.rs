//! SQLite's one writer.
//!
//! A thread owns the only connection that writes. Units that arrive while a commit is under way share
//! the next one, so that many bookings cost one wait for the disk. Each unit stands or falls by
//! itself: one whose condition fails is taken back to where it began and the others go on. Nobody is
//! answered before the commit is on disk, and what happened is told after it, in the order saved.

use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Unit};
use timebook::ClinicId;
use tokio::runtime;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::asks::{self, Ask};
use crate::dialect::{BEGIN_SQLITE, EMPTY_LOG_SQLITE};
use crate::engine::{Connection, values};
use crate::fault::store_error;
use crate::writes;

/// Units that share a commit at most: enough to hide the disk, few enough that the first of them
/// does not wait long for the last.
const GROUP: usize = 128;

/// Units that may wait for the writer before callers wait to hand theirs over.
const QUEUE: usize = 1024;

/// The hand that units are given to. Dropping it waits until what was handed over is saved.
pub(crate) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// A unit and where its answer goes.
struct Job {
    clinic: ClinicId,
    unit: Unit,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Committed, CommitError>;

/// The answers of one commit, each with where it goes.
type Answers = Vec<(oneshot::Sender<Answer>, Answer)>;

impl Writer {
    /// Starts the thread. It holds `lock` until the last unit is saved and the connection closed.
    /// To be called on the runtime whose tasks hand over units: that is where they are answered.
    pub(crate) fn start(
        connection: Connection,
        events: broadcast::Sender<Announcement>,
        lock: File,
    ) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (answers, answered) = mpsc::unbounded_channel();
        tokio::spawn(hand_out(answered));
        let runtime = runtime::Builder::new_current_thread().build()?;
        let thread = thread::Builder::new().name("store-writer".into()).spawn(move || {
            runtime.block_on(serve(queue, connection, &events, &answers));
            drop(lock);
        })?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Saves a unit, with others that come at the same time.
    pub(crate) async fn commit(&self, clinic: ClinicId, unit: Unit) -> Answer {
        let gone = || StoreError::Unavailable("the writer has stopped".into());
        let (answer, answered) = oneshot::channel();
        let jobs = lock(&self.jobs).clone().ok_or_else(gone)?;
        jobs.send(Job { clinic, unit, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// Takes no more units, saves those that were handed over, and ends the thread: the log is in the
    /// file then, and the file closed.
    pub(crate) async fn close(&self) {
        let thread = self.stop();
        if tokio::task::spawn_blocking(|| join(thread)).await.is_err() {
            tracing::error!("the writer of the store was not waited for");
        }
    }

    fn stop(&self) -> Option<JoinHandle<()>> {
        *lock(&self.jobs) = None;
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
        tracing::error!("the writer of the store stopped before its time");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Saves units until nobody can hand over more.
async fn serve(
    mut queue: mpsc::Receiver<Job>,
    mut connection: Connection,
    events: &broadcast::Sender<Announcement>,
    answers: &mpsc::UnboundedSender<Answers>,
) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let saved = save_group(&mut connection, &group).await;
        for (job, answer) in group.iter().zip(&saved) {
            if answer.is_ok() {
                for event in &job.unit.events {
                    // Nobody may be watching.
                    let _ = events.send(Announcement { clinic: job.clinic, event: *event });
                }
            }
        }
        let answered = group.drain(..).map(|job| job.answer).zip(saved).collect();
        // Without the runtime there is nobody left who waits.
        let _ = answers.send(answered);
    }
    empty_the_log(&mut connection).await;
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed in good order");
    }
}

/// Brings what stands in the log into the file, so that the file alone is the whole clinic.
async fn empty_the_log(connection: &mut Connection) {
    match connection.row(EMPTY_LOG_SQLITE, values![]).await.map(|row| row.and_then(|row| row.int(0).ok()?)) {
        Ok(Some(0)) => {}
        Ok(_) => tracing::warn!("the log was not emptied: the database was being read"),
        Err(error) => tracing::warn!(%error, "the log was not emptied"),
    }
}

/// Answers the callers, on their own runtime: from the writer's thread each answer would be a call to
/// the system.
async fn hand_out(mut answered: mpsc::UnboundedReceiver<Answers>) {
    while let Some(answers) = answered.recv().await {
        for (caller, answer) in answers {
            // The caller may have given up waiting; what was saved stays saved.
            let _ = caller.send(answer);
        }
    }
}

/// Saves the units in one commit, and answers each.
async fn save_group(connection: &mut Connection, group: &[Job]) -> Vec<Answer> {
    let mut answers = save_together(connection, group, Pace::Fast).await;
    if let Err(StoreError::Broken(_) | StoreError::Unreadable { .. }) = answers {
        // One of the requests breaks a rule of the tables: each answers for itself.
        roll_back(connection).await;
        answers = save_together(connection, group, Pace::OneByOne).await;
    }
    match answers {
        Ok(answers) => answers,
        Err(error) => {
            roll_back(connection).await;
            group.iter().zip(copies(error)).map(|(_, error)| Err(error)).collect()
        }
    }
}

/// How the requests of a group are done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Many in one step, with nothing to take one back by.
    Fast,
    /// Each by itself.
    OneByOne,
}

/// # Errors
/// What concerns all of them: nothing of the group may be saved then.
async fn save_together(
    connection: &mut Connection,
    group: &[Job],
    pace: Pace,
) -> Result<Vec<Answer>, StoreError> {
    let mut answers: Vec<Answer> = Vec::with_capacity(group.len());
    connection.execute(BEGIN_SQLITE).await.map_err(store_error)?;
    while let Some(job) = group.get(answers.len()) {
        let rest = group.get(answers.len()..).unwrap_or_default();
        let asks = rest.iter().map_while(|job| Ask::of(job.clinic, &job.unit));
        let asks: Vec<Ask<'_>> = if pace == Pace::Fast { asks.collect() } else { Vec::new() };
        if asks.is_empty() {
            answers.push(alone(connection, job).await?);
        } else {
            answers.extend(asks::save_some(connection, &asks).await?);
        }
    }
    connection.execute("COMMIT").await.map_err(store_error)?;
    Ok(answers)
}

/// SQLite may have rolled back by itself; then there is nothing left to do.
async fn roll_back(connection: &mut Connection) {
    if let Err(error) = connection.execute("ROLLBACK").await {
        tracing::debug!(%error, "there was no transaction to roll back");
    }
}

/// Does one unit, in a savepoint of its own where there could be something to take back.
///
/// # Errors
/// A disk that is full or fails: SQLite may have rolled the whole group back.
async fn alone(connection: &mut Connection, job: &Job) -> Result<Answer, StoreError> {
    let guarded = !writes::needs_no_savepoint(&job.unit);
    if guarded {
        connection.execute("SAVEPOINT unit").await.map_err(store_error)?;
    }
    let answer = writes::apply(connection, job.clinic, &job.unit).await;
    if let Err(CommitError::Store(error @ StoreError::Unavailable(_))) = answer {
        return Err(error);
    }
    if guarded && answer.is_err() {
        connection.execute("ROLLBACK TO SAVEPOINT unit").await.map_err(store_error)?;
    }
    if guarded {
        connection.execute("RELEASE SAVEPOINT unit").await.map_err(store_error)?;
    }
    Ok(answer)
}

/// The same failure for each of several callers.
fn copies(error: StoreError) -> impl Iterator<Item = CommitError> {
    let (passing, source): (bool, Arc<dyn std::error::Error + Send + Sync>) = match error {
        StoreError::Unavailable(source) => (true, source.into()),
        StoreError::Broken(source) => (false, source.into()),
        unreadable @ StoreError::Unreadable { .. } => (false, Arc::new(unreadable)),
    };
    std::iter::repeat_with(move || {
        let source = Arc::clone(&source).into();
        CommitError::Store(if passing { StoreError::Unavailable(source) } else { StoreError::Broken(source) })
    })
}
