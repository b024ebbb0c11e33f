//! Staff cancel bookings, most often those that are outside changed opening hours.

use chrono::TimeDelta;
use clinic::{Act, ChangeDraft, DecideError, ExceptionDraft, PatientStatus, Problem};
use testkit::TestClinic;
use timebook::{BookingId, ExceptionScope, Revision, StatusCode};

const TEXT: &str = "Vi må dessverre stenge. Ring oss for en ny time.";

fn closed(first: &str) -> ExceptionDraft {
    ExceptionDraft {
        scope: ExceptionScope::Clinic,
        first: first.to_owned(),
        last: String::new(),
        change: ChangeDraft::Closed,
        note: String::new(),
    }
}

async fn revision(day: &TestClinic, id: BookingId) -> Revision {
    day.booking(id).await.booking.revision
}

/// Lets the time to undo pass and delivers; returns how many notifications left.
async fn delivered(day: &TestClinic) -> usize {
    day.wait(TimeDelta::seconds(10));
    day.clinic.deliver_due().await.expect("delivery")
}

#[tokio::test]
async fn bookings_of_a_closed_day_are_listed_and_cancelled_with_a_text() {
    let day = TestClinic::demo().await;
    let (clinic, kari) = (&day.clinic, day.kari());
    let (later, sooner) = (day.ask("Kurt", "14:30", "").await, day.ask("Line", "13:30", "").await);
    assert_eq!(clinic.conflicts(&kari).await.expect("a list").count(), 0);
    clinic.confirm(&kari, later, Revision::FIRST).await.expect("confirmed");
    assert_eq!(delivered(&day).await, 1);

    clinic.save_exception(&day.admin(), None, &closed("21.01.2025")).await.expect("saved");
    let listed = clinic.conflicts(&kari).await.expect("a list");
    assert_eq!(listed.iter().map(|view| view.booking.id).collect::<Vec<_>>(), [sooner, later]);
    assert_eq!(clinic.conflict_count().await.expect("a count"), 2);

    let decided = clinic.cancel(&kari, later, Revision::new(2), TEXT).await.expect("cancelled");
    assert_eq!(decided.view, day.booking(later).await, "staff see what is stored");
    assert_eq!(clinic.conflict_count().await.expect("a count"), 1);
    let kurt = day.patient("Kurt").await;
    let own = clinic.own_booking(kurt, later).await.expect("a store").expect("a booking");
    assert_eq!(own.patient_status(), PatientStatus::Granted, "word has not left yet");
    assert_eq!(delivered(&day).await, 1);
    let own = clinic.own_booking(kurt, later).await.expect("a store").expect("a booking");
    assert_eq!(
        (own.patient_status(), own.last_notification.text.as_deref()),
        (PatientStatus::Cancelled, Some(TEXT))
    );
    let journal = day.store.journal(clinic.id(), later, 9).await.expect("a journal");
    assert!(journal.iter().any(|entry| entry.act == Act::Cancelled && entry.actor == kari.actor()));
    let late = clinic.undo(&kari, later, Revision::new(3)).await;
    assert!(matches!(late, Err(DecideError::TooLate)), "{late:?}");
}

#[tokio::test]
async fn an_undone_cancellation_is_what_it_was_and_the_patient_hears_nothing() {
    let day = TestClinic::demo().await;
    let (clinic, kari) = (&day.clinic, day.kari());
    let id = day.ask("Kurt", "13:30", "").await;
    clinic.confirm(&day.per(), id, Revision::FIRST).await.expect("confirmed");
    assert_eq!(delivered(&day).await, 1);
    let before = day.booking(id).await;
    clinic.cancel(&kari, id, Revision::new(2), TEXT).await.expect("cancelled");
    assert!(day.slot("13:30").await.is_some(), "its place is free at once");
    clinic.undo(&kari, id, Revision::new(3)).await.expect("undone");
    assert!(day.slot("13:30").await.is_none());
    assert_eq!(day.booking(id).await.booking.status, before.booking.status, "confirmed by Per");
    assert_eq!(delivered(&day).await, 0);
}

/// The confirmation has not left when the booking is cancelled: the patient is told of the cancellation alone. If it
/// is undone, the confirmation leaves after all.
#[tokio::test]
async fn a_confirmation_that_has_not_left_is_dropped_and_comes_back() {
    let day = TestClinic::demo().await;
    let (clinic, kari) = (&day.clinic, day.kari());
    let id = day.ask("Kurt", "13:30", "").await;
    clinic.confirm(&kari, id, Revision::FIRST).await.expect("confirmed");
    clinic.cancel(&kari, id, Revision::new(2), TEXT).await.expect("cancelled");
    clinic.undo(&kari, id, Revision::new(3)).await.expect("undone");
    assert_eq!(day.booking(id).await.booking.status.code(), StatusCode::Confirmed);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.booking(id).await.patient_status(), PatientStatus::Granted);

    let other = day.ask("Line", "13:45", "").await;
    clinic.confirm(&kari, other, Revision::FIRST).await.expect("confirmed");
    clinic.cancel(&kari, other, Revision::new(2), TEXT).await.expect("cancelled");
    assert_eq!(delivered(&day).await, 1, "one word, the last");
    assert_eq!(day.booking(other).await.patient_status(), PatientStatus::Cancelled);
}

#[tokio::test]
async fn what_cannot_be_cancelled_says_why() {
    let day = TestClinic::demo().await;
    let (clinic, kari) = (&day.clinic, day.kari());
    let id = day.ask("Kurt", "13:30", "").await;
    let empty = clinic.cancel(&kari, id, Revision::FIRST, " \n").await;
    assert!(matches!(empty, Err(DecideError::Text(Problem::Empty))), "{empty:?}");
    clinic.confirm(&day.per(), id, Revision::FIRST).await.expect("confirmed");
    let stale = clinic.cancel(&kari, id, Revision::FIRST, TEXT).await;
    assert!(matches!(stale, Err(DecideError::AlreadyDecided(_))), "{stale:?}");
    clinic.cancel(&kari, id, revision(&day, id).await, TEXT).await.expect("cancelled");
    let twice = clinic.cancel(&kari, id, revision(&day, id).await, TEXT).await;
    assert!(matches!(twice, Err(DecideError::AlreadyDecided(_))), "{twice:?}");
    let colleagues = clinic.undo(&day.per(), id, revision(&day, id).await).await;
    assert!(matches!(colleagues, Err(DecideError::AlreadyDecided(_))), "{colleagues:?}");

    let begun = day.ask("Line", "13:45", "").await;
    clinic.confirm(&kari, begun, Revision::FIRST).await.expect("confirmed");
    day.wait(TimeDelta::hours(6));
    let late = clinic.cancel(&kari, begun, Revision::new(2), TEXT).await;
    assert!(matches!(late, Err(DecideError::Begun)), "{late:?}");
}

/// Somebody else has taken the place meanwhile.
#[tokio::test]
async fn a_cancellation_whose_place_is_gone_is_not_undone() {
    let day = TestClinic::demo().await;
    let (clinic, kari) = (&day.clinic, day.kari());
    let id = day.ask("Kurt", "13:30", "").await;
    clinic.cancel(&kari, id, Revision::FIRST, TEXT).await.expect("cancelled");
    day.ask("Line", "13:30", "").await;
    let taken = clinic.undo(&kari, id, Revision::new(2)).await;
    assert!(matches!(taken, Err(DecideError::PlaceTaken)), "{taken:?}");
    assert_eq!(delivered(&day).await, 1);
}
