//! The tray: the number of waiting requests, and items to open the window and to quit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use i18n::text;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::Notify;

use crate::desk::Desk;
use crate::tray_visibility::TRAY;
use crate::window;
use crate::window_status::WindowStatus;

const OPEN: &str = "open";
const WAITING: &str = "waiting";
const LOG: &str = "log";
const QUIT: &str = "quit";

/// The icon and the items whose texts change.
pub(crate) struct Tray {
    icon: TrayIcon,
    waiting: MenuItem<Wry>,
    open: MenuItem<Wry>,
    log: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

impl Tray {
    /// Shows the number and the texts of a status.
    pub(crate) fn show(&self, status: &WindowStatus) -> tauri::Result<()> {
        self.waiting.set_text(status.waiting_text())?;
        self.open.set_text(text(status.language, "tray-open"))?;
        self.log.set_text(text(status.language, "tray-log"))?;
        self.quit.set_text(text(status.language, "tray-quit"))?;
        self.icon.set_tooltip(Some(format!("{}: {}", status.title(), status.waiting_text())))?;
        let number = status.waiting.filter(|count| *count > 0).map(|count| count.to_string());
        // Shown beside the icon where the system supports it. Empty instead of `None`, because Linux keeps
        // the last text for `None`.
        self.icon.set_title(Some(number.unwrap_or_default()))
    }
}

/// Builds the tray after the window has started to open, because the user waits for the window. Then notifies
/// `built`.
pub(crate) fn build_soon(app: &AppHandle, built: Arc<Notify>) {
    let on_main = app.clone();
    tauri::async_runtime::spawn(async move {
        let app = on_main.clone();
        on_main.run_on_main_thread(move || {
            // If the system lacks the tray's library, loading it panics. The program then runs without a
            // tray.
            match catch_unwind(AssertUnwindSafe(|| build(&app))) {
                Ok(Ok(tray)) => {
                    app.manage(tray);
                    built.notify_one();
                }
                Ok(Err(error)) => tracing::warn!(%error, "there is no tray"),
                Err(_) => tracing::warn!("there is no tray library"),
            }
        })
    });
}

fn build(app: &AppHandle) -> tauri::Result<Tray> {
    let language = app.state::<Desk>().language();
    let status = WindowStatus { language, clinic: None, waiting: None };
    let waiting = MenuItem::with_id(app, WAITING, status.waiting_text(), true, None::<&str>)?;
    let open = MenuItem::with_id(app, OPEN, text(language, "tray-open"), true, None::<&str>)?;
    let log = MenuItem::with_id(app, LOG, text(language, "tray-log"), true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, text(language, "tray-quit"), true, None::<&str>)?;
    let line = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&waiting, &open, &line, &log, &quit])?;
    let mut builder = TrayIconBuilder::with_id(TRAY)
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            QUIT => app.exit(0),
            LOG => open_log(app),
            _ => window::open_from_anywhere(app),
        })
        .on_tray_icon_event(|tray, event| {
            const LEFT: MouseButton = MouseButton::Left;
            const UP: MouseButtonState = MouseButtonState::Up;
            if let TrayIconEvent::Click { button: LEFT, button_state: UP, .. } = event {
                window::open_from_anywhere(tray.app_handle());
            }
        });
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    Ok(Tray { icon: builder.build(app)?, waiting, open, log, quit })
}

/// The window may be closed, so an error is only logged.
fn open_log(app: &AppHandle) {
    if let Err(error) = app.state::<Desk>().shell().open_log() {
        tracing::warn!(%error, "the folder of the log cannot be opened");
    }
}
