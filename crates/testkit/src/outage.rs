//! A database that goes away when the test says so, and comes back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use clinic::events::Announcement;
use clinic::session::{Session, TokenHash};
use clinic::{
    BookingStore, BookingView, CalendarStore, CommitError, Committed, DeadItem, Edits, JournalCursor,
    JournalEntry, LeaseStore, OutboxItem, OutboxStore, Patient, PatientStore, QueueCursor, Rows, SetupStore,
    Store, StoreError, Transaction,
};
use timebook::{
    Booking, BookingId, Calendar, ClinicId, ClinicProfile, ExistingSlot, Location, PatientId, Slot, SlotId,
    Timebook, TimebookId, TimebookType,
};
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

/// An outage of a store. While it lasts, every call is answered with [`StoreError::Unavailable`].
#[derive(Debug, Clone, Default)]
pub struct Outage {
    has_begun: Arc<AtomicBool>,
    loses_answers: Arc<AtomicBool>,
    /// A read that keeps its answer back, once.
    held: Arc<Mutex<Option<HeldRead>>>,
}

/// The name of the read, whom to tell that it has its answer, and when the answer may arrive.
type HeldRead = (&'static str, oneshot::Sender<()>, oneshot::Receiver<()>);

/// The answer of a read that is on its way until the test lets it go.
#[derive(Debug)]
pub struct HeldAnswer {
    is_read: oneshot::Receiver<()>,
    let_go: oneshot::Sender<()>,
}

impl HeldAnswer {
    /// Waits until a read has its answer.
    pub async fn is_read(&mut self) {
        (&mut self.is_read).await.expect("a read");
    }

    /// Lets the answer arrive.
    pub fn let_go(self) {
        self.let_go.send(()).expect("a reader that waits");
    }
}

impl Outage {
    /// The database goes away.
    pub fn begin(&self) {
        self.has_begun.store(true, Ordering::SeqCst);
    }

    /// The database saves what it is given from now on, and its answer is lost: every commit ends with
    /// [`StoreError::Unknown`].
    pub fn lose_answers(&self) {
        self.loses_answers.store(true, Ordering::SeqCst);
    }

    /// The database is back, with all that was saved before.
    pub fn end(&self) {
        self.has_begun.store(false, Ordering::SeqCst);
        self.loses_answers.store(false, Ordering::SeqCst);
    }

    /// The next answer of a read of this name arrives only when the test lets it go: it may be old by then.
    #[must_use]
    pub fn hold_answer(&self, read: &'static str) -> HeldAnswer {
        let ((told, is_read), (let_go, held)) = (oneshot::channel(), oneshot::channel());
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some((read, told, held));
        HeldAnswer { is_read, let_go }
    }

    /// Keeps an answer back if this is the one to be held.
    async fn pass_on<T>(&self, read: &'static str, answer: T) -> T {
        let held = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            held.take_if(|(name, ..)| *name == read)
        };
        if let Some((_, told, held)) = held {
            told.send(()).expect("a test that waits");
            held.await.expect("a test that lets go");
        }
        answer
    }

    /// A store that this outage can make unavailable.
    #[must_use]
    pub fn of(&self, store: Arc<dyn Store>) -> Arc<dyn Store> {
        Arc::new(InterruptedStore { store, outage: self.clone() })
    }
}

/// A store that may be away.
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
        let committed = self.answers()?.commit(clinic, transaction).await?;
        if self.outage.loses_answers.load(Ordering::SeqCst) {
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

/// Writes the ports of the store, each read passed on while there is no outage.
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

interrupted! {
    SetupStore {
        clinics() -> Vec<ClinicId>;
        first_clinic() -> Option<ClinicId>;
        profile(clinic: ClinicId) -> Option<ClinicProfile>;
        locations(clinic: ClinicId) -> Rows<Location>;
        timebooks(clinic: ClinicId) -> Rows<Timebook>;
        edits(clinic: ClinicId) -> Edits;
        published_kinds(clinic: ClinicId) -> Rows<TimebookType>;
        published(clinic: ClinicId, kind: TimebookType) -> Rows<(Timebook, Location)>;
    }
    CalendarStore {
        coming_slots(clinic: ClinicId, timebook: TimebookId, now: DateTime<Utc>) -> Vec<ExistingSlot>;
        calendar(clinic: ClinicId, timebook: TimebookId, now: DateTime<Utc>) -> Arc<Calendar>;
        slot(clinic: ClinicId, slot: SlotId) -> Option<Slot>;
    }
    BookingStore {
        booking(clinic: ClinicId, id: BookingId) -> Option<BookingView>;
        waiting(clinic: ClinicId, after: Option<QueueCursor>, limit: u32) -> Rows<BookingView>;
        waiting_count(clinic: ClinicId) -> u32;
        decided_since(clinic: ClinicId, since: DateTime<Utc>, limit: u32) -> Rows<BookingView>;
        decided_count(clinic: ClinicId, since: DateTime<Utc>) -> u32;
        bookings_of(clinic: ClinicId, patient: PatientId) -> Rows<BookingView>;
        overdue(clinic: ClinicId, now: DateTime<Utc>) -> Rows<Booking>;
        journal(clinic: ClinicId, booking: BookingId) -> Rows<JournalEntry>;
        journal_of_patient(
            clinic: ClinicId, patient: PatientId, after: Option<JournalCursor>, limit: u32
        ) -> Rows<(JournalCursor, JournalEntry)>;
    }
    PatientStore {
        patients(clinic: ClinicId) -> Rows<Patient>;
        session(clinic: ClinicId, token: &TokenHash) -> Option<(Session, Patient)>;
    }
    OutboxStore {
        due(clinic: ClinicId, now: DateTime<Utc>) -> Rows<OutboxItem>;
        next_due(clinic: ClinicId) -> Option<DateTime<Utc>>;
        dead_items(clinic: ClinicId) -> Rows<DeadItem>;
    }
    LeaseStore {
        take_lease(clinic: ClinicId, job: &'static str, holder: Uuid, length: TimeDelta) -> bool;
        give_lease_back(clinic: ClinicId, job: &'static str, holder: Uuid) -> ();
    }
}
