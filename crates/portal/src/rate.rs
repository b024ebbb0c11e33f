//! How many requests one person, and one address, can send in a time.
//!
//! A double click, a form sent again and a time that somebody else took all count: the limit is on what
//! the clinic's machine must do, not on what a patient gets. How many requests a patient may have
//! waiting is the clinic's rule, and another.

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

/// So many at once; one more each time this has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Sent at once, after a rest. At least one.
    pub burst: u32,
    /// Until one more can be sent.
    pub every: Duration,
}

/// The limits on requests in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestRates {
    /// Of one person. Ten leave room for a family's worth of mistakes; a person does not send more by hand.
    pub person: Rate,
    /// Of one address, behind which a whole nursing home or a mobile network may stand.
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

/// A request came too soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// Whose limit it was.
    pub(crate) whose: RateKey,
    /// How long to wait, in whole seconds, at least one.
    pub(crate) seconds: u64,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RateKey {
    /// The patient's own.
    Person,
    /// That of the address they come from.
    Address,
}

/// Counts requests. Its memory is bounded: who has rested is forgotten.
pub(crate) struct Rates {
    persons: Keyed<PatientId>,
    addresses: Keyed<IpAddr>,
}

type Keyed<K> = RateLimiter<K, HashMapStateStore<K>, ClinicTime, NoOpMiddleware<Nanos>>;

/// Beyond this many keys, those who have rested are forgotten.
const REMEMBERED: usize = 10_000;

impl Rates {
    pub(crate) fn new(rates: RequestRates, clinic: &Clinic) -> Self {
        let time = ClinicTime { clinic: clinic.clone(), start: clinic.now() };
        Self {
            persons: RateLimiter::hashmap_with_clock(quota(rates.person), time.clone()),
            addresses: RateLimiter::hashmap_with_clock(quota(rates.address), time),
        }
    }

    /// Counts a request, or says that it comes too soon. Without an address only the person counts.
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
    // Only a period of nothing is refused; one a minute is what it falls back to.
    let quota = Quota::with_period(rate.every).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN));
    quota.allow_burst(burst)
}

/// The clinic's clock, as the limiter counts it.
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
