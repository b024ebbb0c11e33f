//! Opening the store in the background, and trying again while it cannot be opened.

use std::time::Duration;

use clinic::events::Events;
use clinic::{Clinic, Ids};
use server::{OpenError, Opened, Options, RandomIds, Running};

use crate::commands::dto::DatabaseState;
use crate::desk::{Desk, OpenClinic};

/// How long to wait before trying a database that does not answer again.
pub const RETRY: Duration = Duration::from_secs(2);

/// How long to wait before trying again when a person must fix something.
const SLOW_RETRY: Duration = Duration::from_secs(10);

/// An open clinic with its events, subscribed before the portal started.
pub struct Opening {
    /// The clinic.
    pub clinic: Clinic,
    /// Its events.
    pub events: Events,
    /// Its portal and background jobs, to be stopped in order.
    pub running: Running,
}

/// Opens the clinic and its portal for the person who is logged in. Meanwhile the desk shows why it waits.
/// Tries again after a pause, and at once when the user asks for it.
pub async fn open(desk: &Desk, options: &Options) -> Opening {
    let mut noted = None;
    loop {
        match server::open(options).await {
            Ok(opened) => return signed_in(desk, options, opened).await,
            Err(error) => {
                let said = error.to_string();
                if noted.as_ref() != Some(&said) {
                    desk.close(state(&error));
                    noted = Some(said);
                }
                tokio::select! {
                    () = pause(&error) => {}
                    () = desk.asked_to_try_again() => {}
                }
            }
        }
    }
}

async fn signed_in(desk: &Desk, options: &Options, opened: Opened) -> Opening {
    let events = opened.clinic.events();
    let (running, portal) = Running::start(options, &opened).await;
    let Opened { clinic, staff, .. } = opened;
    desk.open(OpenClinic::new(clinic.clone(), staff, portal));
    Opening { clinic, events, running }
}

/// Waits before trying again: the database may come back, another program end, or a folder become writable.
/// Waits forever where a person must act first, for example for data of a newer program.
async fn pause(error: &OpenError) {
    match error {
        OpenError::Unavailable { .. } => tokio::time::sleep(RETRY).await,
        OpenError::FolderNotWritable { .. }
        | OpenError::FolderInUse { .. }
        | OpenError::NotMoved { .. }
        | OpenError::Broken(_) => {
            tokio::time::sleep(SLOW_RETRY).await;
        }
        OpenError::NewerThanProgram { .. } | OpenError::SeveralClinics { .. } | OpenError::NotTheDemo => {
            std::future::pending().await
        }
    }
}

/// The state that the window shows for the error.
fn state(error: &OpenError) -> DatabaseState {
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
        OpenError::NotMoved { from, to, reason } => DatabaseState::NotMoved {
            from: from.display().to_string(),
            to: to.display().to_string(),
            reason: reason.clone(),
        },
        OpenError::SeveralClinics { count } => {
            DatabaseState::SeveralClinics { count: u32::try_from(*count).unwrap_or(u32::MAX) }
        }
        OpenError::NotTheDemo => DatabaseState::NotTheDemo,
        OpenError::Broken(source) => {
            let reference = RandomIds.uuid().to_string();
            tracing::error!(reference, cause = server::with_causes(&**source), "the store is broken");
            DatabaseState::Broken { reference }
        }
    }
}

fn version(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
