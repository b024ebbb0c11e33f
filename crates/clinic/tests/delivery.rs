//! How notifications are sent: each on its own, at least once, until staff must handle it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use clinic::{
    BookingView, Carrier, CarryError, Clinic, OtherPrograms, OutboxItem, PatientStatus, StoreError,
};
use testkit::{Outage, TestClinic};
use timebook::{BookingId, OutboxId, Revision, UNDO_WINDOW};

/// What a courier does instead of delivering an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Refuses,
    NeverAnswers,
    Panics,
}

/// Carries what it is given and keeps a list, but for what concerns some bookings.
#[derive(Default)]
struct Courier {
    faults: Mutex<HashMap<BookingId, Fault>>,
    carried: Mutex<Vec<OutboxId>>,
    outage: Outage,
    breaks_after: Mutex<bool>,
}

impl Courier {
    fn refuse(&self, booking: BookingId) {
        self.fail(booking, Fault::Refuses);
    }

    fn fail(&self, booking: BookingId, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).insert(booking, fault);
    }

    fn take_all(&self) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn carried(&self) -> Vec<OutboxId> {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the database unavailable as soon as the next item has been delivered.
    fn break_after_the_next(&self) {
        *self.breaks_after.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

#[async_trait]
impl Carrier for Courier {
    async fn carry(&self, item: &OutboxItem, about: &BookingView) -> Result<Option<String>, CarryError> {
        let fault = self.faults.lock().unwrap_or_else(PoisonError::into_inner).get(&item.booking).copied();
        match fault {
            Some(Fault::Refuses) => return Err(CarryError("the receiver has moved".into())),
            Some(Fault::NeverAnswers) => std::future::pending().await,
            Some(Fault::Panics) => panic!("a fault of the carrier"),
            None => {}
        }
        self.carried.lock().unwrap_or_else(PoisonError::into_inner).push(item.id);
        if std::mem::take(&mut *self.breaks_after.lock().unwrap_or_else(PoisonError::into_inner)) {
            self.outage.begin();
        }
        Ok(Some(format!("Velkommen til {}", about.location.name)))
    }
}

/// How long a carrier may take that never answers.
const SHORT: Duration = Duration::from_millis(50);

async fn day() -> (TestClinic, Clinic, Arc<Courier>) {
    let day = TestClinic::demo().await;
    let courier = Arc::new(Courier::default());
    let store = courier.outage.of(Arc::clone(&day.store));
    let ids = Arc::new(testkit::SeededIds::default());
    let clinic = Clinic::new(day.clinic.id(), store, day.clock.clone(), ids).carried_by(courier.clone());
    (day, clinic, courier)
}

#[tokio::test]
async fn one_that_cannot_leave_holds_no_other_back_and_in_the_end_staff_see_it() {
    let (day, clinic, courier) = day().await;
    let bad = day.ask("Kurt", "13:30", "").await;
    let good = day.ask("Line", "13:45", "").await;
    clinic.confirm(&day.kari(), bad, Revision::FIRST).await.expect("confirmed");
    clinic.confirm(&day.kari(), good, Revision::FIRST).await.expect("confirmed");
    courier.refuse(bad);
    day.wait(UNDO_WINDOW);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.booking(good).await.patient_status(), PatientStatus::Granted);
    assert_eq!(day.booking(bad).await.patient_status(), PatientStatus::Sent);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 0);
    assert_eq!(clinic.next_due().await.expect("a store"), Some(clinic.now() + TimeDelta::seconds(10)));

    for _ in 1..OutboxItem::MOST_ATTEMPTS {
        assert!(clinic.undelivered(&day.kari()).await.expect("a store").is_empty());
        day.wait(OutboxItem::LONGEST_PAUSE);
        assert_eq!(clinic.deliver_due().await.expect("delivery"), 0);
    }
    assert_eq!(clinic.next_due().await.expect("a store"), None, "it is not tried any more");
    let dead = clinic.undelivered(&day.kari()).await.expect("a store");
    let [clinic::Undelivered { item, view }] = &dead[..] else {
        panic!("expected one dead item, got {dead:?}")
    };
    assert_eq!(view.as_ref().map(|view| view.booking.id), Some(bad));
    assert_eq!((item.booking, item.attempts), (bad, OutboxItem::MOST_ATTEMPTS));
    assert_eq!(item.last_error, "the receiver has moved");
    assert_eq!(clinic.undelivered_count(&day.kari()).await.expect("a store"), 1);

    courier.take_all();
    clinic.send_again(&day.kari(), item.id).await.expect("a store");
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(day.booking(bad).await.patient_status(), PatientStatus::Granted);
    assert!(clinic.undelivered(&day.kari()).await.expect("a store").is_empty());
    assert_eq!(clinic.undelivered_count(&day.kari()).await.expect("a store"), 0);
}

