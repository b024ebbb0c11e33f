//! Shows notifications on their own thread, so that a slow or hanging system does not block the rest of the
//! program.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use timebook::BookingId;

/// The most notifications that wait for a slow system; further ones are dropped. No request is lost, because
/// the queue shows them all.
const MOST_WAITING: usize = 64;

/// Notifies the user of new requests. A call may take as long as the system does.
pub trait Notifier: Send {
    /// Shows one notification. `text` names the type of timebook and never a patient; a click shows
    /// `request`. `number` names the notification for [`Self::withdraw`].
    fn raise(&self, text: String, request: BookingId, number: i32);

    /// Removes a notification that is no longer relevant. If the system cannot, it stays until the user
    /// removes it.
    fn withdraw(&self, number: i32);
}

/// A task for a [`Notifier`].
enum Task {
    Raise { text: String, request: BookingId, number: i32 },
    Withdraw(i32),
}

/// The sender of the thread's channel. The thread ends when it is dropped; nobody waits for that.
pub(crate) struct NotifierThread(SyncSender<Task>);

impl NotifierThread {
    pub(crate) fn start(notifier: impl Notifier + 'static) -> Self {
        let (tasks, waiting) = sync_channel(MOST_WAITING);
        let started =
            thread::Builder::new().name("notifications".into()).spawn(move || carry_out(&notifier, &waiting));
        if let Err(error) = started {
            tracing::warn!(%error, "there will be no notifications");
        }
        Self(tasks)
    }

    pub(crate) fn raise(&self, text: String, request: BookingId, number: i32) {
        self.send(Task::Raise { text, request, number });
    }

    pub(crate) fn withdraw(&self, number: i32) {
        self.send(Task::Withdraw(number));
    }

    fn send(&self, task: Task) {
        match self.0.try_send(task) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => tracing::warn!("the system does not accept notifications"),
            Err(TrySendError::Disconnected(_)) => {}
        }
    }
}

fn carry_out(notifier: &impl Notifier, waiting: &Receiver<Task>) {
    for task in waiting {
        match task {
            Task::Raise { text, request, number } => notifier.raise(text, request, number),
            Task::Withdraw(number) => notifier.withdraw(number),
        }
    }
}
