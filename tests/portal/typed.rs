//! Whatever the answer to «Send bestilling» is, what was typed stands on the page or is kept.

use std::sync::Arc;

use clinic::session::SESSION_IDLE;
use clinic::{Clinic, Transaction, Write};
use portal::{Login, RequestRates};
use testkit::{SeededIds, TestClinic};
use timebook::{Revision, SlotId, TimebookId, TimebookType};

use crate::browser::{KURT, LINE, Patient};
use crate::outage::kurt_and_an_outage;
use crate::resilience::Fragile;

const TYPED: &str = "vondt i armen";

/// Sends what was typed. It is refused, and stands on the page.
async fn stands_on_the_page(kurt: &mut Patient, status: u16, what: &str) {
    kurt.writes(TYPED);
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, status, "{what}: {}", kurt.page.words());
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(TYPED), "{what}: {}", kurt.page.words());
}

/// Sends what was typed. It is refused, and is there again when another time is chosen.
async fn is_kept(kurt: &mut Patient, status: u16, what: &str) {
    kurt.writes(TYPED);
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, status, "{what}: {}", kurt.page.words());
    kurt.sees("Det du har skrevet, er tatt vare på.");
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.chooses("15:00");
    kurt.presses("Neste").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(TYPED), "{what}");
}

async fn kurt_at_review() -> (TestClinic, Patient) {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    (test, kurt)
}

/// The timebook and the time that the form is for.
fn chosen(kurt: &Patient) -> (TimebookId, SlotId) {
    let value = |name| kurt.page.value(name).unwrap();
    (value("sted").parse().unwrap(), value("tid").parse().unwrap())
}

#[tokio::test]
async fn when_the_time_is_taken_or_gone() {
    let (_test, mut kurt) = kurt_at_review().await;
    kurt.beside(LINE).await.books("13:30", "").await;
    is_kept(&mut kurt, 409, "a time that is taken").await;

    let (test, mut kurt) = kurt_at_review().await;
    let (timebook, slot) = chosen(&kurt);
    let remove = Write::ChangeSlots {
        timebook,
        add: Vec::new(),
        reopen: Vec::new(),
        remove: vec![slot],
        close: Vec::new(),
    };
    test.store.commit(test.clinic.id(), Transaction::new(vec![remove])).await.unwrap();
    is_kept(&mut kurt, 409, "a time that is planned no more").await;

    let (test, mut kurt) = kurt_at_review().await;
    test.clinic.unpublish(&test.admin(), chosen(&kurt).0, Revision::new(2)).await.unwrap();
    is_kept(&mut kurt, 404, "a timebook that is not shown any more").await;
}

#[tokio::test]
async fn when_the_session_is_another_or_none() {
    let (_test, mut kurt) = kurt_at_review().await;
    let mut tab = kurt.clone();
    tab.logs_in(KURT).await;
    kurt.shares_the_browser_of(&tab);
    stands_on_the_page(&mut kurt, 403, "a log-in in another tab").await;
    kurt.sees("Du er nå logget inn som Kurt Håkon Grytten.");
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");

    let (_test, mut kurt) = kurt_at_review().await;
    let mut tab = kurt.clone();
    tab.goes_to("/").await;
    tab.presses("Logg ut").await;
    kurt.shares_the_browser_of(&tab);
    stands_on_the_page(&mut kurt, 403, "a log-out in another tab").await;
    kurt.reads("Du er logget ut");
    tab.logs_in(KURT).await;
    kurt.shares_the_browser_of(&tab);
    kurt.presses("Prøv igjen").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(TYPED));
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");

    let (test, mut kurt) = kurt_at_review().await;
    test.wait(SESSION_IDLE);
    kurt.writes(TYPED);
    kurt.presses("Send bestilling").await;
    kurt.sees("Det du har skrevet, er tatt vare på.");
    kurt.presses(KURT).await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some(TYPED), "a session that has ended");
}