/// Such an attempt counts as failed, also when the program is about to quit.
#[tokio::test]
async fn a_carrier_that_does_not_answer_or_panics_holds_no_other_back() {
    for (fault, error) in
        [(Fault::NeverAnswers, "the carrier took more than 50 ms"), (Fault::Panics, "the carrier panicked")]
    {
        let (day, clinic, courier) = day().await;
        let clinic = clinic.with_carry_limit(SHORT);
        let (bad, good) = (day.ask("Kurt", "13:30", "").await, day.ask("Line", "13:45", "").await);
        clinic.confirm(&day.kari(), bad, Revision::FIRST).await.expect("confirmed");
        day.wait(TimeDelta::seconds(1));
        clinic.confirm(&day.kari(), good, Revision::FIRST).await.expect("confirmed");
        courier.fail(bad, fault);
        assert_eq!(clinic.end_undo_window(OtherPrograms::None).await.expect("delivery"), 1);
        assert_eq!(day.booking(good).await.patient_status(), PatientStatus::Granted);
        for _ in 1..OutboxItem::MOST_ATTEMPTS {
            assert!(clinic.undelivered(&day.kari()).await.expect("a store").is_empty());
            day.wait(OutboxItem::LONGEST_PAUSE);
            assert_eq!(clinic.deliver_due().await.expect("delivery"), 0);
        }
        let dead = clinic.undelivered(&day.kari()).await.expect("a store");
        assert_eq!(dead.first().map(|dead| dead.item.last_error.as_str()), Some(error));
    }
}

/// The job must not run past its lease.
#[tokio::test]
async fn a_slow_carrier_leaves_some_to_the_next_call() {
    let (day, clinic, courier) = day().await;
    let clinic = clinic.with_carry_limit(SHORT);
    for (patient, clock) in
        [("Kurt", "13:00"), ("Line", "13:15"), ("Kurt", "13:30"), ("Line", "13:45"), ("Berit", "14:00")]
    {
        let id = day.ask(patient, clock, "").await;
        clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
        courier.fail(id, Fault::NeverAnswers);
    }
    day.wait(UNDO_WINDOW);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 0);
    let left = day.store.due(clinic.id(), clinic.now()).await.expect("a store").read;
    assert!(!left.is_empty() && left.len() < 5, "{} of 5 are left", left.len());
    assert!(left.iter().all(|item| item.attempts == 0));
}

#[tokio::test]
async fn one_that_was_carried_but_not_noted_is_carried_again_under_the_same_key() {
    let (day, clinic, courier) = day().await;
    let id = day.ask("Kurt", "13:30", "").await;
    clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    day.wait(UNDO_WINDOW);
    courier.break_after_the_next();
    assert!(matches!(clinic.deliver_due().await, Err(StoreError::Unavailable(_))));
    courier.outage.end();
    assert_eq!(day.booking(id).await.patient_status(), PatientStatus::Sent);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 0);
    let carried = courier.carried();
    assert_eq!(carried.len(), 2);
    assert_eq!(carried.first(), carried.last());
}

#[tokio::test]
async fn the_words_that_were_told_are_kept() {
    let (day, clinic, _) = day().await;
    let id = day.ask("Kurt", "13:30", "").await;
    clinic.confirm(&day.kari(), id, Revision::FIRST).await.expect("confirmed");
    day.wait(UNDO_WINDOW);
    clinic.deliver_due().await.expect("delivery");
    let view = day.booking(id).await;
    let told = view.last_notification;
    assert_eq!(told.text, Some(format!("Velkommen til {}", view.location.name)));
    assert_eq!(told.at, Some(clinic.now()));
}

#[tokio::test]
async fn what_can_still_be_undone_leaves_when_the_only_program_quits() {
    let (day, clinic, courier) = day().await;
    let (first, second) = (day.ask("Kurt", "13:30", "").await, day.ask("Line", "13:45", "").await);
    clinic.confirm(&day.kari(), first, Revision::FIRST).await.expect("confirmed");
    // A decision of a program that did not stop in order.
    day.clinic.reject(&day.kari(), second, Revision::FIRST, "Ring oss.").await.expect("rejected");
    assert_eq!(clinic.end_undo_window(OtherPrograms::None).await.expect("delivery"), 2);
    assert_eq!(day.booking(first).await.patient_status(), PatientStatus::Granted);
    assert_eq!(day.booking(second).await.patient_status(), PatientStatus::Rejected);
    assert_eq!(courier.carried().len(), 2);
}

#[tokio::test]
async fn a_program_that_quits_leaves_the_decisions_of_other_desks_undoable() {
    let (day, clinic, _) = day().await;
    let (ours, theirs) = (day.ask("Kurt", "13:30", "").await, day.ask("Line", "13:45", "").await);
    clinic.confirm(&day.kari(), ours, Revision::FIRST).await.expect("confirmed");
    day.clinic.confirm(&day.per(), theirs, Revision::FIRST).await.expect("confirmed");
    assert_eq!(clinic.end_undo_window(OtherPrograms::Possible).await.expect("delivery"), 1);
    assert_eq!(day.booking(ours).await.patient_status(), PatientStatus::Granted);
    day.clinic.undo(&day.per(), theirs, Revision::new(2)).await.expect("it has not left");
}

#[tokio::test]
async fn an_undone_decision_and_one_that_cannot_be_carried_stay_when_the_program_quits() {
    let (day, clinic, courier) = day().await;
    let (undone, refused) = (day.ask("Kurt", "13:30", "").await, day.ask("Line", "13:45", "").await);
    clinic.confirm(&day.kari(), undone, Revision::FIRST).await.expect("confirmed");
    clinic.undo(&day.kari(), undone, Revision::new(2)).await.expect("undone");
    clinic.confirm(&day.kari(), refused, Revision::FIRST).await.expect("confirmed");
    courier.refuse(refused);
    assert_eq!(clinic.end_undo_window(OtherPrograms::None).await.expect("delivery"), 0);
    assert_eq!(day.booking(undone).await.patient_status(), PatientStatus::Sent);
    // It is tried again at the next start.
    assert!(clinic.next_due().await.expect("a store").is_some());
}
