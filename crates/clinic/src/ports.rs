//! The ports: what the use cases need from other crates.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use timebook::{
    Booking, BookingId, Calendar, ClinicId, ClinicProfile, ExistingSlot, Location, Name, PatientId,
    RequestKey, Slot, SlotId, Timebook, TimebookId, TimebookType,
};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::edits::{Edits, Exceptions};
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

/// Declares the ports that read, and [`store_reads`](crate::store_reads) with the same list. Every read is
/// `async` and fails with [`StoreError`].
macro_rules! reads {
    ($(
        $(#[$of_port:meta])*
        $port:ident {$(
            $(#[$of_read:meta])*
            $read:ident($($argument:ident: $type:ty),* $(,)?) -> $answer:ty;
        )*}
    )*) => {
        $(
            $(#[$of_port])*
            #[async_trait]
            pub trait $port: Send + Sync {$(
                $(#[$of_read])*
                async fn $read(&self, $($argument: $type),*) -> Result<$answer, StoreError>;
            )*}
        )*

        /// Calls a macro with the reads of every port, so that a store around another store need not repeat
        /// them: `SetupStore { profile(clinic: ClinicId) -> Option<ClinicProfile>; ... } ...`. The caller
        /// imports the types.
        #[macro_export]
        macro_rules! store_reads {
            ($with:ident) => {
                $with! {$(
                    $port {$(
                        $read($($argument: $type),*) -> $answer;
                    )*}
                )*}
            };
        }
    };
}

reads! {
    /// Decides which of several programs on one database runs a background job.
    LeaseStore {
        /// Takes or renews the lease of a job for a duration, by the database's clock. Returns whether the
        /// holder has it now. Always true where only one program can use the data.
        take_lease(clinic: ClinicId, job: &'static str, holder: Uuid, length: TimeDelta) -> bool;
        /// Releases a lease, so that another program need not wait until it expires. Releasing a lease that
        /// is not held is not an error.
        give_lease_back(clinic: ClinicId, job: &'static str, holder: Uuid) -> ();
    }

    /// Reads what a clinic has set up.
    SetupStore {
        /// The clinics that have a profile, oldest first; at most a hundred.
        clinics() -> Vec<ClinicId>;
        /// The clinic for which the database was claimed, before any clinic has a profile
        /// ([`Write::ClaimDatabase`]).
        first_clinic() -> Option<ClinicId>;
        /// The clinic's profile; `None` before it is set up.
        profile(clinic: ClinicId) -> Option<ClinicProfile>;
        /// All locations, oldest first.
        locations(clinic: ClinicId) -> Rows<Location>;
        /// All timebooks, oldest first.
        timebooks(clinic: ClinicId) -> Rows<Timebook>;
        /// The exceptions from the opening hours with a date from `from` on, oldest first, and the number of
        /// changes of exceptions, which is read before them.
        exceptions(clinic: ClinicId, from: NaiveDate) -> Exceptions;
        /// The latest edit of each part of the set-up, also of parts that cannot be read.
        edits(clinic: ClinicId) -> Edits;
        /// The types with at least one published timebook.
        published_kinds(clinic: ClinicId) -> Rows<TimebookType>;
        /// The published timebooks of a type and their locations, oldest first.
        published(clinic: ClinicId, kind: TimebookType) -> Rows<(Timebook, Location)>;
    }

    /// Reads the times on offer and how many of their places are taken.
    CalendarStore {
        /// The slots of a timebook that have not begun, with the number of taken places of each.
        coming_slots(clinic: ClinicId, timebook: TimebookId, now: DateTime<Utc>) -> Vec<ExistingSlot>;
        /// The calendar of a timebook, complete from `now` on; empty when there is no such timebook. It may
        /// be slightly out of date; the commit of a request decides.
        calendar(clinic: ClinicId, timebook: TimebookId, now: DateTime<Utc>) -> Arc<Calendar>;
        /// A slot, free or not.
        slot(clinic: ClinicId, slot: SlotId) -> Option<Slot>;
    }

    /// Reads bookings and their journal.
    BookingStore {
        /// One booking with its patient, slot, timebook and location.
        booking(clinic: ClinicId, id: BookingId) -> Option<BookingView>;
        /// The booking that a form of this patient has made, live or not, and its slot, by the form's key.
        booking_of_form(clinic: ClinicId, patient: PatientId, key: RequestKey) -> Option<(BookingId, SlotId)>;
        /// The live booking that this patient has of a slot.
        live_booking(clinic: ClinicId, patient: PatientId, slot: SlotId) -> Option<BookingId>;
        /// At most `limit` requests that wait for an answer, in an order, starting after a cursor.
        waiting(
            clinic: ClinicId, order: QueueOrder, after: Option<QueueCursor>, limit: u32,
        ) -> Rows<BookingView>;
        /// The number of waiting requests.
        waiting_count(clinic: ClinicId) -> u32;
        /// The number of waiting requests whose slot starts before an instant.
        waiting_before(clinic: ClinicId, start: DateTime<Utc>) -> u32;
        /// At most `limit` live bookings of times that have not begun and are outside the opening hours, by start
        /// time.
        conflicts(clinic: ClinicId, now: DateTime<Utc>, limit: u32) -> Rows<BookingView>;
        /// The number of them.
        conflict_count(clinic: ClinicId, now: DateTime<Utc>) -> u32;
        /// At most `limit` bookings that were confirmed or rejected since an instant, newest first.
        decided_since(clinic: ClinicId, since: DateTime<Utc>, limit: u32) -> Rows<BookingView>;
        /// The number of bookings that were confirmed or rejected since an instant.
        decided_count(clinic: ClinicId, since: DateTime<Utc>) -> u32;
        /// At most `limit` of a patient's bookings, latest request first.
        bookings_of(clinic: ClinicId, patient: PatientId, limit: u32) -> Rows<BookingView>;
        /// A patient's bookings that count towards a limit of live bookings
        /// ([`BookingLimits`](timebook::BookingLimits)), by start time; at most a hundred. By the same rule
        /// as [`Write::Request`](crate::Write::Request): the type is the one that the timebook has today.
        counted(
            clinic: ClinicId, patient: PatientId, kind: Option<TimebookType>, now: DateTime<Utc>,
        ) -> Rows<BookingView>;
        /// At most `limit` requests whose slot has begun, earliest slot first, after the first `skip` of
        /// them.
        overdue(clinic: ClinicId, now: DateTime<Utc>, skip: u32, limit: u32) -> Rows<Booking>;
        /// The latest `limit` entries of the journal of one booking, oldest first.
        journal(clinic: ClinicId, booking: BookingId, limit: u32) -> Rows<JournalEntry>;
        /// At most `limit` entries that name a patient, latest first, starting after a cursor.
        journal_of_patient(
            clinic: ClinicId, patient: PatientId, after: Option<JournalCursor>, limit: u32,
        ) -> Rows<(JournalCursor, JournalEntry)>;
    }

    /// Reads patients and their sessions in the portal.
    PatientStore {
        /// The first `limit` patients of the clinic, oldest first.
        patients(clinic: ClinicId, limit: u32) -> Rows<Patient>;
        /// A session by the hash of its token, with its patient; expired ones too.
        session(clinic: ClinicId, token: &TokenHash) -> Option<(Session, Patient)>;
    }

    /// Reads the outbox.
    OutboxStore {
        /// The items that may be sent now, oldest first; at most a hundred. The rest follow when those are
        /// sent.
        due(clinic: ClinicId, now: DateTime<Utc>) -> Rows<OutboxItem>;
        /// When the next item may be sent.
        next_due(clinic: ClinicId) -> Option<DateTime<Utc>>;
        /// The dead items, oldest first; at most a hundred.
        dead_items(clinic: ClinicId) -> Rows<DeadItem>;
        /// The number of dead items.
        dead_count(clinic: ClinicId) -> u32;
    }
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
