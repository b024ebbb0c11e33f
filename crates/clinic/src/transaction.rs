//! A transaction: writes that are saved whole or not at all, and durable when the store answers.
//!
//! A transaction is data, not a closure over a connection. That lets a store queue transactions, save many in one
//! commit and answer each, and lets a caller give up waiting without leaving anything half done.

use chrono::{DateTime, Utc};
use timebook::{
    Actor, Booking, BookingId, Capacity, Channel, ClinicProfile, Location, OutboxId, PatientId, Place,
    Reason, RequestKey, Revision, Slot, SlotId, Timebook, TimebookId, TimebookType,
};

use crate::edits::NewEdit;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::outbox::{LastNotification, OutboxItem};
use crate::record::{JournalEntry, Patient};
use crate::session::{Draft, Session, TokenHash};

/// Writes that belong together, and what to tell once they are durable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Transaction {
    /// In the order they are done.
    pub writes: Vec<Write>,
    /// Announced to everyone who watches, after the commit and only then.
    pub events: Vec<ClinicEvent>,
}

impl Transaction {
    /// A transaction without an event.
    #[must_use]
    pub const fn new(writes: Vec<Write>) -> Self {
        Self { writes, events: Vec::new() }
    }

    /// A transaction that announces one event.
    #[must_use]
    pub fn with_event(event: ClinicEvent, writes: Vec<Write>) -> Self {
        Self { writes, events: vec![event] }
    }
}

/// One write. Those with a condition make the whole transaction fail when it does not hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Makes the clinic the one that the database is for, unless it is for one already.
    ClaimDatabase,
    /// Saves the clinic's profile as its next edit; fails with [`CommitError::Stale`] unless it still has
    /// the revision that the edit was made from, or is still to be made.
    SaveProfile(Box<ClinicProfile>, NewEdit),
    /// Saves a location, as [`Write::SaveProfile`].
    SaveLocation(Box<Location>, NewEdit),
    /// Saves a timebook, as [`Write::SaveProfile`].
    SaveTimebook(Box<Timebook>, NewEdit),
    /// Changes nothing; fails with [`CommitError::Stale`] unless a timebook still has this revision, and
    /// lets nobody change it before the transaction is saved. What follows was made from what stood then.
    OnTimebook {
        /// Which timebook.
        timebook: TimebookId,
        /// The revision that was read.
        was: Revision,
    },
    /// Changes the times of a timebook as the plan says.
    ChangeSlots {
        /// Whose times.
        timebook: TimebookId,
        /// New times.
        add: Vec<Slot>,
        /// Times that are open with this capacity from now on. Never below the places held.
        reopen: Vec<(SlotId, Capacity)>,
        /// Times that nobody holds. One that was booked meanwhile is closed instead.
        remove: Vec<SlotId>,
        /// Held times that leave the plan: no new bookings.
        close: Vec<SlotId>,
    },
    /// Inserts or replaces a patient.
    SavePatient(Patient),
    /// Saves a new request on the lowest free place of its slot, with its entry in the journal.
    ///
    /// Fails with [`CommitError::Duplicate`] when the patient has sent the same form before,
    /// [`CommitError::SentForAnotherTime`] when it was for another slot, [`CommitError::NoSuchSlot`] when
    /// the slot is not one of the published timebook's of this type in this clinic,
    /// [`CommitError::NoPlace`] when it is full, closed or has begun, and [`CommitError::LimitReached`]
    /// when the patient has as many live bookings as the clinic's
    /// [`BookingLimits`](timebook::BookingLimits) allow, however many ask at once.
    Request(Box<NewRequest>),
    /// Replaces a booking if it still has this revision; fails with [`CommitError::Stale`] if not,
    /// and with [`CommitError::NoPlace`] if it asks its slot for a place back and none is free. The
    /// place it had is preferred, any other will do.
    Change {
        /// The booking as it shall be.
        booking: Box<Booking>,
        /// The revision it was changed from.
        was: Revision,
    },
    /// Puts word of a decision in the outbox.
    Queue(OutboxItem),
    /// Takes word of a booking's decision out of the outbox; fails with [`CommitError::Sent`] when
    /// it has left or never was there.
    Unqueue(BookingId),
    /// Notes that word of a decision has left; fails with [`CommitError::Stale`] when that is noted
    /// already or the item has been taken out.
    Delivered {
        /// Which item.
        item: OutboxId,
        /// When.
        at: DateTime<Utc>,
        /// What it told the patient of the booking.
        notification: LastNotification,
    },
    /// Notes an attempt that failed; fails with [`CommitError::Stale`] as [`Write::Delivered`] does.
    NotDelivered {
        /// Which item.
        item: OutboxId,
        /// When.
        at: DateTime<Utc>,
        /// Why, without a patient's data.
        error: String,
        /// When to try again; none: it is dead.
        try_at: Option<DateTime<Utc>>,
    },
    /// Lets a dead item be tried again; fails with [`CommitError::Stale`] when it is not dead.
    SendAgain {
        /// Which item.
        item: OutboxId,
        /// From when.
        at: DateTime<Utc>,
    },
    /// Adds a line to the journal.
    Record(JournalEntry),
    /// Opens a patient's session.
    OpenSession(Session),
    /// Keeps what the patient has filled in so far, or forgets it.
    KeepDraft {
        /// Whose session.
        session: TokenHash,
        /// What was filled in.
        draft: Option<Draft>,
    },
    /// Notes that a session was used, so that it expires later. Never earlier; one that has ended stays so.
    ExtendSession {
        /// Which.
        session: TokenHash,
        /// No longer valid from this instant, unless it is used again.
        expires_at: DateTime<Utc>,
    },
    /// Deletes the sessions that expired at or before an instant, with their drafts.
    DeleteExpiredSessions {
        /// That instant.
        before: DateTime<Utc>,
    },
    /// Ends a session; one that has ended already is no error.
    CloseSession(TokenHash),
}

