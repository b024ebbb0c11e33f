use std::sync::atomic::Ordering;

use clinic::events::Events;
use ressurstimebok::events::ClinicEvent;
use ressurstimebok::notifier::Notifier;
use ressurstimebok::watch::{pass_on, tell_of_new_days};
use timebook::BookingId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::scene::{PATIENCE, Scene};

/// What happened to a notification.
#[derive(Debug, PartialEq)]
enum Shown {
    Raised(String, BookingId, i32),
    Withdrawn(i32),
}

struct Raised(UnboundedSender<Shown>);

impl Notifier for Raised {
    fn raise(&self, text: String, request: BookingId, number: i32) {
        self.0.send(Shown::Raised(text, request, number)).expect("the test listens");
    }

    fn withdraw(&self, number: i32) {
        self.0.send(Shown::Withdrawn(number)).expect("the test listens");
    }
}

/// What is shown and withdrawn, in order.
struct Watched(UnboundedReceiver<Shown>);

impl Watched {
    /// The next notification, which must be a shown one.
    async fn next(&mut self) -> (String, BookingId) {
        match self.next_event().await {
            Shown::Raised(text, request, _) => (text, request),
            Shown::Withdrawn(number) => panic!("notification {number} was withdrawn"),
        }
    }

    async fn next_event(&mut self) -> Shown {
        let next = tokio::time::timeout(PATIENCE, self.0.recv()).await;
        next.expect("a notification in time").expect("a notification")
    }
}

fn watched(scene: &Scene) -> Watched {
    watched_from(scene, scene.test.clinic.events())
}

fn watched_from(scene: &Scene, events: Events) -> Watched {
    let (to, raised) = unbounded_channel();
    let clinic = scene.test.clinic.clone();
    tokio::spawn(pass_on(scene.desk.clone(), clinic, events, Raised(to)));
    Watched(raised)
}

#[tokio::test]
async fn a_request_is_told_of_by_its_type_and_no_name() {
    let scene = Scene::demo().await;
    let mut raised = watched(&scene);
    let id = scene.test.ask("Kurt", "13:30", "influensavaksine").await;
    let (text, request) = raised.next().await;
    assert_eq!((text.as_str(), request), ("Ny timebestilling: Vaksine", id));
    assert!(scene.notes.take_events().contains(&ClinicEvent::Requested { id: id.to_string() }));
}

/// All four arrive before the desk reads events, so that the test does not depend on timing.
#[tokio::test]
async fn requests_that_arrive_together_are_told_of_together() {
    let scene = Scene::demo().await;
    let events = scene.test.clinic.events();
    let first = scene.test.ask("Kurt", "13:00", "").await;
    let second = scene.test.ask("Line", "13:15", "").await;
    scene.test.ask("Berit", "13:30", "").await;
    scene.test.ask("Emma", "13:45", "").await;
    let mut raised = watched_from(&scene, events);
    assert_eq!(raised.next().await, ("Ny timebestilling: Vaksine".to_owned(), first));
    assert_eq!(raised.next().await, ("3 nye timebestillinger".to_owned(), second));
}

/// Those that arrive while the window is opened are in view before the pause is over.
#[tokio::test]
async fn what_has_come_into_view_meanwhile_is_not_notified_of() {
    let scene = Scene::demo().await;
    let events = scene.test.clinic.events();
    let first = scene.test.ask("Kurt", "13:00", "").await;
    scene.test.ask("Line", "13:15", "").await;
    let mut raised = watched_from(&scene, events);
    assert_eq!(raised.next().await.1, first);
    scene.notes.told_so_often(2).await;
    scene.desk.shows_queue(true);
    scene.notes.in_front.store(true, Ordering::Release);
    timeout(PATIENCE, scene.notes.looked.notified()).await.expect("it looks whether they are in view");
    scene.notes.in_front.store(false, Ordering::Release);
    let later = scene.test.ask("Berit", "13:30", "").await;
    assert_eq!(raised.next().await, ("Ny timebestilling: Vaksine".to_owned(), later));
}

