//! Supervision of jobs, with paused time.

use std::future::{pending, ready};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use super::*;

const PACE: Pace = Pace {
    shortest: Duration::from_millis(20),
    longest: Duration::from_secs(10),
    longest_run: Duration::from_secs(20),
    lease: Duration::from_secs(30),
    first_pause: Duration::from_secs(1),
    longest_pause: Duration::from_secs(30),
};

/// A supervised job, and the number of its runs.
struct Watched {
    runs: Arc<AtomicUsize>,
    task: AbortHandle,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Watched {
    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

fn watch_over<F, Fut>(job: Job, changes: &watch::Sender<Health>, wake: &Arc<Notify>, run: F) -> Watched
where
    F: Fn(usize) -> Fut + Send + 'static,
    Fut: Future<Output = Result<RunResult, StoreError>> + Send + 'static,
{
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let counting = move || run(counted.fetch_add(1, Ordering::SeqCst) + 1);
    let task = tokio::spawn(supervise(job, PACE, Arc::clone(wake), changes.clone(), counting));
    Watched { runs, task: task.abort_handle() }
}

const IDLE: RunResult = RunResult { done: 0, next: None };

/// A correct job beside a faulty one: seven runs in the first minute.
fn good(changes: &watch::Sender<Health>) -> Watched {
    watch_over(Job::Expire, changes, &Arc::default(), |_| ready(Ok(IDLE)))
}

async fn a_minute_passes() {
    sleep_until(Instant::now() + Duration::from_millis(60_500)).await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_panics_is_recorded_and_repeated_and_does_not_affect_others() {
    let (changes, health) = watch::channel(Health::default());
    let good = good(&changes);
    let bad = watch_over(Job::Plan, &changes, &Arc::default(), |run| async move {
        assert!(run > 3, "the plan of somebody");
        Ok(IDLE)
    });
    let mut noted = health.clone();
    noted.changed().await.expect("a change");
    let fault = health.borrow().fault(Job::Plan).cloned().expect("a fault");
    assert_eq!(fault.kind, FaultKind::Panicked);
    assert_eq!(health.borrow().faults().count(), 1);
    // At 0, 1, 3 and 7 s; the fourth succeeds, and then one every ten seconds.
    a_minute_passes().await;
    assert_eq!(*health.borrow(), Health::default());
    assert_eq!(bad.runs(), 4 + 5);
    assert_eq!(good.runs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_waits_longer_each_time_and_keeps_its_reference() {
    let (changes, health) = watch::channel(Health::default());
    let (good, wake) = (good(&changes), Arc::new(Notify::new()));
    let bad = watch_over(Job::Deliver, &changes, &wake, |_| ready(Err(StoreError::Broken("no".into()))));
    health.clone().changed().await.expect("a change");
    let first = health.borrow().fault(Job::Deliver).cloned().expect("a fault");
    // Frequent decisions do not shorten the pauses.
    for _ in 0..101 {
        wake.notify_one();
        sleep_until(Instant::now() + Duration::from_millis(600)).await;
    }
    // At 0, 1, 3, 7, 15 and 31 s.
    assert_eq!(bad.runs(), 6);
    assert_eq!(health.borrow().fault(Job::Deliver), Some(&Fault { runs: 6, ..first }));
    assert_eq!(good.runs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_always_claims_to_be_due_does_not_spin() {
    let (changes, health) = watch::channel(Health::default());
    let good = good(&changes);
    let at_once = RunResult { done: 0, next: Some(Duration::ZERO) };
    let bad = watch_over(Job::Deliver, &changes, &Arc::default(), move |_| ready(Ok(at_once)));
    a_minute_passes().await;
    assert!((5..20).contains(&bad.runs()), "{} runs in a minute", bad.runs());
    assert_eq!(good.runs(), 7);
    assert_eq!(*health.borrow(), Health::default());
}

#[tokio::test(start_paused = true)]
async fn a_job_with_much_to_do_is_not_slowed_down() {
    let (changes, _) = watch::channel(Health::default());
    let much = |run| {
        ready(Ok(RunResult { done: usize::from(run <= 100), next: (run < 100).then_some(Duration::ZERO) }))
    };
    let busy = watch_over(Job::Deliver, &changes, &Arc::default(), much);
    sleep_until(Instant::now() + Duration::from_secs(3)).await;
    assert_eq!(busy.runs(), 100);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_never_ends_is_aborted() {
    let (changes, health) = watch::channel(Health::default());
    let good = good(&changes);
    let bad = watch_over(Job::CleanUp, &changes, &Arc::default(), |_| pending());
    a_minute_passes().await;
    assert_eq!(health.borrow().fault(Job::CleanUp).map(|fault| fault.kind), Some(FaultKind::TooSlow));
    // At 0, 21 and 43 s.
    assert_eq!(bad.runs(), 3);
    assert_eq!(good.runs(), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_run_that_never_yields_is_recorded_and_stops_no_other_job() {
    let (changes, health) = watch::channel(Health::default());
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = Arc::new(Mutex::new(held));
    let pace = Pace { longest_run: Duration::from_millis(50), longest: Duration::from_millis(20), ..PACE };
    let stubborn = move || {
        let held = Arc::clone(&held);
        async move {
            // Blocks its thread until the test releases it.
            let _ = held.lock().unwrap_or_else(PoisonError::into_inner).recv();
            Ok(IDLE)
        }
    };
    let bad = tokio::spawn(supervise(Job::Plan, pace, Arc::default(), changes.clone(), stubborn));
    let mut noted = health.clone();
    noted.wait_for(|health| health.fault(Job::Plan).is_some()).await.expect("a health");
    let (went_on, mut runs) = tokio::sync::mpsc::unbounded_channel();
    let good = tokio::spawn(supervise(Job::Expire, pace, Arc::default(), changes, move || {
        ready(went_on.send(()).map(|()| IDLE).map_err(|error| StoreError::Broken(error.into())))
    }));
    for _ in 0..3 {
        runs.recv().await.expect("a run");
    }
    drop(release);
    bad.abort();
    good.abort();
}
