//! `cargo xtask picture FILE.png`: saves a picture of the window, also in a virtual display.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Result, process, repository};

/// A page that is still loading has fewer colours than this.
const COLOURS_OF_A_PAINTED_WINDOW: u32 = 24;
const TIMEOUT: Duration = Duration::from_secs(30);

/// The file in which `run` writes the virtual display it started.
pub(crate) fn display_note() -> Result<PathBuf> {
    Ok(repository::notes()?.join("display"))
}

/// Saves the picture once the window has painted.
pub(crate) fn picture(file: &Path) -> Result {
    let display = fs::read_to_string(display_note()?)
        .ok()
        .or_else(|| std::env::var("DISPLAY").ok())
        .ok_or("nothing is shown: start the program with `cargo xtask run` first")?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut colours = None;
    let painted = process::until(TIMEOUT, || {
        colours = window(&display).and_then(|window| save(&display, &window, file));
        process::interrupted() || colours.is_some_and(|count| count >= COLOURS_OF_A_PAINTED_WINDOW)
    });
    match colours {
        _ if process::interrupted() => Err("stopped".into()),
        Some(count) if painted => {
            eprintln!("▸ saved {} ({count} colours)", file.display());
            Ok(())
        }
        Some(count) => Err(format!("the window is blank: {} has {count} colours", file.display()).into()),
        None => Err(format!("there is no window of Ressurstimebok on display {display}").into()),
    }
}

/// The id of the program's visible window.
fn window(display: &str) -> Option<String> {
    let mut search = repository::command("xdotool");
    search.args(["search", "--onlyvisible", "--class", "ressurstimebok"]).env("DISPLAY", display);
    repository::printed_by(&mut search)?.lines().last().map(str::to_owned)
}

/// Saves the picture and counts its colours.
fn save(display: &str, window: &str, file: &Path) -> Option<u32> {
    let here = std::env::current_dir().ok()?;
    let mut import = repository::command("import");
    import.current_dir(&here).args(["-display", display, "-window", window]).arg(file);
    repository::printed_by(&mut import)?;
    repository::printed_by(
        repository::command("identify").current_dir(here).args(["-format", "%k"]).arg(file),
    )?
    .parse()
    .ok()
}
