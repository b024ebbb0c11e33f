//! The generated bindings, and the three lists of commands: Rust's, the permission's, the window's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use ressurstimebok::bindings::builder;
use specta_typescript::Typescript;

/// The first line of the file.
const HEADER: &str = "// Generated from the Rust types by `cargo xtask bindings`. Do not edit.\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generated() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bindings.ts");
    let typescript = Typescript::default().header(HEADER);
    builder::<tauri::Wry>().export(typescript, &file).expect("every type crosses");
    fs::read_to_string(file).expect("the bindings")
}

fn committed() -> PathBuf {
    root().join("ui/src/host/bindings.ts")
}

#[test]
fn bindings_are_fresh() {
    let fresh = generated();
    if env::var_os("UPDATE_BINDINGS").is_some() {
        fs::write(committed(), &fresh).expect("the bindings can be written");
    }
    let standing = fs::read_to_string(committed()).unwrap_or_default();
    assert!(standing == fresh, "the bindings are stale: run `cargo xtask bindings`");
}

#[test]
fn the_window_may_call_every_command_and_nothing_else() {
    let file = root().join("src-tauri/permissions/desk.json");
    let file: serde_json::Value = serde_json::from_slice(&fs::read(file).expect("a file")).expect("JSON");
    let allowed = file["permission"][0]["commands"]["allow"].as_array().expect("a list");
    let allowed = allowed.iter().filter_map(|name| name.as_str()).map(str::to_owned);
    assert_eq!(allowed.collect::<BTreeSet<_>>(), commands());
}

/// The command names in the bindings: `__TAURI_INVOKE<Queue>("read_queue", …`.
pub(crate) fn commands() -> BTreeSet<String> {
    let bindings = generated();
    let calls = bindings.split("__TAURI_INVOKE<").skip(1);
    calls.filter_map(|call| call.split("(\"").nth(1)?.split('"').next()).map(str::to_owned).collect()
}
