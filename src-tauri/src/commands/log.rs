//! The log, in which every reference can be found.

use uuid::Uuid;

use super::dto::CommandError;
use super::errors::broken;
use crate::desk::Desk;

/// The most characters of a problem that are logged: enough to show where it happened.
const MOST_NOTED: usize = 2000;

/// Logs an unexpected error of the window's page, with the reference that the window shows.
///
/// # Errors
/// [`CommandError::NotFound`] when the reference is not a UUID.
#[tauri::command]
#[specta::specta]
pub async fn note_problem(reference: String, what: String) -> Result<(), CommandError> {
    let reference: Uuid = reference.parse().map_err(|_| CommandError::NotFound)?;
    let what: String = what.chars().take(MOST_NOTED).collect();
    tracing::error!(%reference, ?what, "an unexpected error in the window's page");
    Ok(())
}

/// Opens the folder of the log in the system's file manager. Works whether the store is open or not.
///
/// # Errors
/// [`CommandError::Broken`] when the system has no file manager, or the folder cannot be made.
#[tauri::command]
#[specta::specta]
pub async fn open_log(desk: Desk) -> Result<(), CommandError> {
    desk.shell().open_log().map_err(|error| broken(&*error))
}
