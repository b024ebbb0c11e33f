//! Opening a clinic: its store, its clock, its id, and who sits at this desk.

use std::path::PathBuf;
use std::sync::Arc;

use clinic::{Clinic, Clock, Ids, Store, StoreError};
use sha2::{Digest, Sha256};
use timebook::{ClinicId, Name, StaffId, StaffMember};
use uuid::Uuid;

use crate::clock::{DemoClock, RandomIds, SystemClock};
use crate::demo;
use crate::options::Options;

/// A clinic that is ready for use.
#[derive(Clone)]
pub struct Opened {
    /// The clinic.
    pub clinic: Clinic,
    /// Who sits at this desk: the demo's Kari Nilsen, or the one who is logged in to the machine.
    pub staff: StaffMember,
}

/// Why a clinic could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database does not answer; trying again may help.
    #[error("the database does not answer: {reason}")]
    Unavailable {
        /// What the driver says; names the server, never a patient.
        reason: String,
    },
    /// The data were written by a newer program.
    #[error("the data have version {found}, and this program knows up to {known}: install the newer program")]
    NewerThanProgram {
        /// The version of the data.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The data folder cannot be written.
    #[error("cannot write in the data folder {}", path.display())]
    FolderNotWritable {
        /// The folder.
        path: PathBuf,
    },
    /// Another program has the data folder open.
    #[error("the data folder {} is in use by another program", path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The database holds several clinics and none was chosen.
    #[error("the database holds {count} clinics: say which with --clinic")]
    SeveralClinics {
        /// How many.
        count: usize,
    },
    /// Something that trying again does not mend.
    #[error("the data cannot be opened")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<store::OpenError> for OpenError {
    fn from(error: store::OpenError) -> Self {
        match error {
            store::OpenError::Unavailable(source) => Self::Unavailable { reason: source.to_string() },
            store::OpenError::NewerThanProgram { found, known } => Self::NewerThanProgram { found, known },
            store::OpenError::FolderNotWritable { path, .. } => Self::FolderNotWritable { path },
            store::OpenError::FolderInUse { path } => Self::FolderInUse { path },
            other => Self::Broken(other.into()),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(source) => Self::Unavailable { reason: source.to_string() },
            other @ (StoreError::Unreadable { .. } | StoreError::Broken(_)) => Self::Broken(other.into()),
        }
    }
}

/// Opens the clinic that the options name: migrates its data, fills an empty demo, and plans the
/// days that have come within reach.
///
/// # Errors
/// [`OpenError`]. A database newer than the program is left untouched.
pub async fn open(options: &Options) -> Result<Opened, OpenError> {
    let store: Arc<dyn Store> = match &options.database {
        Some(url) => Arc::new(store::open_postgres(url).await?),
        None => Arc::new(store::open_sqlite(&options.data_folder()).await?),
    };
    let clock: Arc<dyn Clock> = match options.today {
        Some(today) => Arc::new(DemoClock::starting_at(today)),
        None => Arc::new(SystemClock),
    };
    let id = choose(options, &store.clinics().await?)?;
    let clinic = Clinic::new(id, store, clock, Arc::new(RandomIds));
    let staff = if options.demo { demo::staff() } else { logged_in(id) };
    if options.demo {
        demo::fill(&clinic).await?;
    }
    clinic.extend_plans().await?;
    Ok(Opened { clinic, staff })
}

/// The clinic that was asked for, the only one there is, or a new one that is still to be set up.
fn choose(options: &Options, clinics: &[ClinicId]) -> Result<ClinicId, OpenError> {
    match (options.clinic, clinics) {
        (Some(asked), _) => Ok(asked),
        (None, [only]) => Ok(*only),
        (None, []) if options.demo => Ok(demo::CLINIC),
        (None, []) => Ok(ClinicId::new(RandomIds.uuid())),
        (None, several) => Err(OpenError::SeveralClinics { count: several.len() }),
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
