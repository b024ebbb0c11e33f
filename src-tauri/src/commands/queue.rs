//! The queue, and one request opened from it.

use chrono::DateTime;
use clinic::{DONE_MOST, QueueCursor};

use super::dto::{CommandError, Done, Queue, QueueCounts, QueueOrder, QueueRow, RequestDetails};
use super::id;
use super::wording::{Wording, rfc3339, row_name};
use crate::desk::Desk;

/// A page of the waiting requests, in an order: the first page, or the one after the page of the same order
/// whose `next` is given.
///
/// # Errors
/// [`CommandError::NotFound`] when `after` is not a cursor, or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_queue(desk: Desk, order: QueueOrder, after: Option<String>) -> Result<Queue, CommandError> {
    let open = desk.open_clinic()?;
    let after = after.as_deref().map(cursor).transpose()?;
    let page = desk.answer(open.clinic.queue(&open.staff, order.into(), after).await)?;
    let total = desk.answer(open.clinic.waiting_count().await)?;
    let done_today = desk.answer(open.clinic.decided_today_count().await)?;
    let soon = desk.answer(open.clinic.soon().await)?;
    let soon_count = desk.answer(open.clinic.soon_count(soon).await)?;
    let wording = Wording::of(&desk, &open);
    let waiting = page.waiting.iter().map(|view| wording.waiting(view, soon)).collect();
    let unreadable = page.waiting.unreadable.iter().map(row_name).collect();
    let next = page.next.map(|next| format!("{}/{}", next.at.timestamp_millis(), next.id));
    Ok(Queue { now: rfc3339(wording.now), waiting, unreadable, next, total, soon: soon_count, done_today })
}

/// The current version of one row of the queue, which the window reads when an event names a request.
///
/// # Errors
/// [`CommandError::NotFound`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_queue_row(desk: Desk, id: String) -> Result<QueueRow, CommandError> {
    let open = desk.open_clinic()?;
    let row = desk.answer(open.clinic.queue_row(&open.staff, self::id(&id)?).await)?;
    let total = desk.answer(open.clinic.waiting_count().await)?;
    let done_today = desk.answer(open.clinic.decided_today_count().await)?;
    let soon = desk.answer(open.clinic.soon().await)?;
    let soon_count = desk.answer(open.clinic.soon_count(soon).await)?;
    let wording = Wording::of(&desk, &open);
    let entry = row.first().map(|view| wording.waiting(view, soon));
    let unreadable = row.unreadable.first().map(row_name);
    Ok(QueueRow { now: rfc3339(wording.now), entry, unreadable, total, soon: soon_count, done_today })
}

/// The number of waiting and decided requests, without rows: for changes below the rows that the window has
/// read.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn count_queue(desk: Desk) -> Result<QueueCounts, CommandError> {
    let open = desk.open_clinic()?;
    let total = desk.answer(open.clinic.waiting_count().await)?;
    let done_today = desk.answer(open.clinic.decided_today_count().await)?;
    let soon = desk.answer(open.clinic.soon().await)?;
    let soon = desk.answer(open.clinic.soon_count(soon).await)?;
    Ok(QueueCounts { now: rfc3339(open.clinic.now()), total, soon, done_today })
}

/// Parses a cursor written by [`read_queue`] as `next`.
fn cursor(text: &str) -> Result<QueueCursor, CommandError> {
    let (at, id) = text.split_once('/').ok_or(CommandError::NotFound)?;
    let at = at.parse().ok().and_then(DateTime::from_timestamp_millis);
    Ok(QueueCursor { at: at.ok_or(CommandError::NotFound)?, id: self::id(id)? })
}

/// The requests decided today, newest first.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_done(desk: Desk) -> Result<Done, CommandError> {
    let open = desk.open_clinic()?;
    let done = desk.answer(open.clinic.decided_today(&open.staff).await)?;
    let wording = Wording::of(&desk, &open);
    let unreadable: Vec<_> = done.unreadable.iter().map(row_name).collect();
    let done: Vec<_> = done.iter().map(|view| wording.done(view)).collect();
    let latest_only = done.len() + unreadable.len() >= DONE_MOST as usize;
    Ok(Done { done, unreadable, latest_only })
}

/// Logs that somebody has opened a request: chose it, acted on it, or kept it open for a second. Reading it
/// ([`read_request`]) is not logged, because the window does so at every event.
///
/// # Errors
/// [`CommandError::NotFound`] for a text that is not an id, or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn note_opened(desk: Desk, id: String) -> Result<(), CommandError> {
    let open = desk.open_clinic()?;
    desk.answer(open.clinic.note_opened(&open.staff, self::id(&id)?).await)
}

/// One request with all its details, as it is now.
///
/// # Errors
/// [`CommandError::NotFound`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_request(desk: Desk, id: String) -> Result<RequestDetails, CommandError> {
    let open = desk.open_clinic()?;
    let opened = open.clinic.read_request(&open.staff, self::id(&id)?).await;
    let details = desk.answer(opened)?.ok_or(CommandError::NotFound)?;
    Ok(Wording::of(&desk, &open).details(&details, &open.staff))
}

/// The full identity number of a request's patient, `131169 12345`. Showing it is logged in the journal.
///
/// # Errors
/// [`CommandError::NotFound`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn reveal_identity(desk: Desk, id: String) -> Result<String, CommandError> {
    let open = desk.open_clinic()?;
    let identity = open.clinic.reveal_identity(&open.staff, self::id(&id)?).await;
    Ok(desk.answer(identity)?.ok_or(CommandError::NotFound)?.grouped())
}
