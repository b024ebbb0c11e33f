//! Times that are not free after all, and forms that are sent twice.

use chrono::TimeDelta;
use clinic::{NewEdit, Transaction, Write};
use testkit::TestClinic;
use timebook::{BookingWindow, Capacity, ExistingSlot, Revision, SlotTerms, Timebook};

use crate::browser::{KURT, LINE, Patient};

#[tokio::test]
async fn a_time_that_somebody_else_took_is_answered_with_fresh_times() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let mut line = kurt.beside(LINE).await;
    kurt.walks_to_review("13:30").await;
    line.books("13:30", "").await;

    kurt.writes("mitt eget ord");
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    kurt.reads("Velg time");
    kurt.sees("Timen 21. januar 2025 kl. 13:30 - 13:45 er dessverre ikke ledig lenger");
    kurt.sees("Det du har skrevet, er tatt vare på.");
    assert!(kurt.page.html.contains(r#"role="alert""#));
    assert_eq!(kurt.page.radio("13:30"), None);
    kurt.chooses("13:45");
    kurt.presses("Neste").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("mitt eget ord"));
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
}

#[tokio::test]
async fn an_old_address_of_a_taken_time_shows_what_is_free_now() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let address = kurt.page.address.clone();
    kurt.presses("Tilbake").await;
    let choosing = kurt.page.address.clone();
    kurt.beside(LINE).await.books("13:30", "").await;
    kurt.goes_to(&address).await;
    assert_eq!(kurt.page.status, 409);
    kurt.reads("Velg time");
    kurt.goes_to(&choosing).await;
    assert_eq!(kurt.page.status, 200);
    kurt.sees("Timen er dessverre ikke ledig lenger");
}

#[tokio::test]
async fn a_time_that_has_begun_is_gone() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    test.wait(TimeDelta::minutes(225));
    kurt.logs_in(KURT).await;
    kurt.walks_to_review("13:00").await;
    test.wait(TimeDelta::minutes(20));
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    kurt.sees("Velg en annen time.");
    assert!(!kurt.page.html.contains("tatt vare på"), "nothing was written");
    assert_eq!(kurt.page.choices().first().map(String::as_str), Some("13:15 - 13:30"));
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_booking() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let mut again = kurt.clone();
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
    again.presses("Send bestilling").await;
    again.reads("Timebestillingen er sendt");
    kurt.goes_to("/innboks").await;
    kurt.sees("1 melding\n");
}

#[tokio::test]
async fn a_time_of_another_timebook_or_clinic_is_not_found() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let address = kurt.page.address.clone();
    let vaccine = kurt.page.value("sted").unwrap();
    let lab = test.clinic.choices(timebook::TimebookType::Lab).await.unwrap()[0].timebook.id.to_string();
    for (field, value) in [("sted", lab.as_str()), ("tid", "1 or 1=1"), ("sted", "")] {
        kurt.goes_to(&address).await;
        kurt.fills(field, value);
        kurt.presses("Send bestilling").await;
        assert_eq!(kurt.page.status, 404, "{field}={value}");
        kurt.reads("Vi finner ikke timen");
        kurt.follows("Velg en annen time").await;
        kurt.reads("Velg time");
    }
    // It looks like a time that has been taken off the plan.
    kurt.goes_to(&address).await;
    kurt.fills("tid", &vaccine);
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    kurt.sees("Timen er dessverre ikke ledig lenger");
    kurt.goes_to(&address.replace("/vaksine/", "/lab/")).await;
    assert_eq!(kurt.page.status, 404);
    kurt.goes_to("/bestill/fotpleie/tid").await;
    assert_eq!(kurt.page.status, 404);
    kurt.goes_to(&format!("/bestill/vaksine/tid?sted={lab}")).await;
    assert_eq!(kurt.page.status, 404);
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Du har ingen timeavtaler ennå.");
}

#[tokio::test]
async fn back_from_a_request_that_was_sent_leads_to_where_it_was_sent() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let review = kurt.page.address.clone();
    kurt.presses("Send bestilling").await;
    let sent = kurt.page.address.clone();
    kurt.goes_to(&review).await;
    kurt.reads("Timebestillingen er sendt");
    assert_eq!(kurt.page.address, sent);
    // To anyone else it is a time that is taken.
    let mut line = kurt.beside(LINE).await;
    line.goes_to(&review).await;
    assert_eq!(line.page.status, 409);
}

#[tokio::test]
async fn a_time_that_the_patient_has_already_is_not_called_taken() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let mut tab = kurt.clone();
    tab.goes_to(&kurt.page.address.clone()).await;
    for page in [&mut kurt, &mut tab] {
        page.presses("Send bestilling").await;
        page.reads("Timebestillingen er sendt");
    }
    assert_eq!(kurt.page.address, tab.page.address);
}

