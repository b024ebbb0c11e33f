//! A database that goes away when the test says so, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use clinic::events::Announcement;
use clinic::session::{Session, TokenHash};
use clinic::unit::OutboxItem;
use clinic::{
    BookingView, CommitError, Committed, JournalEntry, Patient, Store, StoreError, TimebookState, Unit,
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

/// Writes the store port, each read passed on while the plug is in.
macro_rules! plugged {
    ($($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Store for Plugged {
            async fn commit(&self, clinic: ClinicId, unit: Unit) -> Result<Committed, CommitError> {
                self.answers()?.commit(clinic, unit).await
            }

            fn events(&self) -> broadcast::Receiver<Announcement> {
                self.store.events()
            }

            async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError> {
                self.answers()?.clinics().await
            }

            $(async fn $name(&self, clinic: ClinicId, $($arg: $of),*) -> Result<$answer, StoreError> {
                self.answers()?.$name(clinic, $($arg),*).await
            })*
        }
    };
}

plugged! {
    profile() -> Option<ClinicProfile>;
    locations() -> Vec<Location>;
    timebooks() -> Vec<Timebook>;
    published_kinds() -> Vec<TimebookType>;
    published(kind: TimebookType) -> Vec<(Timebook, Location)>;
    coming_slots(timebook: TimebookId, now: DateTime<Utc>) -> Vec<ExistingSlot>;
    timebook_states(now: DateTime<Utc>) -> Vec<TimebookState>;
    free_days(timebook: TimebookId, from: NaiveDate, to: NaiveDate, now: DateTime<Utc>) -> Vec<NaiveDate>;
    next_free_day(timebook: TimebookId, from: NaiveDate, now: DateTime<Utc>) -> Option<NaiveDate>;
    free_slots(timebook: TimebookId, date: NaiveDate, now: DateTime<Utc>) -> Vec<Slot>;
    slot(slot: SlotId) -> Option<Slot>;
    booking(id: BookingId) -> Option<BookingView>;
    waiting() -> Vec<BookingView>;
    waiting_count() -> u32;
    decided_since(since: DateTime<Utc>) -> Vec<BookingView>;
    bookings_of(patient: PatientId) -> Vec<BookingView>;
    overdue(now: DateTime<Utc>) -> Vec<Booking>;
    patients() -> Vec<Patient>;
    session(token: &TokenHash) -> Option<(Session, Patient)>;
    due(now: DateTime<Utc>) -> Vec<OutboxItem>;
    next_due() -> Option<DateTime<Utc>>;
    journal(booking: BookingId) -> Vec<JournalEntry>;
}
