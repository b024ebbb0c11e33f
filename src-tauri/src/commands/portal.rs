//! Opening the portal from the window.

use server::PortalState;

use super::dto::CommandError;
use super::errors::broken;
use crate::desk::Desk;

/// Opens the portal in the system's browser.
///
/// # Errors
/// [`CommandError::NotFound`] when the portal does not listen, [`CommandError::Broken`] when the
/// system has no browser.
#[tauri::command]
#[specta::specta]
pub async fn open_portal(desk: Desk) -> Result<(), CommandError> {
    match desk.open_clinic()?.portal {
        PortalState::Listening { url } => desk.shell().browse(&url).map_err(|error| broken(&*error)),
        PortalState::AddressTaken { .. } => Err(CommandError::NotFound),
    }
}
