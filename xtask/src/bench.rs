//! `cargo xtask bench`: the figures, each against a floor measured in the same run.

use std::path::PathBuf;

use crate::display::Desk;
use crate::packages::{self, Purpose};
use crate::postgres::Cluster;
use crate::repository::{self, Profile};
use crate::{Result, node, process};

const MEASURES: [&str; 4] = ["rush", "month", "start", "notify"];
/// Those that need the real program, its window and a notification daemon.
const WITH_WINDOW: [&str; 2] = ["start", "notify"];

/// Sets up, builds for release and measures; with `--json` only the JSON object goes to standard output.
pub(crate) fn bench(args: &[&str]) -> Result {
    let window = needs_window(args)?;
    packages::install(Purpose::Test)?;
    if window {
        node::build_ui()?;
    }
    eprintln!("▸ building for release (the first time takes many minutes)");
    let mut build = repository::cargo();
    build.args(["build", "--release", "--package", "bench"]);
    if window {
        build.args([
            "--package",
            "ressurstimebok",
            "--features",
            "bench/empty-window,ressurstimebok/custom-protocol",
        ]);
    }
    process::step("cargo build", &mut build)?;

    // Everything that writes, floors and engines alike, writes to the same disk.
    let disk = disk();
    let cluster = Cluster::start_in(&disk)?;
    let desk = if window { Some(Desk::start()?) } else { None };
    let mut bench = repository::command(repository::program("bench", Profile::Release));
    bench
        .args(args)
        .env("RESSURSTIMEBOK_TEST_POSTGRES", cluster.url())
        .env("RESSURSTIMEBOK_PGBENCH", cluster.pgbench())
        .env("RESSURSTIMEBOK_BENCH_FOLDER", disk.join("ressurstimebok-bench"));
    bench.env("RESSURSTIMEBOK", repository::program("ressurstimebok", Profile::Release));
    if let Some(desk) = &desk {
        desk.place_on(&mut bench).env("RESSURSTIMEBOK_TOASTS", desk.toasts());
    }
    process::step_with_output("bench", &mut bench)
}

/// A folder for temporary files that lies on a disk, not in memory as the usual one may.
fn disk() -> PathBuf {
    let on_disk = PathBuf::from("/var/tmp");
    if on_disk.is_dir() { on_disk } else { std::env::temp_dir() }
}

/// Whether any of the measures asked for opens a window; without a name, all are asked for.
fn needs_window(args: &[&str]) -> Result<bool> {
    let is_option = |arg: &str| arg.starts_with("--") || arg.parse::<u32>().is_ok();
    if let Some(unknown) = args.iter().find(|arg| !is_option(arg) && !MEASURES.contains(arg)) {
        return Err(format!("no measure «{unknown}»; there are: {}", MEASURES.join(", ")).into());
    }
    let none_named = args.iter().all(|arg| is_option(arg));
    Ok(none_named || args.iter().any(|arg| WITH_WINDOW.contains(arg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_opened_only_for_what_needs_one() {
        assert!(needs_window(&[]).unwrap());
        assert!(needs_window(&["--json"]).unwrap());
        assert!(needs_window(&["rush", "notify"]).unwrap());
        assert!(!needs_window(&["rush", "--json", "--rounds", "2"]).unwrap());
        assert!(needs_window(&["rash"]).is_err());
    }
}
