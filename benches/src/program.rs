//! A started program and the lines it prints, each with the instant it was seen.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::Result;

/// How long to wait before a measure fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program, which is ended by its pid when this is dropped.
pub(crate) struct Program {
    child: Child,
    lines: Receiver<(Instant, String)>,
    seen: Vec<(Instant, String)>,
    /// Just before it was started.
    pub(crate) started: Instant,
}

impl Program {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().display().to_string();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let started = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("cannot start {name}: {error}"))?;
        let stdout = child.stdout.take().ok_or("the program has no output to read")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(std::io::Result::ok) {
                if sender.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, lines, seen: Vec::new(), started })
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The next line that begins with `start`: when it was seen, and the rest of it.
    pub(crate) fn line(&mut self, start: &str) -> Result<(Instant, String)> {
        loop {
            if let Some(at) = self.seen.iter().position(|(_, line)| line.starts_with(start)) {
                let (instant, line) = self.seen.remove(at);
                return Ok((instant, line[start.len()..].trim().to_owned()));
            }
            let line = self.lines.recv_timeout(PATIENCE);
            self.seen.push(line.map_err(|_| format!("the program did not print «{start}»"))?);
        }
    }

    /// Sends a termination signal, and waits until it has ended.
    pub(crate) fn end(mut self) -> Result<()> {
        ask_to_end(&self.child)?;
        let deadline = Instant::now() + PATIENCE;
        // Its output closes when it ends.
        while self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_ok() {}
        if self.child.try_wait()?.is_none() && Instant::now() > deadline {
            return Err("the program did not end when asked".into());
        }
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = ended {
            eprintln!("process {} may still run: {error}", self.child.id());
        }
    }
}

fn ask_to_end(child: &Child) -> Result<()> {
    let status = Command::new("kill").arg(child.id().to_string()).status()?;
    if status.success() { Ok(()) } else { Err("the program had gone already".into()) }
}

/// The desktop program, whose path is set by `cargo xtask bench`.
pub(crate) fn desktop() -> Result<Command> {
    let program =
        std::env::var_os("RESSURSTIMEBOK").ok_or("RESSURSTIMEBOK does not name the desktop program")?;
    Ok(on_this_desk(program))
}

/// The empty window, which is built beside this program.
pub(crate) fn empty_window() -> Result<Command> {
    let program = std::env::current_exe()?.with_file_name("empty-window");
    if program.is_file() {
        return Ok(on_this_desk(program));
    }
    Err(format!("{} is not built: cargo build --release -p bench --features empty-window", program.display())
        .into())
}

/// A program that opens a window, on the display of `cargo xtask bench`.
pub(crate) fn on_this_desk(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env("RESSURSTIMEBOK_TRACE_START", "1");
    command
}
