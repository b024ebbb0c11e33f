//! The access log of the patient's pages: one entry per visit, however often a page is loaded.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use clinic::{Act, Clinic};
use portal::RequestRates;
use testkit::TestClinic;

use crate::browser::{KURT, Patient};

/// Kurt's log, oldest first, without the entry for reading it here.
async fn log(test: &TestClinic, clinic: &Clinic) -> Vec<Act> {
    let kurt = test.patient(KURT).await.id();
    let page = clinic.access_log(&test.admin(), kurt, None).await.unwrap();
    let acts = page.entries.iter().rev().map(|entry| entry.act);
    acts.filter(|act| !matches!(act, Act::LogRead | Act::PatientSaved)).collect()
}

#[tokio::test]
async fn a_visit_is_noted_once_and_the_next_one_again() {
    let test = TestClinic::demo().await;
    let id = test.ask(KURT, "13:30", "").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for _ in 0..5 {
        kurt.goes_to("/timeavtaler").await;
        kurt.goes_to("/innboks").await;
        kurt.goes_to(&format!("/innboks/{id}")).await;
        kurt.goes_to(&format!("/timeavtaler/{id}")).await;
    }
    let visit = [Act::LoggedIn, Act::ListedByPatient, Act::ReadByPatient];
    assert_eq!(log(&test, &test.clinic).await, [&[Act::Requested], &visit[..]].concat());

    kurt.goes_to("/").await;
    kurt.presses("Logg ut").await;
    kurt.logs_in(KURT).await;
    kurt.goes_to("/timeavtaler").await;
    let after = [Act::LoggedOut, Act::LoggedIn, Act::ListedByPatient];
    assert_eq!(log(&test, &test.clinic).await, [&[Act::Requested], &visit[..], &after[..]].concat());
}

#[tokio::test]
async fn a_request_that_was_sent_has_shown_no_list() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", "").await;
    let sent = [Act::LoggedIn, Act::Requested];
    assert_eq!(log(&test, &test.clinic).await, sent);
    kurt.goes_to("/innboks").await;
    assert_eq!(log(&test, &test.clinic).await, [&sent[..], &[Act::ListedByPatient]].concat());
}

#[tokio::test]
async fn a_refused_log_in_and_the_list_of_patients_are_noted() {
    let test = TestClinic::demo().await;
    let mut somebody = Patient::at(&test.clinic, portal::Login::Demo);
    for _ in 0..3 {
        somebody.goes_to("/logg-inn").await;
    }
    let form = Some("person=00000000-0000-0000-0000-000000000000&neste=");
    somebody.asks("POST", "/logg-inn", form.map(str::to_owned)).await;
    assert_eq!(acts_without_patient(&test).await, ["patients-listed", "log-in-refused"]);
}

/// A list whose entry could not be saved is not shown, and the next one that is shown has its entry.
#[tokio::test]
async fn a_list_of_patients_that_could_not_be_noted_is_noted_the_next_time() {
    let test = TestClinic::demo().await;
    let outage = testkit::Outage::default();
    let (store, clock) = (outage.of(Arc::clone(&test.store)), test.clock.clone());
    let clinic = Clinic::new(test.clinic.id(), store, clock, Arc::new(testkit::SeededIds::default()));
    outage.begin();
    assert!(clinic.patients().await.is_err());
    outage.end();
    for _ in 0..2 {
        clinic.patients().await.unwrap();
    }
    assert_eq!(acts_without_patient(&test).await, ["patients-listed"]);
}

#[tokio::test]
async fn refused_log_ins_cannot_fill_the_log() {
    let test = TestClinic::demo().await;
    let burst = RequestRates::default().log_ins.burst;
    let mut somebody = Patient::at(&test.clinic, portal::Login::Demo);
    for address in [8, 9] {
        somebody.from = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, address)));
        for _ in 0..burst {
            assert_eq!(somebody.asks("POST", "/logg-inn", Some("person=x".to_owned())).await.status(), 404);
        }
        let refused = somebody.asks("POST", "/logg-inn", Some("person=x".to_owned())).await;
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["retry-after"]),
            (429, &"2".parse().unwrap())
        );
    }
    let noted = acts_without_patient(&test).await.iter().filter(|act| *act == "log-in-refused").count();
    assert_eq!(noted, 2 * burst as usize);
}

/// The acts in the access log that concern no patient, oldest first.
async fn acts_without_patient(test: &TestClinic) -> Vec<String> {
    let file = test.folder().join("ressurstimebok.sqlite");
    let address = format!("sqlite://{}", file.display());
    let mut raw = <sqlx::SqliteConnection as sqlx::Connection>::connect(&address).await.unwrap();
    let words = "SELECT act FROM journal WHERE patient_id IS NULL ORDER BY line";
    sqlx::query_scalar(words).fetch_all(&mut raw).await.unwrap()
}
