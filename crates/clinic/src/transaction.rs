//! A transaction: writes that are saved all together or not at all, and are durable when the store returns.
//!
//! A transaction is data, not a closure over a connection. So a store can queue transactions, save many in
//! one commit and answer each, and a caller can stop waiting without leaving anything half done.

use chrono::{DateTime, Utc};
use timebook::{
    Actor, Booking, BookingId, Channel, ClinicProfile, ExceptionId, Location, LocationId, OpeningException,
    OutboxId, PatientId, Place, Reason, RequestKey, Revision, Slot, SlotId, SlotTerms, Timebook, TimebookId,
    TimebookType,
};

use crate::edits::NewEdit;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::outbox::{LastNotification, OutboxItem};
use crate::record::{JournalEntry, Patient};
use crate::session::{DraftChange, Session, TokenHash};

/// Writes that belong together, and the events to announce when they are durable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Transaction {
    /// The writes, in order.
    pub writes: Vec<Write>,
    /// Announced to all subscribers after the commit.
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

/// One write. If a write's condition is false, the whole transaction fails.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Claims the database for the clinic, unless it has already been claimed.
    ClaimDatabase,
    /// Saves the clinic's profile as its next edit; fails with [`CommitError::Stale`] unless it still has the
    /// revision that the edit is based on, or does not exist if the edit is for a new one.
    SaveProfile(Box<ClinicProfile>, NewEdit),
    /// Saves a location, as [`Write::SaveProfile`].
    SaveLocation(Box<Location>, NewEdit),
    /// Saves a timebook, as [`Write::SaveProfile`].
    SaveTimebook(Box<Timebook>, NewEdit),
    /// Changes nothing, but fails with [`CommitError::Stale`] unless a timebook still has this revision, and
    /// locks it until the transaction is saved. The writes that follow are based on this revision.
    OnTimebook {
        /// The timebook's id.
        timebook: TimebookId,
        /// The revision that was read.
        was: Revision,
    },
    /// Saves an exception from the opening hours, as [`Write::SaveProfile`]. Counts as a change of the
    /// exceptions.
    SaveException(Box<OpeningException>, NewEdit),
    /// Deletes an exception; fails with [`CommitError::Stale`] unless it still has this revision. Counts as a
    /// change of the exceptions.
    DeleteException {
        /// The exception.
        exception: ExceptionId,
        /// The revision that was read.
        was: Revision,
    },
    /// Changes nothing, but fails with [`CommitError::Stale`] unless the number of changes of exceptions is
    /// still this, and locks it until the transaction is saved. It comes before the writes of a plan, which is
    /// made with those exceptions.
    OnExceptions {
        /// The number that was read.
        was: Revision,
    },
    /// Deletes a location; fails with [`CommitError::Stale`] unless it still has this revision, and with
    /// [`CommitError::InUse`] when a timebook has it.
    DeleteLocation {
        /// The location.
        location: LocationId,
        /// The revision that was read.
        was: Revision,
    },
    /// Deletes a timebook with its slots; fails with [`CommitError::Stale`] unless it still has this
    /// revision, and with [`CommitError::InUse`] when it has a booking, live or not.
    DeleteTimebook {
        /// The timebook.
        timebook: TimebookId,
        /// The revision that was read.
        was: Revision,
    },
    /// Changes the times of a timebook as the plan says.
    ChangeSlots {
        /// The timebook's id.
        timebook: TimebookId,
        /// New times.
        add: Vec<Slot>,
        /// Times to open with these terms; the capacity is never less than the number of taken places.
        reopen: Vec<(SlotId, SlotTerms)>,
        /// Times without bookings, to delete. One that was booked meanwhile is closed instead.
        remove: Vec<SlotId>,
        /// Booked times that are no longer in the plan, to close for new bookings.
        close: Vec<SlotId>,
    },
    /// Inserts or replaces a patient.
    SavePatient(Patient),
    /// Saves a new request on the lowest free place of its slot, with its entry in the journal.
    ///
    /// Fails with [`CommitError::Duplicate`] when the patient has sent the same form before or has a live
    /// booking of the slot,
    /// [`CommitError::SentForAnotherTime`] when it was for another slot, [`CommitError::NoSuchSlot`] when the
    /// slot is not one of the published timebook's of this type in this clinic, [`CommitError::NoPlace`] when
    /// it is full, closed or outside its booking window, and [`CommitError::LimitReached`] when the patient has
    /// as many live bookings as the clinic's [`BookingLimits`](timebook::BookingLimits) allow, also when several
    /// requests arrive at the same time.
    Request(Box<NewRequest>),
    /// Replaces a booking if it still has this revision; fails with [`CommitError::Stale`] if not, and with
    /// [`CommitError::NoPlace`] if it needs a place in its slot again and none is free. It gets the place it
    /// had if that is free, otherwise another.
    Change {
        /// The new version of the booking.
        booking: Box<Booking>,
        /// The revision it is based on.
        was: Revision,
    },
    /// Adds the notification of a decision to the outbox.
    Queue(OutboxItem),
    /// Removes the notification of a booking's decision from the outbox; fails with [`CommitError::Sent`]
    /// when it has been sent or was never there.
    Unqueue(BookingId),
    /// Records that a notification was sent; fails with [`CommitError::Stale`] when that is already recorded
    /// or the item has been removed.
    Delivered {
        /// Which item.
        item: OutboxId,
        /// When.
        at: DateTime<Utc>,
        /// What the patient was told about the booking.
        notification: LastNotification,
    },
    /// Records a failed attempt; fails with [`CommitError::Stale`] as [`Write::Delivered`] does.
    NotDelivered {
        /// Which item.
        item: OutboxId,
        /// When.
        at: DateTime<Utc>,
        /// Why it failed, without patient data.
        error: String,
        /// When to try again; `None` makes the item dead.
        try_at: Option<DateTime<Utc>>,
    },
    /// Makes an item dead that cannot be read; fails with [`CommitError::Stale`] as [`Write::Delivered`] does.
    GiveUp {
        /// The item's key as it is stored, which may not be an id.
        row: String,
        /// When.
        at: DateTime<Utc>,
        /// What cannot be read, without patient data.
        error: String,
    },
    /// Makes a dead item due again; fails with [`CommitError::Stale`] when it is not dead.
    SendAgain {
        /// Which item.
        item: OutboxId,
        /// From this instant.
        at: DateTime<Utc>,
    },
    /// Adds an entry to the journal.
    Record(JournalEntry),
    /// Opens a patient's session.
    OpenSession(Session),
    /// Changes a session's draft. The store reads the stored draft and saves the changed one in the same
    /// transaction, with the row locked in between. Does nothing when the session has ended.
    ChangeDraft {
        /// The session's token hash.
        session: TokenHash,
        /// What to change.
        change: DraftChange,
    },
    /// Records that a session was used, so that it expires later. Never makes it expire earlier, and never
    /// reopens an ended session.
    ExtendSession {
        /// The session's token hash.
        session: TokenHash,
        /// Expires at this instant unless it is used again.
        expires_at: DateTime<Utc>,
    },
    /// Deletes the sessions that expired at or before an instant, with their drafts.
    DeleteExpiredSessions {
        /// That instant.
        before: DateTime<Utc>,
    },
    /// Ends a session. It is not an error if it has already ended.
    CloseSession(TokenHash),
}

