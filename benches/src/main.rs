//! `cargo xtask bench [NAME] [--json] [--rounds N]`: how fast the product is.
//!
//! Every figure stands beside a floor that was measured in the same run, on the same machine, with
//! the same client: a bare handler, bare SQLite commits, bare PostgreSQL, an empty window. Ratios
//! can be compared between machines; seconds cannot. Of several rounds the median is told, with the
//! least and the greatest. Nothing here fails because of a time.
//!
//! * [`rush`]: 64 patients book 10,000 places through the portal's form.
//! * [`month`]: the month page of a small and of a big clinic.
//! * [`start`]: how soon the queue of 1,000 requests can be read and the portal is there, and what memory
//!   they take.
//! * [`notify`]: how soon the desk is told of a request.

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

/// Any failure ends the run: a figure from half a measure is worse than none.
type Failure = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failure>;

const NAMES: [&str; 4] = ["rush", "month", "start", "notify"];

fn main() -> ExitCode {
    let wish = match Wish::read(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(problem) => {
            eprintln!("{problem}\nusage: bench [{}]... [--json] [--rounds N]", NAMES.join("|"));
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

/// What was asked for on the command line.
struct Wish {
    names: Vec<String>,
    json: bool,
    rounds: Option<usize>,
}

impl Wish {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut wish = Self { names: Vec::new(), json: false, rounds: None };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--json" => wish.json = true,
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
        match name {
            "rush" => rush::measure(self.rounds.unwrap_or(5)),
            "month" => month::measure(self.rounds.unwrap_or(3)),
            "start" => start::measure(self.rounds.unwrap_or(7)),
            "notify" => notify::measure(self.rounds.unwrap_or(300)),
            other => Err(format!("no such measure: {other}").into()),
        }
    }
}
