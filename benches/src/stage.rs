//! A clinic to measure: its own store on either engine, and its own portal port, served by its own runtime as
//! in the product.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{NaiveDate, NaiveTime};
use clinic::{
    Admin, Clinic, LocationDraft, NewEdit, OpeningDraft, Patient, ProfileDraft, RulesDraft, SaveError,
    SetupPart, Store, TimebookDraft, Transaction, Write,
};
use portal::{Config, Login, Rate, RequestRates};
use server::{DemoClock, RandomIds, SystemClock};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use timebook::{BookingLimit, BookingLimits, LocationId, Revision, Slot, TimebookId, TimebookType};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::{Result, people};

/// The engine of the store.
#[derive(Clone, Copy)]
pub(crate) enum Engine<'a> {
    /// A file in the folder for measures.
    Sqlite,
    /// Its own database on the server.
    Postgres(&'a Databases),
}

impl Engine<'_> {
    /// Its name in figures.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// A timebook to publish.
pub(crate) struct Wanted {
    /// Its type.
    pub(crate) kind: TimebookType,
    /// Its name.
    pub(crate) name: String,
    /// When it is open on weekdays.
    pub(crate) from: &'static str,
    /// Until when.
    pub(crate) to: &'static str,
    /// How long each time is, in minutes.
    pub(crate) minutes: u16,
    /// Places in each time.
    pub(crate) capacity: u16,
    /// Weeks of times.
    pub(crate) weeks: u16,
}

/// A clinic with its portal open.
pub(crate) struct Stage {
    /// The clinic.
    pub(crate) clinic: Clinic,
    /// Its store, for reading what no use case returns.
    pub(crate) store: Arc<dyn Store>,
    /// Where the portal listens.
    pub(crate) address: SocketAddr,
    /// The patients who may log in.
    pub(crate) patients: Vec<Patient>,
    /// The published timebooks, in the order of `wanted`.
    pub(crate) timebooks: Vec<TimebookId>,
    // Ended before the data are removed.
    runtime: Runtime,
    _data: Data,
}

enum Data {
    Folder { _folder: TempDir },
    Database { _database: Database },
}

/// The clinic's first day: a Monday with no holiday in the twelve weeks after it.
pub(crate) const MONDAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 20).expect("a date");

impl Stage {
    /// Opens the clinic, publishes the timebooks, saves the patients, serves the portal.
    pub(crate) fn open(engine: Engine<'_>, wanted: &[Wanted], patients: usize) -> Result<Self> {
        let runtime = Runtime::new()?;
        let (store, data) = open_store(&runtime, engine)?;
        let clock = DemoClock::starting_at(MONDAY.and_time(NaiveTime::MIN), Arc::new(SystemClock));
        let id = server::demo::CLINIC;
        let clinic = Clinic::new(id, Arc::clone(&store), Arc::new(clock), Arc::new(RandomIds));
        let patients = people::patients(patients)?;
        let timebooks = runtime.block_on(set_up(&clinic, wanted, &patients))?;
        runtime.block_on(lift_limits(&clinic, &*store))?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        let router = portal::router(Config {
            clinic: clinic.clone(),
            login: Login::Demo,
            rates: unlimited(),
            entrance: portal::Entrance::default(),
        });
        runtime.spawn(portal::serve(listener, router, std::future::pending::<()>()));
        Ok(Self { clinic, store, address, patients, timebooks, runtime, _data: data })
    }

    /// The product's runtime, for calling use cases.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The free times of a timebook in its first weeks, in order.
    pub(crate) fn slots(&self, timebook: TimebookId, weeks: usize) -> Result<Vec<Slot>> {
        self.runtime.block_on(async {
            let mut slots = Vec::new();
            for date in MONDAY.iter_days().take(weeks * 7) {
                slots.extend(self.clinic.day(timebook, date).await?.slots);
            }
            Ok(slots)
        })
    }
}

/// A runtime for clients: one thread, so that they use little processor time.
pub(crate) fn clients() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// The folder for the measures' data: the one set by `cargo xtask bench`, on the same disk as its PostgreSQL;
/// otherwise beside the program.
pub(crate) fn folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("RESSURSTIMEBOK_BENCH_FOLDER") {
        Some(folder) => PathBuf::from(folder),
        None => {
            let program = std::env::current_exe()?;
            program.parent().ok_or("the program stands in no folder")?.join("bench-data")
        }
    };
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn open_store(runtime: &Runtime, engine: Engine<'_>) -> Result<(Arc<dyn Store>, Data)> {
    Ok(match engine {
        Engine::Sqlite => {
            let folder = tempfile::tempdir_in(folder()?)?;
            let store = runtime.block_on(store::open_sqlite(folder.path()))?;
            (Arc::new(store), Data::Folder { _folder: folder })
        }
        Engine::Postgres(databases) => {
            let database = databases.create()?;
            let store = runtime.block_on(store::open_postgres(database.url()))?;
            (Arc::new(store), Data::Database { _database: database })
        }
    })
}