/// A request without a place: the store gives it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// The id of the booking it becomes.
    pub id: BookingId,
    /// The key of the form.
    pub key: RequestKey,
    /// The patient.
    pub patient: PatientId,
    /// Who makes the request.
    pub actor: Actor,
    /// The channel of the request.
    pub channel: Channel,
    /// The type the patient chose.
    pub kind: TimebookType,
    /// The timebook the patient chose.
    pub timebook: TimebookId,
    /// The time the patient chose.
    pub slot: SlotId,
    /// «Hva gjelder det?», if it was filled in.
    pub reason: Option<Reason>,
    /// When the request was made. The slot must not have begun then.
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

/// The result of a saved transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Committed {
    /// The place that the last [`Write::Request`] or [`Write::Change`] in the transaction got.
    pub place: Option<Place>,
}

/// Why a transaction was not saved. No part of it was saved, unless the store does not know
/// ([`StoreError::Unknown`]).
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Someone else changed it first.
    #[error("changed meanwhile")]
    Stale,
    /// The slot is full, closed or outside its booking window.
    #[error("no free place")]
    NoPlace,
    /// Not a slot of that timebook.
    #[error("no such slot")]
    NoSuchSlot,
    /// The patient has sent the same form before, or has this slot already; this is the booking.
    #[error("sent before")]
    Duplicate(BookingId),
    /// The patient has sent the same form before, for another time; this is the booking it made.
    #[error("sent before for another time")]
    SentForAnotherTime(BookingId),
    /// The patient has as many live bookings as the clinic allows.
    #[error("limit reached")]
    LimitReached(LimitKind),
    /// The notification has already been sent.
    #[error("already sent")]
    Sent,
    /// Something else refers to what was to be deleted.
    #[error("in use")]
    InUse,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