/// The clinic's last moment for the time passes while the patient writes. It is hours before the time begins.
#[tokio::test]
async fn a_time_whose_last_moment_has_passed_is_gone() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let slot = test.slot("13:30").await.unwrap();
    let closes = test.clinic.now() + TimeDelta::minutes(10);
    let terms = SlotTerms { window: BookingWindow { closes, ..slot.window }, ..slot.terms() };
    let change = Write::ChangeSlots {
        timebook: slot.timebook,
        add: vec![],
        reopen: vec![(slot.id, terms)],
        remove: vec![],
        close: vec![],
    };
    test.store.commit(test.clinic.id(), Transaction::new(vec![change])).await.unwrap();
    kurt.walks_to_review("13:30").await;
    kurt.writes("mitt eget ord");
    test.wait(TimeDelta::minutes(10));
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    kurt.sees("Det du har skrevet, er tatt vare på.");
    assert_eq!(kurt.page.radio("13:30"), None);
    kurt.chooses("13:45");
    kurt.presses("Neste").await;
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
}

/// Patients are told when to return for times that the clinic has not released yet.
#[tokio::test]
async fn times_that_are_not_released_yet_are_announced() {
    let test = TestClinic::demo().await;
    let slot = test.slot("13:30").await.unwrap();
    let opens = test.clinic.now() + TimeDelta::days(6);
    let later = |slot: ExistingSlot| {
        let window = BookingWindow { opens, ..slot.terms.window };
        (slot.id, SlotTerms { window, ..slot.terms })
    };
    let now = test.clinic.now();
    let coming = test.store.coming_slots(test.clinic.id(), slot.timebook, now).await.unwrap();
    let change = Write::ChangeSlots {
        timebook: slot.timebook,
        add: vec![],
        reopen: coming.into_iter().map(later).collect(),
        remove: vec![],
        close: vec![],
    };
    test.store.commit(test.clinic.id(), Transaction::new(vec![change])).await.unwrap();
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let page = format!("/bestill/vaksine/tid?sted={}", slot.timebook);
    kurt.goes_to(&page).await;
    kurt.sees(
        "Ingen ledige timer i januar 2025. Nye timer åpnes for bestilling mandag 27. januar kl. 09:00.",
    );
    kurt.does_not_see("senere heller");
    test.wait(TimeDelta::days(6));
    kurt.logs_in(KURT).await;
    kurt.goes_to(&page).await;
    kurt.does_not_see("Ingen ledige timer");
}

/// Two places are free, and one patient gets one of them, also when the program was started again in between.
#[tokio::test]
async fn a_patient_with_two_pages_gets_one_place_of_a_time() {
    let test = TestClinic::demo().await;
    let (timebook, _) = test.clinic.setup().await.unwrap().timebooks.read.swap_remove(4);
    let capacity = Capacity::new(2).unwrap();
    let edit = NewEdit {
        was: Some(Revision::new(2)),
        by: test.admin().member().name.clone(),
        at: test.clinic.now(),
    };
    let slot = test.slot("13:30").await.unwrap();
    let terms = vec![(slot.id, SlotTerms { capacity, ..slot.terms() })];
    let change = Write::ChangeSlots {
        timebook: timebook.id,
        add: vec![],
        reopen: terms,
        remove: vec![],
        close: vec![],
    };
    let changed = Write::SaveTimebook(Box::new(Timebook { capacity, ..timebook }), edit);
    test.store.commit(test.clinic.id(), Transaction::new(vec![changed, change])).await.unwrap();

    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let mut tab = kurt.clone();
    tab.goes_to(&kurt.page.address.clone()).await;
    assert_ne!(kurt.page.value("nokkel"), tab.page.value("nokkel"), "each page has a key of its own");
    kurt.presses("Send bestilling").await;
    kurt.reads("Timebestillingen er sendt");
    tab.presses("Send bestilling").await;
    tab.reads("Timebestillingen er sendt");
    assert_eq!(kurt.page.address, tab.page.address);
    assert_eq!(test.clinic.waiting_count().await.unwrap(), 1);
    assert_eq!(test.clinic.day(slot.timebook, slot.date).await.unwrap().slots.len(), 9, "a place is left");
}

#[tokio::test]
async fn looking_at_a_form_that_was_sent_deletes_no_other_text() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let first = kurt.page.address.clone();
    kurt.presses("Send bestilling").await;
    kurt.walks_to_review("13:45").await;
    kurt.writes("noe langt og viktig");
    kurt.presses("Tilbake").await;
    kurt.goes_to(&first).await;
    kurt.reads("Timebestillingen er sendt");
    kurt.walks_to_review("13:45").await;
    assert_eq!(kurt.page.value("grunn").as_deref(), Some("noe langt og viktig"));
}

/// The clinic closes the day while the patient fills in the form.
#[tokio::test]
async fn a_time_of_a_day_that_was_closed_meanwhile_is_refused_and_the_day_offers_nothing() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let closed = clinic::ExceptionDraft {
        scope: timebook::ExceptionScope::Clinic,
        first: "21.01.2025".to_owned(),
        last: String::new(),
        change: clinic::ChangeDraft::Closed,
        note: "Kurs".to_owned(),
    };
    test.clinic.save_exception(&test.admin(), None, &closed).await.unwrap();
    kurt.writes("mitt eget ord");
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 409);
    kurt.reads("Velg time");
    kurt.does_not_see("Kurs");
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.sees("tirsdag 21. januar, ingen ledige timer");
    kurt.sees("Ingen ledige timer denne dagen. Velg en blå dag i kalenderen.");
}