/// A request that has no place yet: the store gives it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// Which booking it will be.
    pub id: BookingId,
    /// The key of the form.
    pub key: RequestKey,
    /// Whose.
    pub patient: PatientId,
    /// Who asks for them.
    pub actor: Actor,
    /// Where it comes from.
    pub channel: Channel,
    /// The type the patient chose.
    pub kind: TimebookType,
    /// The timebook the patient chose.
    pub timebook: TimebookId,
    /// The time the patient chose.
    pub slot: SlotId,
    /// «Hva gjelder det?», when the patient said.
    pub reason: Option<Reason>,
    /// When they asked. The time must not have begun then.
    pub requested_at: DateTime<Utc>,
}

/// Which of a clinic's limits on live bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// [`BookingLimits::of_type`](timebook::BookingLimits::of_type).
    OfType,
    /// [`BookingLimits::in_all`](timebook::BookingLimits::in_all).
    InAll,
}

/// What a store tells of a transaction it has saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Committed {
    /// The place that the last [`Write::Request`] or [`Write::Change`] in the transaction got.
    pub place: Option<Place>,
}

/// Why a transaction was not saved. Nothing of it was, except where the store does not know
/// ([`StoreError::Unknown`]).
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Someone else changed it first.
    #[error("changed meanwhile")]
    Stale,
    /// The slot is full, closed or has begun.
    #[error("no free place")]
    NoPlace,
    /// Not a slot of that timebook.
    #[error("no such slot")]
    NoSuchSlot,
    /// The patient has sent the same form before; this is what it made.
    #[error("sent before")]
    Duplicate(BookingId),
    /// The patient has sent the same form before, for another time; this is what it made.
    #[error("sent before for another time")]
    SentForAnotherTime(BookingId),
    /// The patient has as many live bookings as the clinic allows.
    #[error("limit reached")]
    LimitReached(LimitKind),
    /// Word of the decision has left.
    #[error("already sent")]
    Sent,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
