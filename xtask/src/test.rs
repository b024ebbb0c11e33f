//! `cargo xtask test`: runs every test, the quick ones first.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::display::Desk;
use crate::packages::{self, Purpose};
use crate::postgres::Cluster;
use crate::repository::{self, Profile, SAME_FEATURES};
use crate::{Result, node, process};

/// One step, which is one row of the summary.
struct Step {
    name: &'static str,
    title: &'static str,
    /// Steps that must have passed before this one can run.
    needs: &'static [&'static str],
    run: fn() -> Result,
}

const STEPS: [Step; 8] = [
    Step { name: "format", title: "Rust is formatted", needs: &[], run: format },
    Step { name: "ui", title: "The window's UI: types, tests, build", needs: &[], run: ui },
    Step { name: "views", title: "The window's views in a browser", needs: &["ui"], run: views },
    Step { name: "lints", title: "Rust lints", needs: &[], run: lints },
    Step { name: "rust", title: "Rust tests, on SQLite and PostgreSQL", needs: &[], run: rust },
    Step { name: "programs", title: "Both programs build", needs: &[], run: programs },
    Step { name: "portal", title: "The portal in a browser", needs: &["programs"], run: portal },
    Step {
        name: "window",
        title: "The real window, D-Bus and notifications",
        needs: &["programs"],
        run: window,
    },
];

enum Outcome {
    Passed,
    Failed(String),
    NotRun(String),
}

struct Row {
    step: &'static Step,
    outcome: Outcome,
    took: Duration,
}

