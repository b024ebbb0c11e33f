//! The one window.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::{notifications, tray_visibility};

/// The window's label, as in its capabilities.
pub(crate) const LABEL: &str = "main";

/// The title of a new window until the clinic's name is known. It is the same in every language, so the
/// window need not wait for the texts.
const NAME: &str = "Ressurstimebok";

const SIZE: (f64, f64) = (1280.0, 800.0);
const LEAST_SIZE: (f64, f64) = (960.0, 600.0);

/// A page that has not loaded by then is shown anyway: an empty window is better than none.
const LONGEST_HIDDEN: Duration = Duration::from_millis(1500);

/// Whether the window has the focus, as its events say. It can be read at any time: to ask the window itself is to
/// wait for the main thread, which answers nobody while the program ends.
#[derive(Debug, Default)]
pub(crate) struct InFront(AtomicBool);

impl InFront {
    /// The window has got or lost the focus. A hidden window has lost it.
    fn set(&self, is: bool) {
        self.0.store(is, Ordering::Release);
    }

    /// Whether the user can see the window and works in it.
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Brings the window forward, or creates it. Must be called on the main thread.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    match app.get_webview_window(LABEL) {
        Some(window) => {
            window.show()?;
            window.unminimize()?;
            window.set_focus()
        }
        None => build(app),
    }
}

/// [`open`] from any thread.
pub(crate) fn open_from_anywhere(app: &AppHandle) {
    let on_main = app.clone();
    let opened = app.run_on_main_thread(move || {
        if let Err(error) = open(&on_main) {
            tracing::error!(%error, "the window cannot be opened");
        }
    });
    if let Err(error) = opened {
        tracing::debug!(%error, "the program is ending");
    }
}

/// Hides the window while the program ends, which may take some seconds. Must be called on the main thread.
pub(crate) fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.hide()
    {
        tracing::debug!(%error, "the window cannot be hidden");
    }
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let reveal = Reveal::default();
    let loaded = reveal.clone();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(NAME)
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(LEAST_SIZE.0, LEAST_SIZE.1)
        .visible(false)
        .on_page_load(move |window, page| {
            if page.event() == PageLoadEvent::Finished {
                loaded.once(&window);
            }
        })
        .build()?;
    let late = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LONGEST_HIDDEN).await;
        reveal.once(&late);
    });
    follow(&window);
    Ok(())
}

/// Shows a new window when it has content, so that it is never seen white. Does so only once, so that a
/// window that the user has closed meanwhile stays closed.
#[derive(Clone, Default)]
struct Reveal(Arc<AtomicBool>);

impl Reveal {
    fn once(&self, window: &WebviewWindow) {
        if self.0.swap(true, Ordering::AcqRel) {
            return;
        }
        if let Err(error) = window.show().and_then(|()| window.set_focus()) {
            tracing::warn!(%error, "the window cannot be shown");
        }
    }
}

/// Closing the window hides it to the tray. If no tray is visible, closing quits the program.
fn follow(window: &WebviewWindow) {
    let closed = window.clone();
    window.on_window_event(move |event| {
        let in_front = closed.state::<InFront>();
        if let WindowEvent::Focused(is) = event {
            in_front.set(*is);
        }
        let WindowEvent::CloseRequested { api, .. } = event else { return };
        api.prevent_close();
        in_front.set(false);
        if let Err(error) = closed.hide() {
            tracing::warn!(%error, "the window cannot be hidden");
        }
        let app = closed.app_handle().clone();
        tauri::async_runtime::spawn(async move {
            if tray_visibility::is_shown(&app).await {
                notifications::tell_of_the_tray(&app);
            } else {
                app.exit(0);
            }
        });
    });
}
