//! What a patient is offered, can find again, and is told when a request is refused.

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

#[tokio::test]
async fn a_month_without_free_times_names_the_next_day_that_has_some() {
    let day = TestClinic::demo().await;
    let timebook = day.form("13:30", "").await.timebook;
    let month = async |month| day.clinic.month(timebook, TestClinic::date(month, 9)).await.expect("a month");
    let january = month(1).await;
    assert_eq!((january.first, january.next_free), (TestClinic::date(1, 1), None));
    assert_eq!(january.free_days.first(), Some(&TestClinic::date(1, 21)));
    let past = day.clinic.month(timebook, "2024-12-09".parse().expect("a date")).await.expect("a month");
    assert_eq!((past.free_days, past.next_free), (vec![], Some(TestClinic::date(1, 21))));
    assert_eq!(month(12).await.next_free, None);
}

#[tokio::test]
async fn a_time_is_found_also_after_it_is_taken_and_has_begun() {
    let day = TestClinic::demo().await;
    let time = day.slot("13:30").await.expect("a free time");
    let lab = day.clinic.choices(TimebookType::Lab).await.expect("choices")[0].timebook.id;
    day.ask("Kurt", "13:30", "").await;
    for _ in 0..2 {
        assert_eq!(day.clinic.slot(time.timebook, time.id).await.expect("a store"), Some(time.clone()));
        assert_eq!(day.clinic.slot(lab, time.id).await.expect("a store"), None, "not the laboratory's");
        day.wait(chrono::TimeDelta::days(3));
    }
}

#[tokio::test]
async fn patients_find_their_own_bookings_and_no_others() {
    let day = TestClinic::demo().await;
    let form = day.form("13:30", "").await;
    let (kurt, line) = (day.patient("Kurt").await, day.patient("Line").await);
    let id = day.clinic.request(kurt, form.clone()).await.expect("a request");
    assert_eq!(day.clinic.own_bookings(kurt).await.expect("a store"), [day.booking(id).await]);
    for (who, is_own) in [(kurt, true), (line, false)] {
        assert_eq!(day.clinic.is_own_booking(who, id).await.expect("a store"), is_own);
        let of_slot = day.clinic.own_booking_of_slot(who, form.slot).await.expect("a store");
        assert_eq!(of_slot, is_own.then_some(id));
        let sent = day.clinic.sent_before(who.id(), form.key).await.expect("a store");
        assert_eq!(sent, is_own.then_some((id, form.slot)));
        assert_eq!(day.clinic.own_bookings(who).await.expect("a store").len(), usize::from(is_own));
    }
}
