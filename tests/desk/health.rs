//! Failing background jobs: staff see which, until they work again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use clinic::{Clinic, Clock, StoreError};
use ressurstimebok::commands::dto::{DatabaseState, Job};
use ressurstimebok::commands::state::start_state;
use ressurstimebok::watch::pass_on_health;
use server::{FaultKind, Health, Pace, RandomIds, Work};
use testkit::Outage;
use timebook::{Revision, UNDO_WINDOW};
use tokio::sync::watch;

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

fn quick() -> Pace {
    let pause = Duration::from_millis(10);
    Pace { first_pause: pause, longest_pause: pause, longest: pause, ..Pace::default() }
}

/// Waits until sending has failed so often because the database did not answer.
async fn failed_runs(health: &mut watch::Receiver<Health>, runs: u32) {
    let failed = |health: &Health| {
        let fault = health.fault(server::Job::Deliver);
        fault.is_some_and(|fault| fault.kind == FaultKind::Unavailable && fault.runs >= runs)
    };
    health.wait_for(failed).await.expect("the work goes on");
}

/// A decision whose undo window has passed, and jobs on a database that can fail.
async fn decided(scene: &Scene, outage: &Outage) -> (Clinic, Work) {
    let test = &scene.test;
    let id = test.ask("Kurt", "13:30", "").await;
    test.clinic.confirm(&test.kari(), id, Revision::FIRST).await.expect("confirmed");
    test.wait(UNDO_WINDOW);
    let store = outage.of(Arc::clone(&test.store));
    let clinic = Clinic::new(test.clinic.id(), store, test.clock.clone(), Arc::new(RandomIds));
    let work = Work::start(&clinic, quick());
    (clinic, work)
}

/// The disk is full, or another program blocks the database: it can be read, but no answer leaves.
#[tokio::test]
async fn a_database_that_can_only_be_read_is_shown_as_a_job_that_fails() {
    let (scene, outage) = (Scene::demo().await, Outage::default());
    outage.refuse_writes();
    let (clinic, work) = decided(&scene, &outage).await;
    tokio::spawn(pass_on_health(scene.desk.clone(), clinic, work.health()));

    while !scene.desk.stalled().iter().any(|stalled| stalled.job == Job::Deliver) {
        scene.notes.told_so_often(1).await;
        scene.notes.take_events();
    }
    assert_eq!(start_state(scene.desk.clone()).await.unwrap().database, DatabaseState::Ready);

    outage.end();
    while !scene.desk.stalled().is_empty() {
        scene.notes.told_so_often(1).await;
        scene.notes.take_events();
    }
}

/// The window says that the database does not answer; that a job fails too is no news.
#[tokio::test]
async fn a_database_that_does_not_answer_is_not_shown_as_jobs_that_fail() {
    let (scene, outage) = (Scene::demo().await, Outage::default());
    outage.begin();
    let (clinic, work) = decided(&scene, &outage).await;
    let mut health = work.health();
    failed_runs(&mut health, 2).await;
    let passing_on = pass_on_health(scene.desk.clone(), clinic.clone(), health.clone());
    tokio::select! {
        () = passing_on => panic!("the work goes on"),
        () = scene.desk.unavailable() => {}
    }
    assert!(matches!(clinic.waiting_count().await, Err(StoreError::Unavailable(_))));
    assert_eq!(scene.desk.stalled(), []);
}

#[tokio::test]
async fn a_job_that_panics_is_shown_taken_again_and_taken_off_when_it_is_well() {
    let scene = Scene::demo().await;
    let clock = Arc::new(Fragile { clock: scene.test.clock.clone(), is_broken: AtomicBool::new(true) });
    let store = Arc::clone(&scene.test.store);
    let clinic = Clinic::new(scene.test.clinic.id(), store, clock.clone(), Arc::new(RandomIds));
    let work = Work::start(&clinic, quick());
    let mut health = work.health();
    tokio::spawn(pass_on_health(scene.desk.clone(), clinic.clone(), work.health()));

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
