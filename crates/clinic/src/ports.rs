//! The ports: what the use cases need from other crates.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use timebook::{
    Booking, BookingId, Calendar, ClinicId, ClinicProfile, ExistingSlot, Location, Name, PatientId,
    RequestKey, Slot, SlotId, Timebook, TimebookId, TimebookType,
};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::edits::Edits;
use crate::error::StoreError;
use crate::events::Announcement;
use crate::outbox::{DeadItem, LastNotification, OutboxItem};
use crate::record::{JournalEntry, Patient};
use crate::rows::Rows;
use crate::session::{Session, TokenHash};
use crate::transaction::{CommitError, Committed, Transaction};

/// The source of the current time.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Makes unique ids.
pub trait Ids: Send + Sync {
    /// A new UUID.
    fn uuid(&self) -> Uuid;
}

/// Where a clinic's data are stored: one port for each aggregate, on two engines. The story suite runs on
/// both.
///
/// Every call names the clinic, and reads and writes only that clinic's rows.
#[async_trait]
pub trait Store: SetupStore + CalendarStore + BookingStore + PatientStore + OutboxStore + LeaseStore {
    /// Saves all of a transaction or nothing. It is durable when this returns.
    async fn commit(&self, clinic: ClinicId, transaction: Transaction) -> Result<Committed, CommitError>;

    /// Subscribes to the events of every clinic in the store, from now on.
    fn events(&self) -> broadcast::Receiver<Announcement>;

    /// Closes the store in order: transactions it has received are saved and answered, and the data are
    /// complete on disk. Later calls fail with [`StoreError::Unavailable`]. A second call does nothing.
    async fn close(&self);
}

/// Decides which of several programs on one database runs a background job.
#[async_trait]
pub trait LeaseStore: Send + Sync {
    /// Takes or renews the lease of a job for a duration, by the database's clock. Returns whether the holder
    /// has it now. Always true where only one program can use the data.
    async fn take_lease(
        &self,
        clinic: ClinicId,
        job: &'static str,
        holder: Uuid,
        length: TimeDelta,
    ) -> Result<bool, StoreError>;
    /// Releases a lease, so that another program need not wait until it expires. Releasing a lease that is
    /// not held is not an error.
    async fn give_lease_back(
        &self,
        clinic: ClinicId,
        job: &'static str,
        holder: Uuid,
    ) -> Result<(), StoreError>;
}

/// Reads what a clinic has set up.
#[async_trait]
pub trait SetupStore: Send + Sync {
    /// The clinics that have a profile, oldest first; at most a hundred.
    async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError>;
    /// The clinic for which the database was claimed, before any clinic has a profile
    /// ([`Write::ClaimDatabase`]).
    async fn first_clinic(&self) -> Result<Option<ClinicId>, StoreError>;
    /// The clinic's profile; `None` before it is set up.
    async fn profile(&self, clinic: ClinicId) -> Result<Option<ClinicProfile>, StoreError>;
    /// All locations, oldest first.
    async fn locations(&self, clinic: ClinicId) -> Result<Rows<Location>, StoreError>;
    /// All timebooks, oldest first.
    async fn timebooks(&self, clinic: ClinicId) -> Result<Rows<Timebook>, StoreError>;
    /// The latest edit of each part of the set-up, also of parts that cannot be read.
    async fn edits(&self, clinic: ClinicId) -> Result<Edits, StoreError>;
    /// The types with at least one published timebook.
    async fn published_kinds(&self, clinic: ClinicId) -> Result<Rows<TimebookType>, StoreError>;
    /// The published timebooks of a type and their locations, oldest first.
    async fn published(
        &self,
        clinic: ClinicId,
        kind: TimebookType,
    ) -> Result<Rows<(Timebook, Location)>, StoreError>;
}

