//! The log of a program: on standard error, and in files limited in number and size.
//!
//! Every reference that a page or the window shows is in the files, whatever level is set for standard error.
//! The files contain at most `info` from this program and `warn` from the libraries it uses, because more
//! detailed levels can contain what people write. The program keeps running when a log cannot be written.

mod file;

use std::io::IsTerminal as _;
use std::panic;
use std::path::Path;
use std::sync::Mutex;

use clinic::Ids as _;
use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer};

use crate::clock::RandomIds;
use file::LogFile;

/// The environment variable that sets the log level of standard error.
const DETAIL: &str = "RESSURSTIMEBOK_LOG";

/// The crates whose messages are written to the files from `info` on.
const OURS: [&str; 6] = ["ressurstimebok", "ressurstimebok_server", "server", "portal", "clinic", "store"];

/// Starts the log of the process and records panics in it. Without a folder it is written only to standard
/// error. `panicked` is called with the reference of each panic, on the panicking thread.
pub fn start(program: &str, folder: Option<&Path>, panicked: impl Fn(&str) + Send + Sync + 'static) {
    let detail = EnvFilter::try_from_env(DETAIL).unwrap_or_else(|_| EnvFilter::new("warn"));
    let screen = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .log_internal_errors(false)
        .with_filter(detail);
    let files = folder.map(|folder| files(program, folder));
    let begun = tracing_subscriber::registry().with(screen).with(files).try_init();
    if let Err(error) = begun {
        tracing::debug!(%error, "a log has already been started");
    }
    log_panics(panicked);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "the program starts");
}

/// The log layer that writes to files: `{program}.log`, and older ones with a number. Times are UTC.
#[must_use]
pub fn files<S>(program: &str, folder: &Path) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let targets = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OURS.map(|ours| (ours, LevelFilter::INFO)));
    tracing_subscriber::fmt::layer()
        .with_writer(Mutex::new(LogFile::new(folder, program)))
        .with_ansi(false)
        .log_internal_errors(false)
        .with_filter(targets)
}

/// Logs every panic with a reference, instead of printing Rust's usual message. Developers who set
/// `RUST_BACKTRACE` get that message too.
fn log_panics(panicked: impl Fn(&str) + Send + Sync + 'static) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let reference = RandomIds.uuid().to_string();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Only constant messages from the program itself. Formatted ones can contain what a patient wrote.
        let said = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
        tracing::error!(reference, place, said, "the program panicked");
        panicked(&reference);
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0") {
            usual(panic);
        }
    }));
}
