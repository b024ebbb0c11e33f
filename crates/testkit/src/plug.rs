//! A database that goes away when the test says so, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use clinic::events::Announcement;
use clinic::session::{Session, TokenHash};
use clinic::unit::OutboxItem;
use clinic::{
    BookingStore, BookingView, CalendarStore, CommitError, Committed, JournalEntry, OutboxStore, Patient,
    PatientStore, SetupStore, Store, StoreError, TimebookState, Unit,
};
use timebook::{
    Booking, BookingId, ClinicId, ClinicProfile, ExistingSlot, Location, PatientId, Slot, SlotId, Timebook,
    TimebookId, TimebookType,
};
use tokio::sync::broadcast;

/// The plug of a store. While it is out, every call is answered with [`StoreError::Unavailable`].
#[derive(Debug, Clone, Default)]
pub struct Plug(Arc<AtomicBool>);

impl Plug {
    /// The database goes away.
    pub fn pull(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// The database is back, with all that was saved before.
    pub fn put_back(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    /// A store that this plug feeds.
    #[must_use]
    pub fn of(&self, store: Arc<dyn Store>) -> Arc<dyn Store> {
        Arc::new(Plugged { store, plug: self.clone() })
    }
}

/// A store on a plug.
struct Plugged {
    store: Arc<dyn Store>,
    plug: Plug,
}

impl Plugged {
    fn answers(&self) -> Result<&dyn Store, StoreError> {
        if self.plug.0.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("connection refused by 10.0.0.7".into()));
        }
        Ok(&*self.store)
    }
}

#[async_trait]
impl Store for Plugged {
    async fn commit(&self, clinic: ClinicId, unit: Unit) -> Result<Committed, CommitError> {
        self.answers()?.commit(clinic, unit).await
    }

    fn events(&self) -> broadcast::Receiver<Announcement> {
        self.store.events()
    }
}

/// Writes the ports of the store, each read passed on while the plug is in.
macro_rules! plugged {
    ($($port:ident { $($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)* })*) => {$(
        #[async_trait]
        impl $port for Plugged {
            $(async fn $name(&self, $($arg: $of),*) -> Result<$answer, StoreError> {
                self.answers()?.$name($($arg),*).await
            })*
        }
    )*};
}

plugged! {
    SetupStore {
        clinics() -> Vec<ClinicId>;
        profile(clinic: ClinicId) -> Option<ClinicProfile>;
        locations(clinic: ClinicId) -> Vec<Location>;
        timebooks(clinic: ClinicId) -> Vec<Timebook>;
        published_kinds(clinic: ClinicId) -> Vec<TimebookType>;
        published(clinic: ClinicId, kind: TimebookType) -> Vec<(Timebook, Location)>;
    }
    CalendarStore {
        coming_slots(clinic: ClinicId, timebook: TimebookId, now: DateTime<Utc>) -> Vec<ExistingSlot>;
        timebook_states(clinic: ClinicId, now: DateTime<Utc>) -> Vec<TimebookState>;
        free_days(
            clinic: ClinicId, timebook: TimebookId, from: NaiveDate, to: NaiveDate, now: DateTime<Utc>
        ) -> Vec<NaiveDate>;
        next_free_day(
            clinic: ClinicId, timebook: TimebookId, from: NaiveDate, now: DateTime<Utc>
        ) -> Option<NaiveDate>;
        free_slots(clinic: ClinicId, timebook: TimebookId, date: NaiveDate, now: DateTime<Utc>) -> Vec<Slot>;
        slot(clinic: ClinicId, slot: SlotId) -> Option<Slot>;
    }
    BookingStore {
        booking(clinic: ClinicId, id: BookingId) -> Option<BookingView>;
        waiting(clinic: ClinicId) -> Vec<BookingView>;
        waiting_count(clinic: ClinicId) -> u32;
        decided_since(clinic: ClinicId, since: DateTime<Utc>) -> Vec<BookingView>;
        bookings_of(clinic: ClinicId, patient: PatientId) -> Vec<BookingView>;
        overdue(clinic: ClinicId, now: DateTime<Utc>) -> Vec<Booking>;
        journal(clinic: ClinicId, booking: BookingId) -> Vec<JournalEntry>;
    }
    PatientStore {
        patients(clinic: ClinicId) -> Vec<Patient>;
        session(clinic: ClinicId, token: &TokenHash) -> Option<(Session, Patient)>;
    }
    OutboxStore {
        due(clinic: ClinicId, now: DateTime<Utc>) -> Vec<OutboxItem>;
        next_due(clinic: ClinicId) -> Option<DateTime<Utc>>;
    }
}
