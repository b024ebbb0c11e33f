//! The clock shared by the programs on one database.
//!
//! With a data folder a program uses its own clock. On PostgreSQL all programs use the server's clock, so
//! that how long a decision can be undone and which requests have expired is the same at every desk, whatever
//! its machine's clock says. Asking the server each time would cost every page a round trip, so the
//! difference between the two clocks is measured every few seconds.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clinic::{Clock, StoreError};
use tokio::sync::{Mutex, Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::dialect::SERVER_NOW;
use crate::engine::{Connection, values};
use crate::fault::store_error;
use crate::pool::Pool;

/// How often the difference is measured.
const EVERY: Duration = Duration::from_secs(10);

/// The shortest pause between two measurements.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// The number of requests to the server in one measurement; the quickest answer is the most precise.
const QUESTIONS: usize = 5;

/// If the program's clock moves this much more or less than the elapsed time, it has been set.
const SET: TimeDelta = TimeDelta::seconds(1);

/// The time that all programs on the same database share, to within some milliseconds.
pub struct SharedClock {
    own: Arc<dyn Clock>,
    server: Option<Server>,
}

struct Server {
    distance: Arc<Distance>,
    measuring: AbortHandle,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.measuring.abort();
    }
}

impl SharedClock {
    /// The program's own clock, for data that no other program uses.
    pub(crate) const fn own(own: Arc<dyn Clock>) -> Self {
        Self { own, server: None }
    }

    /// A server's clock.
    ///
    /// # Errors
    /// [`StoreError`] when the server's time cannot be read.
    pub(crate) async fn of_server(own: Arc<dyn Clock>, pool: &Arc<Pool>) -> Result<Self, StoreError> {
        let distance = Arc::new(Distance {
            own: Arc::clone(&own),
            pool: Arc::clone(pool),
            last: watch::Sender::new(Measured {
                ahead: TimeDelta::zero(),
                own: own.now(),
                at: Instant::now(),
            }),
            one_at_a_time: Mutex::default(),
            was_set: Notify::new(),
        });
        distance.measure().await?;
        let measuring = tokio::spawn(keep_measuring(Arc::clone(&distance))).abort_handle();
        Ok(Self { own, server: Some(Server { distance, measuring }) })
    }

    /// Measures the server's clock now. This also happens automatically every ten seconds, and when the
    /// program's own clock has been set. Does nothing if the program's own clock is used.
    ///
    /// # Errors
    /// [`StoreError`]; the last measurement stays in use.
    pub async fn measure(&self) -> Result<(), StoreError> {
        match &self.server {
            Some(server) => server.distance.measure().await,
            None => Ok(()),
        }
    }

    /// Waits for the next measurement of the server's clock.
    pub fn measured(&self) -> impl Future<Output = ()> + use<> {
        let last = self.server.as_ref().map(|server| server.distance.last.subscribe());
        async {
            if let Some(mut last) = last {
                // Cannot fail: the measuring task lives as long as this value.
                let _ = last.changed().await;
            }
        }
    }
}

impl Clock for SharedClock {
    fn now(&self) -> DateTime<Utc> {
        let own = self.own.now();
        self.server.as_ref().map_or(own, |server| own + server.distance.ahead(own))
    }
}

/// How far the server's clock is ahead of the program's own.
struct Distance {
    own: Arc<dyn Clock>,
    pool: Arc<Pool>,
    last: watch::Sender<Measured>,
    one_at_a_time: Mutex<()>,
    was_set: Notify,
}

#[derive(Clone, Copy)]
struct Measured {
    ahead: TimeDelta,
    /// The time of the program's clock at the measurement.
    own: DateTime<Utc>,
    at: Instant,
}

impl Distance {
    /// The difference as last measured. Starts a new measurement if the program's clock has been set since.
    fn ahead(&self, own: DateTime<Utc>) -> TimeDelta {
        let last = *self.last.borrow();
        let passed = TimeDelta::from_std(last.at.elapsed()).unwrap_or(TimeDelta::MAX);
        if (own - last.own - passed).abs() > SET {
            self.was_set.notify_one();
        }
        last.ahead
    }

    async fn measure(&self) -> Result<(), StoreError> {
        let _alone = self.one_at_a_time.lock().await;
        let mut connection = self.pool.get().await?;
        let measured = self.ask(&mut connection).await;
        let (mut measured, uncertain) = connection.release(measured)?;
        let last = self.last.borrow().ahead;
        // A change within the uncertainty of the round trip is ignored, so that the clock does not jitter.
        if (measured.ahead - last).abs() <= uncertain {
            measured.ahead = last;
        }
        self.last.send_replace(measured);
        Ok(())
    }

    /// The quickest of several measurements, and its uncertainty: half of its round trip.
    async fn ask(&self, connection: &mut Connection) -> Result<(Measured, TimeDelta), StoreError> {
        let mut quickest: Option<(Measured, TimeDelta)> = None;
        for _ in 0..QUESTIONS {
            let (own, at) = (self.own.now(), Instant::now());
            let row = connection.row(SERVER_NOW, values![]).await.map_err(store_error)?;
            let half = TimeDelta::from_std(at.elapsed() / 2).unwrap_or(TimeDelta::MAX);
            let now = row.map(|row| row.int(0)).transpose().map_err(store_error)?.flatten();
            let now = now.and_then(DateTime::from_timestamp_millis).ok_or_else(no_time)?;
            if quickest.is_none_or(|(_, known)| half < known) {
                quickest = Some((Measured { ahead: now - (own + half), own, at }, half));
            }
        }
        quickest.ok_or_else(no_time)
    }
}

fn no_time() -> StoreError {
    StoreError::Broken("the server does not say what time it is".into())
}

async fn keep_measuring(distance: Arc<Distance>) {
    loop {
        sleep(SHORTEST_PAUSE).await;
        // Waits until the clock is set or the interval has passed.
        let _ = timeout(EVERY, distance.was_set.notified()).await;
        if let Err(error) = distance.measure().await {
            tracing::debug!(%error, "the server's clock was not measured");
        }
    }
}
