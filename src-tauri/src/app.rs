//! The Tauri application: its plugins, its one window, and how it ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use server::Options;
use server::second::Listener;
use tauri::plugin::TauriPlugin;
use tauri::{App, AppHandle, Manager, RunEvent, Wry};
use tauri_plugin_window_state::StateFlags;
use tauri_specta::Event;
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::commands::dto::DatabaseState;
use crate::desk::{Desk, Shell};
use crate::events::ClinicEvent;
use crate::notifications::{self, Notifications};
use crate::opening::{self, Opening};
use crate::quitting::{Quit, Quitting};
use crate::window::InFront;
use crate::{bindings, quitting, status_updates, tray, tray_visibility, watch, window};

/// Environment variable: when set, the time until the first painted content is printed.
const TRACE_START: &str = "RESSURSTIMEBOK_TRACE_START";

/// What the application starts with.
pub(crate) struct Start {
    /// The options of the command line.
    pub(crate) options: Options,
    /// Hears of later starts on the same data folder.
    pub(crate) listener: Listener,
    /// The references of panics.
    pub(crate) panics: UnboundedReceiver<String>,
    /// When the program started.
    pub(crate) started: Instant,
}

/// The most time for an orderly end of the program. Each step also has its own limit.
const LONGEST_END: Duration = Duration::from_secs(25);

/// Runs the application until the user quits, and its tasks to their end. Returns the program's exit code.
pub(crate) fn run(start: Start) -> tauri::Result<i32> {
    let (quit, quitting) = quitting::channel();
    let commands = bindings::builder::<Wry>();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_notification::init())
        .plugin(window_state(&start.options.data_folder()))
        .invoke_handler(commands.invoke_handler())
        .setup(move |app| {
            commands.mount_events(app);
            set_up(app, start, quitting)?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    let mut quit = Some(quit);
    Ok(app.run_return(move |app, event| on_event(app, &event, &mut quit)))
}

/// Restores the window's last position and size, stored for each data folder.
fn window_state(data_folder: &Path) -> TauriPlugin<Wry> {
    // Visibility and decorations are not restored: a window hidden in the tray opens visible, and the system
    // decides about the frame.
    let kept = StateFlags::all() - StateFlags::VISIBLE - StateFlags::DECORATIONS;
    let plugin = tauri_plugin_window_state::Builder::default().with_state_flags(kept);
    let file = std::path::absolute(data_folder.join("window.json")).ok();
    match file.as_deref().and_then(Path::to_str) {
        Some(file) => plugin.with_filename(file).build(),
        None => plugin.build(),
    }
}

fn set_up(app: &App, start: Start, quitting: Quitting) -> tauri::Result<()> {
    let Start { options, listener, panics, started } = start;
    let handle = app.handle().clone();
    let changed = Arc::new(Notify::new());
    let log = options.log_folder();
    let shell = AppShell { app: handle.clone(), log, changed: changed.clone(), started };
    let desk = Desk::new(options.demo, &options.data_folder(), Arc::new(shell));
    app.manage(desk.clone());
    app.manage(InFront::default());
    notifications::answer_clicks(&handle, window::open_from_anywhere);
    if !options.hidden {
        window::open(&handle)?;
    }
    tray::build_soon(&handle, changed.clone());
    tauri::async_runtime::spawn(status_updates::run(handle.clone(), desk.clone(), changed));
    tauri::async_runtime::spawn(show_on_second_start(handle.clone(), listener, quitting.clone()));
    tauri::async_runtime::spawn(quit_when_asked(handle.clone()));
    tauri::async_runtime::spawn(tell_of_panics(desk.clone(), panics));
    tauri::async_runtime::spawn(serve(handle, desk, options, quitting));
    Ok(())
}

/// Opens the clinic and forwards its events until the program ends; then stops in order.
async fn serve(app: AppHandle, desk: Desk, options: Options, mut quitting: Quitting) {
    let opening = tokio::select! {
        opening = opening::open(&desk, &options) => opening,
        () = quitting.begins() => return,
    };
    let Opening { clinic, events, running } = opening;
    let notifications = Notifications::new(app);
    let watching = async {
        tokio::join!(
            watch::pass_on(desk.clone(), clinic.clone(), events, notifications),
            watch::until_it_answers(desk.clone(), clinic.clone()),
            watch::pass_on_health(desk.clone(), clinic.clone(), running.health()),
            watch::tell_of_new_days(desk.clone(), clinic.clone()),
        )
    };
    tokio::select! {
        _ = watching => quitting.begins().await,
        () = quitting.begins() => {}
    }
    running.stop().await;
}

/// Shows the window at each second start, until the program quits. A later start opens its own window.
async fn show_on_second_start(app: AppHandle, mut listener: Listener, mut quitting: Quitting) {
    loop {
        tokio::select! {
            () = listener.next() => window::open_from_anywhere(&app),
            () = quitting.begins() => return,
        }
    }
}

/// Notifies the window of each panic, because a command that panics never answers.
async fn tell_of_panics(desk: Desk, mut panics: UnboundedReceiver<String>) {
    while let Some(reference) = panics.recv().await {
        desk.emit(ClinicEvent::Panicked { reference });
    }
}

/// Quits, as when the user quits, at a termination signal.
async fn quit_when_asked(app: AppHandle) {
    server::shutdown_signal().await;
    app.exit(0);
}

fn on_event(app: &AppHandle, event: &RunEvent, quit: &mut Option<Quit>) {
    match event {
        // No window is open, but the tray is there, so the program continues. Quitting has an exit code.
        RunEvent::ExitRequested { code: None, api, .. } if tray_visibility::is_built(app) => {
            api.prevent_exit()
        }
        RunEvent::ExitRequested { .. } => window::hide(app),
        RunEvent::Exit => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.close(DatabaseState::Starting);
            }
            // Not after the event loop: Windows at log-off, and macOS always, end the process when this returns.
            if let Some(quit) = quit.take() {
                tauri::async_runtime::block_on(quit.and_wait(LONGEST_END));
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::open_from_anywhere(app),
        _ => {}
    }
}

/// The desk's access to the application.
struct AppShell {
    app: AppHandle,
    log: PathBuf,
    changed: Arc<Notify>,
    started: Instant,
}

impl Shell for AppShell {
    fn emit(&self, event: ClinicEvent) {
        self.changed.notify_one();
        if let Err(error) = event.emit(&self.app) {
            tracing::warn!(%error, "the window was not notified");
        }
    }

    fn browse(&self, url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(tauri_plugin_opener::open_url(url, None::<&str>)?)
    }

    fn open_log(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        std::fs::create_dir_all(&self.log)?;
        Ok(tauri_plugin_opener::open_path(&self.log, None::<&str>)?)
    }

    fn in_front(&self) -> bool {
        self.app.state::<InFront>().get()
    }

    fn painted(&self) {
        self.changed.notify_one();
        if std::env::var_os(TRACE_START).is_some() {
            use std::io::Write;
            let mut out = std::io::stdout().lock();
            let line = writeln!(out, "window painted after {} ms", self.started.elapsed().as_millis());
            if let Err(error) = line.and_then(|()| out.flush()) {
                tracing::debug!(%error, "standard output cannot be written");
            }
        }
    }
}
