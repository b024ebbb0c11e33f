//! The guide's six steps, to the letter.

use insta::assert_snapshot;
use testkit::TestClinic;
use timebook::Revision;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn step_one_and_two_the_services_and_the_types() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    assert_snapshot!(kurt.page.words(), @"
    Dine tjenester
    Bestill time
    Innboks Meldinger og brev fra helsetjenesten.
    Timeavtaler Timer og avtaler med helsetjenesten.
    ");

    kurt.follows("Bestill time").await;
    assert_eq!(kurt.page.address, "/bestill");
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Steg 1 av 4
    Hva trenger du?
    Her kan du se tjenester som tilbys av helsekontakten eller tilhørende behandlingssted.
    Informasjon fra legekontoret
    Dette er en tekst legekontoret selv kan legge til på opptil 300 tegn.
    Hva trenger du?
    Konsultasjon med fastlegen
    Ta prøve på laboratoriet
    Vaksine
    Koronatest
    Koronavaksine
    Tilbake
    Neste
    Avbryt
    ");

    kurt.chooses("Vaksine");
    kurt.presses("Neste").await;
    assert_eq!(kurt.page.address, "/bestill/vaksine/tid");
}

#[tokio::test]
async fn step_three_a_place_a_day_and_a_time() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.follows("Influensavaksine 2").await;
    kurt.follows("onsdag 22. januar, ledige timer").await;
    kurt.follows("tirsdag 21. januar, ledige timer").await;
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Steg 2 av 4
    Velg time
    Time til vaksine hos DDFL Test
    Informasjon fra legekontoret
    Dette er en tekst legekontoret selv kan legge til på opptil 300 tegn.
    Ved akutt sykdom: ring 113, eller legevakt 116 117. Ikke bruk denne siden.
    Velg sted
    Influensa
    Influensavaksine
    Influensavaksine 2 Dette er en test av influensavaksine
    Velg dag
    I dag
    Januar 2025
    Man Tir Ons Tor Fre Lør Søn
    1 2 3 4 5
    6 7 8 9 10 11 12
    13 14 15 16 17 18 19
    20 21 22 23 24 25 26
    27 28 29 30 31
    Blå dager har ledige timer.
    Ledige timer 21. jan. 2025
    13:00 - 13:15
    13:15 - 13:30
    13:30 - 13:45
    13:45 - 14:00
    14:00 - 14:15
    14:15 - 14:30
    14:30 - 14:45
    14:45 - 15:00
    15:00 - 15:15
    Oppmøtested: Influensaveien 3a, 1325 Lysaker
    Finner du ikke ledig time?
    Du kan:
    Ta kontakt med behandlingssted direkte: 22 33 44 55
    Sjekk senere for avbestilte timer
    Tilbake
    Neste
    Avbryt
    ");
    let of_day = |attribute| kurt.page.attribute("a", "tirsdag 21. januar, ledige timer", attribute);
    assert_eq!(of_day("aria-label").as_deref(), Some("tirsdag 21. januar, ledige timer, valgt"));
}

#[tokio::test]
async fn step_four_and_five_looked_over_and_sent() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    assert!(kurt.page.address.starts_with("/bestill/vaksine/se-gjennom?"), "{}", kurt.page.address);
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Steg 3 av 4
    Se gjennom før du sender
    Time til vaksine hos DDFL Test
    Tirsdag 21. januar 2025 kl. 13:30 - 13:45
    Time hos Influensavaksine 2
    Oppmøtested: Influensaveien 3a, 1325 Lysaker.
    Antatt varighet: 15 min
    Henvendelsen vil bli journalført.
    Hva gjelder det?
    Maksimum 50 tegn.
    F. eks. influensavaksine
    0/50 tegn
    Tilbake
    Send bestilling
    Avbryt
    ");

    kurt.writes("Test");
    kurt.presses("Send bestilling").await;
    assert!(kurt.page.address.starts_with("/bestill/sendt?time="), "{}", kurt.page.address);
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Steg 4 av 4
    Timebestillingen er sendt
    Bestillingen er kun en forespørsel. Timen er ikke tildelt før du mottar en bekreftelse.
    Hvis helsetilstanden din endrer seg før timeavtalen, må du ta kontakt med legekontoret.
    Du finner informasjon om timebestillingen i innboksen.
    Gå til innboksen
    ");
}

