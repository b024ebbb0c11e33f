//! Nothing to build: Tauri's macros want the folder that cargo gives to a package with a build script.

fn main() {
    println!("cargo::rerun-if-changed=empty-window");
}
