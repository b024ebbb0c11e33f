//! An empty window: what the shell costs without the product.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::io::Write;

/// The page calls this when its first frame has been painted.
#[tauri::command]
fn painted() {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "window painted after all").and_then(|()| out.flush()).is_err() {
        eprintln!("nobody reads standard output");
    }
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![painted])
        .run(tauri::generate_context!("empty-window/tauri.conf.json"))
}
