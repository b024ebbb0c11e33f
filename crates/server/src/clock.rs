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
    #[expect(clippy::disallowed_methods, reason = "this is the only place that reads the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that starts at a given time and then runs at the pace of another clock.
pub struct DemoClock {
    real: Arc<dyn Clock>,
    ahead: TimeDelta,
}

impl DemoClock {
    /// A clock that starts now at `start`, a civil time of Europe/Oslo. A time that does not exist (the hour
    /// skipped in spring) becomes one hour later; of a time that exists twice, the first is used.
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

/// Random ids of version 7, so that new rows are stored near each other.
#[derive(Debug, Clone, Copy)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the only place that makes random ids")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}
