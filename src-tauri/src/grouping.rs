//! When notifications are shown: the first request at once, requests that follow closely in one group.
//!
//! Pure: instants are parameters, so every case can be tested by a function call.

use std::time::{Duration, Instant};

use timebook::BookingId;

/// How long after a notification requests are collected for the next one.
const PAUSE: Duration = Duration::from_millis(300);

/// During a longer rush each pause is twice the one before, up to this.
const LONGEST_PAUSE: Duration = Duration::from_millis(4800);

/// One notification to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The requests it is about, oldest first; a click shows the first of them.
    pub requests: Vec<BookingId>,
}

/// Requests that have arrived and have not been notified yet.
#[derive(Debug, Default)]
pub struct Grouping {
    pause: Option<Pause>,
    held: Vec<BookingId>,
}

#[derive(Debug, Clone, Copy)]
struct Pause {
    ends: Instant,
    length: Duration,
}

impl Grouping {
    /// Adds a request that has arrived. Returns the notification to show at once, if any.
    pub fn arrived(&mut self, now: Instant, id: BookingId) -> Option<Toast> {
        let ended = self.pause.is_none_or(|pause| self.held.is_empty() && now >= pause.ends);
        if ended {
            self.begin(now, PAUSE);
            return Some(Toast { requests: vec![id] });
        }
        self.held.push(id);
        None
    }

    /// Removes a request that no longer waits, so that it is not notified.
    pub fn left(&mut self, id: BookingId) {
        self.held.retain(|held| *held != id);
    }

    /// When to call [`Self::due`]; `None` while no requests are collected.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.pause.filter(|_| !self.held.is_empty()).map(|pause| pause.ends)
    }

    /// The notification that is due, if any.
    pub fn due(&mut self, now: Instant) -> Option<Toast> {
        let pause = self.pause.filter(|pause| now >= pause.ends)?;
        if self.held.is_empty() {
            return None;
        }
        self.begin(now, (pause.length * 2).min(LONGEST_PAUSE));
        Some(Toast { requests: std::mem::take(&mut self.held) })
    }

    fn begin(&mut self, now: Instant, length: Duration) {
        self.pause = Some(Pause { ends: now + length, length });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> BookingId {
        BookingId::new(Uuid::from_u128(number))
    }

    /// A notification of `count` requests, numbered from the oldest.
    fn toast(oldest: u128, count: u128) -> Option<Toast> {
        Some(Toast { requests: (oldest..oldest + count).map(id).collect() })
    }

    /// A grouping, and a function that gives the instant a number of milliseconds after its start.
    fn grouping() -> (Grouping, impl Fn(u64) -> Instant) {
        let start = Instant::now();
        (Grouping::default(), move |millis| start + Duration::from_millis(millis))
    }

    #[test]
    fn the_first_request_is_told_of_at_once() {
        let (mut grouping, at) = grouping();
        assert_eq!(grouping.arrived(at(0), id(1)), toast(1, 1));
        assert_eq!(grouping.next(), None);
    }

    #[test]
    fn requests_that_follow_closely_are_told_of_together_and_lead_to_the_oldest() {
        let (mut grouping, at) = grouping();
        assert_eq!(grouping.arrived(at(0), id(1)), toast(1, 1));
        for number in 2..=6 {
            assert_eq!(grouping.arrived(at(10 * number), id(number.into())), None);
        }
        assert_eq!(grouping.next(), Some(at(300)));
        assert_eq!(grouping.due(at(299)), None);
        assert_eq!(grouping.due(at(300)), toast(2, 5));
        assert_eq!(grouping.due(at(900)), None);
    }

    #[test]
    fn after_a_quiet_pause_the_next_is_told_of_at_once_again() {
        let (mut grouping, at) = grouping();
        grouping.arrived(at(0), id(1));
        assert_eq!(grouping.arrived(at(300), id(2)), toast(2, 1));
        assert_eq!(grouping.arrived(at(301), id(3)), None);
        assert_eq!(grouping.due(at(600)), toast(3, 1));
    }

    #[test]
    fn one_that_arrives_before_a_late_caller_joins_the_held() {
        let (mut grouping, at) = grouping();
        grouping.arrived(at(0), id(1));
        grouping.arrived(at(100), id(2));
        assert_eq!(grouping.arrived(at(350), id(3)), None);
        assert_eq!(grouping.due(at(360)), toast(2, 2));
    }

    #[test]
    fn one_that_was_decided_meanwhile_is_not_told_of() {
        let (mut grouping, at) = grouping();
        grouping.arrived(at(0), id(1));
        grouping.arrived(at(10), id(2));
        grouping.arrived(at(20), id(3));
        grouping.left(id(2));
        assert_eq!(grouping.due(at(300)), toast(3, 1));
        grouping.arrived(at(310), id(4));
        grouping.left(id(4));
        assert_eq!(grouping.next(), None);
        assert_eq!(grouping.due(at(2000)), None);
    }

    #[test]
    fn a_rush_that_goes_on_is_told_of_ever_more_seldom_and_nothing_is_lost() {
        let (mut grouping, at) = grouping();
        let (mut toasts, mut shown) = (0, 0);
        for millis in 0..60_000 {
            let raised = [grouping.due(at(millis)), grouping.arrived(at(millis), id(millis.into()))];
            for toast in raised.into_iter().flatten() {
                toasts += 1;
                shown += toast.requests.len();
            }
        }
        shown += grouping.due(at(120_000)).map_or(0, |toast| toast.requests.len());
        assert_eq!(shown, 60_000);
        assert!(toasts < 20, "{toasts} notifications in a minute");
    }
}
