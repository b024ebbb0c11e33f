//! Empty, but needed: Tauri's macros use the output folder that cargo gives to a package with a build script.

fn main() {
    println!("cargo::rerun-if-changed=empty-window");
}
