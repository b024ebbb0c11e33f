//! What happens by itself, done by a program at work on a clock that the test moves.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use clinic::events::Events;
use clinic::{
    BookingView, Carrier, CarryError, Clinic, ClinicEvent, OutboxItem, PatientStatus, Store, Write,
};
use server::{Pace, RandomIds, Work};
use testkit::TestClock;
use timebook::BookingId;
use tokio::time::timeout;

use crate::given::Given;

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

/// Turns that come often and may take two seconds.
fn pace() -> Pace {
    Pace {
        longest: Duration::from_millis(20),
        turn: Duration::from_secs(2),
        first_pause: Duration::from_millis(20),
        longest_pause: Duration::from_millis(20),
        ..Pace::default()
    }
}

/// The given clinic, on a clock of its own.
fn clinic_at(given: &Given, civil: &str) -> (Clinic, Arc<TestClock>) {
    let clock = Arc::new(TestClock::at(civil));
    let clinic = Clinic::new(given.clinic, Arc::clone(&given.store), clock.clone(), Arc::new(RandomIds));
    (clinic, clock)
}

async fn hear(events: &mut Events, wanted: impl Fn(&ClinicEvent) -> bool) {
    let heard = async { while !wanted(&events.next().await.expect("an event")) {} };
    timeout(LONG, heard).await.expect("it happens");
}

/// Never answers for one booking.
struct Hangs(BookingId);

#[async_trait]
impl Carrier for Hangs {
    async fn carry(&self, item: &OutboxItem, _: &BookingView) -> Result<Option<String>, CarryError> {
        if item.booking == self.0 { pending().await } else { Ok(None) }
    }
}

pub(crate) async fn a_carrier_that_hangs_stops_neither_the_others_nor_the_job(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (bad, good) =
        (given.someone_asks(&slot).await.unwrap().0, given.someone_asks(&slot).await.unwrap().0);
    for booking in [bad, good] {
        given.write(Write::Queue(given.word(booking))).await.unwrap();
    }
    let (clinic, _) = clinic_at(&given, "2025-01-21T09:01");
    let clinic = clinic.carried_by(Arc::new(Hangs(bad))).with_carry_limit(Duration::from_millis(20));
    let mut events = clinic.events();
    let work = Work::start(&clinic, pace());
    hear(&mut events, |event| *event == ClinicEvent::Sent(good)).await;
    assert_eq!(given.view(good).await.patient_status(), PatientStatus::Granted);
    assert_eq!(given.view(bad).await.patient_status(), PatientStatus::Sent);
    assert_eq!(work.health().borrow().faults().count(), 0);
    work.stop().await;
}
