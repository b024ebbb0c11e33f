//! Units that wait to be saved, each with where its answer goes.

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Transaction, Write};
use timebook::ClinicId;
use tokio::sync::oneshot;

use crate::fault::copies;
use crate::memory::Changes;
use crate::requests::{Outcome, PendingRequest};

/// Units that share a commit at most: enough to hide the disk, few enough that the first of them
/// does not wait long for the last.
pub(crate) const GROUP: usize = 128;

/// Units that may wait before callers wait to hand theirs over.
pub(crate) const QUEUE: usize = 1024;

/// What a caller is told.
pub(crate) type Answer = Result<Committed, CommitError>;

/// A transaction and where its answer goes.
pub(crate) struct Job {
    /// Whose.
    pub(crate) clinic: ClinicId,
    /// What is to be saved.
    pub(crate) transaction: Transaction,
    /// Who waits for it.
    pub(crate) caller: oneshot::Sender<Answer>,
}

impl Job {
    /// The request, if the transaction is one and nothing else.
    pub(crate) fn request(&self) -> Option<PendingRequest<'_>> {
        match self.transaction.writes.as_slice() {
            [Write::Request(request)] => Some(PendingRequest { clinic: self.clinic, request }),
            _ => None,
        }
    }

    /// What is to be told once the transaction is durable.
    pub(crate) fn announcements(&self) -> impl Iterator<Item = Announcement> {
        self.transaction.events.iter().map(|event| Announcement { clinic: self.clinic, event: *event })
    }
}

/// What came of a request, as its caller is told.
pub(crate) fn answer(outcome: Outcome) -> Answer {
    outcome.map(|place| Committed { place: Some(place) })
}

/// What the transactions of a group that were saved have changed.
pub(crate) fn saved(group: &[Job], answers: &[Answer]) -> Changes {
    let mut changes = Changes::default();
    for (job, answer) in group.iter().zip(answers) {
        if let Ok(committed) = answer {
            changes.saved(job.clinic, &job.transaction, *committed);
        }
    }
    changes
}

/// The same failure for each of a group.
pub(crate) fn all_failed(group: &[Job], error: StoreError) -> Vec<Answer> {
    group.iter().zip(copies(error)).map(|(_, error)| Err(error.into())).collect()
}

/// The caller's end is gone: whoever saves transactions has stopped.
pub(crate) fn stopped() -> StoreError {
    StoreError::Unavailable("nobody saves any more".into())
}
