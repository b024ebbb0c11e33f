//! Starting and ending processes. Each gets its own process group, so that its child processes end with it. A
//! guard ends it by its pid, however this program ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Result, repository};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// The pid of the running step, to which an interrupt is forwarded.
static FOREGROUND: Mutex<Option<u32>> = Mutex::new(None);

const PATIENCE_AT_END: Duration = Duration::from_secs(8);
const POLL_INTERVAL: Duration = Duration::from_millis(40);

/// Makes Ctrl-C end the running step. The guards then end everything else.
pub(crate) fn handle_interrupts() -> Result {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if let Some(pid) = *FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner) {
            signal(pid, "TERM");
        }
    })?;
    Ok(())
}

/// Whether Ctrl-C was pressed or a termination signal was received.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs a command to its end with its output on standard error. A failure names the command.
pub(crate) fn step(name: &str, command: &mut Command) -> Result {
    command.stdout(std::io::stderr());
    judge(name, to_its_end(name, command)?)
}

/// As [`step`], but the command's output is shown only when it fails.
pub(crate) fn quiet_step(name: &str, command: &mut Command) -> Result {
    let output = command.output().map_err(|e| format!("cannot start {name}: {e}"))?;
    if output.status.success() {
        return judge(name, output.status);
    }
    eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    judge(name, output.status)
}

/// As [`step`], but standard output is passed through.
pub(crate) fn step_with_output(name: &str, command: &mut Command) -> Result {
    command.stdout(Stdio::inherit());
    judge(name, to_its_end(name, command)?)
}

/// As [`step`], for a command that may ask the user for a password.
pub(crate) fn step_that_may_ask(name: &str, command: &mut Command) -> Result {
    let status =
        command.stdout(std::io::stderr()).status().map_err(|e| format!("cannot start {name}: {e}"))?;
    judge(name, status)
}

fn judge(name: &str, status: ExitStatus) -> Result {
    if interrupted() {
        return Err("stopped".into());
    }
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}").into()) }
}

fn to_its_end(name: &str, command: &mut Command) -> Result<ExitStatus> {
    if interrupted() {
        return Err("stopped".into());
    }
    let mut guard = Guard::start(name, command)?;
    *FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner) = Some(guard.child.id());
    if interrupted() {
        signal(guard.child.id(), "TERM");
    }
    let ended = guard.child.wait();
    *FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner) = None;
    Ok(ended.map_err(|e| format!("cannot wait for {name}: {e}"))?)
}

/// A running process that is ended when this value is dropped.
pub(crate) struct Guard {
    name: String,
    child: Child,
}

impl Guard {
    /// Starts the process in its own process group.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self> {
        in_own_group(command);
        let child = command
            .spawn()
            .map_err(|e| format!("cannot start {name} ({}): {e}", command.get_program().display()))?;
        Ok(Self { name: name.to_owned(), child })
    }

    /// Starts the process and waits for the first line it prints: servers print one when they are ready.
    pub(crate) fn start_and_read_line(
        name: &str,
        command: &mut Command,
        timeout: Duration,
    ) -> Result<(Self, String)> {
        let mut guard = Self::start(name, command.stdout(Stdio::piped()))?;
        let stdout = guard.child.stdout.take().ok_or_else(|| format!("{name} has no output to read"))?;
        match first_line(stdout).recv_timeout(timeout) {
            Ok(line) if !line.is_empty() => Ok((guard, line)),
            Ok(_) => Err(format!("{name} ended before it was ready").into()),
            Err(_) => Err(format!("{name} was not ready after {} s", timeout.as_secs()).into()),
        }
    }

    /// Fails when the process has already ended.
    pub(crate) fn check_running(&mut self) -> Result {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(format!("{} ended with {status}", self.name).into()),
            Err(e) => Err(format!("cannot wait for {}: {e}", self.name).into()),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        signal(self.child.id(), "TERM");
        let ended = until(PATIENCE_AT_END, || matches!(self.child.try_wait(), Ok(Some(_))));
        if !ended {
            signal(self.child.id(), "KILL");
            // On a system without process groups the process itself may still be running.
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

/// Checks repeatedly until the condition is true. False when the timeout passed first.
pub(crate) fn until(timeout: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    loop {
        if condition() {
            return true;
        }
        if started.elapsed() > timeout {
            return false;
        }
        pause();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the pause between two checks of a condition that has a deadline"
)]
fn pause() {
    std::thread::sleep(POLL_INTERVAL);
}

/// Sends the first line. The rest is read and dropped so that the writer never blocks.
fn first_line(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines().map_while(std::io::Result::ok);
        // Fails when the receiver has timed out, which needs no handling here.
        drop(sender.send(lines.next().unwrap_or_default()));
        lines.for_each(drop);
    });
    receiver
}

#[cfg(unix)]
fn in_own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn in_own_group(_: &mut Command) {}

/// Sends the signal to the process group led by this pid.
#[cfg(unix)]
fn signal(pid: u32, name: &str) {
    let result = repository::command("kill")
        .args(["-s", name, "--", &format!("-{pid}")])
        .stderr(Stdio::null())
        .status();
    if let Err(e) = result {
        eprintln!("xtask: cannot end process {pid}: {e}");
    }
}

/// Windows has no process groups; this ends the process and its descendants.
#[cfg(not(unix))]
fn signal(pid: u32, _: &str) {
    let result = repository::command("taskkill")
        .args(["/F", "/T", "/PID", &pid.to_string()])
        .stdout(Stdio::null())
        .status();
    if let Err(e) = result {
        eprintln!("xtask: cannot end process {pid}: {e}");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_guard_reads_the_first_line_and_ends_the_whole_group() {
        let farewell = std::env::temp_dir().join(format!("xtask-farewell-{}", std::process::id()));
        let grandchild =
            format!("trap 'echo > {}; exit' TERM; echo ready; while :; do sleep 1; done", farewell.display());
        let mut shell = repository::command("sh");
        shell.args(["-c", "sh -c \"$1\" & wait", "sh", &grandchild]);
        let (guard, line) = Guard::start_and_read_line("sh", &mut shell, Duration::from_secs(10)).unwrap();
        assert_eq!(line, "ready");
        assert!(!farewell.exists());
        drop(guard);
        assert!(until(Duration::from_secs(10), || farewell.exists()), "the grandchild was not ended");
        std::fs::remove_file(farewell).unwrap();
    }

    #[test]
    fn a_step_that_fails_is_named() {
        let failure = step("the small step", repository::command("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(failure.to_string().starts_with("the small step ended with"), "{failure}");
    }

    #[test]
    fn a_process_that_ends_early_is_reported_at_once() {
        let line =
            Guard::start_and_read_line("mute", &mut repository::command("true"), Duration::from_secs(60));
        assert_eq!(line.err().unwrap().to_string(), "mute ended before it was ready");
    }
}
