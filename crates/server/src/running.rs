//! An open clinic with its portal and background jobs, until it is stopped.

use std::time::Duration;

use clinic::{Clinic, OtherPrograms};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::open::Opened;
use crate::options::Options;
use crate::serve::{PortalState, ServedPortal, serve_portal};
use crate::work::{Health, Pace, Work};

/// The most time for sending notifications that wait for the undo window when the program ends.
const LAST_DELIVERIES: Duration = Duration::from_secs(5);

/// The most time for the jobs to end and release their leases to other programs.
const LEAVING: Duration = Duration::from_secs(3);

/// The most time for closing the store.
const CLOSING: Duration = Duration::from_secs(10);

/// An open clinic with its portal served and its background jobs running. Both are aborted if this is dropped
/// without [`Running::stop`].
pub struct Running {
    clinic: Clinic,
    others: OtherPrograms,
    portal: Option<ServedPortal>,
    work: Work,
}

impl Running {
    /// Starts the portal and the background jobs. Also returns whether patients can reach the portal.
    pub async fn start(options: &Options, opened: &Opened) -> (Self, PortalState) {
        let clinic = opened.clinic.clone();
        let (state, portal) = serve_portal(options, &clinic).await;
        let work = Work::start(&clinic, Pace::default());
        let running = Self { clinic, others: opened.others, portal, work };
        (running, state)
    }

    /// Which background jobs are failing, now and whenever that changes.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.work.health()
    }

    /// Stops in order, each step with its own time limit: requests in flight are answered, notifications that
    /// wait for the undo window are sent, and the store is closed. On SQLite the database file then contains
    /// everything.
    pub async fn stop(self) {
        if let Some(portal) = self.portal {
            portal.stop().await;
        }
        if timeout(LEAVING, self.work.stop()).await.is_err() {
            tracing::warn!("another program must wait until the leases expire");
        }
        match timeout(LAST_DELIVERIES, self.clinic.end_undo_window(self.others)).await {
            Ok(Ok(count)) => tracing::info!(count, "the program ends; waiting notifications were released"),
            Ok(Err(error)) => tracing::warn!(%error, "waiting notifications are sent at the next start"),
            Err(_) => tracing::warn!(
                "not all waiting notifications were sent in time; the rest are sent at the next start"
            ),
        }
        if timeout(CLOSING, self.clinic.close()).await.is_err() {
            tracing::warn!("the store was not closed in time");
        }
    }
}
