//! Transactions that wait to be saved, each with the channel for its answer.

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Transaction, Write};
use timebook::ClinicId;
use tokio::sync::oneshot;

use crate::fault::copies;
use crate::memory::Changes;
use crate::requests::{Outcome, PendingRequest};

/// The most transactions in one commit: enough that waiting for the disk does not matter, few enough that the
/// first does not wait long for the last.
pub(crate) const GROUP: usize = 128;

/// The most waiting transactions; more callers wait before theirs is accepted.
pub(crate) const QUEUE: usize = 1024;

/// The answer to a caller.
pub(crate) type Answer = Result<Committed, CommitError>;

/// A transaction and the channel for its answer.
pub(crate) struct PendingTransaction {
    /// The clinic.
    pub(crate) clinic: ClinicId,
    /// The transaction to save.
    pub(crate) transaction: Transaction,
    /// The channel to the waiting caller.
    pub(crate) caller: oneshot::Sender<Answer>,
}

impl PendingTransaction {
    /// The request, if the transaction contains one request and nothing else.
    pub(crate) fn request(&self) -> Option<PendingRequest<'_>> {
        match self.transaction.writes.as_slice() {
            [Write::Request(request)] => Some(PendingRequest { clinic: self.clinic, request }),
            _ => None,
        }
    }

    /// The events to announce when the transaction is durable.
    pub(crate) fn announcements(&self) -> impl Iterator<Item = Announcement> {
        self.transaction.events.iter().map(|event| Announcement { clinic: Some(self.clinic), event: *event })
    }
}

/// The answer to the caller of a request.
pub(crate) fn answer(outcome: Outcome) -> Answer {
    outcome.map(|place| Committed { place: Some(place) })
}

/// What the saved transactions of a group have changed.
pub(crate) fn saved(group: &[PendingTransaction], answers: &[Answer]) -> Changes {
    let mut changes = Changes::default();
    for (pending, answer) in group.iter().zip(answers) {
        if let Ok(committed) = answer {
            changes.saved(pending.clinic, &pending.transaction, *committed);
        }
    }
    changes
}

/// The same error for every transaction of a group.
pub(crate) fn all_failed(group: &[PendingTransaction], error: StoreError) -> Vec<Answer> {
    group.iter().zip(copies(error)).map(|(_, error)| Err(error.into())).collect()
}

/// The error when the task that saves transactions has stopped.
pub(crate) fn stopped() -> StoreError {
    StoreError::Unavailable("the store no longer saves".into())
}