/// Runs all steps, or the named one with the steps it needs.
pub(crate) fn test(only: Option<&str>) -> Result {
    let chosen = chosen(only)?;
    packages::install(Purpose::Test)?;
    let started = Instant::now();
    let mut rows: Vec<Row> = Vec::new();
    for step in chosen {
        if process::interrupted() {
            return Err("stopped".into());
        }
        rows.push(take(step, &rows));
    }
    summary(&rows, started.elapsed())
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Step>> {
    let Some(name) = only else {
        return Ok(STEPS.iter().collect());
    };
    let wanted = STEPS.iter().find(|step| step.name == name);
    let wanted = wanted
        .ok_or_else(|| format!("no step «{name}»; there are: {}", STEPS.map(|step| step.name).join(", ")))?;
    Ok(STEPS.iter().filter(|step| step.name == name || wanted.needs.contains(&step.name)).collect())
}

fn take(step: &'static Step, before: &[Row]) -> Row {
    let started = Instant::now();
    let lacking = before
        .iter()
        .find(|row| step.needs.contains(&row.step.name) && !matches!(row.outcome, Outcome::Passed));
    eprintln!("\n━━ {} ({}) ━━", step.title, step.name);
    let outcome = match lacking {
        Some(row) => Outcome::NotRun(format!("needs «{}»", row.step.name)),
        None => match (step.run)() {
            Ok(()) => Outcome::Passed,
            Err(failure) => Outcome::Failed(failure.to_string()),
        },
    };
    let row = Row { step, outcome, took: started.elapsed() };
    eprintln!("{}", line(&row));
    row
}

fn line(row: &Row) -> String {
    let (mark, more) = match &row.outcome {
        Outcome::Passed => ("✓", String::new()),
        Outcome::Failed(why) => ("✗", format!("  {why}")),
        Outcome::NotRun(why) => ("–", format!("  {why}")),
    };
    format!("{mark} {:<9} {:>7.1} s{more}", row.step.name, row.took.as_secs_f64())
}

fn summary(rows: &[Row], took: Duration) -> Result {
    eprintln!("\n━━ summary ━━");
    rows.iter().for_each(|row| eprintln!("{}", line(row)));
    eprintln!("{:>21.1} s in all", took.as_secs_f64());
    let failed: Vec<_> =
        rows.iter().filter(|row| !matches!(row.outcome, Outcome::Passed)).map(|row| row.step.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

fn format() -> Result {
    process::step("cargo fmt", repository::cargo().args(["fmt", "--all", "--check"]))
}

fn ui() -> Result {
    node::install(node::UI)?;
    process::step("npm run check", node::npm(node::UI).args(["run", "check"]))?;
    process::step("npm test", node::npm(node::UI).arg("test"))?;
    node::build_ui()
}

fn views() -> Result {
    process::step(
        "the tests of the window's views",
        &mut end_to_end(&["views.test.mjs", "keyboard.test.mjs"])?,
    )
}

fn lints() -> Result {
    node::placeholder_ui()?;
    let mut clippy = repository::cargo();
    clippy.arg("clippy").args(SAME_FEATURES).args(["--all-targets", "--", "--deny", "warnings"]);
    process::step("cargo clippy", &mut clippy)
}

fn rust() -> Result {
    node::placeholder_ui()?;
    let cluster = Cluster::start()?;
    let mut test = repository::cargo();
    test.arg("test").args(SAME_FEATURES).arg("--no-fail-fast");
    process::step("cargo test", test.env("RESSURSTIMEBOK_TEST_POSTGRES", cluster.url()))
}

/// With `--tests` in addition to `--bins` cargo selects the same features as for the tests. Only the
/// benchmarks, which need their empty window, are built twice.
fn programs() -> Result {
    node::build_ui()?;
    let mut build = repository::cargo();
    build.arg("build").args(SAME_FEATURES).args(["--features", "bench/empty-window", "--bins", "--tests"]);
    process::step("cargo build", &mut build)
}

fn portal() -> Result {
    process::step("the portal's tests", &mut end_to_end(&["portal.test.mjs"])?)
}

fn window() -> Result {
    if !cfg!(target_os = "linux") {
        eprintln!("The window is driven on Linux only: WebKitGTK is the one that a test can drive here.");
        return Ok(());
    }
    let mut tests = end_to_end(&["window.test.mjs", "tray.test.mjs", "outage.test.mjs"])?;
    let cluster = Cluster::start()?;
    let desk = Desk::start()?;
    tests.env("RESSURSTIMEBOK_TOASTS", desk.toasts());
    tests.env("RESSURSTIMEBOK_PANEL", repository::program("panel", Profile::Debug));
    tests.env("RESSURSTIMEBOK_TEST_POSTGRES", cluster.url());
    process::step("the window's tests", desk.place_on(&mut tests))
}

/// Node's own test runner, with the paths of the programs and the browser. Files run one at a time, because
/// they share a display and its notifications.
fn end_to_end(files: &[&str]) -> Result<Command> {
    node::install(node::E2E)?;
    let mut node = repository::command("node");
    node.current_dir(repository::root().join(node::E2E));
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
    node.env("RESSURSTIMEBOK", repository::program("ressurstimebok", Profile::Debug));
    node.env("RESSURSTIMEBOK_SERVER", repository::program("ressurstimebok-server", Profile::Debug));
    node.env("RESSURSTIMEBOK_PICTURES", repository::target().join("pictures"));
    if let Some(chromium) = packages::chromium() {
        node.env("CHROMIUM", chromium);
    }
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_runs_only_with_the_steps_it_needs() {
        let names = |only| chosen(only).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>());
        assert_eq!(names(Some("window")).unwrap(), ["programs", "window"]);
        assert_eq!(names(Some("format")).unwrap(), ["format"]);
        assert_eq!(names(None).unwrap().len(), STEPS.len());
        assert!(names(Some("nothing")).is_err());
    }

    #[test]
    fn a_step_is_not_run_when_what_it_needs_has_failed() {
        let step = |name| STEPS.iter().find(|step| step.name == name).unwrap();
        let failed = Outcome::Failed("no".into());
        let failed = Row { step: step("programs"), outcome: failed, took: Duration::ZERO };
        let row = take(step("portal"), &[failed]);
        assert!(matches!(row.outcome, Outcome::NotRun(_)));
        assert!(summary(&[row], Duration::ZERO).is_err());
    }
}
