//! Desks with different machine clocks use the server's: for undoing a decision, sending it, and expiring
//! requests.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clinic::{
    BookingView, Clinic, Clock, DecideError, Ids, PatientActor, PatientStatus, Request, RequestError, Staff,
    Store,
};
use server::{Options, RandomIds};
use store::SharedClock;
use testkit::TestClock;
use testkit::postgres::TestDatabase;
use timebook::{BookingId, RequestKey, Revision, StatusCode, TimebookType};
use tokio::time::timeout;

use crate::given::morning;

/// The demo's clinic at one desk, with the clock it uses.
struct Desk {
    clinic: Clinic,
    clock: Arc<SharedClock>,
    store: Arc<dyn Store>,
}

impl Desk {
    /// A desk whose own clock is stopped at a civil time of Europe/Oslo.
    async fn at(url: &str, own: &str) -> (Self, Arc<TestClock>) {
        let store = store::open_postgres(url).await.unwrap();
        let own = Arc::new(TestClock::at(own));
        let clock = Arc::new(store.clock(own.clone()).await.unwrap());
        let store: Arc<dyn Store> = Arc::new(store);
        let clinic = Clinic::new(server::demo::CLINIC, store.clone(), clock.clone(), Arc::new(RandomIds));
        (Self { clinic, clock, store }, own)
    }

    /// A patient requests the first free time of today: 13:00, if it is free.
    async fn ask(&self) -> BookingId {
        let request = self.form().await;
        let patient = self.clinic.patients().await.unwrap().read.remove(0);
        self.clinic.request(PatientActor::new(patient.id), request).await.unwrap()
    }

    async fn form(&self) -> Request {
        let choice = self.clinic.choices(TimebookType::Vaccine).await.unwrap().remove(2);
        let day = self.clinic.day(choice.timebook.id, timebook::oslo_date(morning())).await.unwrap();
        let slot = day.slots.first().expect("a free time");
        Request {
            key: RequestKey::new(RandomIds.uuid()),
            kind: TimebookType::Vaccine,
            timebook: slot.timebook,
            slot: slot.id,
            reason: String::new(),
        }
    }

    async fn view(&self, id: BookingId) -> BookingView {
        self.store.booking(self.clinic.id(), id).await.unwrap().expect("a booking")
    }

    async fn status(&self, id: BookingId) -> (StatusCode, PatientStatus) {
        let view = self.view(id).await;
        (view.booking.status.code(), view.last_notification.status)
    }
}

/// Two desks on one server. The first desk's clock is five minutes behind and the second's seven minutes
/// ahead of the server's, which is stopped at the guide's morning.
struct Clinics {
    database: TestDatabase,
    late: Desk,
    early: Desk,
}

impl Clinics {
    async fn open() -> Self {
        let database = testkit::postgres::database().await;
        database.stop_clock(morning()).await;
        let (late, _) = Desk::at(&database.url, "2025-01-21T08:55").await;
        let (early, _) = Desk::at(&database.url, "2025-01-21T09:07").await;
        server::demo::fill(&late.clinic).await.unwrap();
        Self { database, late, early }
    }

    /// Sets the server's clock, and waits until the desks have measured it.
    async fn set(&self, at: DateTime<Utc>) {
        self.database.set_clock(at).await;
        self.late.clock.measure().await.unwrap();
        self.early.clock.measure().await.unwrap();
    }
}

fn kari() -> Staff {
    Staff::new(server::demo::staff())
}

