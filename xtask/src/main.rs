//! `cargo xtask`: runs the demo clinic, the tests and the benchmarks from a fresh clone.
//!
//! Progress goes to standard error; standard output has only what the started program prints.

mod bench;
mod display;
mod mutants;
mod node;
mod packages;
mod picture;
mod postgres;
mod process;
mod repository;
mod run;
mod test;

use std::process::ExitCode;

/// A failure is a message for the person at the terminal.
type Failure = Box<dyn std::error::Error + Send + Sync>;
type Result<T = ()> = std::result::Result<T, Failure>;

const USAGE: &str = "\
cargo xtask <command>

  run [--release] [-- OPTIONS]   build the program and open the demo clinic; with OPTIONS the program gets those
                                 instead of the demo's (see `cargo xtask run -- --help`)
  picture FILE.png               save what the window shows, also in a virtual display (X11 alone)
  test [--only NAME]             every test; NAME is one of: format, ui, views, lints, rust, programs, portal, window
  bench [NAME] [--json]          the figures: rush, month, start, notify; all of them without NAME
  mutants [CRATE] [-- OPTIONS]   put small faults into timebook and clinic, and show which no test sees
  ui                             build the window's UI if it has changed; `tauri build` does so by itself
  bindings                       write the UI's typed commands anew from the Rust types";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match process::handle_interrupts().and_then(|()| dispatch(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["run", rest @ ..] => run::run(&run::RunOptions::read(rest)?),
        ["test"] => test::test(None),
        ["test", "--only", name] => test::test(Some(name)),
        ["bench", rest @ ..] => bench::bench(rest),
        ["mutants", "--", more @ ..] => mutants::mutants(None, more),
        ["mutants"] => mutants::mutants(None, &[]),
        ["mutants", name] => mutants::mutants(Some(name), &[]),
        ["mutants", name, "--", more @ ..] => mutants::mutants(Some(name), more),
        ["picture", file] => picture::picture(file.as_ref()),
        ["ui"] => ui(),
        ["bindings"] => bindings(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("I do not know «{}».\n\n{USAGE}", args.join(" ")).into()),
    }
}

/// The test that fails when the bindings are out of date can also write them.
fn bindings() -> Result {
    packages::install(packages::Purpose::Build)?;
    node::placeholder_ui()?;
    let mut command = repository::cargo();
    command
        .arg("test")
        .args(repository::SAME_FEATURES)
        .args(["--test", "desk", "bindings"])
        .env("UPDATE_BINDINGS", "1");
    process::step("bindings", &mut command)
}

/// Builds the UI. `beforeBuildCommand` in `tauri.conf.json` calls this.
fn ui() -> Result {
    node::check_version()?;
    node::build_ui()
}
