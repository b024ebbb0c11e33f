//! What happens by itself, done by a program at work on a clock that the test moves.

use std::future::{pending, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{Days, NaiveDate, TimeDelta, Weekday};
use clinic::events::Events;
use clinic::{
    BookingView, Carrier, CarryError, Clinic, ClinicEvent, EXPIRED_AT_ONCE, OutboxItem, PatientStatus, Store,
    Write,
};
use server::{Pace, RandomIds, Work};
use testkit::TestClock;
use timebook::{BookingId, MinuteOfDay, OpeningHours, Timebook, oslo_date};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::given::Given;
use crate::stories::records::session;

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

/// Turns that come often and may take two seconds.
fn pace() -> Pace {
    Pace {
        longest: Duration::from_millis(20),
        longest_run: Duration::from_secs(2),
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
        given.write(Write::Queue(given.outbox_item(booking))).await.unwrap();
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

/// Delivers when the test says so, and counts.
struct Slow {
    begun: Notify,
    may_end: Notify,
    carried: AtomicUsize,
}

#[async_trait]
impl Carrier for Slow {
    async fn carry(&self, _: &OutboxItem, _: &BookingView) -> Result<Option<String>, CarryError> {
        self.begun.notify_one();
        self.may_end.notified().await;
        self.carried.fetch_add(1, Ordering::SeqCst);
        Ok(None)
    }
}

/// The program is told to stop while a notification is on its way: it leaves once and is recorded.
pub(crate) async fn what_is_on_its_way_when_the_program_stops_is_not_sent_again(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (booking, _) = given.someone_asks(&given.slot(60, 1).await).await.unwrap();
    given.write(Write::Queue(given.outbox_item(booking))).await.unwrap();
    let slow = Slow { begun: Notify::new(), may_end: Notify::new(), carried: AtomicUsize::new(0) };
    let slow = Arc::new(slow);
    let (clinic, _) = clinic_at(&given, "2025-01-21T09:01");
    let clinic = clinic.carried_by(slow.clone());
    let work = Work::start(&clinic, pace());
    timeout(LONG, slow.begun.notified()).await.expect("it leaves");
    let mut stopping = pin!(work.stop());
    tokio::select! {
        biased;
        () = &mut stopping => panic!("it stopped before the notification had left"),
        () = ready(()) => {}
    }
    slow.may_end.notify_one();
    timeout(LONG, stopping).await.expect("it stops");
    assert_eq!(given.view(booking).await.patient_status(), PatientStatus::Granted);
    assert_eq!(clinic.deliver_due().await.unwrap(), 0);
    assert_eq!(slow.carried.load(Ordering::SeqCst), 1);
}

/// Waits until something is true in the tables. Each question is a statement, so the jobs go on meanwhile.
async fn becomes_true(asked: impl AsyncFn() -> bool) {
    timeout(LONG, async { while !asked().await {} }).await.expect("it becomes true");
}

/// They expire in several turns, once their time has come on the program's clock.
pub(crate) async fn a_great_many_requests_expire_when_their_time_has_come(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let many = u16::try_from(2 * EXPIRED_AT_ONCE + 1).unwrap();
    let slot = given.slot(60, many).await;
    for _ in 0..many {
        given.someone_asks(&slot).await.unwrap();
    }
    let (clinic, clock) = clinic_at(&given, "2025-01-21T09:01");
    assert_eq!(clinic.expire_due().await.unwrap(), 0);
    clock.advance(TimeDelta::hours(1));
    assert_eq!(clinic.expire_due().await.unwrap(), EXPIRED_AT_ONCE as usize);
    let work = Work::start(&clinic, pace());
    becomes_true(async || store.waiting_count(given.clinic).await.unwrap() == 0).await;
    assert_eq!(work.health().borrow().faults().count(), 0);
    work.stop().await;
}

/// At midnight in Oslo the published times reach a day further, every night.
pub(crate) async fn times_reach_a_day_further_each_midnight(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let at = |text| MinuteOfDay::parse(text).unwrap();
    let hours = (0..7).map(|day| {
        let weekday = Weekday::try_from(day).unwrap();
        OpeningHours::new(weekday, at("13:00"), at("14:00")).unwrap()
    });
    let daily =
        Timebook { hours: hours.collect(), slot_pause: timebook::SlotPause::NONE, ..given.timebook.clone() };
    given.save_timebook(daily).await.unwrap();
    let (clinic, clock) = clinic_at(&given, "2025-01-20T23:59");
    let work = Work::start(&clinic, pace());
    for night in 0..4 {
        let last = NaiveDate::from_ymd_opt(2025, 1, 20 + night).unwrap() + Days::new(8 * 7 - 1);
        becomes_true(async || {
            let times = store.coming_slots(given.clinic, given.timebook.id, clinic.now()).await.unwrap();
            times.iter().map(|time| oslo_date(time.start)).max() == Some(last)
        })
        .await;
        clock.advance(TimeDelta::days(1));
    }
    work.stop().await;
}

/// Sessions that have expired are deleted within an hour, every hour.
pub(crate) async fn expired_sessions_are_deleted_each_hour(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let patient = given.patient().await;
    let (clinic, clock) = clinic_at(&given, "2025-01-21T12:00");
    let work = Work::start(&clinic, pace());
    for token in ["one", "another"] {
        // It expired at half past nine.
        let opened = session(token, patient);
        given.write(Write::OpenSession(opened.clone())).await.unwrap();
        clock.advance(TimeDelta::hours(1));
        becomes_true(async || {
            // Sessions are answered from memory, so this asks the tables too.
            store.clinics().await.unwrap();
            store.session(given.clinic, &opened.token).await.unwrap().is_none()
        })
        .await;
    }
    work.stop().await;
}
