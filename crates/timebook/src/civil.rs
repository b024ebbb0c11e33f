//! Civil times of Europe/Oslo and the instants they name.
//!
//! Once a year an hour of civil time does not exist, and once a year one exists twice. These functions define
//! what such a time means, so callers need not.

use chrono::offset::MappedLocalTime;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::hours::MinuteOfDay;

/// The time zone of every clinic.
pub const OSLO: Tz = chrono_tz::Europe::Oslo;

/// Clocks are never put forward by more minutes than this.
const WIDEST_GAP: i64 = 180;

/// The civil date and time of an instant.
#[must_use]
pub fn oslo(instant: DateTime<Utc>) -> DateTime<Tz> {
    instant.with_timezone(&OSLO)
}

/// The civil date of an instant.
#[must_use]
pub fn oslo_date(instant: DateTime<Utc>) -> NaiveDate {
    oslo(instant).date_naive()
}

/// The instant that a civil time names: the first where it exists twice, `None` where it does not
/// exist. 24:00 is the start of the next date.
#[must_use]
pub fn instant(date: NaiveDate, minute: MinuteOfDay) -> Option<DateTime<Utc>> {
    Some(resolve(civil(date, minute)?).earliest()?.to_utc())
}

/// The first existing instant at or after a civil time: in a gap, the instant that ends it.
#[must_use]
pub fn first_instant(date: NaiveDate, minute: MinuteOfDay) -> Option<DateTime<Utc>> {
    let civil = civil(date, minute)?;
    (0..=WIDEST_GAP).find_map(|later| {
        let civil = civil.checked_add_signed(TimeDelta::minutes(later))?;
        Some(resolve(civil).earliest()?.to_utc())
    })
}

/// The last instant that a civil time names; in a gap, the instant that ends it.
#[must_use]
pub fn last_instant(date: NaiveDate, minute: MinuteOfDay) -> Option<DateTime<Utc>> {
    match resolve(civil(date, minute)?).latest() {
        Some(instant) => Some(instant.to_utc()),
        None => first_instant(date, minute),
    }
}

/// A civil date and minute as one value; 24:00 is the start of the next date.
pub(crate) fn civil(date: NaiveDate, minute: MinuteOfDay) -> Option<NaiveDateTime> {
    let minutes = TimeDelta::minutes(i64::from(minute.get()));
    date.and_time(NaiveTime::MIN).checked_add_signed(minutes)
}

fn resolve(civil: NaiveDateTime) -> MappedLocalTime<DateTime<Tz>> {
    OSLO.from_local_datetime(&civil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    fn at(text: &str) -> MinuteOfDay {
        MinuteOfDay::parse(text).expect("a time")
    }

    fn utc(text: &str) -> Option<DateTime<Utc>> {
        text.parse().ok()
    }

    #[test]
    fn summer_and_winter_have_different_offsets_to_utc() {
        assert_eq!(instant(day(2025, 1, 21), at("13:30")), utc("2025-01-21T12:30:00Z"));
        assert_eq!(instant(day(2025, 7, 21), at("13:30")), utc("2025-07-21T11:30:00Z"));
    }

    #[test]
    fn the_end_of_a_day_is_the_start_of_the_next() {
        let new_year = instant(day(2025, 1, 1), at("00:00"));
        assert_eq!(instant(day(2024, 12, 31), at("24:00")), new_year);
        assert_eq!(new_year.map(oslo_date), Some(day(2025, 1, 1)));
    }

    #[test]
    fn a_time_that_does_not_exist_names_no_instant() {
        let spring = day(2025, 3, 30);
        assert_eq!(instant(spring, at("02:30")), None);
        let three = utc("2025-03-30T01:00:00Z");
        assert_eq!(instant(spring, at("03:00")), three);
        assert_eq!(first_instant(spring, at("02:30")), three);
        assert_eq!(last_instant(spring, at("02:30")), three);
    }

    #[test]
    fn a_time_that_exists_twice_has_a_first_and_a_last_instant() {
        let autumn = day(2025, 10, 26);
        assert_eq!(instant(autumn, at("02:30")), utc("2025-10-26T00:30:00Z"));
        assert_eq!(first_instant(autumn, at("02:30")), utc("2025-10-26T00:30:00Z"));
        assert_eq!(last_instant(autumn, at("02:30")), utc("2025-10-26T01:30:00Z"));
    }

    #[test]
    fn the_last_date_has_no_next_date() {
        assert_eq!(instant(NaiveDate::MAX, MinuteOfDay::END_OF_DAY), None);
        assert_eq!(last_instant(NaiveDate::MAX, MinuteOfDay::END_OF_DAY), None);
    }

    proptest! {
        #[test]
        fn an_instant_shows_the_civil_time_it_was_made_from(
            days in 0_i64..30_000, minutes in 0_u16..1440,
        ) {
            let date = day(1970, 1, 1) + TimeDelta::days(days);
            let minute = MinuteOfDay::new(minutes).expect("a minute");
            let first = first_instant(date, minute);
            prop_assert!(first.is_some() && first <= last_instant(date, minute));
            if let Some(instant) = instant(date, minute) {
                prop_assert_eq!(Some(oslo(instant).naive_local()), civil(date, minute));
                prop_assert_eq!(Some(instant), first);
            }
        }
    }
}
