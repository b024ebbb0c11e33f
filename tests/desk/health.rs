//! Failing background jobs: staff see which, until they work again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use clinic::{Clinic, Clock};
use ressurstimebok::commands::dto::{DatabaseState, Job};
use ressurstimebok::commands::state::start_state;
use ressurstimebok::watch::pass_on_health;
use server::{Pace, RandomIds, Work};

use crate::scene::Scene;

const JOBS: [Job; 4] = [Job::Deliver, Job::Expire, Job::Plan, Job::CleanUp];

/// A clock that panics on demand, like a bug in a job.
struct Fragile {
    clock: Arc<dyn Clock>,
    is_broken: AtomicBool,
}

impl Clock for Fragile {
    fn now(&self) -> DateTime<Utc> {
        assert!(!self.is_broken.load(Ordering::SeqCst), "a fault");
        self.clock.now()
    }
}

#[tokio::test]
async fn a_job_that_panics_is_shown_taken_again_and_taken_off_when_it_is_well() {
    let scene = Scene::demo().await;
    let clock = Arc::new(Fragile { clock: scene.test.clock.clone(), is_broken: AtomicBool::new(true) });
    let store = Arc::clone(&scene.test.store);
    let clinic = Clinic::new(scene.test.clinic.id(), store, clock.clone(), Arc::new(RandomIds));
    let pause = Duration::from_millis(10);
    let pace = Pace { first_pause: pause, longest_pause: pause, longest: pause, ..Pace::default() };
    let work = Work::start(&clinic, pace);
    let mut health = work.health();
    tokio::spawn(pass_on_health(scene.desk.clone(), work.health()));

    health.wait_for(|health| health.faults().count() == JOBS.len()).await.expect("the work goes on");
    while scene.desk.stalled().len() < JOBS.len() {
        scene.notes.told_so_often(1).await;
        scene.notes.take_events();
    }
    let shown = start_state(scene.desk.clone()).await.unwrap();
    assert_eq!(shown.stalled.iter().map(|stalled| stalled.job).collect::<Vec<_>>(), JOBS);
    assert!(shown.stalled.iter().all(|stalled| stalled.reference.len() > 8));
    assert_eq!(shown.database, DatabaseState::Ready);

    clock.is_broken.store(false, Ordering::SeqCst);
    while !scene.desk.stalled().is_empty() {
        scene.notes.told_so_often(1).await;
        scene.notes.take_events();
    }
    assert_eq!(start_state(scene.desk).await.unwrap().stalled, []);
}
