//! Opening a clinic: its store, its clock, its id, and the member of staff on this machine.

use std::sync::Arc;

use clinic::{Clinic, Clock, CommitError, Ids, OtherPrograms, Store, Transaction, Write};
use sha2::{Digest, Sha256};
use timebook::{ClinicId, Name, StaffId, StaffMember};
use uuid::Uuid;

use crate::clock::{DemoClock, RandomIds, SystemClock};
use crate::demo;
use crate::open_error::OpenError;
use crate::options::Options;

/// A clinic that is ready for use.
#[derive(Clone)]
pub struct Opened {
    /// The clinic.
    pub clinic: Clinic,
    /// The member of staff on this machine: Kari Nilsen in the demo, otherwise the user who is logged in to
    /// the machine.
    pub staff: StaffMember,
    /// Whether other programs may have the same clinic open at the same time.
    pub others: OtherPrograms,
}

/// Opens the clinic named by the options: migrates its data, fills an empty demo, and plans times for the
/// days that are now within the published weeks.
///
/// # Errors
/// [`OpenError`]. The data are not changed when they are newer than the program, or when the demo is opened
/// on a database with another clinic than the demo's.
pub async fn open(options: &Options) -> Result<Opened, OpenError> {
    let database = options.database_address().map_err(|error| OpenError::Broken(error.into()))?;
    match move_data(options).await {
        // The clinic's data are on the database server, so only settings could not be moved.
        Err(error) if database.is_some() => tracing::warn!(%error, "the settings were not moved"),
        moved => moved?,
    }
    if options.demo {
        refuse_demo_on_other_data(options, database.as_deref()).await?;
    }
    let store = match &database {
        Some(url) => store::open_postgres(url).await?,
        None => store::open_sqlite(&options.data_folder()).await?,
    };
    let clock: Arc<dyn Clock> = Arc::new(store.clock(Arc::new(SystemClock)).await?);
    let clock = match options.today {
        Some(today) => Arc::new(DemoClock::starting_at(today, clock)),
        None => clock,
    };
    let store: Arc<dyn Store> = Arc::new(store);
    let id = choose(options, &*store).await?;
    let clinic = Clinic::new(id, store, clock, Arc::new(RandomIds));
    let staff = if options.demo { demo::staff() } else { logged_in(id) };
    if options.demo {
        demo::fill(&clinic).await?;
    }
    clinic.extend_plans().await?;
    let others = match options.database {
        Some(_) => OtherPrograms::Possible,
        None => OtherPrograms::None,
    };
    Ok(Opened { clinic, staff, others })
}

/// Moves the data from where an earlier version of the program kept them. Usually there is nothing to move.
/// [`open`] calls this first; a program that reads settings before [`open`] must call it earlier.
///
/// # Errors
/// [`OpenError`]; the data are then complete in the old place.
pub async fn move_data(options: &Options) -> Result<(), OpenError> {
    match options.earlier_data_folder() {
        Some(earlier) => Ok(store::move_data(&earlier, &options.data_folder()).await?),
        None => Ok(()),
    }
}

/// Refuses to run the demo on data with any other clinic: the demo's login is open to everyone and would list
/// that clinic's patients.
async fn refuse_demo_on_other_data(options: &Options, database: Option<&str>) -> Result<(), OpenError> {
    let holds_another = match database {
        Some(url) => store::database_holds_another(url, demo::CLINIC).await?,
        None => store::folder_holds_another(&options.data_folder(), demo::CLINIC).await?,
    };
    let asks_another = options.clinic.is_some_and(|chosen| chosen != demo::CLINIC);
    if holds_another || asks_another { Err(OpenError::NotTheDemo) } else { Ok(()) }
}

/// The clinic in the options, the only clinic, or a new one. A new clinic gets the same id in every program
/// that opens the database before it is set up.
async fn choose(options: &Options, store: &dyn Store) -> Result<ClinicId, OpenError> {
    if let Some(chosen) = options.clinic {
        return Ok(chosen);
    }
    match store.clinics().await?.as_slice() {
        [only] => Ok(*only),
        [] if options.demo => Ok(demo::CLINIC),
        [] => first_clinic(store).await,
        several => Err(OpenError::SeveralClinics { count: several.len() }),
    }
}

/// The id of the database's first clinic. When several programs choose it at the same time, one of them
/// succeeds.
async fn first_clinic(store: &dyn Store) -> Result<ClinicId, OpenError> {
    if let Some(settled) = store.first_clinic().await? {
        return Ok(settled);
    }
    let new = ClinicId::new(RandomIds.uuid());
    match store.commit(new, Transaction::new(vec![Write::ClaimDatabase])).await {
        Ok(_) => Ok(store.first_clinic().await?.unwrap_or(new)),
        Err(CommitError::Store(error)) => Err(error.into()),
        Err(other) => Err(OpenError::Broken(other.into())),
    }
}

/// The user who is logged in to the machine. The id is derived from the name, so that it is the same at the
/// next start.
fn logged_in(clinic: ClinicId) -> StaffMember {
    let user = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = user.as_deref().and_then(|user| Name::parse(user).ok()).unwrap_or_else(demo::unnamed_staff);
    let digest = Sha256::digest(format!("{clinic}/{name}"));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    StaffMember { id: StaffId::new(Uuid::new_v8(bytes)), name }
}
