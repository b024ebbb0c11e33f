//! The types shared by the program and the window: ids and instants as strings, numbers of 32 bits at most,
//! every `…_text` already in the user's language.

mod codes;
mod conflicts;
pub(super) mod error;
mod exception;
mod outbox;
mod queue;
mod setup;
mod state;

pub use codes::{Job, Language, QueueOrder, RequestChannel, Soon, StatusCode, TimebookType};
pub use conflicts::{Conflict, ConflictList};
pub use error::{CommandError, FieldProblem, Problem};
pub use exception::{
    ExceptionChange, ExceptionDraft, ExceptionScope, Holiday, OpeningException, OpeningPeriod, PlanEffect,
};
pub use outbox::{Undelivered, UndeliveredList};
pub use queue::{
    Decided, Done, DoneEntry, EarlierBooking, HistoryLine, Queue, QueueCounts, QueueEntry, QueueRow,
    RequestDetails, WaitingEntry,
};
pub use setup::{
    BasedOn, Edit, Location, LocationDraft, OpeningHours, Profile, ProfileDraft, Release, Setup, SetupPart,
    TextKind, TextMeasure, Timebook, TimebookDraft,
};
pub use state::{DatabaseState, PortalState, StalledJob, StartState};
