//! The background jobs of a program: four jobs, each supervised separately, so that none can stop, slow down
//! or hide another.

mod health;
mod supervise;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clinic::{Clinic, ClinicEvent, Ids, StoreError};
use timebook::oslo_date;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::clock::RandomIds;
pub use health::{Fault, FaultKind, Health};
use supervise::{RunResult, supervise};

/// How often expired sessions are deleted.
const CLEAN_UP_EVERY: TimeDelta = TimeDelta::hours(1);

/// A background job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Sends notifications when the undo window has passed.
    Deliver,
    /// Expires requests whose time began before an answer.
    Expire,
    /// Extends the plans of published timebooks, day by day.
    Plan,
    /// Deletes expired sessions.
    CleanUp,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 4] = [Self::Deliver, Self::Expire, Self::Plan, Self::CleanUp];

    /// The job's name in the log and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Expire => "expire",
            Self::Plan => "plan",
            Self::CleanUp => "clean_up",
        }
    }
}

/// The timing of the jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The shortest pause between two runs.
    pub shortest: Duration,
    /// The longest pause between two runs. Requests expire within this time of their start, and another
    /// program sends the decisions of one that died within it. Leases are renewed this often.
    pub longest: Duration,
    /// The most time for a run. Less than a lease, so that two programs never run a job at the same time.
    pub longest_run: Duration,
    /// How long a lease lasts unless it is renewed.
    pub lease: Duration,
    /// The pause after the first failure; each later one is twice as long.
    pub first_pause: Duration,
    /// The longest pause after a failure.
    pub longest_pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            shortest: Duration::from_millis(20),
            longest: Duration::from_secs(10),
            longest_run: Duration::from_secs(20),
            lease: Duration::from_secs(30),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// The running jobs of a program, until they are stopped or dropped.
pub struct Work {
    clinic: Clinic,
    holder: Uuid,
    jobs: JoinSet<()>,
    /// Closed when the last run has ended. Nothing is sent.
    ended: mpsc::Receiver<Infallible>,
    health: watch::Receiver<Health>,
}

impl Work {
    /// Starts all jobs.
    #[must_use]
    pub fn start(clinic: &Clinic, pace: Pace) -> Self {
        let (changes, health) = watch::channel(Health::default());
        let (running, ended) = mpsc::channel(1);
        let (clinic, holder) = (clinic.clone(), RandomIds.uuid());
        let mut work = Self { clinic, holder, jobs: JoinSet::new(), ended, health };
        let decided = Arc::new(Notify::new());
        work.jobs.spawn(wake_on_decisions(work.clinic.clone(), Arc::clone(&decided)));
        for job in Job::ALL {
            let wake = if job == Job::Deliver { Arc::clone(&decided) } else { Arc::default() };
            let runner = Arc::new(JobRunner {
                clinic: work.clinic.clone(),
                holder,
                pace,
                done: Mutex::default(),
                _running: running.clone(),
            });
            let run = move || Arc::clone(&runner).run(job);
            work.jobs.spawn(supervise(job, pace, wake, changes.clone(), run));
        }
        work
    }

    /// Which jobs are failing, now and whenever that changes.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }

    /// Ends all jobs between two writes, and releases their leases to other programs when the last run has
    /// ended. A notification that is being delivered is recorded first, so that no other program delivers it
    /// again.
    pub async fn stop(mut self) {
        self.jobs.shutdown().await;
        let _: Option<Infallible> = self.ended.recv().await;
        self.clinic.finish_delivery().await;
        for job in Job::ALL {
            if let Err(error) = self.clinic.give_lease_back(job.name(), self.holder).await {
                tracing::debug!(%error, "another program must wait until the lease expires");
                return;
            }
        }
    }
}

/// The state shared by the runs of the jobs.
struct JobRunner {
    clinic: Clinic,
    holder: Uuid,
    pace: Pace,
    done: Mutex<LastDone>,
    /// Tells [`Work::stop`] that no run holds this value any more.
    _running: mpsc::Sender<Infallible>,
}

