//! `cargo xtask mutants`: puts small faults into the domain and the use cases, one at a time. At least one
//! test must fail for each; faults that no test can detect are listed in `.cargo/mutants.toml` with the
//! reason. Takes hours and is not part of `cargo xtask test`.

use std::path::PathBuf;

use crate::packages::{self, Purpose};
use crate::postgres::Cluster;
use crate::repository;
use crate::{Result, node, process};

/// The version with which the list of exceptions was made.
const VERSION: &str = "27.1.0";

/// Each crate, and the packages whose tests must detect its faults. The tests of the whole product (`wired`)
/// take a minute or more for each fault, so they run only for those that the crate's own tests do not detect.
const CRATES: [(&str, &[&str]); 2] = [("timebook", &["timebook"]), ("clinic", &["clinic", "clinic,wired"])];

/// Runs all crates, or only the one named. `more` is passed on to `cargo mutants`, such as `--file` with a
/// path.
pub(crate) fn mutants(only: Option<&str>, more: &[&str]) -> Result {
    let chosen: Vec<_> = CRATES.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        return Err(format!("no such crate; there are: {}", CRATES.map(|(name, _)| name).join(", ")).into());
    }
    packages::install(Purpose::Test)?;
    node::placeholder_ui()?;
    let program = installed()?;
    let cluster = Cluster::start()?;
    for (name, rounds) in chosen {
        let mut done = Ok(());
        for (round, tests) in rounds.iter().enumerate() {
            let mut mutants = repository::command(&program);
            mutants.args(["mutants", "--package", name, "--test-package", tests]);
            mutants.args(["--no-shuffle", "--output"]).arg(repository::notes()?).args(more);
            if round > 0 {
                // Only what the round before did not detect.
                mutants.arg("--iterate");
            }
            // Without debug information each of the many builds is faster.
            mutants.env("CARGO_PROFILE_DEV_DEBUG", "0");
            mutants.env("RESSURSTIMEBOK_TEST_POSTGRES", cluster.url());
            done = process::step(&format!("mutants of {name}, with the tests of {tests}"), &mut mutants);
            if done.is_ok() {
                break;
            }
        }
        done?;
    }
    Ok(())
}

/// The path of the program. Installs it under `target` when it is missing or has another version.
fn installed() -> Result<PathBuf> {
    let root = repository::notes()?.join("tools");
    let program = root.join("bin").join(format!("cargo-mutants{}", std::env::consts::EXE_SUFFIX));
    let printed = repository::printed_by(repository::command(&program).args(["mutants", "--version"]));
    if printed.is_some_and(|version| version.ends_with(VERSION)) {
        return Ok(program);
    }
    eprintln!("▸ installing cargo-mutants {VERSION}");
    let mut install = repository::cargo();
    install
        .args(["install", "cargo-mutants", "--locked", "--force", "--version", VERSION, "--root"])
        .arg(root);
    process::step("cargo install cargo-mutants", &mut install)?;
    Ok(program)
}
