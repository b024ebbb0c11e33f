//! The language of the window, the tray and the notifications.

use super::dto::{CommandError, Language, StartState};
use super::state::start_state;
use crate::desk::Desk;

/// Changes the language, now and for the next start.
///
/// # Errors
/// As [`start_state`].
#[tauri::command]
#[specta::specta]
pub async fn set_language(desk: Desk, language: Language) -> Result<StartState, CommandError> {
    desk.set_language(language.into());
    start_state(desk).await
}
