//! What staff and patients are shown, and what of it is logged.

use std::sync::Arc;

use clinic::{Act, Clinic, EARLIER_MOST};
use testkit::{Outage, SeededIds, TestClinic};
use timebook::{BookingId, RequestKey, Revision, UNDO_WINDOW};
use uuid::Uuid;

/// The log of one patient, oldest first.
async fn log(day: &TestClinic, of: BookingId) -> Vec<Act> {
    let patient = day.booking(of).await.booking.patient;
    let page = day.store.journal_of_patient(day.clinic.id(), patient, None, 100).await.expect("a store");
    page.read.into_iter().rev().map(|(_, entry)| entry.act).collect()
}

#[tokio::test]
async fn a_request_is_opened_with_the_patients_other_bookings_if_there_are_any() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.note_opened(&day.kari(), id).await.expect("noted");
    assert_eq!(log(&day, id).await.iter().filter(|act| **act == Act::Opened).count(), 1);
    assert!(!log(&day, id).await.contains(&Act::EarlierShown), "there is no other");

    day.ask("Kurt", "13:45", "").await;
    day.clinic.note_opened(&day.kari(), id).await.expect("noted");
    assert_eq!(log(&day, id).await.iter().filter(|act| **act == Act::EarlierShown).count(), 1);
}

#[tokio::test]
async fn an_identity_number_that_is_shown_is_logged() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    let shown = day.clinic.reveal_identity(&day.kari(), id).await.expect("a store");
    assert_eq!(shown, Some(day.booking(id).await.patient.identity));
    assert_eq!(log(&day, id).await.last(), Some(&Act::IdentityShown));
    let nobody = BookingId::new(Uuid::from_u128(7));
    assert_eq!(day.clinic.reveal_identity(&day.kari(), nobody).await.expect("a store"), None);
}

#[tokio::test]
async fn the_first_free_day_is_the_first_day_with_a_free_time() {
    let day = TestClinic::demo().await;
    let timebook = day.slot("13:30").await.expect("a free time").timebook;
    let first = day.clinic.first_free_day(timebook).await.expect("a store");
    assert_eq!(first, Some(TestClinic::date(1, 21)));
    let month = day.clinic.month(timebook, TestClinic::date(1, 21)).await.expect("a store");
    assert_eq!(month.free_days.first(), first.as_ref());
    assert!(month.free_days.iter().all(|day| *day <= TestClinic::date(1, 31)), "{:?}", month.free_days);
}

/// The list and a booking in it are two entries, each made once however often the pages are loaded.
#[tokio::test]
async fn what_patients_see_of_their_own_is_logged_once_per_visit() {
    let day = TestClinic::demo().await;
    let (kurt, id) = (day.patient("Kurt").await, day.ask("Kurt", "13:30", "").await);
    for _ in 0..3 {
        assert_eq!(day.clinic.own_bookings(kurt).await.expect("a store").count(), 1);
        assert!(day.clinic.own_booking(kurt, id).await.expect("a store").is_some());
    }
    let page = day.store.journal_of_patient(day.clinic.id(), kurt.id(), None, 100).await.expect("a store");
    let of = |act| page.iter().filter(move |(_, entry)| entry.act == act).map(|(_, entry)| entry.booking);
    assert_eq!(of(Act::ListedByPatient).collect::<Vec<_>>(), [None]);
    assert_eq!(of(Act::ReadByPatient).collect::<Vec<_>>(), [Some(id)]);
}

/// A page whose log entry is not saved is not shown. When it is shown later, that is the first time.
#[tokio::test]
async fn a_page_that_could_not_be_logged_is_logged_the_next_time() {
    let day = TestClinic::demo().await;
    let (kurt, id) = (day.patient("Kurt").await, day.ask("Kurt", "13:30", "").await);
    let outage = Outage::default();
    let store = outage.of(Arc::clone(&day.store));
    let here = Clinic::new(day.clinic.id(), store, day.clock.clone(), Arc::new(SeededIds::default()));
    outage.refuse_writes();
    assert!(here.own_booking(kurt, id).await.is_err());
    outage.end();
    for _ in 0..2 {
        assert!(here.own_booking(kurt, id).await.expect("a store").is_some());
    }
    assert_eq!(log(&day, id).await.iter().filter(|act| **act == Act::ReadByPatient).count(), 1);
}

/// On the patient's own pages the answer is what staff wrote.
#[tokio::test]
async fn the_patient_reads_what_staff_wrote() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.clinic.reject(&day.kari(), id, Revision::FIRST, "Vi er fulle.").await.expect("rejected");
    day.wait(UNDO_WINDOW);
    assert_eq!(day.clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.booking(id).await.last_notification.text.as_deref(), Some("Vi er fulle."));
}

#[tokio::test]
async fn a_closed_clinic_answers_nobody() {
    let day = TestClinic::demo().await;
    day.clinic.close().await;
    assert!(day.clinic.waiting_count().await.is_err());
}

/// One more than are shown are read, because the open one is among them.
#[tokio::test]
async fn as_many_other_bookings_are_shown_as_is_promised() {
    let day = TestClinic::demo().await;
    let (kurt, mut form) = (day.patient("Kurt").await, day.form("13:30", "").await);
    let mut last = None;
    for number in 0..=EARLIER_MOST {
        form.key = RequestKey::new(Uuid::from_u128(number.into()));
        let id = day.clinic.request(kurt, form.clone()).await.expect("a request");
        day.clinic.reject(&day.kari(), id, Revision::FIRST, "Vi er fulle.").await.expect("rejected");
        last = Some(id);
    }
    let last = last.expect("a booking");
    let shown = day.clinic.read_request(&day.kari(), last).await.expect("a store").expect("a request");
    assert_eq!(shown.earlier.read.len(), EARLIER_MOST as usize);
}
