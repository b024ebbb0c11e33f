//! Deciding a request, and undoing a decision.

use timebook::Revision;

use super::dto::{CommandError, Decided};
use super::id;
use super::wording::Wording;
use crate::desk::Desk;

/// Confirms a request, if its revision is still the one that the window showed.
///
/// # Errors
/// [`CommandError::AlreadyDecided`] when a colleague decided first, [`CommandError::TimeBegun`] when the time
/// has begun; nothing is saved then.
#[tauri::command]
#[specta::specta]
pub async fn confirm_request(desk: Desk, id: String, revision: u32) -> Result<Decided, CommandError> {
    let open = desk.open_clinic()?;
    let seen = Revision::new(revision);
    let decided = open.clinic.confirm(&open.staff, self::id(&id)?, seen).await;
    let wording = Wording::of(&desk, &open);
    decided.map(|decided| wording.decided(&decided)).map_err(|error| desk.refuse(wording.decide_error(error)))
}

/// Rejects a request, with a text for the patient.
///
/// # Errors
/// As [`confirm_request`], and [`CommandError::Invalid`] when the text was refused.
#[tauri::command]
#[specta::specta]
pub async fn reject_request(
    desk: Desk,
    id: String,
    revision: u32,
    text: String,
) -> Result<Decided, CommandError> {
    let open = desk.open_clinic()?;
    let seen = Revision::new(revision);
    let decided = open.clinic.reject(&open.staff, self::id(&id)?, seen, &text).await;
    let wording = Wording::of(&desk, &open);
    decided.map(|decided| wording.decided(&decided)).map_err(|error| desk.refuse(wording.decide_error(error)))
}

/// Undoes one's own decision before the patient is notified. `revision` is the one that the decision made.
///
/// # Errors
/// [`CommandError::AlreadyDecided`] when there is another decision, [`CommandError::TooLateToUndo`], or
/// [`CommandError::PlaceTaken`] when a rejected request's place has been taken by someone else.
#[tauri::command]
#[specta::specta]
pub async fn undo_decision(desk: Desk, id: String, revision: u32) -> Result<(), CommandError> {
    let open = desk.open_clinic()?;
    let undone = open.clinic.undo(&open.staff, self::id(&id)?, Revision::new(revision)).await;
    undone.map_err(|error| desk.refuse(Wording::of(&desk, &open).decide_error(error)))
}