/// When periodic work was last done.
#[derive(Debug, Clone, Copy, Default)]
struct LastDone {
    planned: Option<NaiveDate>,
    cleaned: Option<DateTime<Utc>>,
}

impl JobRunner {
    /// One run. A job that another program runs is checked again after [`Pace::longest`]; one that fails here
    /// is released to another.
    async fn run(self: Arc<Self>, job: Job) -> Result<RunResult, StoreError> {
        if !self.take_lease(job).await? {
            return Ok(RunResult { done: 0, next: None });
        }
        let lease = Lease { runner: &self, job, is_kept: false };
        let run = match job {
            Job::Deliver => self.deliver().await?,
            Job::Expire => self.expire().await?,
            Job::Plan => self.plan().await?,
            Job::CleanUp => self.clean_up().await?,
        };
        lease.keep();
        Ok(run)
    }

    /// Takes or renews the job's lease. The statement is awaited even if the run is aborted: the server may
    /// still execute it, and the lease must not be released before that.
    async fn take_lease(self: &Arc<Self>, job: Job) -> Result<bool, StoreError> {
        let runner = Arc::clone(self);
        let taking = tokio::spawn(async move {
            let length = TimeDelta::from_std(runner.pace.lease).unwrap_or(TimeDelta::MAX);
            runner.clinic.take_lease(job.name(), runner.holder, length).await
        });
        match taking.await {
            Ok(taken) => taken,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(error) => Err(StoreError::Broken(error.into())),
        }
    }

    async fn deliver(&self) -> Result<RunResult, StoreError> {
        let done = self.clinic.deliver_due().await?;
        let due = self.clinic.next_due().await?;
        let next = due.map(|due| (due - self.clinic.now()).to_std().unwrap_or_default());
        Ok(RunResult { done, next })
    }

    /// When some expired, more may be left.
    async fn expire(&self) -> Result<RunResult, StoreError> {
        let done = self.clinic.expire_due().await?;
        Ok(RunResult { done, next: (done > 0).then_some(Duration::ZERO) })
    }

    async fn plan(&self) -> Result<RunResult, StoreError> {
        let today = oslo_date(self.clinic.now());
        if self.last_done().planned != Some(today) {
            self.clinic.extend_plans().await?;
            self.note_done(|done| done.planned = Some(today));
        }
        Ok(RunResult { done: 0, next: None })
    }

    async fn clean_up(&self) -> Result<RunResult, StoreError> {
        let now = self.clinic.now();
        if self.last_done().cleaned.is_none_or(|last| now - last >= CLEAN_UP_EVERY) {
            self.clinic.delete_expired_sessions().await?;
            self.note_done(|done| done.cleaned = Some(now));
        }
        Ok(RunResult { done: 0, next: None })
    }

    fn last_done(&self) -> LastDone {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_done(&self, change: impl FnOnce(&mut LastDone)) {
        change(&mut self.done.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A lease that is released if the run does not succeed, so that another program can try.
struct Lease<'r> {
    runner: &'r JobRunner,
    job: Job,
    is_kept: bool,
}

impl Lease<'_> {
    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (clinic, job, holder) = (self.runner.clinic.clone(), self.job.name(), self.runner.holder);
        runtime.spawn(async move {
            clinic.finish_delivery().await;
            if let Err(error) = clinic.give_lease_back(job, holder).await {
                tracing::debug!(job, %error, "another program must wait until the lease expires");
            }
        });
    }
}

/// Wakes the delivery job when a decision has been made, so that it knows when to send it.
async fn wake_on_decisions(clinic: Clinic, decided: Arc<Notify>) {
    let mut events = clinic.events();
    while let Some(event) = events.next().await {
        match event {
            ClinicEvent::Decided(_) | ClinicEvent::Refresh => decided.notify_one(),
            ClinicEvent::Requested(_)
            | ClinicEvent::Undone(_)
            | ClinicEvent::Sent(_)
            | ClinicEvent::Cancelled(_)
            | ClinicEvent::Expired(_)
            | ClinicEvent::Undelivered(_)
            | ClinicEvent::SetupChanged => {}
        }
    }
}
