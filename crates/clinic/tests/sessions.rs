//! A patient's session: how long it lasts, and what is kept of it.

use chrono::TimeDelta;
use clinic::session::{DRAFT_BYTES, SESSION_IDLE, SESSION_KEPT, SESSION_LIFE, TokenHash};
use clinic::{Draft, DraftChange, Session};
use testkit::TestClinic;
use timebook::TimebookType;

fn token() -> TokenHash {
    TokenHash("5e55".to_owned())
}

/// Kurt logs in.
async fn log_in(day: &TestClinic) -> Session {
    let kurt = day.patient("Kurt").await.id();
    day.clinic.open_session(kurt, token(), "form".to_owned(), None).await.expect("a session")
}

async fn is_open(day: &TestClinic) -> bool {
    day.clinic.session(&token()).await.expect("a store").is_some()
}

async fn is_kept(day: &TestClinic) -> bool {
    day.clinic.expired_session(&token()).await.expect("a store").is_some()
}

#[tokio::test]
async fn a_session_that_is_used_lasts_for_two_hours_and_no_longer() {
    let day = TestClinic::demo().await;
    let opened = log_in(&day).await;
    assert_eq!(
        (opened.expires_at, opened.ends_at),
        (day.clinic.now() + SESSION_IDLE, day.clinic.now() + SESSION_LIFE)
    );
    let almost = SESSION_IDLE - TimeDelta::seconds(1);
    for _ in 0..4 {
        day.wait(almost);
        let (session, patient) = day.clinic.session(&token()).await.expect("a store").expect("a session");
        assert_eq!(session.expires_at, (day.clinic.now() + SESSION_IDLE).min(opened.ends_at));
        assert_eq!(patient.id, opened.patient);
    }
    day.wait(TimeDelta::seconds(4));
    assert!(!is_open(&day).await);
}

/// The instant of its end is no longer part of a session, also when it was used all the time.
#[tokio::test]
async fn a_session_has_ended_at_the_instant_of_its_end() {
    let day = TestClinic::demo().await;
    let opened = log_in(&day).await;
    let step = TimeDelta::minutes(25);
    while day.clinic.now() + step < opened.ends_at {
        day.wait(step);
        assert!(is_open(&day).await);
    }
    day.wait(opened.ends_at - day.clinic.now() - TimeDelta::milliseconds(1));
    assert!(is_open(&day).await);
    day.wait(TimeDelta::milliseconds(1));
    assert!(!is_open(&day).await);
}

/// A use is stored at most every five minutes, and one that is stored counts.
#[tokio::test]
async fn a_session_that_is_not_used_for_half_an_hour_expires_and_its_draft_is_kept_for_two_hours() {
    let day = TestClinic::demo().await;
    log_in(&day).await;
    day.wait(TimeDelta::minutes(5));
    assert!(is_open(&day).await);
    day.wait(SESSION_IDLE - TimeDelta::seconds(1));
    assert!(!is_kept(&day).await, "it has not expired");
    day.wait(TimeDelta::seconds(1));
    assert!(!is_open(&day).await);
    assert!(is_kept(&day).await);
    day.clinic.delete_expired_sessions().await.expect("a store");
    day.wait(SESSION_KEPT - TimeDelta::seconds(1));
    assert!(is_kept(&day).await);
    day.wait(TimeDelta::seconds(1));
    assert!(!is_kept(&day).await);
}

#[tokio::test]
async fn sessions_that_expired_long_ago_are_deleted() {
    let day = TestClinic::demo().await;
    log_in(&day).await;
    day.wait(SESSION_IDLE + SESSION_KEPT - TimeDelta::seconds(1));
    day.clinic.delete_expired_sessions().await.expect("a store");
    assert!(day.store.session(day.clinic.id(), &token()).await.expect("a store").is_some());
    day.wait(TimeDelta::seconds(1));
    day.clinic.delete_expired_sessions().await.expect("a store");
    assert_eq!(day.store.session(day.clinic.id(), &token()).await.expect("a store"), None);
}

#[tokio::test]
async fn who_logs_out_is_logged_out() {
    let day = TestClinic::demo().await;
    let session = log_in(&day).await;
    day.clinic.log_out(&session).await.expect("a store");
    assert!(!is_open(&day).await);
    log_in(&day).await;
    day.clinic.close_session(&token()).await.expect("a store");
    assert!(!is_open(&day).await);
}

#[tokio::test]
async fn a_draft_is_kept_up_to_its_limit() {
    let day = TestClinic::demo().await;
    let session = log_in(&day).await;
    let draft = |bytes| DraftChange::Keep(Draft::of(TimebookType::Lab, "x".repeat(bytes)));
    day.clinic.change_draft(&session, draft(DRAFT_BYTES)).await.expect("kept");
    let (stored, _) = day.clinic.session(&token()).await.expect("a store").expect("a session");
    assert_eq!(stored.draft.map(|draft| draft.reason.len()), Some(DRAFT_BYTES));
    let refused = day.clinic.change_draft(&session, draft(DRAFT_BYTES + 1)).await;
    let bytes = DRAFT_BYTES + 1;
    assert!(
        matches!(refused, Err(clinic::DraftError::TooLarge { bytes: typed }) if typed == bytes),
        "{refused:?}"
    );
}

/// Two pages are open: what one of them writes is not lost by what the other does.
#[test]
fn a_change_of_a_draft_keeps_what_another_page_wrote() {
    let (lab, vaccine) = (TimebookType::Lab, TimebookType::Vaccine);
    let stored = DraftChange::Keep(Draft::of(lab, "fastende".into())).applied_to(None);
    let chosen = DraftChange::Choose(Draft::of(lab, String::new())).applied_to(stored.as_ref());
    assert_eq!(chosen.as_ref().map(|draft| draft.written_for(lab)), Some("fastende"));
    let both = DraftChange::Keep(Draft::of(vaccine, "reise".into())).applied_to(chosen.as_ref());
    assert_eq!(both.as_ref().map(|draft| draft.written_for(lab)), Some("fastende"));

    let late = DraftChange::Remove { kind: lab, written: String::new() }.applied_to(both.as_ref());
    assert_eq!(late, both, "another text was written for it meanwhile");
    let removed = DraftChange::Remove { kind: lab, written: "fastende".into() }.applied_to(both.as_ref());
    assert_eq!(removed.as_ref().map(|draft| draft.written_for(lab)), Some(""));
    assert_eq!(removed.as_ref().map(|draft| draft.written_for(vaccine)), Some("reise"));
}
