//! The processor time of this process. Unlike a rate, it does not depend on how busy the machine is.

use std::fs;
use std::path::Path;

/// Microseconds of all current threads; `None` where the kernel does not report it.
///
/// Includes client and server, but not PostgreSQL, which has its own processes.
pub(crate) fn microseconds() -> Option<f64> {
    let threads = fs::read_dir("/proc/self/task").ok()?.flatten();
    Some(threads.filter_map(|thread| nanoseconds(&thread.path())).sum::<f64>() / 1000.0)
}

/// The first number of `schedstat`: the time on a processor.
fn nanoseconds(thread: &Path) -> Option<f64> {
    let told = fs::read_to_string(thread.join("schedstat")).ok()?;
    told.split_whitespace().next()?.parse().ok()
}
