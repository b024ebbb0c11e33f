//! The log of a program: on standard error, and in files whose number and size are bounded.
//!
//! Every reference that a page or the window shows stands in the files, whatever is asked of standard error.
//! They hold nothing more detailed than `info` from this program and `warn` from the libraries it uses: what
//! is more detailed can hold what people write. A log that cannot be written stops nobody.

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

/// Says in the environment how much goes to standard error.
const DETAIL: &str = "RESSURSTIMEBOK_LOG";

/// Whose messages the files hold from `info` on.
const OURS: [&str; 6] = ["ressurstimebok", "ressurstimebok_server", "server", "portal", "clinic", "store"];

/// Begins the log of a program that ends with its process, and notes in it what panics. Without a folder it
/// goes to standard error alone. `panicked` is told the reference of each panic, on the thread that panics.
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
        tracing::debug!(%error, "there is a log already");
    }
    note_panics(panicked);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "the program starts");
}

/// The part of a log that is written to files: `{program}.log`, and older ones with a number. Times are UTC.
#[must_use]
pub fn files<S>(program: &str, folder: &Path) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let kept = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OURS.map(|ours| (ours, LevelFilter::INFO)));
    tracing_subscriber::fmt::layer()
        .with_writer(Mutex::new(LogFile::new(folder, program)))
        .with_ansi(false)
        .log_internal_errors(false)
        .with_filter(kept)
}

/// Notes every panic under a reference, in place of what Rust prints of it. Whoever sets `RUST_BACKTRACE` is
/// at work on the program, and is shown that too.
fn note_panics(panicked: impl Fn(&str) + Send + Sync + 'static) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let reference = RandomIds.uuid().to_string();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Words that stand in the program itself. All others can hold what a patient wrote.
        let said = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
        tracing::error!(reference, place, said, "the program panicked");
        panicked(&reference);
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0") {
            usual(panic);
        }
    }));
}
