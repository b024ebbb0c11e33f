//! The tasks beside the window while a clinic is open: forwarding events, showing notifications of new
//! requests, and waiting for a store that is unavailable.

use std::time::{Duration, Instant};

use clinic::events::Events;
use clinic::{Clinic, ClinicEvent, StoreError};
use server::{Fault, FaultKind, Health};
use timebook::oslo_date;
use tokio::sync::watch;

use crate::commands::dto::StalledJob;
use crate::desk::Desk;
use crate::events;
use crate::grouping::{Grouping, Toast};
use crate::notifier::{Notifier, NotifierThread};
use crate::opening::RETRY;
use crate::shown::Shown;

/// How often to check whether a new day has begun.
const DAY_CHECK: Duration = Duration::from_secs(10);

/// Forwards every event of the clinic to the desk, and shows a notification for each request or group of
/// requests, unless the queue is in view. It is withdrawn when none of them waits any more. Ends when the
/// store closes.
pub async fn pass_on(desk: Desk, clinic: Clinic, mut events: Events, notifier: impl Notifier + 'static) {
    let notifier = NotifierThread::start(notifier);
    let mut grouping = Grouping::default();
    let mut shown = Shown::default();
    loop {
        let toast = tokio::select! {
            event = events.next() => {
                let Some(event) = event else { return };
                desk.emit(events::ClinicEvent::from(event));
                match event {
                    ClinicEvent::Requested(_) if desk.queue_is_in_view() => None,
                    ClinicEvent::Requested(id) => grouping.arrived(Instant::now(), id),
                    ClinicEvent::Decided(id) | ClinicEvent::Cancelled(id) | ClinicEvent::Expired(id) => {
                        grouping.left(id);
                        if let Some(number) = shown.left(id) {
                            notifier.withdraw(number);
                        }
                        None
                    }
                    ClinicEvent::Undone(_)
                    | ClinicEvent::Sent(_)
                    | ClinicEvent::Undelivered(_)
                    | ClinicEvent::SetupChanged
                    | ClinicEvent::Refresh => None,
                }
            }
            // The user may have opened the queue since they arrived.
            () = until(grouping.next()) => grouping.due(Instant::now()).filter(|_| !desk.queue_is_in_view()),
        };
        if let Some(toast) = toast {
            raise(&desk, &clinic, toast, &notifier, &mut shown).await;
        }
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant.into()).await,
        None => std::future::pending().await,
    }
}

async fn raise(desk: &Desk, clinic: &Clinic, toast: Toast, notifier: &NotifierThread, shown: &mut Shown) {
    let Some(oldest) = toast.requests.first().copied() else { return };
    let language = desk.language();
    let text = if toast.requests.len() > 1 {
        i18n::text_with(language, "notification-many", &[("count", toast.requests.len().into())])
    } else {
        let kind = match clinic.kind_of(oldest).await {
            Ok(Some(kind)) => i18n::kind_name(language, kind),
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "a notification could not name its type of timebook");
                return;
            }
        };
        i18n::text_with(language, "notification-one", &[("kind", kind.into())])
    };
    notifier.raise(text, oldest, shown.raised(toast.requests));
}

/// When a command has met a store that does not answer: notifies the window, waits until the store answers,
/// and notifies again. Runs until it is dropped.
pub async fn until_it_answers(desk: Desk, clinic: Clinic) {
    loop {
        desk.unavailable().await;
        desk.emit(events::ClinicEvent::StateChanged);
        while let Err(StoreError::Unavailable(_)) = clinic.waiting_count().await {
            tokio::time::sleep(RETRY).await;
        }
        desk.is_available_again();
        desk.emit(events::ClinicEvent::StateChanged);
        desk.emit(events::ClinicEvent::Refresh);
    }
}

/// Makes the window read everything again when a new day begins in Norway, because «i morgen» has become «i
/// dag». After sleep over midnight this happens when the machine wakes. Runs until it is dropped.
pub async fn tell_of_new_days(desk: Desk, clinic: Clinic) {
    let mut shown = oslo_date(clinic.now());
    loop {
        tokio::time::sleep(DAY_CHECK).await;
        let today = oslo_date(clinic.now());
        if today != shown {
            shown = today;
            desk.emit(events::ClinicEvent::Refresh);
        }
    }
}

/// Forwards the state of the background jobs: a failing job is shown, and a store that does not answer a job
/// is watched as one that does not answer a command. Ends with the jobs.
pub async fn pass_on_health(desk: Desk, clinic: Clinic, mut health: watch::Receiver<Health>) {
    loop {
        let now = health.borrow_and_update().clone();
        let away = now.faults().any(|(_, fault)| fault.kind == FaultKind::Unavailable);
        let can_read = !away || desk.answer(clinic.waiting_count().await).is_ok();
        desk.set_stalled(stalled(&now, can_read));
        if health.changed().await.is_err() {
            return;
        }
    }
}

/// The jobs that staff must know about. When the store does not answer at all, the window says so instead.
/// When it can be read, a job that fails a second time cannot save: the disk is full, or another program
/// blocks the database.
fn stalled(health: &Health, can_read: bool) -> Vec<StalledJob> {
    let is_stalled = |fault: &Fault| match fault.kind {
        FaultKind::Unavailable => can_read && fault.runs > 1,
        FaultKind::Failed | FaultKind::Panicked | FaultKind::TooSlow => true,
    };
    let stalled = health.faults().filter(|(_, fault)| is_stalled(fault));
    stalled.map(|(job, fault)| StalledJob { job: job.into(), reference: fault.reference.clone() }).collect()
}
