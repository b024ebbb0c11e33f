//! The same pages in three languages.

use insta::assert_snapshot;
use portal::Login;
use testkit::TestClinic;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn a_language_is_chosen_and_stays() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid?maned=2025-02").await;
    kurt.presses("Nynorsk").await;
    assert!(kurt.page.address.contains("&maned=2025-02"), "the page stays: {}", kurt.page.address);
    kurt.reads("Vel time");
    assert!(kurt.page.html.contains(r#"<html lang="nn">"#));
    kurt.presses("English").await;
    kurt.reads("Choose a time");
    kurt.goes_to("/").await;
    kurt.reads("Your services");
    kurt.follows("Bokmål").await;
    kurt.reads("Dine tjenester");
}

#[tokio::test]
async fn the_browsers_nynorsk_is_heard_and_its_english_is_not_guessed() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::at(&test.clinic, Login::Demo);
    for (asked, heard) in [("nn-NO,nn;q=0.9,nb;q=0.8", "nn"), ("en-US,en;q=0.9", "nb"), ("", "nb")] {
        kurt.headers = vec![("accept-language", asked.to_owned())];
        kurt.goes_to("/logg-inn").await;
        assert!(kurt.page.html.contains(&format!(r#"<html lang="{heard}">"#)), "{asked}");
    }
}

#[tokio::test]
async fn the_way_back_from_a_language_is_local() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::at(&test.clinic, Login::Demo);
    let answer = kurt.asks("GET", "/sprak?til=nn&tilbake=https://evil.example", None).await;
    assert_eq!(answer.headers()["location"], "/");
    let answer = kurt.asks("POST", "/sprak", Some("til=en&tilbake=%2Fbestill".to_owned())).await;
    assert_eq!(answer.headers()["location"], "/bestill");
}

#[tokio::test]
async fn what_is_typed_is_there_in_another_language() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.writes("vondt i armen");
    kurt.presses("Nynorsk").await;
    kurt.reads("Sjå gjennom før du sender");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i armen"));
    kurt.writes("vondt i foten");
    kurt.presses("English").await;
    kurt.reads("Check before you send");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("vondt i foten"));
    assert!(!kurt.page.address.contains("vondt"), "{}", kurt.page.address);
}

/// The step with the most text.
async fn review_in(language: &str) -> String {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.presses(language).await;
    kurt.page.words()
}

#[tokio::test]
async fn a_request_is_looked_over_in_nynorsk() {
    assert_snapshot!(review_in("Nynorsk").await, @"
    Framside
    Steg 3 av 4
    Sjå gjennom før du sender
    Time til vaksine hos DDFL Test
    Tysdag 21. januar 2025 kl. 13:30 - 13:45
    Time hos Influensavaksine 2
    Oppmøtestad: Influensaveien 3a, 1325 Lysaker.
    Venta lengd: 15 min
    Førespurnaden blir journalført.
    Kva gjeld det?
    Maksimum 50 teikn.
    T.d. influensavaksine
    0/50 teikn
    Tilbake
    Send bestilling
    Avbryt
    ");
}

#[tokio::test]
async fn a_request_is_looked_over_in_english() {
    assert_snapshot!(review_in("English").await, @"
    Front page
    Step 3 of 4
    Check before you send
    Vaccine appointment at DDFL Test
    Tuesday 21 January 2025 at 13:30 - 13:45
    Appointment with Influensavaksine 2
    Where to meet: Influensaveien 3a, 1325 Lysaker.
    Expected duration: 15 min
    Your request will be kept in your medical record.
    What is it about?
    At most 50 characters.
    For example: influenza vaccine
    0/50 characters
    Back
    Send the request
    Cancel
    ");
}
