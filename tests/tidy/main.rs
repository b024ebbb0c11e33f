//! Rules about the repository itself, checked by tests.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most lines of a file. Longer files must be split.
const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_path_buf()
}

/// The files of the repository: tracked ones, and new ones that are not ignored.
fn files() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    let listed = String::from_utf8(listed.stdout).expect("names in UTF-8");
    let files: Vec<PathBuf> =
        listed.lines().map(PathBuf::from).filter(|file| root().join(file).is_file()).collect();
    assert!(files.len() > 50, "git listed only {} files", files.len());
    files
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
}

fn read(file: &Path) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = files()
        .iter()
        .filter(|file| has_ending(file, &["rs", "ts", "svelte", "css", "html", "mjs"]))
        .filter(|file| !file.ends_with("bindings.ts"))
        .map(|file| (file, read(file).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| format!("{} has {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "over {LONGEST_FILE} lines:\n{}", long.join("\n"));
}

/// `docs/ARCHITECTURE.md` lists the files that a request passes: at most nine, and all of them exist.
#[test]
fn the_documented_path_of_a_booking_is_short_and_exists() {
    let text = read(Path::new("docs/ARCHITECTURE.md"));
    let (_, path) = text.split_once("### The files it passes").expect("the path of a booking");
    let (path, _) = path.split_once("\n## ").expect("the section ends");
    let steps: Vec<&str> =
        path.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!((2..=9).contains(&steps.len()), "{} files", steps.len());
    for file in steps.iter().filter_map(|step| step.split('`').nth(1)) {
        assert!(root().join(file).is_file(), "{file} does not exist");
    }
}

/// Shell, portal, server → clinic → timebook; the store implements the ports of `clinic`.
#[test]
fn crates_depend_on_each_other_only_as_planned() {
    let allowed: [(&str, &[&str]); 6] = [
        ("timebook", &[]),
        ("clinic", &["timebook"]),
        ("store", &["clinic", "timebook"]),
        ("i18n", &["clinic", "timebook"]),
        ("portal", &["clinic", "timebook", "i18n"]),
        ("server", &["clinic", "portal", "store", "timebook", "i18n"]),
    ];
    let ours = ["timebook", "clinic", "store", "i18n", "portal", "server", "testkit", "ressurstimebok"];
    for (krate, may_use) in allowed {
        let manifest = read(Path::new(&format!("crates/{krate}/Cargo.toml")));
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let used = ours.into_iter().filter(|other| {
            dependencies
                .lines()
                .any(|line| line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} =")))
        });
        for other in used {
            assert!(may_use.contains(&other), "{krate} may not use {other}");
        }
    }
}

#[test]
fn domain_and_use_cases_do_not_use_sql_http_or_tauri() {
    for krate in ["timebook", "clinic"] {
        let manifest = read(Path::new(&format!("crates/{krate}/Cargo.toml")));
        for outside in ["sqlx", "axum", "hyper", "tauri", "askama"] {
            assert!(!manifest.contains(outside), "{krate} may not use {outside}");
        }
    }
}

#[test]
fn the_architecture_names_every_crate_and_no_other() {
    let text = read(Path::new("docs/ARCHITECTURE.md"));
    for entry in fs::read_dir(root().join("crates")).expect("the crates") {
        let name = entry.expect("a crate").file_name().into_string().expect("a name");
        assert!(text.contains(&format!("crates/{name}")), "docs/ARCHITECTURE.md does not name crates/{name}");
    }
    let named = text.split('`').filter(|word| word.starts_with("crates/") || word.starts_with("src-tauri/"));
    for place in named {
        assert!(root().join(place).exists(), "docs/ARCHITECTURE.md names {place}, which does not exist");
    }
}

#[test]
fn only_the_host_folder_of_the_window_uses_tauri() {
    let offenders: Vec<String> = files()
        .iter()
        .filter(|file| file.starts_with("ui/src") && !file.starts_with("ui/src/host"))
        .filter(|file| has_ending(file, &["ts", "svelte"]))
        .filter(|file| read(file).contains("from '@tauri-apps") || read(file).contains("from \"@tauri-apps"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(offenders.is_empty(), "these import Tauri: {offenders:?}");
}

#[test]
fn migrations_come_in_pairs() {
    let numbers = |engine: &str| -> Vec<String> {
        let folder = root().join("crates/store/migrations").join(engine);
        let entries = fs::read_dir(folder).expect("migrations");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("a file").file_name().into_string().expect("a name")).collect();
        names.sort();
        names
    };
    assert!(!numbers("sqlite").is_empty());
    assert_eq!(numbers("sqlite"), numbers("postgres"));
}

/// Each crate's lib.rs must say what the crate is for.
#[test]
fn every_crate_says_what_it_is_for() {
    for entry in fs::read_dir(root().join("crates")).expect("the crates") {
        let lib = entry.expect("a crate").path().join("src/lib.rs");
        let text = fs::read_to_string(&lib).expect("a lib.rs");
        assert!(text.starts_with("//! "), "{} does not begin with a module doc", lib.display());
    }
}

/// A test waits for a condition with a deadline. It never sleeps, and never polls without a deadline.
#[test]
fn no_test_sleeps_or_spins() {
    let tests = ["tests/", "crates/testkit/"];
    let is_test = |file: &&PathBuf| {
        let path = file.to_string_lossy();
        tests.iter().any(|folder| path.starts_with(folder))
            || path.contains("/tests/")
            || path.ends_with("/tests.rs")
    };
    let signs = ["sleep(", "yield_now(", "spin_loop(", "setTimeout(", "waitForTimeout("];
    let found: Vec<String> = files()
        .iter()
        .filter(is_test)
        .filter(|file| has_ending(file, &["rs", "mjs"]) && !file.starts_with("tests/tidy"))
        .flat_map(|file| {
            let text = read(file);
            let signs = signs.iter().filter(|sign| text.contains(**sign)).copied().collect::<Vec<_>>();
            signs.into_iter().map(|sign| format!("{}: {sign}", file.display())).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_root_has_fewer_than_twenty_entries() {
    let mut roots: Vec<_> = files()
        .iter()
        .filter_map(|file| file.components().next().map(|first| first.as_os_str().to_os_string()))
        .filter(|name| !name.to_string_lossy().starts_with('.'))
        .collect();
    roots.sort();
    roots.dedup();
    assert!(roots.len() < 20, "{} entries in the root: {roots:?}", roots.len());
}
