//! What staff see of the queue and of one request.

use chrono::TimeDelta;
use clinic::{PatientActor, ProfileDraft, QUEUE_PAGE, QueueCursor, QueueOrder, Request};
use testkit::TestClinic;
use timebook::{BookingId, RequestKey, Revision, TimebookType};
use uuid::Uuid;

#[tokio::test]
async fn a_row_is_in_the_queue_until_it_is_decided() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    assert_eq!(day.clinic.queue_row(&day.kari(), id).await.expect("a store"), [day.booking(id).await]);
    day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    assert!(day.clinic.queue_row(&day.kari(), id).await.expect("a store").is_empty());
}

#[tokio::test]
async fn a_notification_can_tell_the_type_of_a_request() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    assert_eq!(day.clinic.kind_of(id).await.expect("a store"), Some(TimebookType::Vaccine));
    let nobody = BookingId::new(Uuid::from_u128(7));
    assert_eq!(day.clinic.kind_of(nobody).await.expect("a store"), None);
}

#[tokio::test]
async fn requests_for_today_are_soon() {
    let day = TestClinic::demo().await;
    let soon = day.clinic.soon().await.expect("a store");
    assert_eq!(day.clinic.soon_count(soon).await.expect("a store"), 0);
    day.ask("Kurt", "13:30", "").await;
    day.ask("Line", "13:45", "").await;
    assert_eq!(day.clinic.soon_count(soon).await.expect("a store"), 2);
    assert!(soon.until() > day.clinic.now() + TimeDelta::hours(24), "tomorrow's working hours too");
}

/// The day begins at midnight in Oslo, which is 23:00 UTC in winter.
#[tokio::test]
async fn decisions_of_today_are_listed_until_midnight_in_oslo() {
    let day = TestClinic::demo().await;
    let ids = [day.ask("Kurt", "13:30", "").await, day.ask("Line", "13:45", "").await];
    for id in ids {
        day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    }
    let listed = async || {
        let all = day.clinic.decided_today(&day.kari()).await.expect("a store");
        (all.len(), day.clinic.decided_today_count().await.expect("a store"))
    };
    day.wait(TimeDelta::hours(15) - TimeDelta::seconds(1));
    assert_eq!(listed().await, (2, 2));
    day.wait(TimeDelta::seconds(1));
    assert_eq!(listed().await, (0, 0));
}

#[tokio::test]
async fn a_request_is_read_with_the_patients_other_bookings() {
    let day = TestClinic::demo().await;
    let other = day.ask("Kurt", "13:30", "").await;
    day.ask("Line", "13:45", "").await;
    let id = day.ask("Kurt", "14:00", "").await;
    let details = day.clinic.read_request(&day.kari(), id).await.expect("a store").expect("a request");
    assert_eq!(details.view, day.booking(id).await);
    assert_eq!(details.earlier, [day.booking(other).await]);
    let nobody = BookingId::new(Uuid::from_u128(7));
    assert!(day.clinic.read_request(&day.kari(), nobody).await.expect("a store").is_none());
}

/// The patients take turns at requesting this many of the vaccine times.
async fn ask_for(day: &TestClinic, count: u32) {
    let draft = ProfileDraft { limit_of_type: 20, limit_in_all: 20, ..ProfileDraft::default() };
    let draft = ProfileDraft { name: "DDFL".into(), ..draft };
    day.clinic.save_profile(&day.admin(), Some(Revision::FIRST), &draft).await.expect("saved");
    let timebook = day.form("13:30", "").await.timebook;
    let times = day.store.coming_slots(day.clinic.id(), timebook, day.clinic.now()).await.expect("times");
    let patients = day.clinic.patients().await.expect("patients");
    for (number, (time, patient)) in (0..count).zip(times.iter().zip(patients.iter().cycle())) {
        let key = RequestKey::new(Uuid::from_u128(number.into()));
        let kind = TimebookType::Vaccine;
        let request = Request { key, kind, timebook, slot: time.id, reason: String::new() };
        day.clinic.request(PatientActor::new(patient.id), request).await.expect("a request");
    }
}

/// The requests of a page, and where the next begins.
async fn page(day: &TestClinic, after: Option<QueueCursor>) -> (Vec<BookingId>, Option<QueueCursor>) {
    let page = day.clinic.queue(&day.kari(), QueueOrder::Start, after).await.expect("a page");
    (page.waiting.iter().map(|view| view.booking.id).collect(), page.next)
}

#[tokio::test]
async fn a_full_page_has_a_next_only_if_more_requests_wait() {
    let day = TestClinic::demo().await;
    ask_for(&day, QUEUE_PAGE + 1).await;
    let (mut all, next) = page(&day, None).await;
    assert_eq!(all.len(), 100);
    assert!(next.is_some());
    let (last, none) = page(&day, next).await;
    assert_eq!((last.len(), none), (1, None));
    assert!(!all.contains(&last[0]));

    day.clinic.confirm(&day.kari(), last[0], Revision::FIRST).await.expect("confirmed");
    let (full, none) = page(&day, None).await;
    assert_eq!((&full, none), (&all, None));
    let first = all.remove(0);
    day.clinic.confirm(&day.kari(), first, Revision::FIRST).await.expect("confirmed");
    assert_eq!(page(&day, None).await, (all, None));
}
