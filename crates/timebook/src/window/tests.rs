//! Examples of each rule, both changes of the clock among them, then properties of all rules together.

use proptest::prelude::*;

use super::*;
use crate::civil::{oslo, oslo_date};

/// Whether an instant is in the window.
fn is_open(window: BookingWindow, now: DateTime<Utc>) -> bool {
    (window.opens..window.closes).contains(&now)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn weekly(weeks_before: u16, weekday: Weekday, at: &str) -> WeeklyRelease {
    let weeks_before = WeeksBefore::new(weeks_before).expect("weeks");
    WeeklyRelease { weeks_before, weekday, at: MinuteOfDay::parse(at).expect("a time") }
}

/// Tuesday 21 January 2025 at 13:30 in Oslo.
fn window_of(rules: BookingRules) -> BookingWindow {
    rules.window(day("2025-01-21"), utc("2025-01-21T12:30:00Z"))
}

#[test]
fn without_rules_a_time_is_open_until_it_begins() {
    let start = utc("2025-01-21T12:30:00Z");
    let window = window_of(BookingRules::default());
    assert_eq!(window, BookingWindow::until(start));
    assert!(is_open(window, utc("1999-01-01T00:00:00Z")));
    assert!(!is_open(window, start));
    assert!(is_open(window, start - TimeDelta::milliseconds(1)));
}

#[test]
fn the_lead_time_ends_the_window_before_the_time_begins() {
    let lead = LeadTime::new(120).ok();
    assert_eq!(
        window_of(BookingRules { lead, ..BookingRules::default() }).closes,
        utc("2025-01-21T10:30:00Z")
    );
}

#[test]
fn the_horizon_opens_a_date_at_midnight() {
    let horizon = Horizon::new(14).ok();
    let window = window_of(BookingRules { horizon, ..BookingRules::default() });
    // Midnight of 7 January in Oslo.
    assert_eq!(window.opens, utc("2025-01-06T23:00:00Z"));
    assert!(is_open(window, window.opens));
    assert!(!is_open(window, window.opens - TimeDelta::milliseconds(1)));
}

#[test]
fn a_weekly_release_opens_a_whole_week_at_once() {
    let monday = weekly(1, Weekday::Mon, "08:00");
    let released = Some(utc("2025-01-13T07:00:00Z"));
    for date in ["2025-01-20", "2025-01-21", "2025-01-26"] {
        assert_eq!(monday.instant(day(date)), released, "{date}");
    }
    assert_eq!(monday.instant(day("2025-01-27")), Some(utc("2025-01-20T07:00:00Z")));
    assert_eq!(
        weekly(0, Weekday::Sun, "24:00").instant(day("2025-01-20")),
        Some(utc("2025-01-26T23:00:00Z"))
    );
    // The first days of a year can be in the last week of the year before.
    assert_eq!(monday.instant(day("2027-01-01")), Some(utc("2026-12-21T07:00:00Z")));
}

#[test]
fn a_release_in_the_hour_that_does_not_exist_happens_when_it_is_over() {
    // The clock goes from 02:00 to 03:00 on Sunday 29 March 2026, and from 03:00 to 02:00 on 25 October.
    let sunday = weekly(1, Weekday::Sun, "02:30");
    assert_eq!(sunday.instant(day("2026-03-30")), Some(utc("2026-03-29T01:00:00Z")));
    assert_eq!(sunday.instant(day("2026-10-26")), Some(utc("2026-10-25T00:30:00Z")), "the first of two");
}

#[test]
fn the_latest_of_horizon_and_release_opens_the_window() {
    let horizon = Horizon::new(14).ok();
    let at = utc("2025-01-08T07:00:00Z");
    for (release, opens) in [
        (Release::From(at), at),
        (Release::From(utc("2025-01-01T07:00:00Z")), utc("2025-01-06T23:00:00Z")),
        (Release::Weekly(weekly(1, Weekday::Mon, "08:00")), utc("2025-01-13T07:00:00Z")),
        (Release::Weekly(weekly(4, Weekday::Mon, "08:00")), utc("2025-01-06T23:00:00Z")),
    ] {
        assert_eq!(window_of(BookingRules { horizon, release, lead: None }).opens, opens, "{release:?}");
    }
}

#[test]
fn the_far_ends_of_the_calendar_have_windows_too() {
    let rules = BookingRules {
        lead: LeadTime::new(20_160).ok(),
        horizon: Horizon::new(366).ok(),
        release: Release::Weekly(weekly(12, Weekday::Mon, "08:00")),
    };
    let first = rules.window(NaiveDate::MIN, DateTime::<Utc>::MIN_UTC);
    assert_eq!(first, BookingWindow::until(DateTime::<Utc>::MIN_UTC));
}

fn rules() -> impl Strategy<Value = BookingRules> {
    let release = prop_oneof![
        Just(Release::AtOnce),
        (0_i64..4_000_000_000)
            .prop_map(|second| { Release::From(DateTime::from_timestamp(second, 0).expect("an instant")) }),
        (0_u16..=12, 0_u8..7, 0_u16..=1440).prop_map(|(weeks, weekday, minute)| {
            Release::Weekly(WeeklyRelease {
                weeks_before: WeeksBefore::new(weeks).expect("weeks"),
                weekday: Weekday::try_from(weekday).expect("a weekday"),
                at: MinuteOfDay::new(minute).expect("a minute"),
            })
        }),
    ];
    let lead = prop::option::of((5_u16..=20_160).prop_map(|number| LeadTime::new(number).expect("a lead")));
    let horizon = prop::option::of((1_u16..=366).prop_map(|number| Horizon::new(number).expect("days")));
    (lead, horizon, release).prop_map(|(lead, horizon, release)| BookingRules { lead, horizon, release })
}

proptest! {
    /// The window is what each rule says by itself, minute by minute around its ends.
    #[test]
    fn a_patient_may_request_when_every_rule_allows_it(
        rules in rules(), start in 1_577_836_800_i64..2_000_000_000, minutes in -600_000_i64..600_000,
    ) {
        let start = DateTime::from_timestamp(start, 0).expect("an instant");
        let date = oslo_date(start);
        let now = start + TimeDelta::minutes(minutes);
        let lead = rules.lead.is_none_or(|lead| start - now > TimeDelta::minutes(lead.get().into()));
        let horizon = rules.horizon
            .is_none_or(|days| (date - oslo_date(now)).num_days() <= i64::from(days.get()));
        let release = match rules.release {
            Release::AtOnce => true,
            Release::From(instant) => now >= instant,
            Release::Weekly(weekly) => weekly.instant(date).is_some_and(|instant| now >= instant),
        };
        let allowed = lead && horizon && release && now < start;
        prop_assert_eq!(is_open(rules.window(date, start), now), allowed);
    }

    #[test]
    fn a_week_is_released_at_one_instant_of_the_right_week(
        days in 0_u64..30_000, weeks in 0_u16..=12, weekday in 0_u8..7,
    ) {
        let date = day("1990-01-01") + Days::new(days);
        let weekday = Weekday::try_from(weekday).expect("a weekday");
        let released = weekly(weeks, weekday, "08:00").instant(date).expect("an instant");
        let before = date.week(Weekday::Mon).first_day() - Days::new(7 * u64::from(weeks));
        let on = oslo(released);
        prop_assert_eq!(on.date_naive().week(Weekday::Mon).first_day(), before);
        prop_assert_eq!((on.weekday(), on.format("%H:%M").to_string()), (weekday, "08:00".to_owned()));
    }
}
