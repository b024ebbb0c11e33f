//! Native notifications: raised by the program, not by its window, which may be hidden or closed.

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{ActionPerformed, NotificationExt};
use timebook::BookingId;

use crate::desk::Desk;
use crate::{watch, window};

/// Under which key a notification carries the request that a click shows.
const REQUEST: &str = "request";

/// The action that a click on the notification itself reports.
const CLICK: &str = "tap";

/// The system's notifications.
pub(crate) struct Notifications(AppHandle);

impl Notifications {
    pub(crate) const fn new(app: AppHandle) -> Self {
        Self(app)
    }
}

impl watch::Notifier for Notifications {
    fn raise(&self, text: String, request: BookingId, number: i32) {
        let toast =
            self.0.notification().builder().id(number).title(text).extra(REQUEST, request.to_string());
        if let Err(error) = toast.show() {
            tracing::warn!(%error, "a notification was not raised");
        }
    }

    fn withdraw(&self, number: i32) {
        if let Err(error) = self.0.notification().remove_active(vec![number]) {
            tracing::debug!(%error, "a notification was not withdrawn");
        }
    }
}

/// Shows the request of a notification that is clicked. Called before the first is raised: the
/// plugin tells of no click on an earlier one.
pub(crate) fn answer_clicks(app: &AppHandle) {
    let clicked = app.clone();
    let registered = app.notification().on_action(move |action| {
        if action.action_id() == CLICK
            && let Some(id) = request(action)
        {
            window::open_from_anywhere(&clicked);
            clicked.state::<Desk>().show_request(id);
        }
    });
    if let Err(error) = registered {
        tracing::warn!(%error, "clicks on notifications are not heard");
    }
}

fn request(action: &ActionPerformed) -> Option<BookingId> {
    action.notification()?.extra().get(REQUEST)?.as_str()?.parse().ok()
}
