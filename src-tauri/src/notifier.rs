//! Raises notifications on a thread of their own: a system that takes its time, or hangs, holds up
//! nothing else of the program.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use timebook::BookingId;

/// So many wait for a slow system; what comes beyond them is dropped. The queue holds the truth, so that
/// nothing is lost by it.
const MOST_WAITING: usize = 64;

/// Tells a person of new requests. A call may take as long as the system does.
pub trait Notifier: Send {
    /// Raises one notification. `text` names the type of timebook and never a patient; a click
    /// shows `request`. `number` names the notification for [`Self::withdraw`].
    fn raise(&self, text: String, request: BookingId, number: i32);

    /// Takes a notification away that no longer tells anything. Where the system cannot, it stands
    /// until a person removes it.
    fn withdraw(&self, number: i32);
}

/// What a [`Notifier`] is to do.
enum Task {
    Raise { text: String, request: BookingId, number: i32 },
    Withdraw(i32),
}

/// The sending end of the thread. The thread ends after it; nobody waits for that.
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
            Err(TrySendError::Full(_)) => tracing::warn!("the system takes no notifications"),
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
