//! The use cases of a clinic: set it up, publish times, ask for a time, decide, tell the patient.
//!
//! [`Clinic`] is the one door. Its methods take the role that may call them ([`Admin`], [`Staff`],
//! [`PatientActor`]) as a value, ask the [`Store`] port for what stands, let the domain decide, and
//! hand the store one [`Transaction`] of writes that is saved whole or not at all. What the outside must
//! hear of (windows, notifications) goes out as a [`ClinicEvent`] once the transaction is durable.
//!
//! Nothing here knows SQL, HTTP or Tauri. To add a use case: a method on [`Clinic`] in the module of
//! its noun, the reads and the [`Write`] it needs in [`ports`], and a case in the story suite that
//! both engines run.

pub mod access;
pub mod ask;
pub mod carrier;
pub mod decide;
pub mod deliver;
pub mod drafts;
pub mod edits;
pub mod error;
pub mod events;
pub mod outbox;
mod patients;
pub mod ports;
pub mod publish;
pub mod queue;
pub mod record;
pub mod roles;
pub mod rows;
pub mod session;
pub mod setup;
pub mod transaction;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use timebook::ClinicId;

pub use access::{ACCESS_PAGE, AccessPage};
pub use ask::{Choice, ClinicSummary, Day, FreeSlot, Month, Request, RequestError};
pub use carrier::{Carrier, CarryError};
pub use decide::{DecideError, Decided};
pub use deliver::OtherPrograms;
pub use deliver::Undelivered;
pub use drafts::{LocationDraft, OpeningDraft, ProfileDraft, TimebookDraft};
pub use edits::{Edit, Edits, NewEdit, SetupPart};
pub use error::{FieldError, FieldErrors, Problem, StoreError, Unreadable};
pub use events::ClinicEvent;
pub use outbox::{DeadItem, LastNotification, OutboxChannel, OutboxItem, PatientStatus};
pub use patients::DraftError;
pub use ports::{
    BookingStore, BookingView, CalendarStore, Clock, Ids, JournalCursor, LeaseStore, OutboxStore,
    PatientStore, QueueCursor, QueueOrder, SetupStore, Store,
};
pub use queue::{QUEUE_PAGE, QueuePage, RequestDetails};
pub use record::{Act, JournalEntry, Patient};
pub use roles::{Admin, PatientActor, Staff};
pub use rows::Rows;
pub use session::{Draft, Session};
pub use setup::{SaveError, Setup, TimebookState};
pub use transaction::{CommitError, Committed, LimitKind, NewRequest, Transaction, Write};

/// One clinic, its store, its clock and its source of ids.
#[derive(Clone)]
pub struct Clinic {
    id: ClinicId,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    carrier: Arc<dyn Carrier>,
    carry_limit: Duration,
    seen: Arc<access::Seen>,
    undoable: Arc<deliver::Undoable>,
}

impl Clinic {
    /// Opens the clinic with this id. The store may hold other clinics; their rows are never met.
    #[must_use]
    pub fn new(id: ClinicId, store: Arc<dyn Store>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self {
            id,
            store,
            clock,
            ids,
            carrier: Arc::new(carrier::OwnPages),
            carry_limit: carrier::CARRY_LIMIT,
            seen: Arc::default(),
            undoable: Arc::default(),
        }
    }

    /// The same clinic, whose notifications this carrier takes to their receivers.
    #[must_use]
    pub fn carried_by(self, carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier, ..self }
    }

    /// The same clinic, whose carrier has so long for one item; one that takes longer has failed with it.
    #[must_use]
    pub fn with_carry_limit(self, carry_limit: Duration) -> Self {
        Self { carry_limit, ..self }
    }

    /// Which clinic this is.
    #[must_use]
    pub const fn id(&self) -> ClinicId {
        self.id
    }

    /// The present instant, as the clinic's clock has it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A stream of what happens in this clinic, at this desk or at another.
    #[must_use]
    pub fn events(&self) -> events::Events {
        events::Events::new(self.id, self.store.events())
    }
}
