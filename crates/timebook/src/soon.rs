//! Which requests must be answered first: those for times today and in the clinic's next working hours.

use std::iter::successors;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::civil::{first_instant, last_instant, oslo_date};
use crate::exceptions::{Exceptions, OpeningException};
use crate::hours::{MinuteOfDay, Period};
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
    /// Calculates it at an instant from the opening hours of all of a clinic's published timebooks, and its
    /// exceptions, oldest first.
    ///
    /// The next working hours are the first opening on a date after today; openings that overlap or touch are
    /// merged. Weekends, Norwegian public holidays and exceptions count as in [`plan`](crate::plan::plan), but
    /// for blocked times: staff are at work then. Without any opening within 60 days only today is soon.
    #[must_use]
    pub fn from(now: DateTime<Utc>, timebooks: &[Timebook], exceptions: &[OpeningException]) -> Self {
        let today = oslo_date(now);
        let days = successors(today.succ_opt(), NaiveDate::succ_opt);
        let tomorrow = days.clone().next();
        let published = timebooks.iter().filter(|timebook| timebook.published);
        let published: Vec<_> = published.map(|book| (book, Exceptions::of(book, exceptions))).collect();
        let opening = days.take(SEARCHED_DAYS).find_map(|date| {
            let all = published.iter().flat_map(|(timebook, exceptions)| exceptions.day(timebook, date).open);
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
fn end_of_first(mut openings: Vec<Period>) -> Option<MinuteOfDay> {
    openings.sort_unstable();
    let mut openings = openings.into_iter();
    let first = openings.next()?.to();
    Some(openings.fold(first, |end, next| if next.from() <= end { end.max(next.to()) } else { end }))
}

#[cfg(test)]
mod tests;
