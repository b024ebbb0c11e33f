//! The state of the background jobs.

use std::collections::BTreeMap;

use super::Job;

/// Which jobs are failing, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health(BTreeMap<Job, Fault>);

/// Why a job is failing. It is tried again repeatedly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// How it fails.
    pub kind: FaultKind,
    /// The reference in the log.
    pub reference: String,
    /// The number of runs that have failed like this, one after another.
    pub runs: u32,
}

/// How a job fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The database does not answer.
    Unavailable,
    /// The store refused.
    Failed,
    /// It panicked.
    Panicked,
    /// It took too long.
    TooSlow,
}

impl Health {
    /// Why this job is failing; `None` when it is not.
    #[must_use]
    pub fn fault(&self, job: Job) -> Option<&Fault> {
        self.0.get(&job)
    }

    /// The failing jobs, each with its fault.
    pub fn faults(&self) -> impl Iterator<Item = (Job, &Fault)> {
        self.0.iter().map(|(job, fault)| (*job, fault))
    }

    pub(super) fn clear(&mut self, job: Job) {
        self.0.remove(&job);
    }

    /// Sets a job's fault. Returns whether that changes anything.
    pub(super) fn set(&mut self, job: Job, fault: Fault) -> bool {
        self.0.insert(job, fault.clone()).as_ref() != Some(&fault)
    }
}
