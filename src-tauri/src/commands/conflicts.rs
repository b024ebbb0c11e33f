//! Bookings outside the opening hours: staff cancel them, with a text for the patient.

use timebook::Revision;

use super::dto::{CommandError, ConflictList, Decided};
use super::id;
use super::wording::{Wording, row_name};
use crate::desk::Desk;

/// The bookings outside the opening hours, by start time; at most a hundred, with the number of all.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_conflicts(desk: Desk) -> Result<ConflictList, CommandError> {
    let open = desk.open_clinic()?;
    let conflicts = desk.answer(open.clinic.conflicts(&open.staff).await)?;
    let total = desk.answer(open.clinic.conflict_count().await)?;
    let wording = Wording::of(&desk, &open);
    let unreadable = conflicts.unreadable.iter().map(row_name).collect();
    Ok(ConflictList {
        items: conflicts.iter().map(|view| wording.conflict(view)).collect(),
        unreadable,
        total,
    })
}

/// Cancels a request or a confirmed booking for the clinic, with a text for the patient.
///
/// # Errors
/// As [`reject_request`](super::decide::reject_request).
#[tauri::command]
#[specta::specta]
pub async fn cancel_booking(
    desk: Desk,
    id: String,
    revision: u32,
    text: String,
) -> Result<Decided, CommandError> {
    let open = desk.open_clinic()?;
    let seen = Revision::new(revision);
    let decided = open.clinic.cancel(&open.staff, self::id(&id)?, seen, &text).await;
    let wording = Wording::of(&desk, &open);
    decided.map(|decided| wording.decided(&decided)).map_err(|error| desk.refuse(wording.decide_error(error)))
}