async fn set_up(clinic: &Clinic, wanted: &[Wanted], patients: &[Patient]) -> Result<Vec<TimebookId>> {
    let admin = Admin::new(server::demo::staff());
    let profile = ProfileDraft { name: "DDFL Test".to_owned(), ..ProfileDraft::default() };
    clinic.save_profile(&admin, None, &profile).await?;
    let location = LocationDraft {
        name: "DDFL Test".to_owned(),
        street: "Influensaveien 3a".to_owned(),
        postal_code: "1325".to_owned(),
        city: "Lysaker".to_owned(),
    };
    let location = clinic.save_location(&admin, None, &location).await?;
    for patient in patients {
        clinic.save_patient(patient.clone()).await?;
    }
    let mut timebooks = Vec::new();
    for wanted in wanted {
        timebooks.push(publish(clinic, &admin, wanted, location).await?);
    }
    Ok(timebooks)
}

/// The benchmark has few patients, who book many times, so the booking limits are raised.
async fn lift_limits(clinic: &Clinic, store: &dyn Store) -> Result<()> {
    let limit = BookingLimit::stored(u16::MAX).ok_or("no such limit")?;
    let was = store.edits(clinic.id()).await?.of(SetupPart::Profile).map(|edit| edit.revision);
    let mut profile = store.profile(clinic.id()).await?.ok_or("the clinic has no profile")?;
    profile.limits = BookingLimits { of_type: limit, in_all: limit };
    let edit = NewEdit { was, by: profile.name.clone(), at: clinic.now() };
    store.commit(clinic.id(), Transaction::new(vec![Write::SaveProfile(Box::new(profile), edit)])).await?;
    Ok(())
}

async fn publish(
    clinic: &Clinic,
    admin: &Admin,
    wanted: &Wanted,
    location: LocationId,
) -> std::result::Result<TimebookId, SaveError> {
    let weekday = |weekday| OpeningDraft { weekday, from: wanted.from.into(), to: wanted.to.into() };
    let draft = TimebookDraft {
        kind: wanted.kind,
        name: wanted.name.clone(),
        description: String::new(),
        location: Some(location),
        practitioner: "Fastlege August September".to_owned(),
        hours: (1..=5).map(weekday).collect(),
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: wanted.minutes,
        pause_minutes: 0,
        capacity: wanted.capacity,
        weeks_ahead: wanted.weeks,
        rules: RulesDraft::default(),
    };
    let id = clinic.save_timebook(admin, None, &draft).await?;
    clinic.publish(admin, id, Revision::FIRST).await?;
    Ok(id)
}

/// A PostgreSQL server on which databases may be created.
pub(crate) struct Databases {
    server: String,
    made: AtomicU32,
}

/// A database, which is dropped when this value is dropped.
pub(crate) struct Database {
    server: String,
    name: String,
    url: String,
}

impl Databases {
    /// The server started by `cargo xtask bench`; `None` when the program was started directly.
    pub(crate) fn from_environment() -> Option<Self> {
        let server = std::env::var("RESSURSTIMEBOK_TEST_POSTGRES").ok()?;
        Some(Self { server, made: AtomicU32::new(0) })
    }

    /// Creates a database.
    pub(crate) fn create(&self) -> Result<Database> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let name = format!("bench_{}_{number}", std::process::id());
        run(&self.server, &format!("CREATE DATABASE {name}"))?;
        let (address, _) = self.server.rsplit_once('/').ok_or("the server's address names no database")?;
        Ok(Database { server: self.server.clone(), url: format!("{address}/{name}"), name })
    }
}

impl Database {
    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            eprintln!("could not drop {}: {error}", self.name);
        }
    }
}

fn run(url: &str, statements: &str) -> Result<()> {
    clients()?.block_on(async {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    })
}

/// The benchmark has few patients at one client address, so there are no rate limits.
fn unlimited() -> RequestRates {
    let rate = Rate { burst: u32::MAX, every: std::time::Duration::from_nanos(1) };
    RequestRates { person: rate, address: rate, log_ins: rate, drafts: rate }
}
