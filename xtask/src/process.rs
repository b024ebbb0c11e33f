//! Starting and ending processes. Each gets a process group of its own, so that ending it ends what it
//! started in turn; a guard ends it by its pid whatever way we leave.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Result, repository};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// The step that runs now: an interrupt is handed on to it.
static FOREGROUND: Mutex<Option<u32>> = Mutex::new(None);

const PATIENCE_AT_END: Duration = Duration::from_secs(8);
const BETWEEN_LOOKS: Duration = Duration::from_millis(40);

/// From now on Ctrl-C ends the running step; the guards then end everything else.
pub(crate) fn heed_interrupts() -> Result {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if let Some(pid) = *FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner) {
            signal(pid, "TERM");
        }
    })?;
    Ok(())
}

/// Was Ctrl-C pressed, or were we told to end?
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs a command to its end with its output on standard error; a bad end is a failure that names it.
pub(crate) fn step(name: &str, command: &mut Command) -> Result {
    command.stdout(std::io::stderr());
    judge(name, to_its_end(name, command)?)
}

/// As [`step`], for a chatty command whose words matter only when it fails.
pub(crate) fn quiet_step(name: &str, command: &mut Command) -> Result {
    let output = command.output().map_err(|e| format!("cannot start {name}: {e}"))?;
    if output.status.success() {
        return judge(name, output.status);
    }
    eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    judge(name, output.status)
}

/// As [`step`], with its standard output passed through as ours.
pub(crate) fn step_with_output(name: &str, command: &mut Command) -> Result {
    command.stdout(Stdio::inherit());
    judge(name, to_its_end(name, command)?)
}

/// As [`step`], for a command that may ask the person at the terminal for a password.
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
    Ok(ended.map_err(|e| format!("lost sight of {name}: {e}"))?)
}

/// A running process of ours; it ends when this goes.
pub(crate) struct Guard {
    name: String,
    child: Child,
}

impl Guard {
    /// Starts it in a process group of its own.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self> {
        in_own_group(command);
        let child = command
            .spawn()
            .map_err(|e| format!("cannot start {name} ({}): {e}", command.get_program().display()))?;
        Ok(Self { name: name.to_owned(), child })
    }

    /// Starts it and waits for the first line it prints, which is how servers say that they are ready.
    pub(crate) fn start_and_hear(
        name: &str,
        command: &mut Command,
        patience: Duration,
    ) -> Result<(Self, String)> {
        let mut guard = Self::start(name, command.stdout(Stdio::piped()))?;
        let stdout = guard.child.stdout.take().ok_or_else(|| format!("{name} has no output to read"))?;
        match first_line(stdout).recv_timeout(patience) {
            Ok(line) if !line.is_empty() => Ok((guard, line)),
            Ok(_) => Err(format!("{name} ended before it was ready").into()),
            Err(_) => Err(format!("{name} was not ready after {} s", patience.as_secs()).into()),
        }
    }

    /// Fails when it has ended already.
    pub(crate) fn still_runs(&mut self) -> Result {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(format!("{} ended with {status}", self.name).into()),
            Err(e) => Err(format!("lost sight of {}: {e}", self.name).into()),
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
            // The group may have left the leader behind on a system without groups.
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

/// Looks again and again until it holds; false when patience ended first.
pub(crate) fn until(patience: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    loop {
        if holds() {
            return true;
        }
        if started.elapsed() > patience {
            return false;
        }
        pause();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the pause between two looks at a condition that has a deadline"
)]
fn pause() {
    std::thread::sleep(BETWEEN_LOOKS);
}

/// The first line, sent once; the rest is read and dropped so that the writer never blocks.
fn first_line(stdout: ChildStdout) -> Receiver<String> {
    let (tell, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines().map_while(std::io::Result::ok);
        // The listener may have lost patience: nothing to do about it here.
        drop(tell.send(lines.next().unwrap_or_default()));
        lines.for_each(drop);
    });
    heard
}

#[cfg(unix)]
fn in_own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn in_own_group(_: &mut Command) {}

/// Sends the signal to the process group that this pid leads.
#[cfg(unix)]
fn signal(pid: u32, name: &str) {
    let told = repository::command("kill")
        .args(["-s", name, "--", &format!("-{pid}")])
        .stderr(Stdio::null())
        .status();
    if let Err(e) = told {
        eprintln!("xtask: cannot end process {pid}: {e}");
    }
}

/// Windows has no groups; it ends the tree below the pid.
#[cfg(not(unix))]
fn signal(pid: u32, _: &str) {
    let told = repository::command("taskkill")
        .args(["/F", "/T", "/PID", &pid.to_string()])
        .stdout(Stdio::null())
        .status();
    if let Err(e) = told {
        eprintln!("xtask: cannot end process {pid}: {e}");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_guard_hears_the_first_line_and_ends_the_whole_group() {
        let farewell = std::env::temp_dir().join(format!("xtask-farewell-{}", std::process::id()));
        let grandchild =
            format!("trap 'echo > {}; exit' TERM; echo ready; while :; do sleep 1; done", farewell.display());
        let mut shell = repository::command("sh");
        shell.args(["-c", "sh -c \"$1\" & wait", "sh", &grandchild]);
        let (guard, line) = Guard::start_and_hear("sh", &mut shell, Duration::from_secs(10)).unwrap();
        assert_eq!(line, "ready");
        assert!(!farewell.exists());
        drop(guard);
        assert!(until(Duration::from_secs(10), || farewell.exists()), "the grandchild was not told");
        std::fs::remove_file(farewell).unwrap();
    }

    #[test]
    fn a_step_that_fails_is_named() {
        let failure = step("the small step", repository::command("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(failure.to_string().starts_with("the small step ended with"), "{failure}");
    }

    #[test]
    fn one_that_ends_before_it_is_ready_is_told_at_once() {
        let heard = Guard::start_and_hear("mute", &mut repository::command("true"), Duration::from_secs(60));
        assert_eq!(heard.err().unwrap().to_string(), "mute ended before it was ready");
    }
}
