//! Native notifications: shown by the program, not by its window, which may be hidden or closed.

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{ActionPerformed, NotificationExt};
use timebook::BookingId;

use crate::desk::Desk;
use crate::notifier;

/// The key of a notification's extra data for the request that a click shows.
const REQUEST: &str = "request";

/// The action that a click on the notification itself reports.
const CLICK: &str = "tap";

/// The system's notifications.
pub(crate) struct Notifications(AppHandle);

impl notifier::Notifier for Notifications {
    fn raise(&self, text: String, request: BookingId, number: i32) {
        // The plugin sends each notification from a thread of its own, for as long as the system takes. On Linux
        // withdrawing none waits until the earlier ones are sent, so that a hanging system does not collect
        // threads.
        self.withdraw_all(Vec::new());
        let toast =
            self.0.notification().builder().id(number).title(text).extra(REQUEST, request.to_string());
        if let Err(error) = toast.show() {
            tracing::warn!(%error, "a notification was not shown");
        }
    }

    fn withdraw(&self, number: i32) {
        self.withdraw_all(vec![number]);
    }
}

impl Notifications {
    pub(crate) const fn new(app: AppHandle) -> Self {
        Self(app)
    }

    fn withdraw_all(&self, numbers: Vec<i32>) {
        if let Err(error) = self.0.notification().remove_active(numbers) {
            tracing::debug!(%error, "a notification was not withdrawn");
        }
    }
}

/// Tells the user once, when a window is closed for the first time, that the program continues.
pub(crate) fn tell_of_the_tray(app: &AppHandle) {
    let Some(text) = app.state::<Desk>().first_word_of_the_tray() else { return };
    if let Err(error) = app.notification().builder().title(text).show() {
        tracing::warn!(%error, "the user was not told about the tray");
    }
}

/// Opens the window with `open` when a notification is clicked, and shows the notification's request. Must be
/// called before the first is shown, because the plugin does not report clicks on earlier ones.
pub(crate) fn answer_clicks(app: &AppHandle, open: fn(&AppHandle)) {
    let clicked = app.clone();
    let registered = app.notification().on_action(move |action| {
        if action.action_id() == CLICK {
            open(&clicked);
            if let Some(id) = request(action) {
                clicked.state::<Desk>().show_request(id);
            }
        }
    });
    if let Err(error) = registered {
        tracing::warn!(%error, "clicks on notifications cannot be received");
    }
}

fn request(action: &ActionPerformed) -> Option<BookingId> {
    action.notification()?.extra().get(REQUEST)?.as_str()?.parse().ok()
}