#[tokio::test]
async fn step_six_the_inbox_and_the_appointments() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", "Test").await;
    kurt.follows("Gå til innboksen").await;
    assert_eq!(kurt.page.address, "/innboks");
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Innboks
    1 melding
    Test Fastlege August September, Influensavaksine 2 Ønsket timeavtale: 21. januar 2025 kl. 13:30 - 13:45. Sendt
    ");
    kurt.goes_to("/timeavtaler").await;
    assert_snapshot!(kurt.page.words(), @"
    Forside
    Timeavtaler
    21. januar 2025 kl. 13:30: Time hos DDFL Test
    Status: Sendt Influensavaksine 2
    Se detaljer 21. januar 2025 kl. 13:30: Time hos DDFL Test
    Antatt varighet: 15 min
    Oppmøtested: DDFL Test(u), Influensaveien 3a, 1325 Lysaker
    Timen gjelder: Test
    Behandler: Fastlege August September
    Status: Sendt
    Beskrivelse
    Legekontoret har ikke svart ennå.
    Meldinger til timen (1)
    Gå til innboksen for å se meldingene
    ");
    assert!(kurt.page.html.contains("<details><summary>Se detaljer"), "in place, without JavaScript");
}

#[tokio::test]
async fn the_header_and_the_footer_are_the_clinics_own() {
    let test = TestClinic::demo().await;
    let kurt = Patient::logged_in(&test, KURT).await;
    for said in [
        r#"<span lang="no">DDFL Test</span> · Influensaveien 3a, 1325 Lysaker · "#,
        "22 33 44 55",
        r#"ring <a href="tel:113">113</a>, eller legevakt <a href="tel:116117">116 117</a>. Ikke bruk"#,
        "Kurt Håkon Grytten",
        "Logg ut",
    ] {
        assert!(kurt.page.html.contains(said), "{said}");
    }
    assert!(!kurt.page.html.to_lowercase().contains("helsenorge"));
    assert_eq!(kurt.page.title(), "Dine tjenester – DDFL Test");
}

#[tokio::test]
async fn a_clinic_that_offers_nothing_says_so() {
    let test = TestClinic::empty().await;
    let kurt = server::demo::patients().next().unwrap().unwrap();
    test.clinic.save_patient(kurt).await.unwrap();
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.follows("Bestill time").await;
    kurt.sees("Det er ingen timer å bestille her akkurat nå.");
    kurt.goes_to("/innboks").await;
    kurt.sees("Du har ingen meldinger ennå.");
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Du har ingen timeavtaler ennå.");
}

#[tokio::test]
async fn what_is_published_is_offered_at_once_and_what_is_taken_back_is_not() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    assert_eq!(kurt.page.choices().len(), 5);
    let choices = test.clinic.choices(timebook::TimebookType::CoronaTest).await.unwrap();
    let corona = choices[0].timebook.id;
    test.clinic.unpublish(&test.admin(), corona, Revision::new(2)).await.unwrap();
    kurt.goes_to("/bestill").await;
    assert_eq!(kurt.page.choices().len(), 4);
    kurt.goes_to("/bestill/koronatest/tid").await;
    assert_eq!(kurt.page.status, 404);
    test.clinic.publish(&test.admin(), corona, Revision::new(3)).await.unwrap();
    kurt.goes_to("/bestill/koronatest/tid").await;
    kurt.sees("Time til koronatest hos DDFL Test");
}

#[tokio::test]
async fn enter_in_the_reason_sends_the_request() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.writes("mitt ord");
    kurt.presses_enter_in("grunn").await;
    kurt.reads("Timebestillingen er sendt");
}
