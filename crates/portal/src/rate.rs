//! Rate limits: how many requests one person and one client address can send per time.
//!
//! A double click, a form sent again and a request for a taken time all count: the limit protects the
//! clinic's machine. How many bookings a patient may have is a separate limit, set by the clinic.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
    /// Log-ins from one client address, refused or not: each is written to the access log.
    pub log_ins: Rate,
    /// Drafts saved by one person: each is a write.
    pub drafts: Rate,
}

impl Default for RequestRates {
    fn default() -> Self {
        Self {
            person: Rate { burst: 10, every: Duration::from_secs(60) },
            address: Rate { burst: 60, every: Duration::from_secs(2) },
            log_ins: Rate { burst: 60, every: Duration::from_secs(2) },
            drafts: Rate { burst: 120, every: Duration::from_secs(2) },
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
    persons: Limit<PatientId, ClinicTime>,
    returned: Returned,
    addresses: Limit<IpAddr, ClinicTime>,
    log_ins: Limit<IpAddr, ClinicTime>,
    drafts: Limit<PatientId, ClinicTime>,
}

impl Rates {
    pub(crate) fn new(rates: RequestRates, clinic: &Clinic) -> Self {
        let time = ClinicTime { clinic: clinic.clone(), start: clinic.now() };
        Self {
            persons: Limit::new(rates.person, time.clone()),
            returned: Returned::default(),
            addresses: Limit::new(rates.address, time.clone()),
            log_ins: Limit::new(rates.log_ins, time.clone()),
            drafts: Limit::new(rates.drafts, time),
        }
    }

    /// Counts a request, or fails if it comes too soon. Without an address only the person's limit applies. A
    /// request that one limit refuses is not counted by the other: one person cannot use up what a whole network
    /// shares, nor a busy network what the person has.
    pub(crate) fn count(&self, person: PatientId, address: Option<IpAddr>) -> Result<(), TooMany> {
        let too_many = |whose| move |seconds| TooMany { whose, seconds };
        if !self.returned.take(person) {
            self.persons.count(&person).map_err(too_many(RateKey::Person))?;
        }
        let Some(address) = address else { return Ok(()) };
        self.addresses.count(&household(address)).map_err(|seconds| {
            self.returned.put(person);
            too_many(RateKey::Address)(seconds)
        })
    }

    /// Counts a log-in, or answers with how many seconds to wait. Without an address there is no limit.
    pub(crate) fn count_log_in(&self, address: Option<IpAddr>) -> Result<(), u64> {
        address.map_or(Ok(()), |address| self.log_ins.count(&household(address)))
    }

    /// Counts a draft, or answers with how many seconds to wait.
    pub(crate) fn count_draft(&self, person: PatientId) -> Result<(), u64> {
        self.drafts.count(&person)
    }
}

/// What persons have been charged for requests that their address refused: their next requests are free. The
/// limiter cannot take back what it has counted.
#[derive(Default)]
struct Returned(Mutex<HashMap<PatientId, u32>>);

impl Returned {
    /// Takes back one request of a person. Above a number of persons everything is dropped, to bound the memory.
    fn put(&self, person: PatientId) {
        let mut returned = self.lock();
        if returned.len() >= REMEMBERED && !returned.contains_key(&person) {
            returned.clear();
        }
        *returned.entry(person).or_default() += 1;
    }

    /// Whether a request of this person is free.
    fn take(&self, person: PatientId) -> bool {
        let mut returned = self.lock();
        let Entry::Occupied(mut left) = returned.entry(person) else { return false };
        if *left.get() > 1 {
            *left.get_mut() -= 1;
        } else {
            left.remove();
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PatientId, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands for all addresses of one household: of IPv6, which gives each of them a network of its own
/// (RFC 6177), the first 64 bits.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// Below this many keys nobody is forgotten.
const REMEMBERED: usize = 10_000;

/// A rate, counted for each key.
struct Limit<K: Hash + Eq + Clone, C: Clock> {
    limiter: RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    /// Beyond this many keys, those who have rested are forgotten.
    forget_beyond: AtomicUsize,
}

impl<K: Hash + Eq + Clone, C: Clock> Limit<K, C> {
    fn new(rate: Rate, clock: C) -> Self {
        let limiter = RateLimiter::hashmap_with_clock(quota(rate), clock);
        Self { limiter, forget_beyond: AtomicUsize::new(REMEMBERED) }
    }

    /// Counts one of a key, or answers with how many seconds to wait.
    fn count(&self, key: &K) -> Result<(), u64> {
        self.forget();
        self.limiter.check_key(key).map_err(|until| {
            let wait: Duration = until.wait_time_from(self.limiter.clock().now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            seconds.max(1)
        })
    }

    /// Forgets those who have rested, whenever the keys have doubled since the last time: in a rush nobody
    /// has rested, and looking at every key at every request would be the work that this limit is to spare.
    fn forget(&self) {
        if self.limiter.len() > self.forget_beyond.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            let left = self.limiter.len();
            self.forget_beyond.store(REMEMBERED.max(left.saturating_mul(2)), Ordering::Relaxed);
        }
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A clock that stands still and counts how often it is looked at.
    #[derive(Clone, Default)]
    struct Counting(Arc<AtomicUsize>);

    impl Clock for Counting {
        type Instant = Nanos;

        fn now(&self) -> Nanos {
            self.0.fetch_add(1, Ordering::Relaxed);
            Nanos::new(0)
        }
    }

    #[test]
    fn in_a_rush_the_keys_are_seldom_looked_through() {
        let clock = Counting::default();
        let rate = Rate { burst: 2, every: Duration::from_secs(60) };
        let limit = Limit::new(rate, clock.clone());
        let keys = 8 * REMEMBERED;
        for key in 0..keys {
            limit.count(&key).unwrap();
        }
        // Counting a key looks at the clock once; looking through all of them once more.
        let looked_through = clock.0.load(Ordering::Relaxed) - keys;
        assert!((1..=4).contains(&looked_through), "{looked_through} times");
        assert_eq!(limit.limiter.len(), keys);
    }

    #[test]
    fn a_household_is_one_address() {
        let household = |address: &str| household(address.parse().unwrap());
        assert_eq!(household("2001:db8:1:2::1"), household("2001:db8:1:2:ffff::9"));
        assert_ne!(household("2001:db8:1:2::1"), household("2001:db8:1:3::1"));
        assert_eq!(household("::ffff:203.0.113.9"), household("203.0.113.9"));
        assert_ne!(household("203.0.113.9"), household("203.0.113.10"));
    }
}
