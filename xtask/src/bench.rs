//! `cargo xtask bench`: the figures, each against a floor measured in the same run.

use crate::display::Desk;
use crate::house::{self, Profile};
use crate::packages::{self, Purpose};
use crate::postgres::Cluster;
use crate::{Result, node, process};

/// The measures that need the real program, its window and a notification daemon.
const WITH_WINDOW: [&str; 2] = ["start", "notify"];

/// Sets up, builds for release and measures; with `--json` only the JSON object goes to standard output.
pub(crate) fn bench(args: &[&str]) -> Result {
    let name = args.iter().find(|arg| !arg.starts_with("--"));
    packages::install(Purpose::Test)?;
    let window = name.is_none_or(|name| WITH_WINDOW.contains(name));
    if window {
        node::build_ui()?;
    }
    eprintln!("▸ building for release (the first time takes many minutes)");
    let mut build = house::cargo();
    build.args(["build", "--release", "--package", "bench"]);
    if window {
        build.args(["--package", "ressurstimebok", "--features", "ressurstimebok/custom-protocol"]);
    }
    process::step("cargo build", &mut build)?;

    let cluster = Cluster::start()?;
    let desk = if window { Some(Desk::start()?) } else { None };
    let mut bench = house::command(house::program("bench", Profile::Release));
    bench
        .args(args)
        .env("RESSURSTIMEBOK_TEST_POSTGRES", cluster.url())
        .env("RESSURSTIMEBOK_PGBENCH", cluster.pgbench());
    bench.env("RESSURSTIMEBOK", house::program("ressurstimebok", Profile::Release));
    if let Some(desk) = &desk {
        desk.seat(&mut bench).env("RESSURSTIMEBOK_TOASTS", desk.toasts());
    }
    process::step_with_output("bench", &mut bench)
}
