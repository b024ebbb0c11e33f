//! Whether there is a tray, and whether the user can see it.

use tauri::AppHandle;

/// The id of the tray's icon.
pub(crate) const TRAY: &str = "desk";

/// Whether a tray has been built.
pub(crate) fn is_built(app: &AppHandle) -> bool {
    app.tray_by_id(TRAY).is_some()
}

/// Whether the user can see the tray. On Linux this depends on the desktop's panel.
pub(crate) async fn is_shown(app: &AppHandle) -> bool {
    is_built(app) && has_panel().await
}

#[cfg(target_os = "linux")]
async fn has_panel() -> bool {
    const PANEL: &str = "org.kde.StatusNotifierWatcher";
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let bus = zbus::fdo::DBusProxy::new(&bus).await?;
        Ok::<bool, zbus::Error>(bus.name_has_owner(PANEL.try_into()?).await?)
    };
    let answer = tokio::time::timeout(std::time::Duration::from_secs(2), asked).await;
    matches!(answer, Ok(Ok(true)))
}

#[cfg(not(target_os = "linux"))]
async fn has_panel() -> bool {
    true
}
