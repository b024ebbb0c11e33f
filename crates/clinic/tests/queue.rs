//! What staff see of the queue and of one request.

use chrono::TimeDelta;
use testkit::TestClinic;
use timebook::{BookingId, Revision, TimebookType};
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
