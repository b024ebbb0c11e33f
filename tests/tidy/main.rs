//! What the repository promises about itself, held by a test instead of by memory.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// No file of ours is longer: a longer one wants a wall.
const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_path_buf()
}

/// The files of the repository: tracked, or new and not ignored.
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

/// `docs/ARCHITECTURE.md` leads through a request file by file: at most nine, and all of them there.
#[test]
fn the_path_of_a_booking_is_short_and_true() {
    let text = read(Path::new("docs/ARCHITECTURE.md"));
    let (_, path) = text.split_once("### The files it passes").expect("the path of a booking");
    let (path, _) = path.split_once("\n## ").expect("the section ends");
    let steps: Vec<&str> =
        path.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!((2..=9).contains(&steps.len()), "{} files", steps.len());
    for file in steps.iter().filter_map(|step| step.split('`').nth(1)) {
        assert!(root().join(file).is_file(), "{file} is not there");
    }
}

/// Shell, portal, server → clinic → timebook; the store implements what clinic asks for.
#[test]
fn arrows_between_the_crates_run_one_way() {
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
fn the_inner_rooms_know_nothing_of_sql_http_or_tauri() {
    for krate in ["timebook", "clinic"] {
        let manifest = read(Path::new(&format!("crates/{krate}/Cargo.toml")));
        for outside in ["sqlx", "axum", "hyper", "tauri", "askama"] {
            assert!(!manifest.contains(outside), "{krate} may not know {outside}");
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
fn only_the_host_folder_of_the_window_knows_tauri() {
    let strangers: Vec<String> = files()
        .iter()
        .filter(|file| file.starts_with("ui/src") && !file.starts_with("ui/src/host"))
        .filter(|file| has_ending(file, &["ts", "svelte"]))
        .filter(|file| read(file).contains("from '@tauri-apps") || read(file).contains("from \"@tauri-apps"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(strangers.is_empty(), "these import Tauri: {strangers:?}");
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

/// A crate that lib.rs does not introduce is hard to find.
#[test]
fn every_crate_says_what_it_is_for() {
    for entry in fs::read_dir(root().join("crates")).expect("the crates") {
        let lib = entry.expect("a crate").path().join("src/lib.rs");
        let text = fs::read_to_string(&lib).expect("a lib.rs");
        assert!(text.starts_with("//! "), "{} has no page of its own", lib.display());
    }
}

/// A test waits for a condition that has a deadline: never for a while, and never by asking again and again
/// without one.
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
fn the_root_stays_easy_to_survey() {
    let mut roots: Vec<_> = files()
        .iter()
        .filter_map(|file| file.components().next().map(|first| first.as_os_str().to_os_string()))
        .filter(|name| !name.to_string_lossy().starts_with('.'))
        .collect();
    roots.sort();
    roots.dedup();
    assert!(roots.len() < 20, "{} entries in the root: {roots:?}", roots.len());
}
