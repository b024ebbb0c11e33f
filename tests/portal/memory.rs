//! Pages that need no database query, and texts that are made once.

use chrono::TimeDelta;
use testkit::TestClinic;

use crate::browser::{KURT, LINE, Patient};

#[tokio::test]
async fn month_day_and_next_month_are_answered_without_a_query() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let mut line = kurt.beside(LINE).await;
    kurt.walks_to_review("13:30").await;
    kurt.presses("Tilbake").await;
    kurt.goes_to("/bestill/vaksine/tid").await;

    let before = test.queries();
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.follows("Neste måned, februar 2025").await;
    kurt.follows("Forrige måned, januar 2025").await;
    kurt.follows("onsdag 22. januar, ledige timer").await;
    kurt.reads("Velg time");
    kurt.sees("Ledige timer");
    assert_eq!(test.queries(), before);
    // A time that another patient takes meanwhile disappears at once, without a query here.
    line.books("13:45", "").await;
    let before = test.queries();
    kurt.goes_to("/bestill/vaksine/tid?sted=&dag=2025-01-21").await;
    assert_eq!(kurt.page.status, 404);
    kurt.goes_to("/bestill/vaksine/tid").await;
    assert_eq!(kurt.page.radio("13:45"), None);
    assert_eq!(test.queries(), before);
}

#[tokio::test]
async fn the_page_of_a_taken_time_is_answered_without_a_query() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let mut line = kurt.beside(LINE).await;
    kurt.walks_to_review("13:30").await;
    line.books("13:30", "").await;

    let before = test.queries();
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    assert_eq!(kurt.page.radio("13:30"), None);
    assert_eq!(test.queries(), before);
}

#[tokio::test]
async fn what_pages_say_of_the_clinic_and_of_days_is_made_once() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill").await;
    kurt.goes_to("/bestill/vaksine/tid").await;

    let before = i18n::texts_made();
    kurt.goes_to("/bestill").await;
    kurt.reads("Hva trenger du?");
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.sees("Time til vaksine hos DDFL Test");
    kurt.follows("onsdag 22. januar, ledige timer").await;
    kurt.sees("Ledige timer 22. jan. 2025");
    assert_eq!(i18n::texts_made(), before);
    // The control: the text of a patient's own choice is made for them.
    kurt.walks_to_review("13:30").await;
    assert!(i18n::texts_made() > before);
}

#[tokio::test]
async fn how_times_stand_in_the_set_up_is_answered_without_a_query_of_its_own() {
    let test = TestClinic::demo().await;
    let places = async || {
        let setup = test.clinic.setup().await.unwrap();
        setup.timebooks.iter().map(|(_, state)| state.free_places).sum::<u32>()
    };
    let at_first = places().await;
    test.ask("Kurt", "13:30", "").await;
    let before = test.queries();
    assert_eq!(places().await, at_first - 1);
    // The edits, the profile, the locations, the exceptions with their number, and the timebooks.
    assert_eq!(test.queries(), before + 6);
    test.wait(TimeDelta::days(1));
    assert!(places().await < at_first - 1);
}
