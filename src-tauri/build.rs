//! Lets Tauri read what the window may call: `permissions/` names the commands, `capabilities/` grants them
//! to the one window.

const PERMISSIONS: &str = "./src-tauri/permissions/*";
const CAPABILITIES: &str = "./src-tauri/capabilities/*";

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let manifest = tauri_build::AppManifest::new().permissions_path_pattern(PERMISSIONS);
    let attributes =
        tauri_build::Attributes::new().app_manifest(manifest).capabilities_path_pattern(CAPABILITIES);
    tauri_build::try_build(attributes).expect("tauri.conf.json, permissions and capabilities agree");
}
