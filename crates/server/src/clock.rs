//! The real sources of time and ids: the only place that reads a clock or makes a random id.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use clinic::{Clock, Ids};
use timebook::OSLO;
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port to the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that started at a given time and runs on from there, as another clock runs.
pub struct DemoClock {
    real: Arc<dyn Clock>,
    ahead: TimeDelta,
}

impl DemoClock {
    /// Starts now at `start`, a civil time of Europe/Oslo. A time that does not exist (the hour
    /// lost in spring) starts an hour later; of one that exists twice, the first counts.
    #[must_use]
    pub fn starting_at(start: NaiveDateTime, real: Arc<dyn Clock>) -> Self {
        let oslo = start.and_local_timezone(OSLO);
        let later = || (start + TimeDelta::hours(1)).and_local_timezone(OSLO).earliest();
        let instant = oslo.earliest().or_else(later);
        let instant = instant.map_or_else(|| start.and_utc(), |instant| instant.to_utc());
        let ahead = instant - real.now();
        Self { real, ahead }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        self.real.now() + self.ahead
    }
}

/// Random ids of version 7, so that new rows lie near each other.
#[derive(Debug, Clone, Copy)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the port to the machine's randomness")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}
