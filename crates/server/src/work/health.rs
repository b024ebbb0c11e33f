//! How the work that happens by itself stands.

use std::collections::BTreeMap;

use super::Job;

/// Which jobs cannot be done at the moment, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health(BTreeMap<Job, Fault>);

/// Why a job cannot be done. It is tried again all the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In what way.
    pub kind: FaultKind,
    /// Under which it stands in the log.
    pub reference: String,
}

/// In what way a job fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The database does not answer.
    Unavailable,
    /// It was refused what it asked for.
    Failed,
    /// It panicked.
    Panicked,
    /// It took too long.
    TooSlow,
}

impl Health {
    /// Why this job cannot be done; none when it can.
    #[must_use]
    pub fn fault(&self, job: Job) -> Option<&Fault> {
        self.0.get(&job)
    }

    /// The jobs that cannot be done, each with its reason.
    pub fn faults(&self) -> impl Iterator<Item = (Job, &Fault)> {
        self.0.iter().map(|(job, fault)| (*job, fault))
    }

    pub(super) fn clear(&mut self, job: Job) {
        self.0.remove(&job);
    }

    /// Answers with whether that is new.
    pub(super) fn set(&mut self, job: Job, fault: Fault) -> bool {
        self.0.insert(job, fault.clone()).as_ref() != Some(&fault)
    }
}
