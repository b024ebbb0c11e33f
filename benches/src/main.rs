//! `cargo xtask bench [NAME] [--json] [--rounds N]`: how fast the product is.
//!
//! Every figure is compared with a floor that was measured in the same run, on the same machine, with the
//! same client: a bare handler, bare SQLite commits, bare PostgreSQL, an empty window. Ratios can be compared
//! between machines; seconds cannot. Of several rounds the median is reported, with the minimum and the
//! maximum. Nothing here fails because of a time. With `--tiny` a measure only shows that it runs to its end,
//! for the tests; its figures mean nothing.
//!
//! * [`rush`]: 64 patients book 10,000 places through the portal's form.
//! * [`month`]: the month page of a small and of a big clinic.
//! * [`start`]: how soon the queue of 1,000 requests can be read and the portal is there, and what memory
//!   they take.
//! * [`notify`]: how soon staff are notified of a request.

mod cpu;
mod floors;
mod folder;
mod html;
mod http;
mod machine;
mod memory;
mod month;
mod notify;
mod people;
mod program;
mod report;
mod rush;
mod stage;
mod start;
mod stats;
mod visit;

use std::process::ExitCode;

use report::Report;

/// Any failure ends the run: a figure from an incomplete measure is worse than none.
type Failure = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failure>;

const NAMES: [&str; 4] = ["rush", "month", "start", "notify"];

fn main() -> ExitCode {
    let wish = match Wish::read(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(problem) => {
            eprintln!("{problem}\nusage: bench [{}]... [--json] [--rounds N] [--tiny]", NAMES.join("|"));
            return ExitCode::from(2);
        }
    };
    match wish.fulfil() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The options of the command line.
struct Wish {
    names: Vec<String>,
    json: bool,
    rounds: Option<usize>,
    tiny: bool,
}

impl Wish {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut wish = Self { names: Vec::new(), json: false, rounds: None, tiny: false };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--json" => wish.json = true,
                "--tiny" => wish.tiny = true,
                "--rounds" => wish.rounds = Some(args.next().ok_or("--rounds wants a number")?.parse()?),
                name if NAMES.contains(&name) => wish.names.push(arg),
                other => return Err(format!("no such measure: {other}").into()),
            }
        }
        if wish.names.is_empty() {
            wish.names = NAMES.map(str::to_owned).into();
        }
        Ok(wish)
    }

    fn fulfil(&self) -> Result<()> {
        let mut reports = Vec::new();
        for name in &self.names {
            eprintln!("▸ measuring {name}");
            let report = self.measure(name)?;
            if !self.json {
                print!("{report}");
            }
            reports.push(report);
        }
        if self.json {
            println!("{}", Report::json(reports));
        }
        Ok(())
    }

    fn measure(&self, name: &str) -> Result<Report> {
        let rounds = |full: usize, tiny: usize| self.rounds.unwrap_or(self.of(full, tiny));
        match name {
            "rush" => rush::measure(self.of(rush::Scale::FULL, rush::Scale::TINY), rounds(5, 1)),
            "month" => month::measure(self.of(month::Scale::FULL, month::Scale::TINY), rounds(3, 1)),
            "start" => start::measure(self.of(start::Scale::FULL, start::Scale::TINY), rounds(7, 1)),
            "notify" => notify::measure(rounds(300, 2)),
            other => Err(format!("no such measure: {other}").into()),
        }
    }

    /// Chooses between the full scale and the tiny one that only shows that the measure runs.
    fn of<S>(&self, full: S, tiny: S) -> S {
        if self.tiny { tiny } else { full }
    }
}
