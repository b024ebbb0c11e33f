//! A database that becomes unavailable, or is slow, while a patient uses the portal.

use std::sync::Arc;

use clinic::Clinic;
use portal::Login;
use testkit::{Outage, SeededIds, TestClinic};

use crate::browser::{KURT, Patient};

pub(crate) async fn kurt_and_an_outage(test: &TestClinic) -> (Patient, Outage) {
    let outage = Outage::default();
    let store = outage.of(Arc::clone(&test.store));
    let ids = Arc::new(SeededIds::default());
    let clinic = Clinic::new(test.clinic.id(), store, test.clock.clone(), ids);
    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;
    (kurt, outage)
}

#[tokio::test]
async fn a_page_says_so_and_can_be_tried_again() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    outage.begin();
    kurt.goes_to("/bestill/vaksine/tid").await;
    assert_eq!(kurt.page.status, 503);
    kurt.reads("Vi når ikke timeboken akkurat nå");
    assert!(kurt.page.html.contains("DDFL Test") && !kurt.page.html.contains("10.0.0.7"));
    outage.end();
    kurt.follows("Prøv igjen").await;
    kurt.reads("Velg time");
}

#[tokio::test]
async fn what_was_written_is_kept_and_sent_when_the_database_is_back() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    outage.begin();
    for _ in 0..2 {
        kurt.writes("mitt <eget> ord");
        kurt.presses(if kurt.page.status == 503 { "Prøv igjen" } else { "Send bestilling" }).await;
        assert_eq!(kurt.page.status, 503);
        kurt.sees("Vi vet ikke om bestillingen er sendt. Det du har skrevet, står nedenfor.");
        assert_eq!(kurt.answered["retry-after"], "5");
        assert_eq!(kurt.page.value("grunn").as_deref(), Some("mitt <eget> ord"));
    }
    outage.end();
    kurt.presses("Prøv igjen").await;
    kurt.reads("Timebestillingen er sendt");
    kurt.goes_to("/innboks").await;
    kurt.sees("1 melding\n");
}

#[tokio::test]
async fn a_request_of_which_nobody_knows_is_not_called_unsent_and_is_never_made_twice() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    outage.begin_after_next_commit();
    kurt.writes("mitt ord");
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 503);
    kurt.sees("Vi vet ikke om bestillingen er sendt.");
    assert!(!kurt.page.words().contains("ikke sendt"), "{}", kurt.page.words());
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("mitt ord"));
    outage.end();
    kurt.presses("Prøv igjen").await;
    kurt.reads("Timebestillingen er sendt");
    kurt.goes_to("/innboks").await;
    kurt.sees("1 melding\n");
}

#[tokio::test]
async fn a_request_whose_answer_is_lost_is_looked_up_and_called_sent() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    outage.lose_answers();
    kurt.writes("mitt ord");
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
    outage.end();
    kurt.goes_to("/innboks").await;
    kurt.sees("1 melding\n");
}

#[tokio::test]
async fn what_another_tab_keeps_while_a_request_is_being_saved_stays() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    kurt.writes("vondt i armen");
    kurt.clone().presses("Avbryt").await;
    let mut tab = kurt.clone();
    tab.goes_to("/bestill/koronatest/tid").await;
    tab.chooses("13:00");
    tab.presses("Neste").await;
    tab.writes("feber siden mandag");

    let mut saving = outage.delay_answer("commit");
    let sending = kurt.presses("Send bestilling");
    let writing = async {
        saving.is_done().await;
        tab.presses("Avbryt").await;
        saving.release();
    };
    tokio::join!(sending, writing);
    kurt.reads("Timebestillingen er sendt");
    tab.goes_to("/").await;
    tab.follows("Fortsett bestillingen").await;
    tab.sees("Time til koronatest hos DDFL Test");
    assert_eq!(tab.page.value("grunn").as_deref(), Some("feber siden mandag"));
    kurt.walks_to_review("13:45").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(""), "what is sent is removed");
}
