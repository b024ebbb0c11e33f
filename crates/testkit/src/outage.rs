//! A database that a test can make unavailable, and available again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clinic::events::Announcement;
use clinic::session::{Session, TokenHash};
use clinic::{
    BookingStore, BookingView, CalendarStore, CommitError, Committed, DeadItem, Edits, Exceptions,
    JournalCursor, JournalEntry, LeaseStore, OutboxItem, OutboxStore, Patient, PatientStore, QueueCursor,
    QueueOrder, Rows, SetupStore, Store, StoreError, Transaction,
};
use timebook::{
    Booking, BookingId, Calendar, ClinicId, ClinicProfile, ExistingSlot, Location, PatientId, RequestKey,
    Slot, SlotId, Timebook, TimebookId, TimebookType,
};
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

/// An outage of a store. While it lasts, every call fails with [`StoreError::Unavailable`].
#[derive(Debug, Clone, Default)]
pub struct Outage {
    has_begun: Arc<AtomicBool>,
    refuses_writes: Arc<AtomicBool>,
    loses_answers: Arc<AtomicBool>,
    begins_after_commit: Arc<AtomicBool>,
    /// The call whose next answer is delayed, if any.
    delayed: Arc<Mutex<Option<DelayedRead>>>,
}

/// The name of the call, the sender that reports that the call is done, and the receiver that releases its
/// answer.
type DelayedRead = (&'static str, oneshot::Sender<()>, oneshot::Receiver<()>);

/// The answer of a call, delayed until the test releases it.
#[derive(Debug)]
pub struct DelayedAnswer {
    is_done: oneshot::Receiver<()>,
    release: oneshot::Sender<()>,
}

impl DelayedAnswer {
    /// Waits until the call is done.
    pub async fn is_done(&mut self) {
        (&mut self.is_done).await.expect("a call");
    }

    /// Releases the answer.
    pub fn release(self) {
        self.release.send(()).expect("a caller that waits");
    }
}

impl Outage {
    /// Makes the database unavailable.
    pub fn begin(&self) {
        self.has_begun.store(true, Ordering::SeqCst);
    }

    /// From now on the database answers reads and refuses every commit, like a full disk.
    pub fn refuse_writes(&self) {
        self.refuses_writes.store(true, Ordering::SeqCst);
    }

    /// From now on the database saves, but its answer is lost: every commit fails with
    /// [`StoreError::Unknown`].
    pub fn lose_answers(&self) {
        self.loses_answers.store(true, Ordering::SeqCst);
    }

    /// The next commit is saved, its answer is lost as with [`Self::lose_answers`], and the outage begins.
    pub fn begin_after_next_commit(&self) {
        self.begins_after_commit.store(true, Ordering::SeqCst);
        self.lose_answers();
    }

    /// Makes the database available again, with everything that was saved before.
    pub fn end(&self) {
        self.has_begun.store(false, Ordering::SeqCst);
        self.refuses_writes.store(false, Ordering::SeqCst);
        self.loses_answers.store(false, Ordering::SeqCst);
        self.begins_after_commit.store(false, Ordering::SeqCst);
    }

    /// Delays the next answer of the read with this name, or of `commit`, until the test releases it. The answer may be out of
    /// date by then.
    #[must_use]
    pub fn delay_answer(&self, call: &'static str) -> DelayedAnswer {
        let ((done, is_done), (release, released)) = (oneshot::channel(), oneshot::channel());
        *self.delayed.lock().unwrap_or_else(PoisonError::into_inner) = Some((call, done, released));
        DelayedAnswer { is_done, release }
    }

    /// Delays the answer if it is the one to delay.
    async fn pass_on<T>(&self, call: &'static str, answer: T) -> T {
        let delayed = {
            let mut delayed = self.delayed.lock().unwrap_or_else(PoisonError::into_inner);
            delayed.take_if(|(name, ..)| *name == call)
        };
        if let Some((_, done, released)) = delayed {
            done.send(()).expect("a test that waits");
            released.await.expect("a test that releases the answer");
        }
        answer
    }

    /// A store that this outage can make unavailable.
    #[must_use]
    pub fn of(&self, store: Arc<dyn Store>) -> Arc<dyn Store> {
        Arc::new(InterruptedStore { store, outage: self.clone() })
    }
}

/// A store that may be unavailable.
struct InterruptedStore {
    store: Arc<dyn Store>,
    outage: Outage,
}

impl InterruptedStore {
    fn answers(&self) -> Result<&dyn Store, StoreError> {
        if self.outage.has_begun.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("connection refused by 10.0.0.7".into()));
        }
        Ok(&*self.store)
    }
}

#[async_trait]
impl Store for InterruptedStore {
    async fn commit(&self, clinic: ClinicId, transaction: Transaction) -> Result<Committed, CommitError> {
        if self.outage.refuses_writes.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("the disk is full".into()).into());
        }
        let committed = self.answers()?.commit(clinic, transaction).await;
        let committed = self.outage.pass_on("commit", committed).await?;
        if self.outage.loses_answers.load(Ordering::SeqCst) {
            if self.outage.begins_after_commit.load(Ordering::SeqCst) {
                self.outage.begin();
            }
            return Err(StoreError::Unknown("the answer was lost".into()).into());
        }
        Ok(committed)
    }

    fn events(&self) -> broadcast::Receiver<Announcement> {
        self.store.events()
    }

    async fn close(&self) {
        self.store.close().await;
    }
}

/// Implements the store's ports. Each read is forwarded unless there is an outage.
macro_rules! interrupted {
    ($($port:ident { $($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)* })*) => {$(
        #[async_trait]
        impl $port for InterruptedStore {
            $(async fn $name(&self, $($arg: $of),*) -> Result<$answer, StoreError> {
                let answer = self.answers()?.$name($($arg),*).await;
                self.outage.pass_on(stringify!($name), answer).await
            })*
        }
    )*};
}

clinic::store_reads!(interrupted);
