//! What a patient may write at «Hva gjelder det?».

use testkit::TestClinic;

use crate::browser::{KURT, Patient};

/// A family is one character to a person, and 25 bytes.
const FAMILY: &str = "👨‍👩‍👧‍👦";

async fn refused(reason: &str, said: &str) {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.writes(reason);
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 422);
    kurt.reads("Se gjennom før du sender");
    kurt.sees(&format!("Rett opp dette før du går videre\n{said}"));
    assert!(kurt.page.html.contains(r#"aria-invalid="true""#));
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(reason), "nothing is cut or lost");
    kurt.writes("Kort");
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
}

async fn accepted(reason: &str) {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", reason).await;
    kurt.goes_to("/timeavtaler").await;
    kurt.sees(&format!("Timen gjelder: {}", reason.trim()));
}

#[tokio::test]
async fn fifty_characters_are_enough_and_fifty_one_too_many() {
    accepted(&"å".repeat(50)).await;
    refused(&"å".repeat(51), "Skriv høyst 50 tegn. Du har skrevet 51.").await;
}

#[tokio::test]
async fn a_family_counts_as_one() {
    accepted(&FAMILY.repeat(50)).await;
    refused(&FAMILY.repeat(51), "Skriv høyst 50 tegn. Du har skrevet 51.").await;
}

#[tokio::test]
async fn control_characters_are_refused() {
    refused("linje\nskift", "Teksten har tegn som ikke kan vises").await;
    refused("snudd \u{202e}tekst", "Teksten har tegn som ikke kan vises").await;
}

#[tokio::test]
async fn a_heap_of_accents_is_refused() {
    refused(&format!("e{}", "\u{301}".repeat(1000)), "Teksten har for mange sammensatte tegn.").await;
}

#[tokio::test]
async fn a_long_text_is_too_long_whatever_its_length() {
    for letter in ["x", "å"] {
        let reason = letter.repeat(5000);
        refused(&reason, "Skriv høyst 50 tegn. Du har skrevet 5000.").await;
    }
}

#[tokio::test]
async fn what_nobody_can_see_is_no_reason() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", "\u{200b}\u{2060} \u{ad}").await;
    kurt.goes_to("/timeavtaler").await;
    kurt.does_not_see("Timen gjelder");
}

#[tokio::test]
async fn markup_is_text() {
    accepted("<script>alert(1)</script> & \"Co\"").await;
}

#[tokio::test]
async fn nothing_needs_to_be_written() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", "   ").await;
    kurt.goes_to("/timeavtaler").await;
    kurt.does_not_see("Timen gjelder");
}

#[tokio::test]
async fn more_than_any_form_holds_is_refused_at_the_door() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.writes(&"x".repeat(70_000));
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 413);
    kurt.reads("Det du sendte, er for stort");
}

/// A test can only fill in fields that the page has, otherwise it would test nothing.
#[tokio::test]
#[should_panic(expected = "the form has no field «merknad»")]
async fn a_field_that_the_page_lacks_cannot_be_filled_in() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.fills("merknad", "x");
    kurt.presses("Send bestilling").await;
}
