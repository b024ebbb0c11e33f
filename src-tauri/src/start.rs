//! From the command line to the open window.

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use server::Options;
use server::second::{self, Claim};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use crate::{app, quitting};

/// The name of the threads that commands and the work behind them run on.
const WORKER: &str = "desk";

/// How long tasks that nobody waits for have to end when the program does.
const GRACE: Duration = Duration::from_secs(1);

/// How long the program takes at most to end in good order. Each step has a limit of its own within it.
const LONGEST_END: Duration = Duration::from_secs(25);

/// Runs the desktop program: reads the options, brings an earlier start on the same data folder
/// forward or opens a window of its own, and returns when a person quits.
#[must_use]
pub fn run() -> ExitCode {
    let started = Instant::now();
    let options = Options::parse();
    let (panicked, panics) = mpsc::unbounded_channel();
    server::log::start("ressurstimebok", Some(&options.log_folder()), move |reference| {
        // On other threads, what panics is caught by whoever expects it.
        if thread::current().name() == Some(WORKER) {
            // Nobody is there to be told while the program starts and ends.
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
    // A folder that cannot be made is no reason to stop here: the window says so.
    if let Err(error) = std::fs::create_dir_all(options.data_folder()) {
        tracing::debug!(%error, "the data folder cannot be made");
    }
    let listener = match runtime.block_on(second::claim(&options)) {
        Claim::First(listener) => listener,
        Claim::Shown => return ExitCode::SUCCESS,
    };
    // Before the settings are read. Why it failed the window says, which tries again.
    if let Err(error) = runtime.block_on(server::move_data(&options)) {
        tracing::debug!(%error, "the data were not moved yet");
    }
    tauri::async_runtime::set(runtime.handle().clone());
    let (quit, quitting) = quitting::channel();
    let code = match app::run(options, listener, panics, quitting, started) {
        Ok(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    };
    // The window is gone already; what it did and what patients were doing ends in good order.
    runtime.block_on(quit.and_wait(LONGEST_END));
    runtime.shutdown_timeout(GRACE);
    code
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().thread_name(WORKER).enable_all().build()
}

/// Whether a window can be opened. Without this question GTK ends the program in the middle.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