#[tokio::test]
async fn when_something_is_broken() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    outage.begin();
    stands_on_the_page(&mut kurt, 503, "an outage").await;

    let (test, mut kurt) = kurt_at_review().await;
    let file = format!("sqlite://{}", test.folder().join("ressurstimebok.sqlite").display());
    let mut raw = <sqlx::SqliteConnection as sqlx::Connection>::connect(&file).await.unwrap();
    sqlx::query("ALTER TABLE journal RENAME TO elsewhere").execute(&mut raw).await.unwrap();
    stands_on_the_page(&mut kurt, 500, "a broken store").await;
    kurt.sees("Bestillingen er ikke sendt.");
    kurt.sees("Referanse: ");

    let test = TestClinic::demo().await;
    let fragile = Fragile::of(&test);
    let ids = Arc::new(SeededIds::default());
    let clinic = Clinic::new(test.clinic.id(), Arc::clone(&test.store), fragile.clone(), ids);
    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;
    kurt.walks_to_review("13:30").await;
    fragile.breaks();
    stands_on_the_page(&mut kurt, 500, "a panic").await;
    kurt.sees("Vi vet ikke om bestillingen er sendt.");
}

#[tokio::test]
async fn who_leaves_while_the_database_is_away_sends_nothing_by_trying_again() {
    for (button, then) in [("Tilbake", "Velg time"), ("Forside", "Dine tjenester"), ("English", "Check")] {
        let test = TestClinic::demo().await;
        let (mut kurt, outage) = kurt_and_an_outage(&test).await;
        kurt.walks_to_review("13:30").await;
        outage.begin();
        kurt.writes(TYPED);
        kurt.presses(button).await;
        if kurt.page.status == 503 {
            kurt.does_not_see("sendt");
            assert_eq!(kurt.page.value("grunn").as_deref(), Some(TYPED), "{button}");
            outage.end();
            let mut by_enter = kurt.clone();
            by_enter.presses_enter_in("grunn").await;
            assert_eq!(by_enter.page.heading(), kurt_after(&mut kurt).await, "{button}");
        }
        assert!(kurt.page.heading().starts_with(then), "{button}: {}", kurt.page.heading());
        assert_eq!(test.store.waiting_count(test.clinic.id()).await.unwrap(), 0, "{button}");
    }
}

async fn kurt_after(kurt: &mut Patient) -> String {
    kurt.presses("Prøv igjen").await;
    kurt.page.heading().to_owned()
}

#[tokio::test]
async fn when_a_limit_is_met() {
    let (_test, mut kurt) = kurt_at_review().await;
    kurt.writes(&"x".repeat(51));
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.value("grunn"), Some("x".repeat(51)));
    for _ in 1..RequestRates::default().person.burst {
        kurt.clone().presses("Send bestilling").await;
    }
    stands_on_the_page(&mut kurt, 429, "too many requests").await;

    let (_test, mut kurt) = kurt_at_review().await;
    for time in ["14:00", "14:15"] {
        kurt.clone().books(time, "").await;
    }
    stands_on_the_page(&mut kurt, 409, "too many bookings").await;
}

/// One text of each type is kept: what is written of the vaccine is not lost to what is written of the lab.
#[tokio::test]
async fn when_two_types_are_begun() {
    let (_test, mut kurt) = kurt_at_review().await;
    kurt.writes(TYPED);
    kurt.presses("Avbryt").await;
    kurt.goes_to("/bestill/lab/tid").await;
    kurt.chooses("14:00");
    kurt.presses("Neste").await;
    kurt.writes("blodprøve");
    kurt.presses("Avbryt").await;
    for (kind, written) in [(TimebookType::Vaccine, TYPED), (TimebookType::Lab, "blodprøve")] {
        kurt.goes_to(&format!("/bestill/{}/tid", kind.slug())).await;
        kurt.chooses("14:30");
        kurt.presses("Neste").await;
        assert_eq!(kurt.page.value("grunn").as_deref(), Some(written));
    }
}

#[tokio::test]
async fn the_longest_text_that_fits_in_the_field_is_shown_again() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let (_, after) = kurt.page.html.split_once(r#" maxlength=""#).expect("a limit");
    let (limit, _) = after.split_once('"').unwrap();
    // Each takes nine bytes in a form.
    let longest = "☃".repeat(limit.parse().unwrap());
    for button in ["Send bestilling", "Tilbake", "Avbryt"] {
        kurt.writes(&longest);
        kurt.presses(button).await;
        assert_eq!(kurt.page.status, 422);
        assert_eq!(kurt.page.value("grunn").as_deref(), Some(longest.as_str()));
    }
}
