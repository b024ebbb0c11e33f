//! The processor time of this process. Unlike a rate, it does not depend on how busy the machine is.

use std::fs;

/// The length of a clock tick, which Linux fixes at a hundredth of a second for user programs.
const TICK_MICROSECONDS: f64 = 10_000.0;

/// Microseconds of all threads, ended ones included; `None` where the kernel does not report it.
///
/// Includes client and server, but not PostgreSQL, which has its own processes.
pub(crate) fn microseconds() -> Option<f64> {
    let ticks = user_and_system(&fs::read_to_string("/proc/self/stat").ok()?)?;
    Some(ticks * TICK_MICROSECONDS)
}

/// Microseconds of the calling thread; `None` where the kernel does not report it.
pub(crate) fn microseconds_of_thread() -> Option<f64> {
    nanoseconds(&fs::read_to_string("/proc/thread-self/schedstat").ok()?).map(|nanoseconds| nanoseconds / 1e3)
}

/// The first number: the time on a processor.
fn nanoseconds(schedstat: &str) -> Option<f64> {
    schedstat.split_whitespace().next()?.parse().ok()
}

/// Fields 14 and 15 of proc_pid_stat(5), in ticks. The name in field 2 may contain spaces and parentheses.
fn user_and_system(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_read_whatever_the_name() {
        let stat = "7 (a) (b c) S 1 7 7 0 -1 4194560 100 0 0 0 31 12 5 6 20 0 3 0 99";
        assert_eq!(user_and_system(stat), Some(43.0));
    }

    #[test]
    fn the_time_of_one_thread_is_not_that_of_others() {
        assert_eq!(nanoseconds("735419 633673 3\n"), Some(735_419.0));
        let (process, thread) = (microseconds().unwrap(), microseconds_of_thread().unwrap());
        std::thread::spawn(|| {
            let started = std::time::Instant::now();
            while started.elapsed() < std::time::Duration::from_millis(80) {}
        })
        .join()
        .unwrap();
        let of_thread = microseconds_of_thread().unwrap() - thread;
        assert!(of_thread < microseconds().unwrap() - process);
    }

    #[test]
    fn a_thread_that_has_ended_still_counts() {
        let before = microseconds().unwrap();
        let busy = std::thread::spawn(|| {
            let started = std::time::Instant::now();
            while started.elapsed() < std::time::Duration::from_millis(80) {}
        });
        busy.join().unwrap();
        assert!(microseconds().unwrap() > before);
    }
}
