//! Decides when PostgreSQL must analyse its tables while they fill up.
//!
//! Until the server has analysed a table it considers every index that begins with the clinic equally good,
//! and then reads all bookings of the clinic to count those of one person. Autovacuum runs at most once a
//! minute; a clinic that opens its times has thousands of bookings by then.

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of requests before the first ANALYZE.
const FIRST: u64 = 64;

/// After this many requests autovacuum is enough: the server's statistics are good.
const ENOUGH: u64 = 1 << 20;

/// Counts saved requests, and says when to analyse: each time the count has doubled.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    saved: AtomicU64,
}

impl Statistics {
    /// Adds `more` saved requests. Returns whether it is time to analyse the tables.
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
