//! Keeps what is shown outside the page up to date: in the tray, the title and the badge.

use std::sync::Arc;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::sync::Notify;

use crate::desk::Desk;
use crate::face::Face;
use crate::tray::Tray;
use crate::{badge, window};

/// The face is read again this often at most, however much happens.
const PAUSE: Duration = Duration::from_millis(150);

/// Shows the face anew each time something has happened, or a window or a tray has been made that
/// has not shown it yet. Runs until it is dropped.
pub(crate) async fn keep(app: AppHandle, desk: Desk, changed: Arc<Notify>) {
    loop {
        changed.notified().await;
        put_on(&app, Face::read(&desk).await);
        tokio::time::sleep(PAUSE).await;
    }
}

fn put_on(app: &AppHandle, face: Face) {
    let on_main = app.clone();
    let sent = app.run_on_main_thread(move || {
        if let Err(error) = show(&on_main, &face) {
            tracing::warn!(%error, "the title or the tray is not up to date");
        }
    });
    if let Err(error) = sent {
        tracing::debug!(%error, "the program is ending");
    }
}

fn show(app: &AppHandle, face: &Face) -> tauri::Result<()> {
    if let Some(tray) = app.try_state::<Tray>() {
        tray.show(face)?;
    }
    if let Some(window) = app.get_webview_window(window::LABEL) {
        window.set_title(&face.title())?;
        badge::show(&window, face.waiting.unwrap_or_default())?;
    }
    Ok(())
}