/// Reads the times on offer and how many of their places are taken.
#[async_trait]
pub trait CalendarStore: Send + Sync {
    /// The slots of a timebook that have not begun, with the number of taken places of each.
    async fn coming_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Vec<ExistingSlot>, StoreError>;
    /// The calendar of a timebook, complete from `now` on; empty when there is no such timebook. It may be
    /// slightly out of date; the commit of a request decides.
    async fn calendar(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Calendar>, StoreError>;
    /// A slot, free or not.
    async fn slot(&self, clinic: ClinicId, slot: SlotId) -> Result<Option<Slot>, StoreError>;
}

/// Reads bookings and their journal.
#[async_trait]
pub trait BookingStore: Send + Sync {
    /// One booking with its patient, slot, timebook and location.
    async fn booking(&self, clinic: ClinicId, id: BookingId) -> Result<Option<BookingView>, StoreError>;
    /// The booking that a form of this patient has made, live or not, and its slot, by the form's key.
    async fn booking_of_form(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        key: RequestKey,
    ) -> Result<Option<(BookingId, SlotId)>, StoreError>;
    /// The live booking that this patient has of a slot.
    async fn live_booking(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        slot: SlotId,
    ) -> Result<Option<BookingId>, StoreError>;
    /// At most `limit` requests that wait for an answer, in an order, starting after a cursor.
    async fn waiting(
        &self,
        clinic: ClinicId,
        order: QueueOrder,
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// The number of waiting requests.
    async fn waiting_count(&self, clinic: ClinicId) -> Result<u32, StoreError>;
    /// The number of waiting requests whose slot starts before an instant.
    async fn waiting_before(&self, clinic: ClinicId, start: DateTime<Utc>) -> Result<u32, StoreError>;
    /// At most `limit` bookings that were confirmed or rejected since an instant, newest first.
    async fn decided_since(
        &self,
        clinic: ClinicId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// The number of bookings that were confirmed or rejected since an instant.
    async fn decided_count(&self, clinic: ClinicId, since: DateTime<Utc>) -> Result<u32, StoreError>;
    /// At most `limit` of a patient's bookings, latest request first.
    async fn bookings_of(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// A patient's bookings that count towards a limit of live bookings
    /// ([`BookingLimits`](timebook::BookingLimits)), by start time; at most a hundred. By the same rule as
    /// [`Write::Request`](crate::Write::Request): the type is the one that the timebook has today.
    async fn counted(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        kind: Option<TimebookType>,
        now: DateTime<Utc>,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// At most `limit` requests whose slot has begun, earliest slot first, after the first `skip` of them.
    async fn overdue(
        &self,
        clinic: ClinicId,
        now: DateTime<Utc>,
        skip: u32,
        limit: u32,
    ) -> Result<Rows<Booking>, StoreError>;
    /// The latest `limit` entries of the journal of one booking, oldest first.
    async fn journal(
        &self,
        clinic: ClinicId,
        booking: BookingId,
        limit: u32,
    ) -> Result<Rows<JournalEntry>, StoreError>;
    /// At most `limit` entries that name a patient, latest first, starting after a cursor.
    async fn journal_of_patient(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        after: Option<JournalCursor>,
        limit: u32,
    ) -> Result<Rows<(JournalCursor, JournalEntry)>, StoreError>;
}

/// Reads patients and their sessions in the portal.
#[async_trait]
pub trait PatientStore: Send + Sync {
    /// The first `limit` patients of the clinic, oldest first.
    async fn patients(&self, clinic: ClinicId, limit: u32) -> Result<Rows<Patient>, StoreError>;
    /// A session by the hash of its token, with its patient; expired ones too.
    async fn session(
        &self,
        clinic: ClinicId,
        token: &TokenHash,
    ) -> Result<Option<(Session, Patient)>, StoreError>;
}

/// Reads the outbox.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// The items that may be sent now, oldest first; at most a hundred. The rest follow when those are sent.
    async fn due(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Rows<OutboxItem>, StoreError>;
    /// When the next item may be sent.
    async fn next_due(&self, clinic: ClinicId) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// The dead items, oldest first; at most a hundred.
    async fn dead_items(&self, clinic: ClinicId) -> Result<Rows<DeadItem>, StoreError>;
    /// The number of dead items.
    async fn dead_count(&self, clinic: ClinicId) -> Result<u32, StoreError>;
}

/// The order in which the queue is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueOrder {
    /// By when requests were made, oldest first.
    Arrival,
    /// By when their slots start, nearest first.
    Start,
}

/// The last request on a page of the queue; the next page, in the same order, begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCursor {
    /// When it was made or when its slot starts, depending on the order.
    pub at: DateTime<Utc>,
    /// Orders requests of the same millisecond.
    pub id: BookingId,
}

impl QueueCursor {
    /// The cursor of a request.
    #[must_use]
    pub const fn of(order: QueueOrder, view: &BookingView) -> Self {
        let at = match order {
            QueueOrder::Arrival => view.booking.requested_at,
            QueueOrder::Start => view.slot.start,
        };
        Self { at, id: view.booking.id }
    }
}

/// The last entry on a page of the journal, in the order of writing; the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JournalCursor(pub i64);

/// A booking with everything that the queue, the request and the patient's pages show of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingView {
    /// The booking.
    pub booking: Booking,
    /// The patient.
    pub patient: Patient,
    /// The time.
    pub slot: Slot,
    /// The timebook's type.
    pub kind: TimebookType,
    /// The timebook's name.
    pub timebook_name: Name,
    /// «Behandler».
    pub practitioner: Option<Name>,
    /// The location.
    pub location: Location,
    /// When the notification of the latest decision may be sent; `None` when none waits.
    pub pending: Option<DateTime<Utc>>,
    /// The last notification sent to the patient.
    pub last_notification: LastNotification,
}
