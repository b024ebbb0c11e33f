//! Which requests must be answered first: those for times today and in the clinic's next working hours.

use std::iter::successors;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::civil::{first_instant, last_instant, oslo_date};
use crate::hours::MinuteOfDay;
use crate::plan::{Opening, openings};
use crate::schedule::Timebook;

/// How many days ahead to search for the next working hours. No clinic plans to be closed for longer.
const SEARCHED_DAYS: usize = 60;

/// How near a time is, for the staff's queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Soon {
    /// Today by the date in Oslo, or already begun.
    Today,
    /// Tomorrow, before the first working hours of that day are over.
    Tomorrow,
    /// After tomorrow, but before the clinic's next working hours are over: on Friday a time on Monday
    /// morning.
    NextOpening,
}

/// The part of the future that counts as soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoonUntil {
    today: NaiveDate,
    until: DateTime<Utc>,
}

impl SoonUntil {
    /// Calculates it at an instant from the opening hours of all of a clinic's published timebooks.
    ///
    /// The next working hours are the first opening on a date after today; openings that overlap or touch are
    /// merged. Weekends, Norwegian public holidays and exceptions count as in [`plan`](crate::plan::plan).
    /// Without any opening within 60 days only today is soon.
    #[must_use]
    pub fn from(now: DateTime<Utc>, timebooks: &[Timebook]) -> Self {
        let today = oslo_date(now);
        let days = successors(today.succ_opt(), NaiveDate::succ_opt);
        let tomorrow = days.clone().next();
        let opening = days.take(SEARCHED_DAYS).find_map(|date| {
            let published = timebooks.iter().filter(|timebook| timebook.published);
            let all = published.flat_map(|timebook| openings(&timebook.hours, &timebook.exceptions, date));
            last_instant(date, end_of_first(all.collect())?)
        });
        let midnight = tomorrow.and_then(|date| first_instant(date, MinuteOfDay::MIDNIGHT));
        Self { today, until: opening.or(midnight).unwrap_or(now) }
    }

    /// The first instant that is no longer soon.
    #[must_use]
    pub const fn until(self) -> DateTime<Utc> {
        self.until
    }

    /// How near the start of a time is; `None` when it is not soon.
    #[must_use]
    pub fn of(self, start: DateTime<Utc>) -> Option<Soon> {
        let days = oslo_date(start).signed_duration_since(self.today);
        match days {
            _ if start >= self.until => None,
            days if days <= TimeDelta::zero() => Some(Soon::Today),
            days if days == TimeDelta::days(1) => Some(Soon::Tomorrow),
            _ => Some(Soon::NextOpening),
        }
    }
}

/// The end of a date's first opening, merged with those that overlap or touch it.
fn end_of_first(mut openings: Vec<Opening>) -> Option<MinuteOfDay> {
    openings.sort_unstable();
    let first =
        openings.into_iter().reduce(
            |(from, to), (next_from, next_to)| {
                if next_from <= to { (from, to.max(next_to)) } else { (from, to) }
            },
        );
    first.map(|(_, to)| to)
}

#[cfg(test)]
mod tests;
