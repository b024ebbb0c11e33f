//! The log, in which every reference can be found.

use uuid::Uuid;

use super::dto::CommandError;
use super::errors::broken;
use crate::desk::Desk;

/// So many characters of a problem are noted: enough for where it happened.
const MOST_NOTED: usize = 2000;

/// Notes what the window did not foresee in the log, under the reference that it shows.
///
/// # Errors
/// [`CommandError::NotFound`] when the reference is none of the window's (a UUID).
#[tauri::command]
#[specta::specta]
pub async fn note_problem(reference: String, what: String) -> Result<(), CommandError> {
    let reference: Uuid = reference.parse().map_err(|_| CommandError::NotFound)?;
    let what: String = what.chars().take(MOST_NOTED).collect();
    tracing::error!(%reference, ?what, "the window met what it did not foresee");
    Ok(())
}

/// Opens the folder of the log in the system's file manager. Answers in every phase.
///
/// # Errors
/// [`CommandError::Broken`] when the system has no file manager, or the folder cannot be made.
#[tauri::command]
#[specta::specta]
pub async fn open_log(desk: Desk) -> Result<(), CommandError> {
    desk.shell().open_log().map_err(|error| broken(&*error))
}
