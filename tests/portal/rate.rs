//! How many requests one person and one client address can send per time.

use std::net::{IpAddr, Ipv4Addr};

use chrono::TimeDelta;
use portal::RequestRates;
use testkit::TestClinic;

use crate::browser::{KURT, LINE, Patient};

#[tokio::test]
async fn a_person_who_sends_without_end_is_told_which_limit_and_what_to_do() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let review = kurt.clone();
    for _ in 0..RequestRates::default().person.burst {
        let mut again = review.clone();
        again.presses("Send bestilling").await;
        again.reads("Timebestillingen er sendt");
    }
    // The form that was sent is sent, however often it is asked.
    let mut again = review.clone();
    again.presses("Send bestilling").await;
    again.reads("Timebestillingen er sendt");
    kurt.walks_to_review("13:45").await;
    let mut greedy = kurt.clone();
    greedy.writes("vondt i armen");
    greedy.presses("Send bestilling").await;
    assert_eq!(greedy.page.status, 429);
    assert_eq!(greedy.answered["retry-after"], "60");
    greedy.sees("Du har sendt mange bestillinger på kort tid");
    greedy
        .sees("Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Vent ett minutt og prøv igjen");
    assert_eq!(greedy.page.value("grunn").as_deref(), Some("vondt i armen"));

    let mut line = kurt.beside(LINE).await;
    line.walks_to_review("14:00").await;
    line.presses("Send bestilling").await;
    line.reads("Timebestillingen er sendt");
    test.wait(TimeDelta::minutes(1));
    greedy.presses("Send bestilling").await;
    greedy.reads("Timebestillingen er sendt");
}

#[tokio::test]
async fn an_address_has_a_limit_of_its_own() {
    let test = TestClinic::demo().await;
    let mut anyone = Patient::logged_in(&test, KURT).await;
    anyone.from = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 8)));
    let people: Vec<_> = server::demo::patients().map(|patient| patient.unwrap().name.to_string()).collect();
    let (each, mut sent) = (RequestRates::default().person.burst, 0);
    let times = ["13:00", "13:15", "13:30", "13:45", "14:00", "14:15", "14:30", "14:45"];
    let mut refused = None;
    for (name, time) in people.iter().zip(times) {
        let mut patient = anyone.beside(name).await;
        patient.walks_to_review(time).await;
        for _ in 0..each {
            let mut again = patient.clone();
            again.presses("Send bestilling").await;
            if again.page.status == 429 {
                refused.get_or_insert((sent, again));
            } else {
                sent += 1;
            }
        }
    }
    let (before, mut refused) = refused.expect("the address has a limit");
    assert_eq!(before, RequestRates::default().address.burst);
    refused.sees("Det er sendt mange bestillinger fra dette nettet på kort tid");
    refused.from = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9)));
    test.wait(TimeDelta::minutes(2));
    refused.presses("Send bestilling").await;
    refused.reads("Timebestillingen er sendt");
}

#[tokio::test]
async fn what_the_address_refuses_is_not_counted_against_the_person() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let (full, home) = (Ipv4Addr::new(10, 0, 0, 8), Ipv4Addr::new(10, 0, 0, 9));
    kurt.from = Some(IpAddr::V4(full));
    let others = server::demo::patients().map(|patient| patient.unwrap().name.to_string()).skip(1);
    for (name, time) in others.zip(["13:00", "13:15", "13:30", "13:45", "14:15", "14:30"]) {
        let mut other = kurt.beside(&name).await;
        other.walks_to_review(time).await;
        for _ in 0..RequestRates::default().person.burst {
            other.clone().presses("Send bestilling").await;
        }
    }
    kurt.walks_to_review("14:00").await;
    for _ in 0..RequestRates::default().person.burst {
        let mut refused = kurt.clone();
        refused.presses("Send bestilling").await;
        refused.sees("Det er sendt mange bestillinger fra dette nettet på kort tid");
    }
    kurt.from = Some(IpAddr::V4(home));
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
}

#[tokio::test]
async fn what_the_person_is_refused_is_not_counted_against_the_address() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.from = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 8)));
    kurt.walks_to_review("13:30").await;
    for _ in 0..2 * RequestRates::default().address.burst {
        kurt.clone().presses("Send bestilling").await;
    }
    let mut line = kurt.beside(LINE).await;
    line.books("14:00", "").await;
}

#[tokio::test]
async fn drafts_have_a_limit_too_and_what_is_typed_stays_on_the_page() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    for number in 0..RequestRates::default().drafts.burst {
        let mut tab = kurt.clone();
        tab.writes(&format!("utkast {number}"));
        tab.presses("Tilbake").await;
        tab.reads("Velg time");
    }
    kurt.writes("ett for mye");
    kurt.presses("Tilbake").await;
    assert_eq!(kurt.page.status, 429, "{}", kurt.page.words());
    let mut front = kurt.clone();
    front.goes_to("/").await;
    front.presses("Forkast").await;
    front.does_not_see("Fortsett bestillingen");
    kurt.sees("Vi fikk ikke lagret det du har skrevet. Det står nedenfor.");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("ett for mye"));
    test.wait(TimeDelta::seconds(2));
    kurt.presses("Prøv igjen").await;
    kurt.reads("Velg time");
}
