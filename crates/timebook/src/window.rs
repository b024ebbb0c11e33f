//! When patients may request a time: the rules of a timebook, and the period that follows from them.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::bounded::{Horizon, LeadTime, WeeksBefore};
use crate::civil::first_instant;
use crate::hours::MinuteOfDay;

/// From when patients may request the times of a timebook. Before that only staff see them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Release {
    /// As soon as the timebook is published.
    #[default]
    AtOnce,
    /// All times from one instant on.
    From(DateTime<Utc>),
    /// The times of each week from a fixed time on.
    Weekly(WeeklyRelease),
}

/// «Every Monday at 08:00, for the times of the week after».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyRelease {
    /// How many weeks before their own week (Monday to Sunday) the times are released.
    pub weeks_before: WeeksBefore,
    /// The weekday of the release.
    pub weekday: Weekday,
    /// The time of day in Europe/Oslo.
    pub at: MinuteOfDay,
}

/// The rules that decide when patients may request a timebook's times. A new timebook has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingRules {
    /// A time must be requested this long before it begins.
    pub lead: Option<LeadTime>,
    /// A time can be requested from this many days before its date, from midnight.
    pub horizon: Option<Horizon>,
    /// When times are released.
    pub release: Release,
}

/// The period in which patients may request a time. It can be empty, if the rules leave no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BookingWindow {
    /// First instant.
    pub opens: DateTime<Utc>,
    /// First instant after it; never after the time begins.
    pub closes: DateTime<Utc>,
}

impl BookingWindow {
    /// The window of a time without rules: until it begins.
    #[must_use]
    pub const fn until(start: DateTime<Utc>) -> Self {
        Self { opens: DateTime::UNIX_EPOCH, closes: start }
    }
}

impl BookingRules {
    /// Whether horizon and lead time leave patients any moment for a time at the end of its day. A release is
    /// not considered: an instant applies to some times only.
    #[must_use]
    pub fn leave_time(&self) -> bool {
        let (Some(horizon), Some(lead)) = (self.horizon, self.lead) else { return true };
        u32::from(lead.get()) < u32::from(horizon.get()) * 24 * 60
    }

    /// The period in which patients may request the time that begins at `start` on the civil date `date`.
    #[must_use]
    pub fn window(&self, date: NaiveDate, start: DateTime<Utc>) -> BookingWindow {
        let horizon = self.horizon.and_then(|horizon| {
            first_instant(date.checked_sub_days(Days::new(horizon.get().into()))?, MinuteOfDay::MIDNIGHT)
        });
        let release = match self.release {
            Release::AtOnce => None,
            Release::From(instant) => Some(instant),
            Release::Weekly(weekly) => weekly.instant(date),
        };
        let lead = TimeDelta::minutes(self.lead.map_or(0, |lead| lead.get().into()));
        BookingWindow {
            opens: horizon.max(release).unwrap_or(DateTime::UNIX_EPOCH),
            closes: start.checked_sub_signed(lead).unwrap_or(start),
        }
    }
}

impl WeeklyRelease {
    /// When the times of a date are released. `None` at the far ends of the calendar, where a date has no
    /// instants.
    #[must_use]
    pub fn instant(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        let into_week = u64::from(date.weekday().num_days_from_monday());
        let monday = date.checked_sub_days(Days::new(into_week))?;
        let week = monday.checked_sub_days(Days::new(7 * u64::from(self.weeks_before.get())))?;
        let day = week.checked_add_days(Days::new(self.weekday.num_days_from_monday().into()))?;
        first_instant(day, self.at)
    }
}

#[cfg(test)]
mod tests;
