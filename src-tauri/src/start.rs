//! From the command line to the open window.

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use server::Options;
use server::second::{self, Claim};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use crate::app::{self, Start};

/// The name of the threads for commands and background tasks.
const WORKER: &str = "desk";

/// The most time for remaining tasks to end when the program ends.
const GRACE: Duration = Duration::from_secs(1);

/// Runs the desktop program: reads the options, then brings forward the window of an earlier start on the
/// same data folder or opens its own window. Returns when the user quits.
#[must_use]
pub fn run() -> ExitCode {
    let started = Instant::now();
    let options = Options::parse();
    let (panicked, panics) = mpsc::unbounded_channel();
    server::log::start("ressurstimebok", Some(&options.log_folder()), move |reference| {
        // Panics on other threads are caught by the code that expects them.
        if thread::current().name() == Some(WORKER) {
            // Fails while the program starts or ends, which is fine.
            let _ = panicked.send(reference.to_owned());
        }
    });
    if !has_display() {
        eprintln!("there is no display: use ressurstimebok-server, or run under Xvfb");
        return ExitCode::FAILURE;
    }
    match runtime() {
        Ok(runtime) => show(runtime, options, panics, started),
        Err(error) => {
            eprintln!("the program cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn show(
    runtime: Runtime,
    options: Options,
    panics: mpsc::UnboundedReceiver<String>,
    started: Instant,
) -> ExitCode {
    // If the folder cannot be created, the window will show it.
    if let Err(error) = std::fs::create_dir_all(options.data_folder()) {
        tracing::debug!(%error, "the data folder cannot be created");
    }
    let listener = match runtime.block_on(second::claim(&options)) {
        Claim::First(listener) => listener,
        Claim::Shown => return ExitCode::SUCCESS,
    };
    // Before the settings are read. If it fails, the window shows why and tries again.
    if let Err(error) = runtime.block_on(server::move_data(&options)) {
        tracing::debug!(%error, "the data were not moved yet");
    }
    tauri::async_runtime::set(runtime.handle().clone());
    let code = match app::run(Start { options, listener, panics, started }) {
        Ok(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    };
    runtime.shutdown_timeout(GRACE);
    code
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().thread_name(WORKER).enable_all().build()
}

/// Whether there is a display. Without this check GTK would exit the process.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
