//! «Tilbake», «Neste» and «Avbryt» keep what was chosen.

use testkit::TestClinic;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn going_back_and_forth_loses_nothing() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("14:15").await;
    kurt.writes("vondt i armen");
    kurt.presses("Tilbake").await;
    kurt.reads("Velg time");
    assert!(kurt.page.choices().contains(&"(14:15 - 14:30)".to_owned()), "{:?}", kurt.page.choices());
    assert_eq!(kurt.page.attribute("a", "Influensavaksine 2", "aria-current").as_deref(), Some("true"));
    kurt.presses("Tilbake").await;
    kurt.reads("Hva trenger du?");
    assert!(kurt.page.choices().contains(&"(Vaksine)".to_owned()), "{:?}", kurt.page.choices());
    kurt.presses("Neste").await;
    kurt.presses("Neste").await;
    kurt.reads("Se gjennom før du sender");
    kurt.sees("Tirsdag 21. januar 2025 kl. 14:15 - 14:30");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
}

#[tokio::test]
async fn going_back_from_the_first_step_keeps_the_choice() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.chooses("Koronatest");
    kurt.presses("Tilbake").await;
    kurt.reads("Dine tjenester");
    kurt.follows("Bestill time").await;
    assert!(kurt.page.choices().contains(&"(Koronatest)".to_owned()), "{:?}", kurt.page.choices());
}

#[tokio::test]
async fn the_front_page_is_above_each_step_and_keeps_what_is_typed() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for step in ["/bestill", "/bestill/vaksine/tid"] {
        kurt.goes_to(step).await;
        assert!(kurt.page.words().starts_with("Forside\nSteg "), "{}", kurt.page.words());
        kurt.presses("Forside").await;
        kurt.reads("Dine tjenester");
    }
    kurt.walks_to_review("14:15").await;
    kurt.writes("vondt i armen");
    kurt.presses("Forside").await;
    kurt.reads("Dine tjenester");
    kurt.follows("Fortsett bestillingen").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
}

#[tokio::test]
async fn a_booking_that_was_left_can_be_gone_on_with() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("14:15").await;
    kurt.writes("vondt i armen");
    kurt.presses("Avbryt").await;
    kurt.reads("Dine tjenester");
    kurt.sees("Du har en påbegynt bestilling");
    kurt.sees("Vaksine, 21. januar 2025 kl. 14:15 - 14:30");
    kurt.does_not_see("vondt");
    kurt.follows("Fortsett bestillingen").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
    kurt.presses("Send bestilling").await;
    kurt.goes_to("/").await;
    kurt.does_not_see("påbegynt");
}

#[tokio::test]
async fn a_booking_that_was_left_can_be_thrown_away() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("14:15").await;
    kurt.writes("vondt i armen");
    kurt.presses("Avbryt").await;
    kurt.presses("Forkast").await;
    kurt.does_not_see("påbegynt");
    kurt.walks_to_review("14:15").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(""));
}

#[tokio::test]
async fn leaving_early_keeps_what_there_is() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.chooses("Ta prøve på laboratoriet");
    kurt.presses("Avbryt").await;
    kurt.sees("Ta prøve på laboratoriet");
    kurt.follows("Fortsett bestillingen").await;
    assert!(kurt.page.choices().contains(&"(Ta prøve på laboratoriet)".to_owned()));

    kurt.chooses("Vaksine");
    kurt.presses("Neste").await;
    kurt.follows("Influensavaksine").await;
    kurt.follows("torsdag 23. januar, ledige timer").await;
    kurt.presses("Avbryt").await;
    kurt.follows("Fortsett bestillingen").await;
    kurt.sees("Ledige timer 23. jan. 2025");
    assert_eq!(kurt.page.attribute("a", "Influensavaksine", "aria-current").as_deref(), Some("true"));
}

#[tokio::test]
async fn going_on_without_a_choice_is_answered_at_the_field() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.presses("Neste").await;
    assert_eq!(kurt.page.status, 422);
    kurt.sees("Rett opp dette før du går videre\nVelg hva du trenger.");
    assert!(kurt.page.title().starts_with("Feil: "));
    kurt.chooses("Vaksine");
    kurt.presses("Neste").await;
    kurt.follows("onsdag 22. januar, ledige timer").await;
    kurt.presses("Neste").await;
    assert_eq!(kurt.page.status, 422);
    kurt.sees("Rett opp dette før du går videre\nVelg en ledig time.");
    kurt.sees("Ledige timer 22. jan. 2025");
    assert!(kurt.page.html.contains(r#"aria-describedby="tid-feil""#));
}

#[tokio::test]
async fn nothing_of_a_persons_health_is_ever_in_an_address() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for button in ["Tilbake", "Avbryt", "Send bestilling"] {
        kurt.walks_to_review("14:15").await;
        kurt.writes("hemmelig");
        kurt.presses(button).await;
        assert!(!kurt.page.address.contains("hemmelig"), "{}", kurt.page.address);
    }
}

#[tokio::test]
async fn what_is_written_of_one_type_is_there_after_a_look_at_another() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("14:15").await;
    kurt.writes("vondt i armen");
    kurt.presses("Avbryt").await;
    for type_of_test in ["Ta prøve på laboratoriet", "Koronatest"] {
        kurt.goes_to("/bestill").await;
        kurt.chooses(type_of_test);
        kurt.presses("Neste").await;
        kurt.reads("Velg time");
        kurt.presses("Avbryt").await;
    }
    kurt.walks_to_review("14:15").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
    kurt.walks_to_review("14:30").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(""));
}

#[tokio::test]
async fn the_front_page_and_another_language_keep_what_is_chosen() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.chooses("Koronatest");
    kurt.presses("Forside").await;
    kurt.sees("Koronatest");
    kurt.goes_to("/bestill").await;
    kurt.chooses("Vaksine");
    kurt.presses("Nynorsk").await;
    kurt.reads("Kva treng du?");
    assert!(kurt.page.choices().contains(&"(Vaksine)".to_owned()), "{:?}", kurt.page.choices());

    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.chooses("14:15");
    kurt.presses("Bokmål").await;
    kurt.reads("Velg time");
    assert!(kurt.page.choices().contains(&"(14:15 - 14:30)".to_owned()), "{:?}", kurt.page.choices());
    kurt.presses("Forside").await;
    kurt.follows("Fortsett bestillingen").await;
    kurt.reads("Se gjennom før du sender");
    kurt.sees("kl. 14:15 - 14:30");
}

#[tokio::test]
async fn enter_goes_on_and_leaves_nothing() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.chooses("Vaksine");
    kurt.presses_enter_in("type").await;
    kurt.reads("Velg time");
    kurt.chooses("14:15");
    kurt.presses_enter_in("tid").await;
    kurt.reads("Se gjennom før du sender");
}
