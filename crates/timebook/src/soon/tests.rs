//! Ordinary days, weekends, holidays and the two nights when the clock changes.

use super::*;
use crate::civil::{instant, oslo};
use crate::exceptions::DayChange;
use crate::fixture::{self, exception, minutes, period};
use chrono::Weekday;
use proptest::prelude::*;

const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn minute(text: &str) -> MinuteOfDay {
    MinuteOfDay::parse(text).expect(text)
}

/// `2025-01-21 09:00`, in Oslo.
fn at(text: &str) -> DateTime<Utc> {
    let (date, time) = text.split_once(' ').expect(text);
    instant(day(date), minute(time)).expect(text)
}

fn timebook(weekdays: &[Weekday], openings: &[(&str, &str)]) -> Timebook {
    let of_day = |weekday: &Weekday| {
        let weekday = *weekday;
        openings.iter().map(move |(from, to)| fixture::opening(weekday, period(from, to)))
    };
    fixture::timebook(weekdays.iter().flat_map(of_day).collect(), minutes(15))
}

/// Open on weekdays from 08:00 to 11:30 and from 12:00 to 15:00.
fn clinic() -> Vec<Timebook> {
    vec![timebook(&WEEK, &[("08:00", "11:30"), ("12:00", "15:00")])]
}

/// The end of «soon» as text.
fn until(now: &str, timebooks: &[Timebook]) -> String {
    until_with(now, timebooks, &[])
}

fn until_with(now: &str, timebooks: &[Timebook], exceptions: &[OpeningException]) -> String {
    oslo(SoonUntil::from(at(now), timebooks, exceptions).until()).format("%Y-%m-%d %H:%M").to_string()
}

fn soon(now: &str, start: &str) -> Option<Soon> {
    SoonUntil::from(at(now), &clinic(), &[]).of(at(start))
}

#[test]
fn today_and_the_next_morning_are_soon() {
    let now = "2025-01-21 09:00";
    assert_eq!(soon(now, "2025-01-21 09:15"), Some(Soon::Today));
    assert_eq!(soon(now, "2025-01-21 23:59"), Some(Soon::Today));
    assert_eq!(soon(now, "2025-01-22 08:00"), Some(Soon::Tomorrow));
    assert_eq!(soon(now, "2025-01-22 11:29"), Some(Soon::Tomorrow));
    assert_eq!(soon(now, "2025-01-22 11:30"), None);
    assert_eq!(soon(now, "2025-01-22 13:00"), None);
    assert_eq!(soon(now, "2025-01-23 08:00"), None);
}

#[test]
fn a_time_that_has_begun_is_todays_however_old_it_is() {
    assert_eq!(soon("2025-01-21 09:00", "2025-01-21 08:45"), Some(Soon::Today));
    assert_eq!(soon("2025-01-21 09:00", "2025-01-17 08:45"), Some(Soon::Today));
}

#[test]
fn the_day_changes_at_midnight_in_oslo() {
    assert_eq!(soon("2025-01-21 23:59", "2025-01-22 08:00"), Some(Soon::Tomorrow));
    assert_eq!(soon("2025-01-22 00:00", "2025-01-22 08:00"), Some(Soon::Today));
    assert_eq!(until("2025-07-01 23:30", &clinic()), "2025-07-02 11:30");
    assert_eq!(until("2025-07-02 00:00", &clinic()), "2025-07-03 11:30");
}

#[test]
fn on_friday_monday_comes_next() {
    for now in ["2025-01-24 09:00", "2025-01-25 12:00"] {
        assert_eq!(soon(now, "2025-01-27 08:15"), Some(Soon::NextOpening), "{now}");
        assert_eq!(soon(now, "2025-01-27 12:00"), None, "{now}");
    }
    assert_eq!(soon("2025-01-26 12:00", "2025-01-27 08:15"), Some(Soon::Tomorrow));
    // A time outside the opening hours can also be before the next working hours.
    assert_eq!(soon("2025-01-24 09:00", "2025-01-26 10:00"), Some(Soon::NextOpening));
}

