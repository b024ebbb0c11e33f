//! Supervises one job: keeps it running whatever happens in a run.

use std::sync::Arc;
use std::time::Duration;

use clinic::{Ids, StoreError};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::health::{Fault, FaultKind, Health};
use super::{Job, Pace};
use crate::clock::RandomIds;

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunResult {
    /// The number of things done. A run that does nothing cannot request the next one at once.
    pub(crate) done: usize,
    /// How long until something may be due, if known; at most [`Pace::longest`].
    pub(crate) next: Option<Duration>,
}

/// Runs a job repeatedly until it is dropped.
///
/// A run that fails, panics or takes too long is recorded in the log and in `health`, and repeated after a
/// pause that doubles each time. A run that did nothing but claims to be due again at once is slowed down in
/// the same way. `wake` ends a normal wait, but never such a pause.
pub(crate) async fn supervise<F, Fut>(
    job: Job,
    pace: Pace,
    wake: Arc<Notify>,
    health: watch::Sender<Health>,
    run: F,
) where
    F: Fn() -> Fut + Send,
    Fut: Future<Output = Result<RunResult, StoreError>> + Send + 'static,
{
    let (mut pause, mut slow) = (pace.first_pause, pace.shortest);
    loop {
        let result = attempt(job, pace, &health, run()).await;
        note(job, &health, result.as_ref().err());
        let Ok(RunResult { done, next }) = result else {
            sleep(pause).await;
            pause = pace.longest_pause.min(pause * 2);
            continue;
        };
        pause = pace.first_pause;
        let wait = next.unwrap_or(pace.longest).min(pace.longest);
        if done == 0 && wait < slow {
            sleep(slow).await;
            slow = pace.longest.min(slow * 2);
            continue;
        }
        slow = pace.shortest;
        tokio::select! {
            () = sleep(wait.max(pace.shortest)) => {}
            () = wake.notified() => sleep(pace.shortest).await,
        }
    }
}

/// Runs in its own task, so that a panic does not spread. A run that takes too long is aborted; one that
/// never yields cannot be aborted, and is waited for, so that two runs never overlap.
async fn attempt(
    job: Job,
    pace: Pace,
    health: &watch::Sender<Health>,
    run: impl Future<Output = Result<RunResult, StoreError>> + Send + 'static,
) -> Result<RunResult, (FaultKind, String)> {
    let mut running = AbortOnDrop(tokio::spawn(run));
    let joined = match timeout(pace.longest_run, &mut running.0).await {
        Ok(joined) => joined,
        Err(_) => {
            let late = (FaultKind::TooSlow, format!("a run took more than {} s", pace.longest_run.as_secs()));
            note(job, health, Some(&late));
            running.0.abort();
            // Whether it was aborted or had just ended, it was too slow.
            let _ = (&mut running.0).await;
            return Err(late);
        }
    };
    match joined {
        Ok(Ok(run)) => Ok(run),
        Ok(Err(error @ (StoreError::Unavailable(_) | StoreError::Unknown(_)))) => {
            Err((FaultKind::Unavailable, with_cause(&error)))
        }
        Ok(Err(error @ (StoreError::Broken(_) | StoreError::Unreadable { .. }))) => {
            Err((FaultKind::Failed, with_cause(&error)))
        }
        // A panic's message may contain a patient's data. Its place is logged by the panic hook.
        Err(_) => Err((FaultKind::Panicked, "a run panicked".to_owned())),
    }
}

/// The error with its cause, as text.
fn with_cause(error: &StoreError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// Records the job's state. A fault that lasts keeps its reference.
fn note(job: Job, health: &watch::Sender<Health>, fault: Option<&(FaultKind, String)>) {
    let known = health.borrow().fault(job).cloned();
    match fault {
        None => {
            if known.is_some() {
                tracing::info!(job = job.name(), "the job works again");
                health.send_modify(|health| health.clear(job));
            }
        }
        Some((kind, error)) => {
            let fault = match known {
                Some(known) if known.kind == *kind => Fault { runs: known.runs.saturating_add(1), ..known },
                _ => Fault { kind: *kind, reference: RandomIds.uuid().to_string(), runs: 1 },
            };
            let reference = fault.reference.as_str();
            if *kind == FaultKind::Unavailable {
                tracing::warn!(job = job.name(), reference, error, "a background job failed");
            } else {
                tracing::error!(job = job.name(), reference, error, "a background job failed");
            }
            health.send_if_modified(|health| health.set(job, fault));
        }
    }
}

/// A task that is aborted when its job is dropped.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
