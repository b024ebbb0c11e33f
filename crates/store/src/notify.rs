//! How desks on one PostgreSQL hear of each other.
//!
//! What is saved here is announced here at once, and to the other programs by NOTIFY. Notices are gathered
//! for a few milliseconds and sent by themselves, after the commit: a NOTIFY inside each transaction
//! would make the server commit them one by one. Notices can get lost, the tables are the truth: when
//! the connection was lost, and every half minute as a fallback poll, watchers are told to read everything again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clinic::events::Announcement;
use clinic::{ClinicEvent, StoreError};
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use timebook::ClinicId;
use tokio::sync::{broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{interval, sleep, timeout};

use crate::dialect::NOTIFY;
use crate::engine::values;
use crate::fault::store_error;
use crate::memory::reread::Rereader;
use crate::memory::{Changed, Memory};
use crate::pool::Pool;
use crate::reads::setup::{CLINICS, clinic_id};
use crate::rows::Cursor;

const CHANNEL: &str = "ressurstimebok";

/// How long notifier are gathered.
const GATHER: Duration = Duration::from_millis(4);

/// News in one NOTIFY, which PostgreSQL limits to 8,000 bytes; one takes about 150.
const TOLD_AT_ONCE: usize = 45;

/// How often watchers are told to read again, whatever they have heard.
const FALLBACK_POLL: Duration = Duration::from_secs(30);

/// The longest pause between attempts to listen again.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What goes over the line.
#[derive(Serialize, Deserialize)]
struct Notice {
    from: String,
    news: Vec<News>,
}

/// What programs tell each other.
#[derive(Serialize, Deserialize)]
pub(crate) enum News {
    /// For those who watch.
    Event(Announcement),
    /// For what is kept in memory.
    Changed(Changed),
}

/// Who hears of the other programs.
pub(crate) struct Subscribers {
    /// Those who watch.
    pub(crate) events: broadcast::Sender<Announcement>,
    /// What is kept in memory.
    pub(crate) memory: Arc<Memory>,
    /// What reads times again that have changed.
    pub(crate) rereader: Rereader,
}

/// The line to the other programs. Dropped, it tells what it was told and stops listening.
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
    /// Starts to tell and to listen. `own` is a name that no other program on the database has.
    pub(crate) fn start(
        options: PgConnectOptions,
        pool: &Arc<Pool>,
        own: String,
        subscribers: Subscribers,
    ) -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        let telling = tokio::spawn(pass_on(told, Arc::clone(pool), own.clone()));
        let listener = Listener { options, pool: Arc::clone(pool), own, subscribers };
        let listening = tokio::spawn(listener.listen()).abort_handle();
        Self { tell: Mutex::new(Some(tell)), telling: Mutex::new(Some(telling)), listening }
    }

    /// Tells the other programs, soon.
    pub(crate) fn tell(&self, news: News) {
        if let Some(tell) = &*lock(&self.tell) {
            // The other end lives as long as this one.
            let _ = tell.send(news);
        }
    }

    /// Sends what it was told, and stops listening.
    pub(crate) async fn close(&self) {
        self.listening.abort();
        *lock(&self.tell) = None;
        let telling = lock(&self.telling).take();
        if let Some(telling) = telling
            && timeout(LONGEST_PAUSE, telling).await.is_err()
        {
            tracing::warn!("other desks were not told of the last events");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends what is told, some at a time.
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
            tracing::warn!(%error, "other desks were not told and will see it at their next reading");
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

/// Hears the other programs.
struct Listener {
    options: PgConnectOptions,
    pool: Arc<Pool>,
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
                        self.refresh().await;
                    }
                    self.receive(line).await;
                    self.subscribers.memory.set_listening(false);
                    tracing::warn!("the line to the other desks is down");
                }
                Err(error) => tracing::debug!(%error, "the line to the other desks is still down"),
            }
            has_been_down = true;
            sleep(pause).await;
            pause = (pause * 2 + Duration::from_millis(100)).min(LONGEST_PAUSE);
        }
    }

    /// A line of its own: it is never lent out.
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

    /// Passes on what is heard until the line is down.
    async fn receive(&self, mut line: PgListener) {
        let mut fallback_poll = interval(FALLBACK_POLL);
        fallback_poll.tick().await;
        loop {
            tokio::select! {
                heard = line.try_recv() => match heard {
                    Ok(Some(notice)) => self.pass_in(notice.payload()),
                    Ok(None) | Err(_) => return,
                },
                _ = fallback_poll.tick() => self.refresh().await,
            }
        }
    }

    fn pass_in(&self, text: &str) {
        match serde_json::from_str::<Notice>(text) {
            // Announced here already, when it was saved.
            Ok(notice) if notice.from == self.own => {}
            Ok(notice) => notice.news.into_iter().for_each(|news| self.pass_on(news)),
            Err(error) => tracing::warn!(%error, "a notice of another program was not understood"),
        }
    }

    fn pass_on(&self, news: News) {
        match news {
            News::Event(event) => self.announce(event),
            News::Changed(Changed::Slot(slot)) => self.subscribers.rereader.read(slot),
            News::Changed(changed) => self.subscribers.memory.apply(&changed),
        }
    }

    /// Forgets what is kept, and tells the watchers of every clinic to read everything again.
    async fn refresh(&self) {
        self.subscribers.memory.forget();
        let clinics = match self.clinics().await {
            // The connection may have gone with the line; the next one is new.
            Err(StoreError::Unavailable(_)) => self.clinics().await,
            clinics => clinics,
        };
        match clinics {
            Ok(clinics) => {
                for clinic in clinics {
                    self.announce(Announcement { clinic, event: ClinicEvent::Refresh });
                }
            }
            Err(error) => tracing::debug!(%error, "the clinics could not be read"),
        }
    }

    async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError> {
        let mut connection = self.pool.get().await?;
        let rows = connection.rows(CLINICS, values![]).await.map_err(store_error);
        let rows = connection.release(rows)?;
        Ok(rows.iter().filter_map(|row| clinic_id(&mut Cursor::new(row)).ok()).collect())
    }

    fn announce(&self, event: Announcement) {
        // Nobody may be watching.
        let _ = self.subscribers.events.send(event);
    }
}
