//! What the patient sees of the clinic's answer, and when.

use chrono::TimeDelta;
use clinic::LocationDraft;
use testkit::TestClinic;
use timebook::{Revision, UNDO_WINDOW};

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn a_confirmation_is_read_when_it_can_no_longer_be_undone() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "Test").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.clinic.confirm(&test.kari(), id, Revision::FIRST).await.unwrap();
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Status: Sendt");

    test.wait(UNDO_WINDOW);
    test.clinic.deliver_due().await.unwrap();
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Status: Tildelt");
    kurt.goes_to(&format!("/timeavtaler/{id}")).await;
    insta::assert_snapshot!(kurt.page.words(), @"
    Timeavtaler
    21. januar 2025 kl. 13:30: Time hos DDFL Test
    Antatt varighet: 15 min
    Oppmøtested: DDFL Test(u), Influensaveien 3a, 1325 Lysaker
    Timen gjelder: Test
    Behandler: Fastlege August September
    Status: Tildelt
    Beskrivelse
    Din timereservasjon er bekreftet. DDFL Test(u).
    Meldinger til timen (1)
    Gå til innboksen for å se meldingene
    ");
    kurt.follows("Gå til innboksen for å se meldingene").await;
    insta::assert_snapshot!(kurt.page.words(), @"
    Innboks
    Test
    Fastlege August September, Influensavaksine 2
    Kurt Håkon Grytten I dag kl. 09:00
    Bestill time
    Ønsket timeavtale: 21. januar 2025 kl. 13:30 - 13:45.
    DDFL Test
    Din timereservasjon er bekreftet. DDFL Test(u).
    Denne meldingen kan ikke besvares.
    Se detaljer
    ");
}

#[tokio::test]
async fn a_rejection_is_read_with_the_clinics_words() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "Test").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let why = "Vi er tomme for vaksine.\nPrøv igjen i februar.";
    test.clinic.reject(&test.kari(), id, Revision::FIRST, why).await.unwrap();
    kurt.goes_to(&format!("/innboks/{id}")).await;
    kurt.does_not_see("tomme for vaksine");

    test.wait(UNDO_WINDOW);
    test.clinic.deliver_due().await.unwrap();
    kurt.goes_to(&format!("/innboks/{id}")).await;
    kurt.sees("Vi er tomme for vaksine.\nPrøv igjen i februar.");
    kurt.sees("Denne meldingen kan ikke besvares.");
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Status: Avvist");
    // What the clinic writes is Norwegian, whatever the page's language.
    kurt.follows("English").await;
    for page in [format!("/innboks/{id}"), format!("/timeavtaler/{id}")] {
        kurt.goes_to(&page).await;
        let marked = r#"<p class="kept" lang="no">Vi er tomme"#;
        assert!(kurt.page.html.contains(marked), "{}", kurt.page.html);
    }
}

/// A confirmed appointment that the clinic cancels is not «Avbestilt» before the patient is told why.
#[tokio::test]
async fn a_cancellation_is_read_with_the_clinics_words() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "Test").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.clinic.confirm(&test.per(), id, Revision::FIRST).await.unwrap();
    test.wait(UNDO_WINDOW);
    test.clinic.deliver_due().await.unwrap();
    test.clinic.cancel(&test.kari(), id, Revision::new(2), "Legen er syk. Ring oss.").await.unwrap();
    kurt.goes_to(&format!("/timeavtaler/{id}")).await;
    kurt.sees("Status: Tildelt");
    kurt.does_not_see("Legen er syk");

    test.wait(UNDO_WINDOW);
    test.clinic.deliver_due().await.unwrap();
    for page in [format!("/innboks/{id}"), format!("/timeavtaler/{id}")] {
        kurt.goes_to(&page).await;
        kurt.sees("Legen er syk. Ring oss.");
    }
    kurt.sees("Status: Avbestilt");
}

#[tokio::test]
async fn a_decision_taken_back_was_never_told() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "Test").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.clinic.reject(&test.kari(), id, Revision::FIRST, "Feil knapp").await.unwrap();
    test.clinic.undo(&test.kari(), id, Revision::new(2)).await.unwrap();
    test.wait(UNDO_WINDOW);
    test.clinic.deliver_due().await.unwrap();
    kurt.goes_to(&format!("/timeavtaler/{id}")).await;
    kurt.sees("Status: Sendt");
    kurt.sees("Legekontoret har ikke svart ennå.");
}

#[tokio::test]
async fn a_request_that_nobody_answered_says_what_to_do() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "Test").await;
    test.wait(TimeDelta::hours(5));
    test.clinic.expire_due().await.unwrap();
    test.clinic.deliver_due().await.unwrap();
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to(&format!("/timeavtaler/{id}")).await;
    kurt.sees("Status: Utløpt");
    kurt.sees("Ta kontakt med legekontoret hvis du fortsatt trenger time.");
}

/// A clinic that moves and offers something else does not rewrite what it once said.
#[tokio::test]
async fn what_a_patient_was_told_stays_when_the_clinic_changes() {
    // Still to come it shows the way; once its time has begun, what was true then.
    for (hours, is_as_before) in [(0, false), (6, true)] {
        let test = TestClinic::demo().await;
        let id = test.ask("Kurt", "13:30", "Test").await;
        test.clinic.confirm(&test.kari(), id, Revision::FIRST).await.unwrap();
        test.wait(UNDO_WINDOW);
        test.clinic.deliver_due().await.unwrap();
        test.wait(TimeDelta::hours(hours));
        let mut kurt = Patient::logged_in(&test, KURT).await;
        let mut read = async || {
            kurt.goes_to(&format!("/timeavtaler/{id}")).await;
            let booking = kurt.page.words();
            kurt.goes_to(&format!("/innboks/{id}")).await;
            [booking, kurt.page.words()]
        };
        let before = read().await;
        let location = test.clinic.setup().await.unwrap().locations.read.remove(0);
        let moved = LocationDraft {
            name: "Nye lokaler".into(),
            street: "Havnegata 1".into(),
            postal_code: "7010".into(),
            city: "Trondheim".into(),
        };
        test.clinic.save_location(&test.admin(), Some((location.id, Revision::FIRST)), &moved).await.unwrap();
        let after = read().await;
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before == after, is_as_before, "after {hours} h:\n{after}");
            assert_eq!(after.contains("Nye lokaler"), !is_as_before, "after {hours} h:\n{after}");
        }
    }
}
