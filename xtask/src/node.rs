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

/// `npm ci`, only when the lock file is not the one that was installed last.
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

/// `npm run build` of the UI, only when something it is made of has changed.
pub(crate) fn build_ui() -> Result {
    install(UI)?;
    let made_of = fingerprint(&["ui", "locales"])?;
    let stamp = repository::notes()?.join("ui-build");
    let built = repository::root().join("ui/dist/index.html").is_file();
    if built && fs::read_to_string(&stamp).is_ok_and(|of| of == made_of) {
        return Ok(());
    }
    eprintln!("▸ building the UI");
    process::step("npm run build", npm(UI).args(["run", "build"]))?;
    Ok(fs::write(stamp, made_of)?)
}

/// Compiling the desktop package needs something in `ui/dist`; for what shows no window an empty page will do.
pub(crate) fn placeholder_ui() -> Result {
    let page = repository::root().join("ui/dist/index.html");
    if !page.is_file() {
        fs::create_dir_all(repository::root().join("ui/dist"))?;
        fs::write(page, "<!doctype html><title>not built</title>")?;
    }
    Ok(())
}

/// npm in that package.
pub(crate) fn npm(package: &str) -> Command {
    let mut command = repository::command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(repository::root().join(package));
    command
}

/// One number for the names, sizes and ages of all files below, built ones aside.
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
