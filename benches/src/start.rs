//! `start`: the time from the program's start until the queue can be read and the portal is open, and its
//! memory, compared with an empty window that was built the same way.
//!
//! The window reports its first paint when the first page of the queue is shown. On a folder with 1,000
//! waiting requests that is the moment from which staff can work.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::Result;
use crate::memory::{self, Memory};
use crate::program::{Program, desktop, empty_window};
use crate::report::{Report, decimals, spread};
use crate::stats::Spread;
use crate::{folder, stage};

/// One start.
struct Start {
    painted: f64,
    portal: Option<f64>,
    memory: Memory,
}

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    /// Requests that wait in the filled folder.
    waiting: usize,
}

impl Scale {
    /// The scale of the reported figures.
    pub(crate) const FULL: Self = Self { waiting: 1_000 };
    /// Only shows that the measure runs; its figures mean nothing.
    pub(crate) const TINY: Self = Self { waiting: 8 };
}

/// Starts the empty window, the program on a new folder and the program on a filled folder, in turn.
pub(crate) fn measure(scale: Scale, rounds: usize) -> Result<Report> {
    let clients = stage::clients()?;
    let (mut empty, mut first, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let filled = tempfile::tempdir_in(stage::folder()?)?;
    folder::fill(filled.path(), scale.waiting, 0)?;
    // The first round only loads the programs into the system's cache.
    for round in 0..=rounds {
        eprintln!("  round {round} of {rounds}");
        let data = tempfile::tempdir_in(stage::folder()?)?;
        let of_empty = clients.block_on(start(&mut empty_window()?, false))?;
        let of_first = clients.block_on(start(&mut demo(data.path())?, true))?;
        let of_again = clients.block_on(start(&mut demo(filled.path())?, true))?;
        if round > 0 {
            empty.push(of_empty);
            first.push(of_first);
            again.push(of_again);
        }
    }
    Ok(report(scale, &empty, &first, &again))
}

fn demo(data: &Path) -> Result<Command> {
    let mut program = desktop()?;
    program.args(["--demo", "--today", folder::TODAY, "--portal", "127.0.0.1:0", "--data"]).arg(data);
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

/// The spreads of the rounds.
struct Spreads {
    painted: Spread,
    portal: Spread,
    program: Spread,
    memory: Spread,
}

impl Spreads {
    fn of(starts: &[Start]) -> Self {
        Self {
            painted: Spread::of(starts.iter().map(|start| start.painted)),
            portal: Spread::of(starts.iter().filter_map(|start| start.portal)),
            program: Spread::of(starts.iter().map(|start| start.memory.program)),
            memory: Spread::of(starts.iter().map(|start| start.memory.all)),
        }
    }
}

fn report(scale: Scale, empty: &[Start], first: &[Start], again: &[Start]) -> Report {
    let (waiting, rounds) = (scale.waiting, empty.len());
    let title = format!("to the readable queue, to the portal; median (least–greatest) of {rounds}");
    let mut report = Report::new("start", title);
    let floor = Spreads::of(empty);
    report.line(format!(
        "an empty window: painted {} ms, memory {} MB, of which the program {} MB",
        decimals(floor.painted),
        decimals(floor.memory),
        decimals(floor.program)
    ));
    report.set(
        "empty_window",
        json!({ "painted_ms": spread(floor.painted), "memory_mb": spread(floor.memory),
            "program_mb": spread(floor.program) }),
    );
    report.set("rounds", rounds);
    report.set("waiting", waiting);
    let filled = format!("with {waiting} requests that wait");
    for (key, name, starts) in [("first_start", "on a new folder", first), ("start", filled.as_str(), again)]
    {
        let of = Spreads::of(starts);
        let (painted, memory) = (of.painted.to(floor.painted.median), of.memory.to(floor.memory.median));
        report.line(format!(
            "{name}: painted {} ms, portal {} ms, memory {} MB, of which the program {} MB",
            decimals(of.painted),
            decimals(of.portal),
            decimals(of.memory),
            decimals(of.program)
        ));
        report.line(format!(
            "    of the empty window: painted {}, memory {}",
            decimals(painted),
            decimals(memory)
        ));
        report.set(
            key,
            json!({
                "painted_ms": spread(of.painted), "painted_to_empty": spread(painted),
                "portal_ms": spread(of.portal), "portal_to_empty": spread(of.portal.to(floor.painted.median)),
                "memory_mb": spread(of.memory), "memory_to_empty": spread(memory),
                "program_mb": spread(of.program),
            }),
        );
    }
    report
}
