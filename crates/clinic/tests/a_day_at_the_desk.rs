//! The use cases together, as a day at the desk.

use chrono::TimeDelta;
use clinic::{Act, DecideError, PatientStatus, Problem, QueueOrder, RequestError};
use testkit::TestClinic;
use timebook::{Revision, StatusCode};

fn second() -> TimeDelta {
    TimeDelta::seconds(1)
}

#[tokio::test]
async fn a_request_waits_until_staff_confirm_and_the_patient_hears_after_ten_seconds() {
    let day = TestClinic::demo().await;
    let kurt = day.patient("Kurt").await;
    let id = day.ask("Kurt", "13:30", "influensavaksine").await;
    assert!(day.slot("13:30").await.is_none(), "the request holds its place");

    let queue = day.clinic.queue(&day.kari(), QueueOrder::Arrival, None).await.expect("a queue").waiting;
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].patient.name.as_str(), "Kurt Håkon Grytten");

    let decided = day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    assert_eq!(decided.view.booking.status.code(), StatusCode::Confirmed);
    assert_eq!(decided.view, day.booking(id).await, "staff see what is stored");
    assert_eq!(decided.view.pending, Some(decided.undo_until));
    let own = day.clinic.own_booking(kurt, id).await.expect("a store").expect("a booking");
    assert_eq!(own.patient_status(), PatientStatus::Sent, "word has not left yet");

    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 0);
    day.wait(second() * 10);
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 0, "and only once");
    let own = day.clinic.own_booking(kurt, id).await.expect("a store").expect("a booking");
    assert_eq!(own.patient_status(), PatientStatus::Granted);
}

#[tokio::test]
async fn two_colleagues_decide_and_the_second_is_told_who_was_first() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    let late = day.clinic.reject(&day.per(), id, Revision::FIRST, "Fullt").await;
    let Err(DecideError::AlreadyDecided(view)) = late else { panic!("expected to be told, got {late:?}") };
    let decided = view.booking.status.decided().expect("a decision");
    assert_eq!(decided.by, day.kari().actor());
    day.wait(second() * 10);
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 1, "the patient hears once");
}

#[tokio::test]
async fn a_rejection_frees_the_place_at_once_and_an_undo_asks_it_back() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.reject(&day.kari(), id, Revision::FIRST, "Vi er fulle.").await.expect("rejected");
    assert!(day.slot("13:30").await.is_some());
    day.clinic.undo(&day.kari(), id, Revision::new(2)).await.expect("undone");
    assert!(day.slot("13:30").await.is_none());
    assert_eq!(day.booking(id).await.booking.status.code(), StatusCode::Requested);
    day.wait(second() * 10);
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 0, "the patient hears nothing");
}

#[tokio::test]
async fn an_undo_of_a_rejection_says_when_the_place_has_gone() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.reject(&day.kari(), id, Revision::FIRST, "Vi er fulle.").await.expect("rejected");
    day.ask("Line", "13:30", "").await;
    let undone = day.clinic.undo(&day.kari(), id, Revision::new(2)).await;
    assert!(matches!(undone, Err(DecideError::PlaceTaken)), "{undone:?}");
    assert_eq!(day.booking(id).await.booking.status.code(), StatusCode::Rejected);
}

#[tokio::test]
async fn a_late_undo_never_takes_back_another_decision() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    let mine = day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    let mine = mine.view.booking.revision;
    day.clinic.undo(&day.kari(), id, mine).await.expect("undone");
    // Undone twice: there is no decision left to undo.
    let again = day.clinic.undo(&day.kari(), id, mine).await;
    assert!(matches!(again, Err(DecideError::TooLate)), "{again:?}");

    let seen = day.booking(id).await.booking.revision;
    let theirs = day.clinic.reject(&day.per(), id, seen, "Ring oss.").await.expect("rejected");
    for decision in [mine, theirs.view.booking.revision] {
        let late = day.clinic.undo(&day.kari(), id, decision).await;
        let Err(DecideError::AlreadyDecided(stands)) = late else { panic!("{late:?}") };
        assert_eq!(
            stands.booking.status.decided().map(|decided| decided.by.clone()),
            Some(day.per().actor())
        );
    }
    assert_eq!(day.booking(id).await.booking.status.code(), StatusCode::Rejected);
}

