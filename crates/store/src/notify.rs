//! How desks on one PostgreSQL notify each other of changes.
//!
//! What is saved here is announced in this program at once, and to the other programs with NOTIFY.
//! Notifications are collected for a few milliseconds and sent after the commit, outside its transaction: a
//! NOTIFY inside each transaction would make the server commit them one by one. Notifications can get lost,
//! so subscribers are told to read everything again after the connection was lost, and every half minute as a
//! fallback poll.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clinic::ClinicEvent;
use clinic::events::Announcement;
use serde::{Deserialize, Serialize};
use sqlx::Executor as _;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::{broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{Instant, interval_at, sleep, timeout};

use crate::dialect::{NOTIFY, STILL_THERE};
use crate::engine::values;
use crate::fault::store_error;
use crate::memory::reread::Rereader;
use crate::memory::{Changed, Memory};
use crate::pool::Pool;

const CHANNEL: &str = "ressurstimebok";

/// How long changes are collected before they are sent.
const GATHER: Duration = Duration::from_millis(4);

/// The most changes in one NOTIFY, which PostgreSQL limits to 8,000 bytes; one takes about 150.
const MOST_IN_ONE: usize = 45;

/// How often subscribers are told to read again, even if nothing was lost.
const FALLBACK_POLL: Duration = Duration::from_secs(30);

/// The longest pause between attempts to listen again.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How often the server is asked whether it still has the connection. A network can drop a connection that only
/// listens without a word.
const CHECK: Duration = Duration::from_secs(5);

/// The most time for an answer on this connection, and for opening it.
const LONGEST_ANSWER: Duration = Duration::from_secs(5);

/// The payload of one NOTIFY.
#[derive(Serialize, Deserialize)]
struct Notice {
    from: String,
    changes: Vec<Notification>,
}

/// What programs notify each other of.
#[derive(Serialize, Deserialize)]
pub(crate) enum Notification {
    /// An event, for subscribers.
    Event(Announcement),
    /// A change of cached data.
    Changed(Changed),
}

/// Who is informed of changes by other programs.
pub(crate) struct Subscribers {
    /// The subscribers to events.
    pub(crate) events: broadcast::Sender<Announcement>,
    /// The cache.
    pub(crate) memory: Arc<Memory>,
    /// Reads changed slots again.
    pub(crate) rereader: Rereader,
}

/// The connection to the other programs. When it is dropped, it sends what it has and stops listening.
pub(crate) struct Notifier {
    outgoing: Mutex<Option<mpsc::UnboundedSender<Notification>>>,
    sending: Mutex<Option<JoinHandle<()>>>,
    listening: AbortHandle,
}

impl Drop for Notifier {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Notifier {
    /// Starts to send and to listen. `own` is a name that no other program on the database has.
    pub(crate) fn start(
        options: PgConnectOptions,
        pool: &Arc<Pool>,
        own: String,
        subscribers: Subscribers,
    ) -> Self {
        let (outgoing, queue) = mpsc::unbounded_channel();
        let sending = tokio::spawn(send_all(queue, Arc::clone(pool), own.clone()));
        let listener = Listener { options, own, subscribers };
        let listening = tokio::spawn(async move {
            tokio::join!(listener.listen(), listener.poll());
        });
        let listening = listening.abort_handle();
        Self { outgoing: Mutex::new(Some(outgoing)), sending: Mutex::new(Some(sending)), listening }
    }

    /// Notifies the other programs, soon.
    pub(crate) fn send(&self, notification: Notification) {
        if let Some(outgoing) = &*lock(&self.outgoing) {
            // Cannot fail: the receiver lives as long as this value.
            let _ = outgoing.send(notification);
        }
    }

    /// Sends what is left, and stops listening.
    pub(crate) async fn close(&self) {
        self.listening.abort();
        *lock(&self.outgoing) = None;
        let sending = lock(&self.sending).take();
        if let Some(sending) = sending
            && timeout(LONGEST_PAUSE, sending).await.is_err()
        {
            tracing::warn!("other desks were not notified of the last events");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends the changes, several at a time.
async fn send_all(mut queue: mpsc::UnboundedReceiver<Notification>, pool: Arc<Pool>, own: String) {
    let mut waiting = Vec::new();
    while queue.recv_many(&mut waiting, MOST_IN_ONE).await > 0 {
        if waiting.len() < MOST_IN_ONE {
            sleep(GATHER).await;
            while waiting.len() < MOST_IN_ONE
                && let Ok(more) = queue.try_recv()
            {
                waiting.push(more);
            }
        }
        let notice = Notice { from: own.clone(), changes: std::mem::take(&mut waiting) };
        if let Err(error) = send(&pool, &notice).await {
            tracing::warn!(%error, "other desks were not notified and will see the change at their next read");
        }
    }
}

async fn send(pool: &Pool, notice: &Notice) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let text = serde_json::to_string(notice)?;
    let mut connection = pool.get().await?;
    let sent = connection.row(NOTIFY, values![CHANNEL, text]).await.map_err(store_error);
    connection.release(sent)?;
    Ok(())
}

/// Receives the other programs' notifications.
struct Listener {
    options: PgConnectOptions,
    own: String,
    subscribers: Subscribers,
}

impl Listener {
    /// Listens until it is dropped, on a new connection whenever one is lost.
    async fn listen(&self) {
        let mut pause = Duration::ZERO;
        let mut has_been_down = false;
        loop {
            match timeout(LONGEST_ANSWER, self.connect()).await {
                Ok(Ok(connection)) => {
                    pause = Duration::ZERO;
                    self.subscribers.memory.set_listening(true);
                    if has_been_down {
                        self.refresh();
                    }
                    self.receive(connection).await;
                    self.subscribers.memory.set_listening(false);
                    tracing::warn!("the connection to the other desks is lost");
                }
                Ok(Err(error)) => tracing::debug!(%error, "the connection to the other desks is still lost"),
                Err(_) => tracing::debug!("the connection to the other desks is not answered"),
            }
            has_been_down = true;
            sleep(pause).await;
            pause = (pause * 2 + Duration::from_millis(100)).min(LONGEST_PAUSE);
        }
    }

    /// Opens a separate connection, which is not part of the pool.
    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(LONGEST_PAUSE)
            .connect_with(self.options.clone())
            .await?;
        let mut connection = PgListener::connect_with(&pool).await?;
        connection.ignore_pool_close_event(true);
        connection.eager_reconnect(false);
        connection.listen(CHANNEL).await?;
        Ok(connection)
    }

    /// The fallback poll, until it is dropped. It does not depend on the connection.
    async fn poll(&self) {
        let mut fallback_poll = interval_at(Instant::now() + FALLBACK_POLL, FALLBACK_POLL);
        loop {
            fallback_poll.tick().await;
            self.refresh();
        }
    }

    /// Forwards notifications until the connection is lost.
    async fn receive(&self, mut connection: PgListener) {
        let mut check = interval_at(Instant::now() + CHECK, CHECK);
        loop {
            tokio::select! {
                received = connection.try_recv() => match received {
                    Ok(Some(notice)) => self.read(notice.payload()),
                    Ok(None) | Err(_) => return,
                },
                _ = check.tick() => match timeout(LONGEST_ANSWER, connection.execute(STILL_THERE)).await {
                    Ok(Ok(_)) => {}
                    Ok(Err(_)) | Err(_) => return,
                },
            }
        }
    }

    fn read(&self, text: &str) {
        match serde_json::from_str::<Notice>(text) {
            // Already announced here when it was saved.
            Ok(notice) if notice.from == self.own => {}
            Ok(notice) => notice.changes.into_iter().for_each(|notification| self.forward(notification)),
            Err(error) => {
                // It may be of another version.
                tracing::warn!(%error, "a notification of another program could not be parsed");
                self.refresh();
            }
        }
    }

    fn forward(&self, notification: Notification) {
        match notification {
            Notification::Event(event) => self.announce(event),
            Notification::Changed(Changed::Slot(slot)) => self.subscribers.rereader.read(slot),
            Notification::Changed(changed) => self.subscribers.memory.apply(&changed),
        }
    }

    /// Clears the cache, and tells the subscribers of every clinic to read everything again.
    fn refresh(&self) {
        self.subscribers.memory.forget();
        self.announce(Announcement { clinic: None, event: ClinicEvent::Refresh });
    }

    fn announce(&self, event: Announcement) {
        // Fails when there is no subscriber, which is fine.
        let _ = self.subscribers.events.send(event);
    }
}
