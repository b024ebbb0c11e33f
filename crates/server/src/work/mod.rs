//! The work that happens by itself while a program runs.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use clinic::{Clinic, ClinicEvent, StoreError};
use timebook::oslo_date;

/// The longest the loop waits without looking: requests expire within this time of their start,
/// and a decision made by a program that died is sent by one that lives.
const BELT: Duration = Duration::from_secs(30);

/// Lets decisions leave when their time has come, ends requests that were not answered, and plans
/// new days at midnight. Runs until it is dropped; a database that is away is tried again.
pub(crate) async fn work(clinic: Clinic) {
    let mut events = clinic.events();
    let mut planned: Option<NaiveDate> = None;
    loop {
        let now = clinic.now();
        match turn(&clinic, now, &mut planned).await {
            Ok(()) => {}
            Err(error) => tracing::warn!(%error, "work that happens by itself must wait"),
        }
        let wait = wait(&clinic).await;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = decided(&mut events) => {}
        }
    }
}

/// Does all that is due.
async fn turn(
    clinic: &Clinic,
    now: DateTime<Utc>,
    planned: &mut Option<NaiveDate>,
) -> Result<(), StoreError> {
    clinic.deliver_due().await?;
    clinic.expire_due().await?;
    let today = oslo_date(now);
    if *planned != Some(today) {
        clinic.extend_plans().await?;
        clinic.delete_expired_sessions().await?;
        *planned = Some(today);
    }
    Ok(())
}

/// How long until something is due.
async fn wait(clinic: &Clinic) -> Duration {
    match clinic.next_due().await {
        Ok(Some(due)) => {
            (due - clinic.now()).to_std().unwrap_or_default().clamp(Duration::from_millis(20), BELT)
        }
        Ok(None) | Err(_) => BELT,
    }
}

/// Resolves when a decision has been made, so that its time to leave is known.
async fn decided(events: &mut clinic::events::Events) {
    loop {
        match events.next().await {
            Some(ClinicEvent::Decided(_) | ClinicEvent::Refresh) => return,
            Some(
                ClinicEvent::Requested(_)
                | ClinicEvent::Undone(_)
                | ClinicEvent::Sent(_)
                | ClinicEvent::Cancelled(_)
                | ClinicEvent::Expired(_)
                | ClinicEvent::Undelivered(_)
                | ClinicEvent::SetupChanged,
            ) => {}
            None => return std::future::pending().await,
        }
    }
}
