//! The state of the program.

use server::PortalState;

use super::dto::{self, CommandError, DatabaseState, StartState};
use crate::desk::{Desk, OpenClinic};

/// The state that the window shows around every page. Works whether the store is open or not.
///
/// # Errors
/// [`CommandError::Broken`] when the store contains values that our programs never write.
#[tauri::command]
#[specta::specta]
pub async fn start_state(desk: Desk) -> Result<StartState, CommandError> {
    let Ok(open) = desk.open_clinic() else { return Ok(closed(&desk)) };
    match state_of(&desk, &open).await {
        Err(CommandError::Unavailable) => {
            let reason = i18n::text(desk.language(), "database-away");
            Ok(StartState { database: DatabaseState::Unavailable { reason }, ..signed_in(&desk, &open) })
        }
        other => other,
    }
}

/// The window reports that it shows its first content and listens to events.
///
/// # Errors
/// Never; the bindings need the same form for all commands.
#[tauri::command]
#[specta::specta]
pub async fn window_painted(desk: Desk) -> Result<(), CommandError> {
    desk.painted();
    Ok(())
}

/// The page reports whether it shows the queue. While it does and the window is in front, no notifications
/// are shown.
///
/// # Errors
/// Never; the bindings need the same form for all commands.
#[tauri::command]
#[specta::specta]
pub async fn shows_queue(desk: Desk, shows: bool) -> Result<(), CommandError> {
    desk.shows_queue(shows);
    Ok(())
}

/// Tries at once to open a store that is closed, instead of after the usual pause.
///
/// # Errors
/// Never; the bindings need the same form for all commands.
#[tauri::command]
#[specta::specta]
pub async fn try_again(desk: Desk) -> Result<(), CommandError> {
    if desk.closed().is_some() {
        desk.try_again();
    }
    Ok(())
}

async fn state_of(desk: &Desk, open: &OpenClinic) -> Result<StartState, CommandError> {
    let summary = desk.answer(open.clinic.summary().await)?;
    let waiting = desk.answer(open.clinic.waiting_count().await)?;
    Ok(StartState {
        clinic_name: summary.profile.map(|profile| profile.name.to_string()),
        needs_setup: summary.kinds.is_empty(),
        waiting,
        database: DatabaseState::Ready,
        ..signed_in(desk, open)
    })
}

fn signed_in(desk: &Desk, open: &OpenClinic) -> StartState {
    StartState {
        staff_name: open.staff.member().name.to_string(),
        portal: open.portal.clone().into(),
        portal_open: desk.demo() && matches!(open.portal, PortalState::Listening { .. }),
        ..closed(desk)
    }
}

fn closed(desk: &Desk) -> StartState {
    StartState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: desk.language().into(),
        demo: desk.demo(),
        staff_name: String::new(),
        clinic_name: None,
        needs_setup: false,
        waiting: 0,
        portal: dto::PortalState::Off,
        portal_open: false,
        stalled: desk.stalled(),
        database: desk.closed().unwrap_or(DatabaseState::Starting),
    }
}
