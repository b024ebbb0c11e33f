//! The public information on every page, when the clinic changes it.

use std::sync::Arc;

use clinic::{Clinic, ProfileDraft};
use portal::Login;
use testkit::{Outage, SeededIds, TestClinic};
use timebook::Revision;

use crate::browser::Patient;

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
        held.is_read().await;
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
