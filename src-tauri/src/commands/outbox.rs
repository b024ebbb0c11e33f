//! Undelivered notifications, for staff to handle.

use super::dto::{CommandError, UndeliveredList};
use super::id;
use super::wording::{Wording, row_name};
use crate::desk::Desk;

/// The notifications that failed after the last attempt, oldest first; at most a hundred, with the number of all.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_undelivered(desk: Desk) -> Result<UndeliveredList, CommandError> {
    let open = desk.open_clinic()?;
    let dead = desk.answer(open.clinic.undelivered(&open.staff).await)?;
    let total = desk.answer(open.clinic.undelivered_count(&open.staff).await)?;
    let wording = Wording::of(&desk, &open);
    let unreadable = dead.unreadable.iter().map(row_name).collect();
    Ok(UndeliveredList {
        items: dead.iter().map(|one| wording.undelivered(one)).collect(),
        unreadable,
        total,
    })
}

/// Tries one of them again, starting with the first attempt. One that is already being tried is not changed.
///
/// # Errors
/// [`CommandError::NotFound`] for a text that is not an id, or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn send_again(desk: Desk, id: String) -> Result<(), CommandError> {
    let open = desk.open_clinic()?;
    desk.answer(open.clinic.send_again(&open.staff, self::id(&id)?).await)
}
