//! What a patient is told when a request is refused.

use clinic::{LimitKind, ProfileDraft, Request, RequestError};
use testkit::TestClinic;
use timebook::{BookingId, RequestKey, Revision, TimebookType};
use uuid::Uuid;

/// A demo clinic with these limits of live bookings.
async fn limited(limit_of_type: u16, limit_in_all: u16) -> TestClinic {
    let day = TestClinic::demo().await;
    let draft = ProfileDraft { name: "DDFL".into(), limit_of_type, limit_in_all, ..ProfileDraft::default() };
    day.clinic.save_profile(&day.admin(), Some(Revision::FIRST), &draft).await.expect("saved");
    day
}

/// Kurt requests the first free time of the laboratory.
async fn ask_at_the_lab(day: &TestClinic) -> BookingId {
    let kind = TimebookType::Lab;
    let timebook = day.clinic.choices(kind).await.expect("choices")[0].timebook.id;
    let today = TestClinic::date(1, 21);
    let slot = day.clinic.day(timebook, today).await.expect("a day").slots[0].id;
    let key = RequestKey::new(Uuid::from_u128(0x1ab));
    let request = Request { key, kind, timebook, slot, reason: String::new() };
    day.clinic.request(day.patient("Kurt").await, request).await.expect("a request")
}

/// The limit that refuses Kurt's next request of a vaccine, what it allows, and the bookings that he is
/// shown.
async fn refused(day: &TestClinic) -> (LimitKind, u16, Vec<BookingId>) {
    let form = day.form("14:00", "").await;
    match day.clinic.request(day.patient("Kurt").await, form).await {
        Err(RequestError::LimitReached { limit, most, has }) => {
            (limit, most, has.iter().map(|view| view.booking.id).collect())
        }
        other => panic!("expected a limit, got {other:?}"),
    }
}

#[tokio::test]
async fn a_patient_at_a_limit_is_shown_the_bookings_that_count_towards_it() {
    let day = limited(2, 5).await;
    ask_at_the_lab(&day).await;
    let vaccines = vec![day.ask("Kurt", "13:30", "").await, day.ask("Kurt", "13:45", "").await];
    assert_eq!(refused(&day).await, (LimitKind::OfType, 2, vaccines));

    let day = limited(2, 2).await;
    let all = vec![ask_at_the_lab(&day).await, day.ask("Kurt", "13:30", "").await];
    assert_eq!(refused(&day).await, (LimitKind::InAll, 2, all));
}
