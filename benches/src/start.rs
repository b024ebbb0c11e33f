//! `start`: from the start of the program to the first painted window and to the open portal, and
//! the memory it takes, against a window with nothing in it that was built the same way.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::Result;
use crate::memory::{self, Memory};
use crate::program::{Program, desktop, on_this_desk};
use crate::report::{Report, figure};
use crate::stage;
use crate::stats::median;

/// One start.
struct Start {
    painted: f64,
    portal: Option<f64>,
    memory: Memory,
}

/// Starts in turn: the empty window, the program on a new folder, the program on that folder again.
pub(crate) fn measure(rounds: usize) -> Result<Report> {
    let clients = stage::clients()?;
    let empty_window = beside_us("empty-window")?;
    let (mut empty, mut first, mut again) = (Vec::new(), Vec::new(), Vec::new());
    // The first round only brings the programs into the system's cache.
    for round in 0..=rounds {
        eprintln!("  round {round} of {rounds}");
        let data = tempfile::tempdir_in(stage::folder()?)?;
        let of_empty = clients.block_on(start(&mut on_this_desk(&empty_window), false))?;
        let of_first = clients.block_on(start(&mut demo(data.path())?, true))?;
        let of_again = clients.block_on(start(&mut demo(data.path())?, true))?;
        if round > 0 {
            empty.push(of_empty);
            first.push(of_first);
            again.push(of_again);
        }
    }
    Ok(told(rounds, &empty, &first, &again))
}

fn demo(data: &Path) -> Result<Command> {
    let mut program = desktop()?;
    program.args(["--demo", "--portal", "127.0.0.1:0", "--data"]).arg(data);
    Ok(program)
}

async fn start(command: &mut Command, with_portal: bool) -> Result<Start> {
    let mut program = Program::start(command)?;
    let (painted, _) = program.line("window painted after")?;
    let painted = milliseconds(painted.duration_since(program.started));
    let portal = if with_portal {
        let (listening, _) = program.line("portal listening on")?;
        Some(milliseconds(listening.duration_since(program.started)))
    } else {
        None
    };
    let memory = memory::settled(program.pid()).await?;
    program.end()?;
    Ok(Start { painted, portal, memory })
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn beside_us(name: &str) -> Result<std::path::PathBuf> {
    let program = std::env::current_exe()?.with_file_name(name);
    if program.is_file() {
        return Ok(program);
    }
    Err(format!("{} is not built: cargo build --release -p bench --features empty-window", program.display())
        .into())
}

/// The medians of the rounds.
struct Medians {
    painted: f64,
    portal: f64,
    program: f64,
    memory: f64,
}

impl Medians {
    fn of(starts: &[Start]) -> Self {
        Self {
            painted: median(starts.iter().map(|start| start.painted)),
            portal: median(starts.iter().filter_map(|start| start.portal)),
            program: median(starts.iter().map(|start| start.memory.program)),
            memory: median(starts.iter().map(|start| start.memory.all)),
        }
    }
}

fn told(rounds: usize, empty: &[Start], first: &[Start], again: &[Start]) -> Report {
    let mut report =
        Report::new("start", format!("to the painted window, to the portal; medians of {rounds}"));
    let floor = Medians::of(empty);
    report.say(format!(
        "an empty window      painted {:>5.0} ms                       memory {:>4.0} MB, the program {:>3.0} MB",
        floor.painted, floor.memory, floor.program
    ));
    report.set(
        "empty_window",
        json!({ "painted_ms": figure(floor.painted), "memory_mb": figure(floor.memory),
            "program_mb": figure(floor.program) }),
    );
    report.set("rounds", rounds);
    for (key, name, starts) in
        [("first_start", "on a new folder", first), ("start", "on a filled folder", again)]
    {
        let median = Medians::of(starts);
        let ratios =
            [median.painted / floor.painted, median.portal / floor.painted, median.memory / floor.memory];
        report.say(format!(
            "{name:<20} painted {:>5.0} ms ({:.2}×)  portal {:>5.0} ms ({:.2}×)  memory {:>4.0} MB ({:.2}×), the program {:>3.0} MB",
            median.painted, ratios[0], median.portal, ratios[1], median.memory, ratios[2], median.program
        ));
        report.set(
            key,
            json!({
                "painted_ms": figure(median.painted), "painted_to_empty": figure(ratios[0]),
                "portal_ms": figure(median.portal), "portal_to_empty": figure(ratios[1]),
                "memory_mb": figure(median.memory), "memory_to_empty": figure(ratios[2]),
                "program_mb": figure(median.program),
            }),
        );
    }
    report
}
