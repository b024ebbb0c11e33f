//! How many bookings one person can have, and a form that is sent again for another time.

use testkit::TestClinic;

use crate::browser::{KURT, LINE, Patient};

#[tokio::test]
async fn who_has_as_many_as_the_clinic_allows_is_told_which_limit_and_what_they_have() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let mut line = kurt.beside(LINE).await;
    kurt.books("13:30", "den ene").await;
    kurt.books("14:00", "den andre").await;
    kurt.walks_to_review("14:15").await;
    kurt.writes("den tredje");
    kurt.presses("Send bestilling").await;

    assert_eq!(kurt.page.status, 409);
    kurt.sees("Du kan ikke ha flere enn 2 timer eller bestillinger av denne typen på en gang");
    kurt.sees("Du har:");
    kurt.sees("21. januar 2025 kl. 13:30: Time hos DDFL Test");
    kurt.sees("21. januar 2025 kl. 14:00: Time hos DDFL Test");
    kurt.sees("Bestillingen er ikke sendt. Det du har skrevet, står nedenfor.");
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("den tredje"));
    kurt.follows("21. januar 2025 kl. 13:30: Time hos DDFL Test").await;
    kurt.sees("den ene");
    // The time is still free for someone else.
    line.books("14:15", "").await;
}

#[tokio::test]
async fn a_form_that_was_sent_is_not_sent_for_another_time_unseen() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let mut again = kurt.clone();
    let mut other = kurt.clone();
    kurt.walks_to_review("14:00").await;
    let slot = kurt.page.value("tid").unwrap();
    again.presses("Send bestilling").await;
    again.reads("Timebestillingen er sendt");

    other.fills("tid", &slot);
    other.presses("Send bestilling").await;
    assert_eq!(other.page.status, 409);
    other.sees("Dette skjemaet er allerede sendt, for et annet tidspunkt");
    other.sees("21. januar 2025 kl. 14:00 - 14:15");
    // The form that is now shown can be sent, if the patient wants to.
    other.presses("Send bestilling").await;
    other.reads("Timebestillingen er sendt");
    other.goes_to("/timeavtaler").await;
    other.sees("21. januar 2025 kl. 13:30: Time hos DDFL Test");
    other.sees("21. januar 2025 kl. 14:00: Time hos DDFL Test");
}
