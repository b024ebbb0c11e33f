//! An open clinic at work, from its opening to an orderly end.

use std::time::Duration;

use clinic::{Clinic, OtherPrograms};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::open::Opened;
use crate::options::Options;
use crate::serve::{PortalState, ServedPortal, serve_portal};
use crate::work::{Health, Pace, Work};

/// How long what waits in the undo window has to leave when the program ends.
const LAST_DELIVERIES: Duration = Duration::from_secs(5);

/// How long the jobs have to end, and to be left to other programs.
const LEAVING: Duration = Duration::from_secs(3);

/// How long the store has to end in good order.
const CLOSING: Duration = Duration::from_secs(10);

/// An open clinic: its portal is served, and what happens by itself happens. Dropped without
/// [`Running::stop`], both end where they are.
pub struct Running {
    clinic: Clinic,
    others: OtherPrograms,
    portal: Option<ServedPortal>,
    work: Work,
}

impl Running {
    /// Sets an open clinic to work. Answers also with whether patients can reach its portal.
    pub async fn start(options: &Options, opened: &Opened) -> (Self, PortalState) {
        let clinic = opened.clinic.clone();
        let (state, portal) = serve_portal(options, &clinic).await;
        let work = Work::start(&clinic, Pace::default());
        let running = Self { clinic, others: opened.others, portal, work };
        (running, state)
    }

    /// Which of the things that happen by itself cannot be done, now and from now on.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.work.health()
    }

    /// Ends in good order, each step within a time of its own: requests in flight are answered, what
    /// waits in the undo window leaves, and the store is closed. On SQLite the file alone holds
    /// everything then.
    pub async fn stop(self) {
        if let Some(portal) = self.portal {
            portal.stop().await;
        }
        if timeout(LEAVING, self.work.stop()).await.is_err() {
            tracing::warn!("another program has to wait for the end of the leases");
        }
        match timeout(LAST_DELIVERIES, self.clinic.end_undo_window(self.others)).await {
            Ok(Ok(count)) => tracing::info!(count, "the program ends and lets what waited leave"),
            Ok(Err(error)) => tracing::warn!(%error, "what waited to leave leaves at the next start"),
            Err(_) => tracing::warn!("not all that waited to leave has left: it does at the next start"),
        }
        if timeout(CLOSING, self.clinic.close()).await.is_err() {
            tracing::warn!("the store was not closed in time");
        }
    }
}
