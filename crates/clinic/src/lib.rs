//! The use cases of a clinic: set it up, publish times, request a time, decide, notify the patient.
//!
//! [`Clinic`] is the only entry point. Its methods take the role that may call them ([`Admin`], [`Staff`],
//! [`PatientActor`]) as a value, read the current state through the [`Store`] port, let the domain decide,
//! and give the store one [`Transaction`] of writes that is saved all together or not at all. Subscribers
//! (windows, notifications) get a [`ClinicEvent`] when the transaction is durable.
//!
//! Nothing here uses SQL, HTTP or Tauri. To add a use case, write a method on [`Clinic`] in the module of its
//! noun, the reads and the [`Write`] it needs in [`ports`], and a case in the story suite, which runs on both
//! engines.

pub mod access;
pub mod carrier;
pub mod decide;
mod delete;
pub mod deliver;
pub mod drafts;
pub mod edits;
pub mod error;
pub mod events;
pub mod exceptions;
pub mod outbox;
mod patients;
mod planning;
pub mod ports;
pub mod publish;
pub mod queue;
pub mod record;
pub mod request;
pub mod roles;
pub mod rows;
pub mod session;
pub mod setup;
pub mod transaction;
mod undoable;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use timebook::ClinicId;

pub use access::{ACCESS_PAGE, AccessPage};
pub use carrier::{Carrier, CarryError};
pub use decide::{DecideError, Decided};
pub use delete::DeleteError;
pub use deliver::{EXPIRED_AT_ONCE, OtherPrograms, Undelivered};
pub use drafts::{LocationDraft, OpeningDraft, ProfileDraft, ReleaseDraft, RulesDraft, TimebookDraft};
pub use edits::{Edit, Edits, Exceptions, NewEdit, SetupPart};
pub use error::{FieldError, FieldErrors, Problem, StoreError, Unreadable};
pub use events::ClinicEvent;
pub use exceptions::{ChangeDraft, EXCEPTIONS_MOST, ExceptionDraft, PeriodDraft};
pub use outbox::{DeadItem, LastNotification, OutboxChannel, OutboxItem, PatientStatus};
pub use patients::{DraftError, PATIENTS_MOST};
pub use planning::PlanEffect;
pub use ports::{
    BookingStore, BookingView, CalendarStore, Clock, Ids, JournalCursor, LeaseStore, OutboxStore,
    PatientStore, QueueCursor, QueueOrder, SetupStore, Store,
};
pub use queue::{CONFLICTS_MOST, DONE_MOST, EARLIER_MOST, QUEUE_PAGE, QueuePage, RequestDetails};
pub use record::{Act, JournalEntry, Patient};
pub use request::{Choice, ClinicSummary, Day, FreeSlot, Month, Request, RequestError};
pub use roles::{Admin, PatientActor, Staff};
pub use rows::Rows;
pub use session::{Draft, DraftChange, Session};
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
    undoable: Arc<undoable::Undoable>,
    /// Locked while a notification is being delivered and recorded.
    in_flight: Arc<tokio::sync::Mutex<()>>,
}

impl Clinic {
    /// Opens the clinic with this id. The store may contain other clinics; their rows are never read or
    /// changed.
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
            in_flight: Arc::default(),
        }
    }

    /// The same clinic, with this carrier for its notifications.
    #[must_use]
    pub fn carried_by(self, carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier, ..self }
    }

    /// The same clinic, with this time limit of the carrier for one item.
    #[must_use]
    pub fn with_carry_limit(self, carry_limit: Duration) -> Self {
        Self { carry_limit, ..self }
    }

    /// The clinic's id.
    #[must_use]
    pub const fn id(&self) -> ClinicId {
        self.id
    }

    /// The current instant by the clinic's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A stream of the events of this clinic, from this desk and others.
    #[must_use]
    pub fn events(&self) -> events::Events {
        events::Events::new(self.id, self.store.events())
    }
}