#[tokio::test]
async fn a_time_that_has_begun_cannot_be_confirmed_but_rejected() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.wait(TimeDelta::minutes(4 * 60 + 30));
    let confirmed = day.clinic.confirm(&day.kari(), id, Revision::FIRST).await;
    assert!(matches!(confirmed, Err(DecideError::Begun)), "{confirmed:?}");
    day.clinic.reject(&day.kari(), id, Revision::FIRST, "Ring oss.").await.expect("rejected");
}

#[tokio::test]
async fn after_ten_seconds_nothing_can_be_undone() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    day.wait(second() * 10);
    assert!(matches!(day.clinic.undo(&day.kari(), id, Revision::new(2)).await, Err(DecideError::TooLate)));
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_booking() {
    let day = TestClinic::demo().await;
    let form = day.form("13:30", "influensavaksine").await;
    let kurt = day.patient("Kurt").await;
    let first = day.clinic.request(kurt, form.clone()).await.expect("a request");
    let second = day.clinic.request(kurt, form).await.expect("the same request");
    assert_eq!(first, second);
    assert_eq!(day.clinic.waiting_count().await.expect("a count"), 1);
}

#[tokio::test]
async fn a_taken_time_and_a_bad_reason_save_nothing() {
    let day = TestClinic::demo().await;
    let form = day.form("13:30", "").await;
    day.ask("Line", "13:30", "").await;
    let kurt = day.patient("Kurt").await;
    let other_key = day.form("13:45", "").await.key;
    let taken = clinic::Request { key: other_key, ..form.clone() };
    assert!(matches!(day.clinic.request(kurt, taken).await, Err(RequestError::Taken)));
    let long = clinic::Request { reason: "x".repeat(51), ..day.form("14:00", "").await };
    let refused = day.clinic.request(kurt, long).await;
    let Err(RequestError::Reason(problem)) = refused else { panic!("expected a refusal, got {refused:?}") };
    assert_eq!(problem, Problem::TooLong { limit: 50, length: 51 });
    assert_eq!(day.clinic.waiting_count().await.expect("a count"), 1);
}

#[tokio::test]
async fn a_time_of_another_timebook_is_no_time_of_this_one() {
    let day = TestClinic::demo().await;
    let form = day.form("13:30", "").await;
    let labs = day.clinic.choices(timebook::TimebookType::Lab).await.expect("choices");
    let crossed = clinic::Request { timebook: labs[0].timebook.id, ..form };
    let kurt = day.patient("Kurt").await;
    assert!(matches!(day.clinic.request(kurt, crossed).await, Err(RequestError::NoSuchSlot)));
}

#[tokio::test]
async fn a_request_that_nobody_answered_expires_when_its_time_comes() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.wait(TimeDelta::hours(4));
    assert_eq!(day.clinic.expire_due().await.expect("expiry"), 0);
    day.wait(TimeDelta::minutes(30));
    assert_eq!(day.clinic.expire_due().await.expect("expiry"), 1);
    assert_eq!(
        day.booking(id).await.patient_status(),
        PatientStatus::Sent,
        "word of it leaves through the outbox"
    );
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.booking(id).await.patient_status(), PatientStatus::Expired);
}

#[tokio::test]
async fn everything_done_and_seen_is_in_the_journal() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.queue(&day.kari(), QueueOrder::Arrival, None).await.expect("a queue");
    day.clinic.queue(&day.kari(), QueueOrder::Arrival, None).await.expect("a queue");
    day.clinic.note_opened(&day.per(), id).await.expect("noted");
    day.clinic.confirm(&day.per(), id, Revision::FIRST).await.expect("confirmed");
    day.clinic.undo(&day.per(), id, Revision::new(2)).await.expect("undone");
    let details = day.clinic.read_request(&day.kari(), id).await.expect("a store").expect("a request");
    let acts: Vec<Act> = details.history.iter().map(|entry| entry.act).collect();
    assert_eq!(
        acts,
        [Act::Requested, Act::Opened, Act::Confirmed, Act::Undone],
        "reading is not opening, and what passes in a list has not been looked at"
    );
}

#[tokio::test]
async fn nobody_reads_another_patients_booking() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    let line = day.patient("Line").await;
    assert_eq!(day.clinic.own_booking(line, id).await.expect("a store"), None);
}

#[tokio::test]
async fn the_only_program_of_a_clinic_may_run_its_jobs() {
    let day = TestClinic::demo().await;
    let holder = uuid::Uuid::from_u128(7);
    assert!(day.clinic.take_lease("deliver", holder, second()).await.expect("a store"));
}
