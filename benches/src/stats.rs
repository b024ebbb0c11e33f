//! Medians and percentiles.

use std::time::Duration;

/// Many durations, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Adds a duration.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1000.0);
    }

    /// Adds a duration in milliseconds. It may be negative when an effect was seen before its cause had
    /// ended.
    pub(crate) fn add_ms(&mut self, time: f64) {
        self.0.push(time);
    }

    /// Adds all of another.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The number of durations.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of all did not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank within the list")]
        let rank = (percent / 100.0 * count(sorted.len())).ceil() as usize;
        sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(f64::NAN)
    }

    /// The median.
    pub(crate) fn p50(&self) -> f64 {
        self.percentile(50.0)
    }

    /// The 99th percentile.
    pub(crate) fn p99(&self) -> f64 {
        self.percentile(99.0)
    }
}

/// The median of a few figures, which one bad round does not change.
pub(crate) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The spread of several rounds; a figure without its spread says little.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// The minimum.
    pub(crate) min: f64,
    /// The median.
    pub(crate) median: f64,
    /// The maximum.
    pub(crate) max: f64,
}

impl Spread {
    /// The spread of these figures; NaN when there are none.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let figures: Vec<f64> = figures.into_iter().collect();
        let min = figures.iter().copied().fold(f64::NAN, f64::min);
        let max = figures.iter().copied().fold(f64::NAN, f64::max);
        Self { min, median: median(figures), max }
    }

    /// Each as a ratio to one figure.
    pub(crate) fn to(self, floor: f64) -> Self {
        Self { min: self.min / floor, median: self.median / floor, max: self.max / floor }
    }
}

/// A count as a floating-point number.
pub(crate) fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::NAN, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let mut times = Times::default();
        (1..=200).for_each(|ms| times.add(Duration::from_millis(ms)));
        assert_eq!((times.p50(), times.p99(), times.percentile(100.0)), (100.0, 198.0, 200.0));
        assert!(Times::default().p50().is_nan());
    }

    #[test]
    fn a_spread_has_its_ends_and_its_middle() {
        let spread = Spread::of([30.0, 10.0, 20.0]);
        assert_eq!(spread, Spread { min: 10.0, median: 20.0, max: 30.0 });
        assert_eq!(spread.to(10.0), Spread { min: 1.0, median: 2.0, max: 3.0 });
        assert!(Spread::of([]).max.is_nan());
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median([]).is_nan());
    }
}
