//! When a session ends, and what happens to what was typed.

use chrono::TimeDelta;
use clinic::session::{SESSION_IDLE, SESSION_KEPT, SESSION_LIFE};
use testkit::TestClinic;

use crate::browser::{KURT, LINE, Patient};
use crate::outage::kurt_and_an_outage;

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.wait(SESSION_IDLE - TimeDelta::minutes(1));
    kurt.goes_to("/innboks").await;
    kurt.reads("Innboks");
    test.wait(SESSION_IDLE - TimeDelta::minutes(1));
    kurt.goes_to("/innboks").await;
    kurt.reads("Innboks");
    test.wait(SESSION_IDLE);
    kurt.goes_to("/innboks").await;
    kurt.reads("Logg inn");
}

#[tokio::test]
async fn a_session_that_is_always_used_ends_too() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let step = TimeDelta::minutes(20);
    for _ in 1..SESSION_LIFE.num_minutes() / step.num_minutes() {
        test.wait(step);
        kurt.goes_to("/").await;
        kurt.reads("Dine tjenester");
    }
    test.wait(step);
    kurt.goes_to("/").await;
    kurt.reads("Logg inn");
}

#[tokio::test]
async fn what_is_sent_too_late_is_not_sent_and_not_lost() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    test.wait(SESSION_IDLE);
    kurt.writes("vondt i armen");
    kurt.presses("Send bestilling").await;
    kurt.reads("Logg inn");
    kurt.sees("Bestillingen er ikke sendt");
    kurt.sees("Det du har skrevet, er tatt vare på.");
    assert!(!kurt.page.address.contains("vondt"), "{}", kurt.page.address);
    kurt.presses(KURT).await;
    kurt.reads("Se gjennom før du sender");
    kurt.sees("Tirsdag 21. januar 2025 kl. 13:30 - 13:45");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
}

#[tokio::test]
async fn somebody_else_at_the_same_browser_does_not_find_what_was_typed() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    test.wait(SESSION_IDLE);
    kurt.writes("vondt i armen");
    kurt.presses("Send bestilling").await;
    kurt.presses(LINE).await;
    kurt.reads("Se gjennom før du sender");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(""));
}

#[tokio::test]
async fn what_was_left_for_long_is_deleted() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    test.wait(SESSION_IDLE + SESSION_KEPT);
    test.clinic.delete_expired_sessions().await.unwrap();
    kurt.writes("vondt i armen");
    kurt.presses("Send bestilling").await;
    // Nobody knows any more whose it was: it stands on the page that it came from, and nowhere else.
    kurt.reads("Du er logget ut");
    kurt.does_not_see("tatt vare på");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
    kurt.goes_to("/logg-inn").await;
    kurt.presses(KURT).await;
    kurt.does_not_see("påbegynt");
}

#[tokio::test]
async fn logging_out_too_late_leads_to_the_front_page() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.wait(SESSION_IDLE);
    kurt.presses("Logg ut").await;
    kurt.reads("Logg inn");
    kurt.presses(KURT).await;
    kurt.reads("Dine tjenester");
}

#[tokio::test]
async fn only_what_was_sent_is_said_to_be_sent() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/sendt").await;
    kurt.reads("Dine tjenester");
    kurt.books("13:30", "").await;
    let sent = kurt.page.address.clone();
    kurt.goes_to(&sent).await;
    kurt.reads("Timebestillingen er sendt");
    let mut line = kurt.beside(LINE).await;
    line.goes_to(&sent).await;
    line.reads("Dine tjenester");
}

#[tokio::test]
async fn a_draft_holds_no_more_than_a_form_needs_and_the_rest_stays_on_the_page() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for button in ["Tilbake", "Avbryt", "Forside", "English"] {
        kurt.walks_to_review("13:30").await;
        kurt.writes(&"x".repeat(5000));
        kurt.presses(button).await;
        assert_eq!(kurt.page.status, 422, "{button}");
        kurt.sees("Skriv høyst 50 tegn. Du har skrevet 5000.");
        assert_eq!(kurt.page.value("grunn"), Some("x".repeat(5000)));
    }
    kurt.goes_to("/").await;
    kurt.does_not_see("påbegynt");
}

#[tokio::test]
async fn a_log_in_that_fails_half_way_does_not_lose_what_was_kept() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    test.wait(SESSION_IDLE);
    kurt.writes("vondt i armen");
    kurt.presses("Send bestilling").await;
    kurt.sees("Det du har skrevet, er tatt vare på.");
    let login = kurt.clone();
    outage.begin_after_next_commit();
    kurt.presses(KURT).await;
    assert_eq!(kurt.page.status, 503, "{}", kurt.page.words());
    outage.end();
    kurt = login;
    kurt.presses(KURT).await;
    kurt.reads("Se gjennom før du sender");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
}
