//! Rate limits: how many requests one person and one client address can send per time.
//!
//! A double click, a form sent again and a request for a taken time all count: the limit protects the
//! clinic's machine. How many bookings a patient may have is a separate limit, set by the clinic.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clinic::Clinic;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use timebook::PatientId;

/// A number of requests at once, and one more after each interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The most requests at once, after a pause. At least one.
    pub burst: u32,
    /// The interval after which one more can be sent.
    pub every: Duration,
}

/// The rate limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestRates {
    /// For one person. Ten are enough for a family with some mistakes; nobody sends more manually.
    pub person: Rate,
    /// For one client address, which a whole nursing home or mobile network may share.
    pub address: Rate,
}

impl Default for RequestRates {
    fn default() -> Self {
        Self {
            person: Rate { burst: 10, every: Duration::from_secs(60) },
            address: Rate { burst: 60, every: Duration::from_secs(2) },
        }
    }
}

/// The rate limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// Which limit was reached.
    pub(crate) whose: RateKey,
    /// How long to wait, in whole seconds, at least one.
    pub(crate) seconds: u64,
}

/// What the limit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RateKey {
    /// The patient.
    Person,
    /// The client's address.
    Address,
}

/// Counts requests. Its memory is limited: keys that have fully recovered are dropped.
pub(crate) struct Rates {
    persons: Keyed<PatientId>,
    addresses: Keyed<IpAddr>,
}

type Keyed<K> = RateLimiter<K, HashMapStateStore<K>, ClinicTime, NoOpMiddleware<Nanos>>;

/// Above this many keys, those that have fully recovered are dropped.
const REMEMBERED: usize = 10_000;

impl Rates {
    pub(crate) fn new(rates: RequestRates, clinic: &Clinic) -> Self {
        let time = ClinicTime { clinic: clinic.clone(), start: clinic.now() };
        Self {
            persons: RateLimiter::hashmap_with_clock(quota(rates.person), time.clone()),
            addresses: RateLimiter::hashmap_with_clock(quota(rates.address), time),
        }
    }

    /// Counts a request, or fails if a limit is reached. Without an address only the person's limit applies.
    pub(crate) fn count(&self, person: PatientId, address: Option<IpAddr>) -> Result<(), TooMany> {
        count(&self.persons, &person, RateKey::Person)?;
        match address {
            Some(address) => count(&self.addresses, &address, RateKey::Address),
            None => Ok(()),
        }
    }
}

fn count<K: Clone + Hash + Eq>(limiter: &Keyed<K>, key: &K, whose: RateKey) -> Result<(), TooMany> {
    if limiter.len() > REMEMBERED {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(limiter.clock().now());
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        TooMany { whose, seconds: seconds.max(1) }
    })
}

fn quota(rate: Rate) -> Quota {
    let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
    // Only a period of zero is refused; the fallback is one per minute.
    let quota = Quota::with_period(rate.every).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN));
    quota.allow_burst(burst)
}

/// The clinic's clock, for the rate limiter.
#[derive(Clone)]
struct ClinicTime {
    clinic: Clinic,
    start: DateTime<Utc>,
}

impl Clock for ClinicTime {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        (self.clinic.now() - self.start).to_std().unwrap_or_default().into()
    }
}
