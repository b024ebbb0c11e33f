//! What this process has used of the processors. Unlike a rate, it says the same on a busy machine.

use std::fs;
use std::path::Path;

/// Microseconds of all threads that live now; none where the kernel does not tell.
///
/// Client and server are both here. PostgreSQL is not: its work is done in its own processes.
pub(crate) fn microseconds() -> Option<f64> {
    let threads = fs::read_dir("/proc/self/task").ok()?.flatten();
    Some(threads.filter_map(|thread| nanoseconds(&thread.path())).sum::<f64>() / 1000.0)
}

/// The first number of `schedstat`: the time on a processor.
fn nanoseconds(thread: &Path) -> Option<f64> {
    let told = fs::read_to_string(thread.join("schedstat")).ok()?;
    told.split_whitespace().next()?.parse().ok()
}
