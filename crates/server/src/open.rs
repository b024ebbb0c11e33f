//! Opening a clinic: its store, its clock, its id, and who sits at this desk.

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
    /// Who sits at this desk: the demo's Kari Nilsen, or the one who is logged in to the machine.
    pub staff: StaffMember,
    /// Whether other programs may have the same clinic open.
    pub others: OtherPrograms,
}

/// Opens the clinic that the options name: migrates its data, fills an empty demo, and plans the
/// days that have come within reach.
///
/// # Errors
/// [`OpenError`]. A database newer than the program is left untouched, and so is one that holds a
/// clinic beside the demo's when the demo is asked for.
pub async fn open(options: &Options) -> Result<Opened, OpenError> {
    let database = options.database_address().map_err(|error| OpenError::Broken(error.into()))?;
    match move_data(options).await {
        // The clinic is on its server; what could not be moved are settings.
        Err(error) if database.is_some() => tracing::warn!(%error, "the settings were not moved"),
        moved => moved?,
    }
    if options.demo {
        stay_in_the_demo(options, database.as_deref()).await?;
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

/// Moves the data from where an earlier version of the program kept them; most often there is nothing to do.
/// [`open`] does it first of all. A program that reads settings before that calls it before that.
///
/// # Errors
/// [`OpenError`]; the data are whole where they were.
pub async fn move_data(options: &Options) -> Result<(), OpenError> {
    match options.earlier_data_folder() {
        Some(earlier) => Ok(store::move_data(&earlier, &options.data_folder()).await?),
        None => Ok(()),
    }
}

/// Refuses the demo on data that hold any clinic but its own: its login is open to everyone, and it
/// would list that clinic's patients.
async fn stay_in_the_demo(options: &Options, database: Option<&str>) -> Result<(), OpenError> {
    let holds_another = match database {
        Some(url) => store::database_holds_another(url, demo::CLINIC).await?,
        None => store::folder_holds_another(&options.data_folder(), demo::CLINIC).await?,
    };
    let asks_another = options.clinic.is_some_and(|asked| asked != demo::CLINIC);
    if holds_another || asks_another { Err(OpenError::NotTheDemo) } else { Ok(()) }
}

/// The clinic that was asked for, the only one there is, or one that is still to be set up: the same for
/// every program that opens the database before.
async fn choose(options: &Options, store: &dyn Store) -> Result<ClinicId, OpenError> {
    if let Some(asked) = options.clinic {
        return Ok(asked);
    }
    match store.clinics().await?.as_slice() {
        [only] => Ok(*only),
        [] if options.demo => Ok(demo::CLINIC),
        [] => first_clinic(store).await,
        several => Err(OpenError::SeveralClinics { count: several.len() }),
    }
}

/// The clinic that the database is for. Of several programs that settle it at once one succeeds.
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

/// The one who is logged in to the machine. The id follows from the name, so that the history
/// knows the same person tomorrow.
fn logged_in(clinic: ClinicId) -> StaffMember {
    let user = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = user.as_deref().and_then(|user| Name::parse(user).ok()).unwrap_or_else(demo::unnamed_staff);
    let digest = Sha256::digest(format!("{clinic}/{name}"));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    StaffMember { id: StaffId::new(Uuid::new_v8(bytes)), name }
}
