//! What the use cases need from the outside.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use timebook::{
    Booking, BookingId, Calendar, ClinicId, ClinicProfile, ExistingSlot, Location, Name, PatientId, Slot,
    SlotId, Timebook, TimebookId, TimebookType,
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

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Makes ids that nobody else has made.
pub trait Ids: Send + Sync {
    /// A new UUID.
    fn uuid(&self) -> Uuid;
}

/// Where a clinic's data stand: one port for each aggregate, on two engines; the story suite runs on
/// both.
///
/// Every call names the clinic, and sees and touches that clinic's rows alone.
#[async_trait]
pub trait Store: SetupStore + CalendarStore + BookingStore + PatientStore + OutboxStore + LeaseStore {
    /// Saves a transaction whole, or nothing of it. Durable when it answers.
    async fn commit(&self, clinic: ClinicId, transaction: Transaction) -> Result<Committed, CommitError>;

    /// What happens from now on, in every clinic of the store.
    fn events(&self) -> broadcast::Receiver<Announcement>;

    /// Ends in good order: what was handed over is saved and answered, and the data stand whole. Later
    /// calls are answered with [`StoreError::Unavailable`]. A second call does nothing.
    async fn close(&self);
}

/// Which of several programs on one database does the work that happens by itself.
#[async_trait]
pub trait LeaseStore: Send + Sync {
    /// Takes or renews the lease of a job for so long, by the database's own clock. Answers with whether
    /// the holder has it now. Where the data are one program's alone, it always has.
    async fn take_lease(
        &self,
        clinic: ClinicId,
        job: &'static str,
        holder: Uuid,
        length: TimeDelta,
    ) -> Result<bool, StoreError>;
    /// Gives a lease back, so that another program need not wait for its end. One that is not held is
    /// no error.
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
    /// The clinics that have a profile, oldest first.
    async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError>;
    /// The clinic that the database is for until one has a profile ([`Write::ClaimDatabase`]).
    async fn first_clinic(&self) -> Result<Option<ClinicId>, StoreError>;
    /// The clinic's profile; none before it is set up.
    async fn profile(&self, clinic: ClinicId) -> Result<Option<ClinicProfile>, StoreError>;
    /// All locations, in the order they were made.
    async fn locations(&self, clinic: ClinicId) -> Result<Rows<Location>, StoreError>;
    /// All timebooks, in the order they were made.
    async fn timebooks(&self, clinic: ClinicId) -> Result<Rows<Timebook>, StoreError>;
    /// Which edit of each part of the set-up stands; of what cannot be read, too.
    async fn edits(&self, clinic: ClinicId) -> Result<Edits, StoreError>;
    /// The types of which at least one timebook is published.
    async fn published_kinds(&self, clinic: ClinicId) -> Result<Rows<TimebookType>, StoreError>;
    /// The published timebooks of a type and where they meet, in the order they were made.
    async fn published(
        &self,
        clinic: ClinicId,
        kind: TimebookType,
    ) -> Result<Rows<(Timebook, Location)>, StoreError>;
}

/// Reads the times on offer and what is held of them.
#[async_trait]
pub trait CalendarStore: Send + Sync {
    /// The slots of a timebook that have not begun, with what is held of each.
    async fn coming_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Vec<ExistingSlot>, StoreError>;
    /// The calendar of a timebook, whole from `now` on; empty when there is no such timebook. It may be
    /// late by a moment: the commit of a request has the last word.
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
    /// One booking and what stands around it.
    async fn booking(&self, clinic: ClinicId, id: BookingId) -> Result<Option<BookingView>, StoreError>;
    /// At most `limit` requests that wait for an answer, oldest first, from after a cursor on.
    async fn waiting(
        &self,
        clinic: ClinicId,
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// How many wait.
    async fn waiting_count(&self, clinic: ClinicId) -> Result<u32, StoreError>;
    /// At most `limit` bookings that were confirmed or rejected since an instant, newest first.
    async fn decided_since(
        &self,
        clinic: ClinicId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// How many were confirmed or rejected since an instant.
    async fn decided_count(&self, clinic: ClinicId, since: DateTime<Utc>) -> Result<u32, StoreError>;
    /// A patient's bookings, latest request first.
    async fn bookings_of(
        &self,
        clinic: ClinicId,
        patient: PatientId,
    ) -> Result<Rows<BookingView>, StoreError>;
    /// Requests whose slot has begun.
    async fn overdue(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Rows<Booking>, StoreError>;
    /// The journal of one booking, oldest first.
    async fn journal(&self, clinic: ClinicId, booking: BookingId) -> Result<Rows<JournalEntry>, StoreError>;
    /// At most `limit` entries that name a patient, latest first, from after a cursor on.
    async fn journal_of_patient(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        after: Option<JournalCursor>,
        limit: u32,
    ) -> Result<Rows<(JournalCursor, JournalEntry)>, StoreError>;
}

/// Reads patients and their sessions with the portal.
#[async_trait]
pub trait PatientStore: Send + Sync {
    /// Everyone the clinic knows, in the order they came.
    async fn patients(&self, clinic: ClinicId) -> Result<Rows<Patient>, StoreError>;
    /// A session by the hash of its token, with its patient; expired ones too.
    async fn session(
        &self,
        clinic: ClinicId,
        token: &TokenHash,
    ) -> Result<Option<(Session, Patient)>, StoreError>;
}

/// Reads what waits to leave the clinic.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// What may leave now, oldest first; a hundred at most, the rest when those are gone.
    async fn due(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Rows<OutboxItem>, StoreError>;
    /// When the next item may leave.
    async fn next_due(&self, clinic: ClinicId) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// What was given up, oldest first; a hundred at most.
    async fn dead_items(&self, clinic: ClinicId) -> Result<Rows<DeadItem>, StoreError>;
}

/// The last request of a page of the queue: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCursor {
    /// When it was sent.
    pub requested_at: DateTime<Utc>,
    /// Which of those that were sent in the same millisecond.
    pub id: BookingId,
}

/// The last entry of a page of the journal, in the order of writing: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JournalCursor(pub i64);

/// A booking and what stands around it, as the queue, the request and the patient's pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingView {
    /// The booking.
    pub booking: Booking,
    /// Whose.
    pub patient: Patient,
    /// The time.
    pub slot: Slot,
    /// The timebook's type.
    pub kind: TimebookType,
    /// The timebook's name.
    pub timebook_name: Name,
    /// «Behandler».
    pub practitioner: Option<Name>,
    /// Where they meet.
    pub location: Location,
    /// Word of the latest decision may leave from this instant; none when nothing waits.
    pub pending: Option<DateTime<Utc>>,
    /// The last notification the patient got.
    pub last_notification: LastNotification,
}
