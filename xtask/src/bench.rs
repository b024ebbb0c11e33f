//! `cargo xtask bench`: measures speed. Each figure is compared with a floor measured in the same run.

use std::path::PathBuf;

use crate::display::Desk;
use crate::packages::{self, Purpose};
use crate::postgres::Cluster;
use crate::repository::{self, Profile};
use crate::{Result, node, process};

const MEASURES: [&str; 4] = ["rush", "month", "start", "notify"];
/// The measures that need the real program, its window and a notification daemon.
const WITH_WINDOW: [&str; 2] = ["start", "notify"];

/// Sets up, builds for release and measures; with `--json` only the JSON object goes to standard output.
pub(crate) fn bench(args: &[&str]) -> Result {
    let args = measurable(args, cfg!(target_os = "linux"))?;
    let window = needs_window(&args);
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

    // Floors and engines all write to the same disk.
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

/// A folder for temporary files on a disk. The usual one may be in memory.
fn disk() -> PathBuf {
    let on_disk = PathBuf::from("/var/tmp");
    if on_disk.is_dir() { on_disk } else { std::env::temp_dir() }
}

/// The requested measures that can be run here; without a name, all are requested. Measures with a window
/// need a virtual display and a notification daemon, which are available only on Linux.
fn measurable<'a>(args: &[&'a str], on_linux: bool) -> Result<Vec<&'a str>> {
    let is_option = |arg: &str| arg.starts_with("--") || arg.parse::<u32>().is_ok();
    if let Some(unknown) = args.iter().find(|arg| !is_option(arg) && !MEASURES.contains(arg)) {
        return Err(format!("no measure «{unknown}»; there are: {}", MEASURES.join(", ")).into());
    }
    let mut args = args.to_vec();
    if args.iter().all(|arg| is_option(arg)) {
        args.extend(MEASURES);
    }
    if on_linux {
        return Ok(args);
    }
    let (window, rest): (Vec<&str>, Vec<&str>) = args.into_iter().partition(|arg| WITH_WINDOW.contains(arg));
    if rest.iter().all(|arg| is_option(arg)) {
        return Err(format!("{} can be measured only on Linux", window.join(" and ")).into());
    }
    if !window.is_empty() {
        eprintln!("▸ {} can be measured only on Linux and are left out", window.join(" and "));
    }
    Ok(rest)
}

fn needs_window(args: &[&str]) -> bool {
    args.iter().any(|arg| WITH_WINDOW.contains(arg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_opened_only_for_what_needs_one() {
        let opens = |args: &[&str]| needs_window(&measurable(args, true).unwrap());
        assert!(opens(&[]));
        assert!(opens(&["--json"]));
        assert!(opens(&["rush", "notify"]));
        assert!(!opens(&["rush", "--json", "--rounds", "2"]));
        assert!(measurable(&["rash"], true).is_err());
    }

    #[test]
    fn elsewhere_only_what_needs_no_window_is_measured() {
        assert_eq!(measurable(&["--json"], false).unwrap(), ["--json", "rush", "month"]);
        assert_eq!(measurable(&["rush", "start"], false).unwrap(), ["rush"]);
        assert!(measurable(&["start", "--rounds", "2"], false).is_err());
    }
}
