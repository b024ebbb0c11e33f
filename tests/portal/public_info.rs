//! The public information on every page, when the clinic changes it.

use std::sync::Arc;

use clinic::{Clinic, LocationDraft, ProfileDraft};
use portal::Login;
use testkit::{Outage, SeededIds, TestClinic};
use timebook::Revision;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn a_page_that_was_begun_before_a_change_leaves_nothing_old_to_those_after_it() {
    let test = TestClinic::demo().await;
    let outage = Outage::default();
    let store = outage.of(Arc::clone(&test.store));
    let clinic = Clinic::new(test.clinic.id(), store, test.clock.clone(), Arc::new(SeededIds::default()));
    let mut slow = Patient::at(&clinic, Login::Demo);
    let mut other = slow.clone();

    let mut held = outage.delay_answer("profile");
    let changed_meanwhile = async {
        held.is_done().await;
        let profile = ProfileDraft { name: "Legene på Lysaker".into(), ..ProfileDraft::default() };
        test.clinic.save_profile(&test.admin(), Some(Revision::FIRST), &profile).await.unwrap();
        other.goes_to("/logg-inn").await;
        assert!(other.page.html.contains("Legene på Lysaker"));
        held.release();
    };
    tokio::join!(slow.goes_to("/logg-inn"), changed_meanwhile);
    assert!(slow.page.html.contains("DDFL Test"), "it was read before the change");

    other.goes_to("/logg-inn").await;
    assert!(other.page.html.contains("Legene på Lysaker"), "{}", other.page.html);
}

#[tokio::test]
async fn what_the_clinic_changes_is_on_the_next_page_in_every_language() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;

    let location = LocationDraft {
        name: "Nye lokaler".to_owned(),
        street: "Storgata 1".to_owned(),
        postal_code: "0155".to_owned(),
        city: "Oslo".to_owned(),
    };
    for old in test.clinic.setup().await.unwrap().locations.iter() {
        let of = Some((old.id, Revision::FIRST));
        test.clinic.save_location(&test.admin(), of, &location).await.unwrap();
    }
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.sees("Oppmøtested: Storgata 1, 0155 Oslo");
    assert!(kurt.page.html.contains("DDFL Test</span> · Storgata 1, 0155 Oslo"), "{}", kurt.page.html);

    let profile = ProfileDraft {
        name: "Sentrum legesenter".to_owned(),
        info: "Ring på <døra>.".to_owned(),
        phone: "22334455".to_owned(),
        ..ProfileDraft::default()
    };
    test.clinic.save_profile(&test.admin(), Some(Revision::FIRST), &profile).await.unwrap();
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.sees("Time til vaksine hos Sentrum legesenter");
    let footer =
        "Sentrum legesenter</span> · Storgata 1, 0155 Oslo · <a href=\"tel:22334455\">22 33 44 55</a>";
    assert!(kurt.page.html.contains(footer), "{}", kurt.page.html);
    kurt.sees("Ring på <døra>.");
    kurt.presses("English").await;
    kurt.sees("Vaccine appointment at Sentrum legesenter");
    assert!(kurt.page.html.contains(footer), "{}", kurt.page.html);
}
