//! What did not reach a patient, for staff to see to.

use super::dto::{CommandError, Undelivered};
use super::id;
use super::wording::Wording;
use crate::desk::Desk;

/// The answers that were given up after the last attempt, oldest first; a hundred at most.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_undelivered(desk: Desk) -> Result<Vec<Undelivered>, CommandError> {
    let open = desk.open_clinic()?;
    let dead = desk.answer(open.clinic.undelivered(&open.staff).await)?;
    let wording = Wording::of(&desk, &open);
    Ok(dead.iter().map(|one| wording.undelivered(one)).collect())
}

/// Tries one of them again, from the first attempt. One that is under way already is left alone.
///
/// # Errors
/// [`CommandError::NotFound`] for a text that is no id, or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn send_again(desk: Desk, id: String) -> Result<(), CommandError> {
    let open = desk.open_clinic()?;
    desk.answer(open.clinic.send_again(&open.staff, self::id(&id)?).await)
}
