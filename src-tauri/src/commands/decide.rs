//! Answering a request, and taking the answer back.

use timebook::Revision;

use super::dto::{CommandError, Decided};
use super::id;
use super::wording::Wording;
use crate::desk::Desk;

/// Gives the patient the time, if the request is still as the window saw it.
///
/// # Errors
/// [`CommandError::AlreadyDecided`] when a colleague was first, [`CommandError::TimeBegun`] when the
/// time is no longer to be had; nothing is saved then.
#[tauri::command]
#[specta::specta]
pub async fn confirm_request(desk: Desk, id: String, revision: u32) -> Result<Decided, CommandError> {
    let open = desk.open_clinic()?;
    let seen = Revision::new(revision);
    let decided = open.clinic.confirm(&open.staff, self::id(&id)?, seen).await;
    let wording = Wording::of(&desk, &open);
    decided.map(|decided| wording.decided(&decided)).map_err(|error| desk.refuse(wording.decide_error(error)))
}

/// Says no, with words for the patient.
///
/// # Errors
/// As [`confirm_request`], and [`CommandError::Invalid`] when the words were refused.
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

/// Takes one's own decision back before word of it has left; it is named by the revision it made.
///
/// # Errors
/// [`CommandError::AlreadyDecided`] when another decision stands, [`CommandError::TooLateToUndo`], or [`CommandError::PlaceTaken`] when a rejected request's place
/// has gone to someone else.
#[tauri::command]
#[specta::specta]
pub async fn undo_decision(desk: Desk, id: String, revision: u32) -> Result<(), CommandError> {
    let open = desk.open_clinic()?;
    let undone = open.clinic.undo(&open.staff, self::id(&id)?, Revision::new(revision)).await;
    undone.map_err(|error| desk.refuse(Wording::of(&desk, &open).decide_error(error)))
}
