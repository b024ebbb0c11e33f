//! Opening the store behind the window, and trying again while it cannot be opened.

use std::time::Duration;

use clinic::events::Events;
use clinic::{Clinic, Ids};
use server::{OpenError, Opened, Options, RandomIds, Running};
use words::{Language, text_with};

use crate::commands::dto::DatabaseState;
use crate::desk::{Desk, Seat};

/// How long to wait before a database that does not answer is asked again.
pub const RETRY: Duration = Duration::from_secs(2);

/// How long to wait for what a person has to mend.
const SLOW_RETRY: Duration = Duration::from_secs(10);

/// An open clinic, and what happens in it from before its portal was reached.
pub struct Opening {
    /// The clinic.
    pub clinic: Clinic,
    /// Its events.
    pub events: Events,
    /// Its portal and what happens by itself, to be stopped in good order.
    pub running: Running,
}

/// Opens the clinic and its portal, and seats the one who is logged in. Resolves with none when
/// trying again cannot help. The desk shows meanwhile why it waits.
pub async fn open(desk: &Desk, options: &Options) -> Option<Opening> {
    let mut noted = None;
    loop {
        match server::open(options).await {
            Ok(opened) => return Some(seat(desk, options, opened).await),
            Err(error) => {
                let said = error.to_string();
                if noted.as_ref() != Some(&said) {
                    desk.close(state(desk.language(), &error));
                    noted = Some(said);
                }
                tokio::time::sleep(patience(&error)?).await;
            }
        }
    }
}

async fn seat(desk: &Desk, options: &Options, opened: Opened) -> Opening {
    let events = opened.clinic.events();
    let (running, portal) = Running::start(options, &opened).await;
    let Opened { clinic, staff, .. } = opened;
    desk.open(Seat::new(clinic.clone(), staff, portal));
    Opening { clinic, events, running }
}

/// How long to wait before trying again: a database comes back, another program ends, a folder is
/// made writable. None where it cannot help: a newer program's data stay newer.
fn patience(error: &OpenError) -> Option<Duration> {
    match error {
        OpenError::Unavailable { .. } => Some(RETRY),
        OpenError::FolderNotWritable { .. } | OpenError::FolderInUse { .. } | OpenError::Broken(_) => {
            Some(SLOW_RETRY)
        }
        OpenError::NewerThanProgram { .. } | OpenError::SeveralClinics { .. } | OpenError::NotTheDemo => None,
    }
}

/// What the window shows of it.
fn state(language: Language, error: &OpenError) -> DatabaseState {
    tracing::warn!(%error, "the store cannot be opened");
    match error {
        OpenError::Unavailable { reason } => DatabaseState::Unavailable { reason: reason.clone() },
        OpenError::NewerThanProgram { found, known } => {
            DatabaseState::NewerThanProgram { found: version(*found), known: version(*known) }
        }
        OpenError::FolderNotWritable { path } => {
            DatabaseState::FolderNotWritable { path: path.display().to_string() }
        }
        OpenError::FolderInUse { path } => DatabaseState::FolderInUse { path: path.display().to_string() },
        OpenError::SeveralClinics { count } => DatabaseState::Unavailable {
            reason: text_with(language, "open-several-clinics", &[("count", (*count).into())]),
        },
        OpenError::NotTheDemo => {
            DatabaseState::Unavailable { reason: text_with(language, "open-not-the-demo", &[]) }
        }
        OpenError::Broken(source) => {
            let reference = RandomIds.uuid().to_string();
            tracing::error!(reference, %source, "the store is broken");
            let args = [("reference", reference.into())];
            DatabaseState::Unavailable { reason: text_with(language, "open-broken", &args) }
        }
    }
}

fn version(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