fn is_near(found: DateTime<Utc>, wanted: DateTime<Utc>) -> bool {
    (found - wanted).abs() < TimeDelta::seconds(3)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_can_be_undone_for_as_long_as_the_server_says() {
    let desks = Clinics::open().await;
    let (late, early) = (&desks.late.clinic, &desks.early.clinic);
    assert!(is_near(late.now(), morning()), "{}", late.now());
    assert!(is_near(early.now(), morning()), "{}", early.now());

    let id = desks.late.ask().await;
    let decided = late.confirm(&kari(), id, Revision::FIRST).await.unwrap();
    // By the second desk's own clock the undo window ended twelve minutes ago.
    assert_eq!(early.deliver_due().await.unwrap(), 0);
    assert_eq!(desks.late.status(id).await, (StatusCode::Confirmed, PatientStatus::Sent));
    desks.set(morning() + TimeDelta::seconds(4)).await;
    assert_eq!(early.deliver_due().await.unwrap(), 0);
    early.undo(&kari(), id, decided.view.booking.revision).await.unwrap();
    assert_eq!(desks.late.status(id).await, (StatusCode::Requested, PatientStatus::Sent));

    let seen = desks.late.view(id).await.booking.revision;
    let decided = early.confirm(&kari(), id, seen).await.unwrap();
    desks.set(morning() + TimeDelta::seconds(20)).await;
    // By the first desk's own clock there are twelve minutes left.
    let undone = late.undo(&kari(), id, decided.view.booking.revision).await;
    assert!(matches!(undone, Err(DecideError::TooLate)), "{undone:?}");
    assert_eq!(late.deliver_due().await.unwrap(), 1);
    assert_eq!(desks.early.status(id).await, (StatusCode::Confirmed, PatientStatus::Granted));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_has_begun_when_the_server_says() {
    let desks = Clinics::open().await;
    let (late, early) = (&desks.late.clinic, &desks.early.clinic);
    let form_for_one = desks.late.form().await;
    let id = desks.late.ask().await;
    let one = "2025-01-21T12:00:00Z".parse::<DateTime<Utc>>().unwrap();

    // Three minutes before one o'clock the second desk's own clock says four minutes past.
    desks.set(one - TimeDelta::minutes(3)).await;
    assert_eq!(early.expire_due().await.unwrap(), 0);
    let decided = early.confirm(&kari(), id, Revision::FIRST).await.unwrap();
    early.undo(&kari(), id, decided.view.booking.revision).await.unwrap();

    // Three minutes past it the first desk's says two minutes to.
    desks.set(one + TimeDelta::minutes(3)).await;
    let seen = desks.late.view(id).await.booking.revision;
    let confirmed = late.confirm(&kari(), id, seen).await;
    assert!(matches!(confirmed, Err(DecideError::Begun)), "{confirmed:?}");
    assert_eq!(late.expire_due().await.unwrap(), 1);
    assert_eq!(desks.early.view(id).await.booking.status.code(), StatusCode::Expired);
    let patient = PatientActor::new(late.patients().await.unwrap().read[1].id);
    let asked = late.request(patient, form_for_one).await;
    assert!(matches!(asked, Err(RequestError::Taken)), "{asked:?}");
}

/// Negative control for the two tests above: desks that use their own clocks do not agree.
#[tokio::test(flavor = "multi_thread")]
async fn desks_that_go_by_their_own_clocks_do_not_agree() {
    let database = testkit::postgres::database().await;
    database.stop_clock(morning()).await;
    let (late, own) = Desk::at(&database.url, "2025-01-21T08:55").await;
    let ids = || Arc::new(RandomIds);
    let by_itself = Clinic::new(late.clinic.id(), late.store.clone(), own, ids());
    server::demo::fill(&by_itself).await.unwrap();
    let id = late.ask().await;
    by_itself.confirm(&kari(), id, Revision::FIRST).await.unwrap();
    let early = Arc::new(TestClock::at("2025-01-21T09:07"));
    let other = Clinic::new(late.clinic.id(), late.store.clone(), early, ids());
    assert_eq!(other.deliver_due().await.unwrap(), 1, "it left while it could still be undone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_clock_is_set_while_it_runs_is_soon_right_again() {
    let database = testkit::postgres::database().await;
    database.stop_clock(morning()).await;
    let (desk, own) = Desk::at(&database.url, "2025-01-21T09:00").await;
    own.advance(TimeDelta::hours(1));
    let measured = desk.clock.measured();
    // The change of the clock is noticed when the time is read.
    assert!(!is_near(desk.clock.now(), morning()));
    timeout(Duration::from_secs(9), measured).await.expect("it is measured sooner than it always is");
    assert!(is_near(desk.clock.now(), morning()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_leaves_the_time_as_it_was_measured() {
    let database = testkit::postgres::database().await;
    database.stop_clock(morning()).await;
    let (desk, own) = Desk::at(&database.url, "2025-01-21T08:55").await;
    desk.store.close().await;
    assert!(desk.clock.measure().await.is_err());
    own.advance(TimeDelta::seconds(30));
    assert!(is_near(desk.clock.now(), morning() + TimeDelta::seconds(30)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_goes_by_the_server_that_it_is_started_on() {
    let database = testkit::postgres::database().await;
    database.stop_clock(morning()).await;
    let options = |more: &[&str]| {
        let given = ["ressurstimebok-server", "--demo", "--database", &database.url];
        <Options as clap::Parser>::try_parse_from(given.into_iter().chain(more.iter().copied())).unwrap()
    };
    // The machine's clock goes on while the demo is filled, but it is more than a year away.
    let is_same_hour =
        |found: DateTime<Utc>, wanted: DateTime<Utc>| (found - wanted).abs() < TimeDelta::hours(1);
    let opened = server::open(&options(&[])).await.unwrap();
    assert!(is_same_hour(opened.clinic.now(), morning()), "{}", opened.clinic.now());
    opened.clinic.close().await;
    // The demo's clock starts at the given time and then follows the server's, which is stopped here.
    let opened = server::open(&options(&["--today", "2025-03-03T12:00"])).await.unwrap();
    assert!(is_same_hour(opened.clinic.now(), "2025-03-03T11:00:00Z".parse().unwrap()));
    opened.clinic.close().await;
}