#[test]
fn holidays_are_skipped() {
    // From the Wednesday before Easter to the Tuesday after it.
    assert_eq!(until("2025-04-16 09:00", &clinic()), "2025-04-22 11:30");
    // Constitution Day 2027 is a Monday, and Whit Monday too.
    assert_eq!(until("2027-05-14 09:00", &clinic()), "2027-05-18 11:30");
    assert_eq!(until("2025-12-24 09:00", &clinic()), "2025-12-29 11:30");
    assert_eq!(until("2024-12-31 09:00", &clinic()), "2025-01-02 11:30");
}

#[test]
fn exceptions_count_and_blocked_times_are_working_hours_too() {
    let exceptions = [
        exception(day("2025-01-22"), DayChange::Closed),
        exception(day("2025-04-18"), DayChange::Hours(vec![period("10:00", "12:00")])),
        exception(day("2025-01-29"), DayChange::Blocked(vec![period("08:00", "15:00")])),
    ];
    assert_eq!(until_with("2025-01-21 09:00", &clinic(), &exceptions), "2025-01-23 11:30");
    assert_eq!(until_with("2025-04-16 09:00", &clinic(), &exceptions), "2025-04-18 12:00");
    assert_eq!(until_with("2025-01-28 09:00", &clinic(), &exceptions), "2025-01-29 11:30");
}

#[test]
fn the_hours_of_all_published_timebooks_count() {
    let saturday = timebook(&[Weekday::Sat], &[("10:00", "12:00")]);
    let hidden = Timebook { published: false, ..timebook(&[Weekday::Sun], &[("10:00", "12:00")]) };
    let early = timebook(&WEEK, &[("07:00", "08:00")]);
    let lunch = timebook(&WEEK, &[("11:00", "12:30")]);
    let all = [clinic(), vec![saturday, hidden, early, lunch]].concat();
    assert_eq!(until("2025-01-24 09:00", &all), "2025-01-25 12:00");
    // Openings that overlap or touch are merged: 07:00 to 15:00.
    assert_eq!(until("2025-01-25 09:00", &all), "2025-01-27 15:00");
}

#[test]
fn where_nothing_opens_only_today_is_soon() {
    assert_eq!(until("2025-01-21 09:00", &[]), "2025-01-22 00:00");
    let hidden: Vec<_> = clinic().into_iter().map(|one| Timebook { published: false, ..one }).collect();
    assert_eq!(until("2025-01-21 09:00", &hidden), "2025-01-22 00:00");
    assert_eq!(
        SoonUntil::from(at("2025-01-21 09:00"), &[], &[]).of(at("2025-01-21 13:00")),
        Some(Soon::Today)
    );
}

#[test]
fn an_opening_that_ends_in_the_hour_that_does_not_exist_ends_with_it() {
    let night = [timebook(&[Weekday::Sun], &[("01:00", "02:30")])];
    assert_eq!(until("2025-03-29 12:00", &night), "2025-03-30 03:00");
}

#[test]
fn an_opening_that_ends_in_the_hour_that_comes_twice_ends_the_second_time() {
    let night = [timebook(&[Weekday::Sun], &[("01:00", "02:30")])];
    let ends = SoonUntil::from(at("2025-10-25 12:00"), &night, &[]).until();
    assert_eq!(ends.to_rfc3339(), "2025-10-26T01:30:00+00:00");
    let until_midnight = [timebook(&[Weekday::Sun], &[("22:00", "24:00")])];
    assert_eq!(until("2025-10-25 12:00", &until_midnight), "2025-10-27 00:00");
}

proptest! {
    /// A time is soon exactly when it is before the end, and a later time is never nearer.
    #[test]
    fn a_later_time_is_never_nearer(minute in 0_i64..525_600, ahead in 0_i64..20_000, more in 0_i64..20_000) {
        let now = at("2025-01-01 00:00") + TimeDelta::minutes(minute);
        let soon = SoonUntil::from(now, &clinic(), &[]);
        let (first, second) = (now + TimeDelta::minutes(ahead), now + TimeDelta::minutes(ahead + more));
        let rank = |start| match soon.of(start) {
            Some(Soon::Today) => 0,
            Some(Soon::Tomorrow) => 1,
            Some(Soon::NextOpening) => 2,
            None => 3,
        };
        prop_assert!(rank(first) <= rank(second));
        prop_assert_eq!(soon.of(second).is_some(), second < soon.until());
        prop_assert_eq!(rank(first) == 0, oslo_date(first) == oslo_date(now));
    }
}
