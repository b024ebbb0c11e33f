//! The queue, and one request opened from it.

use super::dto::error::short;
use super::dto::{CommandError, DoneEntry, Queue, RequestDetails};
use super::id;
use super::wording::{Wording, rfc3339};
use crate::desk::Desk;

/// The requests that wait, oldest first.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_queue(desk: Desk) -> Result<Queue, CommandError> {
    let seat = desk.seat()?;
    let waiting = desk.answer(seat.clinic.queue(&seat.staff).await)?;
    let done = desk.answer(seat.clinic.decided_today(&seat.staff).await)?;
    let wording = Wording::of(&desk, &seat);
    let waiting = waiting.iter().map(|view| wording.entry(view)).collect();
    Ok(Queue { now: rfc3339(wording.now), waiting, done_today: short(done.len()) })
}

/// What was decided today, newest first.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_done(desk: Desk) -> Result<Vec<DoneEntry>, CommandError> {
    let seat = desk.seat()?;
    let done = desk.answer(seat.clinic.decided_today(&seat.staff).await)?;
    let wording = Wording::of(&desk, &seat);
    Ok(done.iter().map(|view| wording.done(view)).collect())
}

/// Opens one request. That it was opened is journalled.
///
/// # Errors
/// [`CommandError::NotFound`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn open_request(desk: Desk, id: String) -> Result<RequestDetails, CommandError> {
    let seat = desk.seat()?;
    let opened = seat.clinic.open_request(&seat.staff, self::id(&id)?).await;
    let details = desk.answer(opened)?.ok_or(CommandError::NotFound)?;
    Ok(Wording::of(&desk, &seat).details(&details))
}
