//! The two Node packages: the window's UI and the end-to-end tests.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::time::UNIX_EPOCH;

use crate::{Result, process, repository};

/// The window's UI.
pub(crate) const UI: &str = "ui";
/// The tests that drive a browser and the window.
pub(crate) const E2E: &str = "tests/e2e";

/// The oldest Node version that the UI's build and the test runner support, as in `engines` of
/// `ui/package.json`.
const OLDEST: (u32, u32) = (20, 19);

/// Fails with instructions when Node or npm is missing or Node is too old.
pub(crate) fn check_version() -> Result {
    let version = repository::printed_by(repository::command("node").arg("--version"));
    check_printed_version(version.as_deref())?;
    match repository::printed_by(npm(UI).arg("--version")) {
        Some(_) => Ok(()),
        None => Err(
            "npm is missing: it comes with Node from https://nodejs.org, and is the package «npm» on Debian"
                .into(),
        ),
    }
}

/// Checks the output of `node --version`, or `None` when there is no Node.
fn check_printed_version(printed: Option<&str>) -> Result {
    let (major, minor) = OLDEST;
    let get = format!("Node {major}.{minor} or newer is needed: see https://nodejs.org");
    let Some(printed) = printed else {
        return Err(format!("Node is missing. {get}").into());
    };
    let mut numbers =
        printed.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) if (major, minor) >= OLDEST => Ok(()),
        _ => Err(format!("this machine's Node is {printed}. {get}").into()),
    }
}

/// Runs `npm ci`, but only when the lock file has changed since the last run.
pub(crate) fn install(package: &str) -> Result {
    let folder = repository::root().join(package);
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .map_err(|e| format!("cannot read {package}/package-lock.json: {e}"))?;
    let stamp = folder.join("node_modules/.xtask-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    eprintln!("▸ npm ci in {package}");
    process::step("npm ci", npm(package).arg("ci"))?;
    Ok(fs::write(stamp, lock)?)
}

/// Runs `npm run build` for the UI, but only when one of its sources has changed.
pub(crate) fn build_ui() -> Result {
    install(UI)?;
    let made_of = fingerprint(&["ui", "locales"])?;
    let stamp = repository::notes()?.join("ui-build");
    let built = fs::read_to_string(repository::root().join("ui/dist/index.html"));
    if built.is_ok_and(|page| page != PLACEHOLDER) && fs::read_to_string(&stamp).is_ok_and(|of| of == made_of)
    {
        return Ok(());
    }
    eprintln!("▸ building the UI");
    process::step("npm run build", npm(UI).args(["run", "build"]))?;
    Ok(fs::write(stamp, made_of)?)
}

const PLACEHOLDER: &str = "<!doctype html><title>not built</title>";

/// Compiling the desktop package needs a page in `ui/dist`. An empty page is enough for programs that show no
/// window.
pub(crate) fn placeholder_ui() -> Result {
    let page = repository::root().join("ui/dist/index.html");
    if !page.is_file() {
        fs::create_dir_all(repository::root().join("ui/dist"))?;
        fs::write(page, PLACEHOLDER)?;
    }
    Ok(())
}

/// An npm command in that package.
pub(crate) fn npm(package: &str) -> Command {
    let mut command = repository::command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(repository::root().join(package));
    command
}

/// A hash of the names, sizes and modification times of all files in the folders, except built ones.
fn fingerprint(folders: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        hash_folder(&repository::root().join(folder), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> Result {
    let mut entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let facts = entry.metadata()?;
        if facts.is_dir() {
            hash_folder(&entry.path(), hasher)?;
        } else {
            let age = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            (entry.path(), facts.len(), age).hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_missing_node_have_different_messages() {
        let failure_text = |printed| check_printed_version(printed).err().map(|failure| failure.to_string());
        assert_eq!(failure_text(Some("v20.19.0")), None);
        assert_eq!(failure_text(Some("v100.0.0")), None);
        for old in ["v18.20.4", "v20.18.9", "v9.99.0", "nonsense"] {
            let text = failure_text(Some(old)).unwrap();
            assert!(text.contains(old) && text.contains("Node 20.19 or newer"), "{text}");
        }
        assert!(failure_text(None).unwrap().starts_with("Node is missing."));
    }

    #[test]
    fn the_ui_says_the_same_oldest_node() {
        let package = fs::read_to_string(repository::root().join("ui/package.json")).unwrap();
        assert!(package.contains(&format!("\"node\": \">={}.{}\"", OLDEST.0, OLDEST.1)));
    }

    #[test]
    fn tauri_alone_builds_the_ui_first() {
        let settings = fs::read_to_string(repository::root().join("tauri.conf.json")).unwrap();
        assert!(settings.contains("\"beforeBuildCommand\": \"cargo xtask ui\""));
    }
}