#[tokio::test]
async fn a_decision_is_told_to_the_window_and_raises_nothing() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await;
    let mut raised = watched(&scene);
    let seen = scene.test.booking(id).await.booking.revision;
    scene.test.clinic.confirm(&scene.test.kari(), id, seen).await.unwrap();
    // A later request shows that the decision's event has been handled.
    let later = scene.test.ask("Berit", "14:00", "").await;
    assert_eq!(raised.next().await.1, later);
    let told = scene.notes.take_events();
    assert_eq!(told[0], ClinicEvent::Decided { id: id.to_string() });
}

#[tokio::test]
async fn a_notification_goes_when_its_request_is_decided_also_at_another_desk() {
    let scene = Scene::demo().await;
    let mut raised = watched(&scene);
    let id = scene.test.ask("Kurt", "13:30", "").await;
    let Shown::Raised(_, request, number) = raised.next_event().await else { panic!("it is raised first") };
    assert_eq!(request, id);
    let seen = scene.test.booking(id).await.booking.revision;
    scene.test.clinic.confirm(&scene.test.per(), id, seen).await.unwrap();
    assert_eq!(raised.next_event().await, Shown::Withdrawn(number));
}

#[tokio::test]
async fn what_is_in_view_is_not_notified_of() {
    let scene = Scene::demo().await;
    let mut raised = watched(&scene);
    let in_front = |is| scene.notes.in_front.store(is, Ordering::Release);
    scene.desk.shows_queue(true);
    in_front(true);
    let seen = scene.test.ask("Kurt", "13:00", "").await;
    scene.notes.told_so_often(1).await;
    assert_eq!(scene.notes.take_events(), [ClinicEvent::Requested { id: seen.to_string() }]);

    // In front, but on another page; then on the queue, but behind another window.
    scene.desk.shows_queue(false);
    let elsewhere = scene.test.ask("Line", "13:15", "").await;
    assert_eq!(raised.next().await.1, elsewhere);
    scene.desk.shows_queue(true);
    in_front(false);
    let behind = scene.test.ask("Berit", "13:30", "").await;
    assert_eq!(raised.next().await.1, behind);
}

/// A hanging notification daemon: a withdrawal does not return before the test ends.
struct Hung(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

impl Notifier for Hung {
    fn raise(&self, _: String, _: BookingId, _: i32) {}

    fn withdraw(&self, _: i32) {
        let _ = self.0.lock().expect("one thread").recv();
    }
}

#[tokio::test]
async fn a_system_that_hangs_over_a_notification_holds_up_nothing() {
    let scene = Scene::demo().await;
    let (_over, hung) = std::sync::mpsc::channel();
    let events = scene.test.clinic.events();
    tokio::spawn(pass_on(scene.desk.clone(), scene.test.clinic.clone(), events, Hung(hung.into())));
    let first = scene.test.ask("Kurt", "13:30", "").await;
    let seen = scene.test.booking(first).await.booking.revision;
    scene.test.clinic.confirm(&scene.test.kari(), first, seen).await.unwrap();
    let second = scene.test.ask("Berit", "14:00", "").await;
    scene.notes.told_so_often(3).await;
    assert_eq!(scene.notes.take_events()[2], ClinicEvent::Requested { id: second.to_string() });
}

#[tokio::test]
async fn everything_is_read_again_when_a_new_day_begins() {
    let scene = Scene::demo().await;
    tokio::time::pause();
    tokio::spawn(tell_of_new_days(scene.desk.clone(), scene.test.clinic.clone()));
    scene.test.clock.advance(chrono::TimeDelta::hours(14));
    tokio::time::advance(PATIENCE).await;
    assert_eq!(scene.notes.take_events(), [], "23:00 is the same day");
    scene.test.clock.advance(chrono::TimeDelta::hours(1));
    scene.notes.told_so_often(1).await;
    assert_eq!(scene.notes.take_events(), [ClinicEvent::Refresh]);
}
