//! Lets PostgreSQL know its tables while they fill up.
//!
//! Until the server has looked at a table it takes every index that begins with the clinic for equally
//! good, and then reads all bookings of the clinic to count those of one person. Its own housekeeping looks
//! once a minute at the soonest; a clinic that opens its times has thousands of bookings by then.

use std::sync::atomic::{AtomicU64, Ordering};

/// So many requests make the first look worth its while.
const FIRST: u64 = 64;

/// From so many on the server's own housekeeping is soon enough: the shape of the tables is known.
const ENOUGH: u64 = 1 << 20;

/// Counts what is saved, and says when to look again: each time it has doubled.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    saved: AtomicU64,
}

impl Statistics {
    /// So many more requests are saved. Answers with whether it is time to look at the tables.
    pub(crate) fn are_due(&self, more: usize) -> bool {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        let before = self.saved.fetch_add(more, Ordering::Relaxed);
        let after = before.saturating_add(more);
        let doubled = before.max(FIRST / 2).ilog2() < after.max(1).ilog2();
        doubled && after >= FIRST && before < ENOUGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_looked_at_each_time_they_have_doubled_and_not_for_ever() {
        let statistics = Statistics::default();
        let mut saved = 0;
        let mut looked = Vec::new();
        while saved < 4 * ENOUGH {
            saved += 16;
            if statistics.are_due(16) {
                looked.push(saved);
            }
        }
        let doubled: Vec<u64> = (6..=20).map(|power| 1 << power).collect();
        assert_eq!(looked, doubled);
    }

    #[test]
    fn a_large_group_is_one_reason_to_look() {
        let statistics = Statistics::default();
        assert!(!statistics.are_due(0));
        assert!(statistics.are_due(1000));
        assert!(!statistics.are_due(20));
        assert!(statistics.are_due(10));
    }
}
