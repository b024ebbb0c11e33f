//! The guide's clinic, ready for use in a test.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use clinic::{Admin, BookingView, Clinic, Clock, PatientActor, Request, Staff, Store};
use store::SqlStore;
use tempfile::TempDir;
use timebook::{BookingId, Name, RequestKey, Slot, StaffId, StaffMember, TimebookType};
use uuid::Uuid;

use crate::clock::{SeededIds, TestClock};

/// A clinic with its own SQLite file. The clock starts on the guide's day: Tuesday 21 January 2025, 09:00 in
/// Oslo.
pub struct TestClinic {
    /// The clinic.
    pub clinic: Clinic,
    /// Its store, for reading what no use case returns.
    pub store: Arc<dyn Store>,
    /// Its clock.
    pub clock: Arc<TestClock>,
    sql: Arc<SqlStore>,
    folder: TempDir,
}

impl TestClinic {
    /// The guide's clinic, as `--demo` fills it.
    pub async fn demo() -> Self {
        let test = Self::empty().await;
        server::demo::fill(&test.clinic).await.expect("the demo");
        test
    }

    /// A clinic that has not been set up.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sql = Arc::new(store::open_sqlite(folder.path()).await.expect("a store"));
        let store: Arc<dyn Store> = Arc::clone(&sql) as Arc<dyn Store>;
        let clock = Arc::new(TestClock::at("2025-01-21T09:00"));
        let ids = Arc::new(SeededIds::default());
        let clinic = Clinic::new(server::demo::CLINIC, Arc::clone(&store), clock.clone(), ids);
        Self { clinic, store, clock, sql, folder }
    }

    /// How many queries have been sent to the database.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.sql.queries()
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder, which is not deleted when the test clinic is dropped.
    #[must_use]
    pub fn keep_folder(self) -> PathBuf {
        self.folder.keep()
    }

    /// Moves the clock forward.
    pub fn wait(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// Kari Nilsen at the first desk.
    #[must_use]
    pub fn kari(&self) -> Staff {
        Staff::new(server::demo::staff())
    }

    /// Per Vik at the second desk.
    #[must_use]
    pub fn per(&self) -> Staff {
        let name = Name::parse("Per Vik").expect("a name");
        Staff::new(StaffMember { id: StaffId::new(Uuid::from_u128(0xbe)), name })
    }

    /// Kari Nilsen as administrator.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin::new(server::demo::staff())
    }

    /// The demo's patient with this name.
    pub async fn patient(&self, name: &str) -> PatientActor {
        let patients = self.clinic.patients().await.expect("patients");
        let found = patients.read.into_iter().find(|patient| patient.name.as_str().starts_with(name));
        PatientActor::new(found.expect("a patient of that name").id)
    }

    /// The first free time of the vaccine timebook «Influensavaksine 2» today at `clock`, as
    /// Norwegian clocks show it: `13:30`.
    pub async fn slot(&self, clock: &str) -> Option<Slot> {
        let choices = self.clinic.choices(TimebookType::Vaccine).await.expect("choices");
        let choice = choices.iter().find(|choice| choice.timebook.name.as_str() == "Influensavaksine 2")?;
        let today = timebook::oslo_date(self.clock.now());
        let day = self.clinic.day(choice.timebook.id, today).await.expect("a day");
        day.slots.into_iter().find(|slot| timebook::oslo(slot.start).format("%H:%M").to_string() == clock)
    }

    /// A filled-in form for the vaccine time at `clock` today. Each call makes a new form with its own
    /// request key.
    pub async fn form(&self, clock: &str, reason: &str) -> Request {
        let slot = self.slot(clock).await.expect("a free time");
        Request {
            key: RequestKey::new(Uuid::from_u128(u128::from_le_bytes(*slot.id.uuid().as_bytes()) ^ 0xf0)),
            kind: TimebookType::Vaccine,
            timebook: slot.timebook,
            slot: slot.id,
            reason: reason.to_owned(),
        }
    }

    /// A demo patient requests the vaccine time at `clock` today.
    pub async fn ask(&self, patient: &str, clock: &str, reason: &str) -> BookingId {
        let form = self.form(clock, reason).await;
        let patient = self.patient(patient).await;
        self.clinic.request(patient, form).await.expect("a request")
    }

    /// A booking as it is stored now.
    pub async fn booking(&self, id: BookingId) -> BookingView {
        self.store.booking(self.clinic.id(), id).await.expect("a store").expect("a booking")
    }

    /// A date of the guide's year: `date(1, 21)`.
    #[must_use]
    pub fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, day).expect("a date")
    }
}
