//! Quitting: from «Avslutt» to the end of the last task.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

/// Starts quitting.
pub(crate) struct Quit(watch::Sender<bool>);

/// Held by a task that quitting must wait for: the program does not end while any of these exists.
#[derive(Clone)]
pub(crate) struct Quitting(watch::Receiver<bool>);

/// The two ends of the channel.
pub(crate) fn channel() -> (Quit, Quitting) {
    let (quit, quitting) = watch::channel(false);
    (Quit(quit), Quitting(quitting))
}

impl Quit {
    /// Starts quitting, and waits until every task with a [`Quitting`] has ended, but at most `longest`.
    pub(crate) async fn and_wait(self, longest: Duration) {
        self.0.send_replace(true);
        if timeout(longest, self.0.closed()).await.is_err() {
            tracing::warn!("the program ends before all tasks have ended");
        }
    }
}

impl Quitting {
    /// Resolves when the program is quitting.
    pub(crate) async fn begins(&mut self) {
        // Fails when the other end is gone; then the program has already ended.
        let _ = self.0.wait_for(|quits| *quits).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_waits_for_every_task_that_holds_on() {
        let (quit, mut quitting) = channel();
        let task = tokio::spawn(async move {
            quitting.begins().await;
            tokio::task::yield_now().await;
            "through"
        });
        quit.and_wait(Duration::from_secs(60)).await;
        assert!(task.await.is_ok_and(|said| said == "through"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_does_not_wait_for_ever() {
        let (quit, _holds_on) = channel();
        quit.and_wait(Duration::from_secs(25)).await;
    }
}
