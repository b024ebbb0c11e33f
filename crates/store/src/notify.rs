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
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::{broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{interval, sleep, timeout};

use crate::dialect::NOTIFY;
use crate::engine::values;
use crate::fault::store_error;
use crate::memory::reread::Rereader;
use crate::memory::{Changed, Memory};
use crate::pool::Pool;

const CHANNEL: &str = "ressurstimebok";

/// How long changes are collected before they are sent.
const GATHER: Duration = Duration::from_millis(4);

/// The most changes in one NOTIFY, which PostgreSQL limits to 8,000 bytes; one takes about 150.
const TOLD_AT_ONCE: usize = 45;

/// How often subscribers are told to read again, even if nothing was lost.
const FALLBACK_POLL: Duration = Duration::from_secs(30);

/// The longest pause between attempts to listen again.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The payload of one NOTIFY.
#[derive(Serialize, Deserialize)]
struct Notice {
    from: String,
    news: Vec<News>,
}

/// What programs notify each other of.
#[derive(Serialize, Deserialize)]
pub(crate) enum News {
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
    tell: Mutex<Option<mpsc::UnboundedSender<News>>>,
    telling: Mutex<Option<JoinHandle<()>>>,
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
        let (tell, told) = mpsc::unbounded_channel();
        let telling = tokio::spawn(pass_on(told, Arc::clone(pool), own.clone()));
        let listener = Listener { options, own, subscribers };
        let listening = tokio::spawn(listener.listen()).abort_handle();
        Self { tell: Mutex::new(Some(tell)), telling: Mutex::new(Some(telling)), listening }
    }

    /// Notifies the other programs, soon.
    pub(crate) fn tell(&self, news: News) {
        if let Some(tell) = &*lock(&self.tell) {
            // Cannot fail: the receiver lives as long as this value.
            let _ = tell.send(news);
        }
    }

    /// Sends what is left, and stops listening.
    pub(crate) async fn close(&self) {
        self.listening.abort();
        *lock(&self.tell) = None;
        let telling = lock(&self.telling).take();
        if let Some(telling) = telling
            && timeout(LONGEST_PAUSE, telling).await.is_err()
        {
            tracing::warn!("other desks were not notified of the last events");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends the changes, several at a time.
async fn pass_on(mut told: mpsc::UnboundedReceiver<News>, pool: Arc<Pool>, own: String) {
    let mut news = Vec::new();
    while told.recv_many(&mut news, TOLD_AT_ONCE).await > 0 {
        if news.len() < TOLD_AT_ONCE {
            sleep(GATHER).await;
            while news.len() < TOLD_AT_ONCE
                && let Ok(more) = told.try_recv()
            {
                news.push(more);
            }
        }
        let notice = Notice { from: own.clone(), news: std::mem::take(&mut news) };
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
    async fn listen(self) {
        let mut pause = Duration::ZERO;
        let mut has_been_down = false;
        loop {
            match self.line().await {
                Ok(line) => {
                    pause = Duration::ZERO;
                    self.subscribers.memory.set_listening(true);
                    if has_been_down {
                        self.refresh();
                    }
                    self.receive(line).await;
                    self.subscribers.memory.set_listening(false);
                    tracing::warn!("the connection to the other desks is lost");
                }
                Err(error) => tracing::debug!(%error, "the connection to the other desks is still lost"),
            }
            has_been_down = true;
            sleep(pause).await;
            pause = (pause * 2 + Duration::from_millis(100)).min(LONGEST_PAUSE);
        }
    }

    /// Opens a separate connection, which is not part of the pool.
    async fn line(&self) -> Result<PgListener, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(LONGEST_PAUSE)
            .connect_with(self.options.clone())
            .await?;
        let mut line = PgListener::connect_with(&pool).await?;
        line.ignore_pool_close_event(true);
        line.eager_reconnect(false);
        line.listen(CHANNEL).await?;
        Ok(line)
    }

    /// Forwards notifications until the connection is lost.
    async fn receive(&self, mut line: PgListener) {
        let mut fallback_poll = interval(FALLBACK_POLL);
        fallback_poll.tick().await;
        loop {
            tokio::select! {
                heard = line.try_recv() => match heard {
                    Ok(Some(notice)) => self.pass_in(notice.payload()),
                    Ok(None) | Err(_) => return,
                },
                _ = fallback_poll.tick() => self.refresh(),
            }
        }
    }

    fn pass_in(&self, text: &str) {
        match serde_json::from_str::<Notice>(text) {
            // Already announced here when it was saved.
            Ok(notice) if notice.from == self.own => {}
            Ok(notice) => notice.news.into_iter().for_each(|news| self.pass_on(news)),
            Err(error) => tracing::warn!(%error, "a notification of another program could not be parsed"),
        }
    }

    fn pass_on(&self, news: News) {
        match news {
            News::Event(event) => self.announce(event),
            News::Changed(Changed::Slot(slot)) => self.subscribers.rereader.read(slot),
            News::Changed(changed) => self.subscribers.memory.apply(&changed),
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
