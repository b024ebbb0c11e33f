//! A clock and ids that a test controls.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use clinic::{Clock, Ids};
use timebook::OSLO;
use uuid::Uuid;

/// A clock that does not move until the test moves it.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock at a civil time of Europe/Oslo, such as `2025-01-21T09:00`.
    #[must_use]
    pub fn at(oslo: &str) -> Self {
        let civil =
            NaiveDateTime::parse_from_str(oslo, "%Y-%m-%dT%H:%M").expect("a time such as 2025-01-21T09:00");
        let instant = civil.and_local_timezone(OSLO).earliest().expect("a time that exists");
        Self(AtomicI64::new(instant.timestamp_millis()))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).expect("an instant")
    }
}

/// Ids that count from one, so that every run of a test makes the same ids.
#[derive(Debug, Default)]
pub struct SeededIds(AtomicU64);

impl Ids for SeededIds {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst) + 1))
    }
}
