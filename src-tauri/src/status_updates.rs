//! Keeps the tray, the window's title and the badge up to date.

use std::sync::Arc;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::sync::Notify;

use crate::desk::Desk;
use crate::tray::Tray;
use crate::window_status::WindowStatus;
use crate::{badge, window};

/// The status is read at most this often.
const PAUSE: Duration = Duration::from_millis(150);

/// Updates the status after each event, and when a new window or tray has been created. Runs until it is
/// dropped.
pub(crate) async fn run(app: AppHandle, desk: Desk, changed: Arc<Notify>) {
    loop {
        changed.notified().await;
        apply(&app, WindowStatus::read(&desk).await);
        tokio::time::sleep(PAUSE).await;
    }
}

fn apply(app: &AppHandle, status: WindowStatus) {
    let on_main = app.clone();
    let sent = app.run_on_main_thread(move || {
        if let Err(error) = show(&on_main, &status) {
            tracing::warn!(%error, "the title or the tray could not be updated");
        }
    });
    if let Err(error) = sent {
        tracing::debug!(%error, "the program is ending");
    }
}

fn show(app: &AppHandle, status: &WindowStatus) -> tauri::Result<()> {
    if let Some(tray) = app.try_state::<Tray>() {
        tray.show(status)?;
    }
    if let Some(window) = app.get_webview_window(window::LABEL) {
        window.set_title(&status.title())?;
        badge::show(&window, status.waiting.unwrap_or_default())?;
    }
    Ok(())
}
