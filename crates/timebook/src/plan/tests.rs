//! Examples of real days, then properties of all hours on all days.

use super::*;
use crate::bounded::{SlotLength, SlotPause};
use crate::civil::oslo_date;
use crate::exceptions::DayChange;
use crate::fixture::{day, exception, minutes, on, opening, period, timebook};
use crate::holidays::norwegian_holiday;
use crate::hours::{MinuteOfDay, OpeningHours};
use chrono::{Datelike, Weekday};
use proptest::prelude::*;
use proptest::sample::select;

/// The times of weekly hours without exceptions.
fn weekly(
    hours: &[OpeningHours],
    length: SlotLength,
    days: impl IntoIterator<Item = NaiveDate>,
) -> Vec<PlannedSlot> {
    plan(&timebook(hours.to_vec(), length), &[], days)
}

/// The slots as text, with the offset to UTC.
fn formatted(slots: &[PlannedSlot]) -> Vec<String> {
    let formatted = |slot: &PlannedSlot| {
        format!("{}-{}", oslo(slot.start).format("%H:%M%:::z"), oslo(slot.end).format("%H:%M%:::z"))
    };
    slots.iter().map(formatted).collect()
}

fn planned(date: NaiveDate, openings: &[(&str, &str)], length: u16) -> Vec<PlannedSlot> {
    let hours: Vec<_> = openings.iter().map(|(from, to)| on(date, from, to)).collect();
    weekly(&hours, minutes(length), [date])
}

/// In 2025 the clock went from 02:00 to 03:00 on this date.
fn spring() -> NaiveDate {
    day(2025, 3, 30)
}

/// In 2025 the clock went from 03:00 back to 02:00 on this date.
fn autumn() -> NaiveDate {
    day(2025, 10, 26)
}

#[test]
fn the_guides_quarter_hours_are_ten() {
    let slots = planned(day(2025, 1, 21), &[("13:00", "15:30")], 15);
    assert_eq!(slots.len(), 10);
    assert_eq!(formatted(&slots)[2], "13:30+01-13:45+01");
    assert_eq!(formatted(&slots)[9], "15:15+01-15:30+01");
    assert!(slots.iter().all(|slot| slot.date == day(2025, 1, 21)));
}

/// The clinic closes at 02:30 both times the clock shows it.
#[test]
fn no_time_runs_past_the_end_that_comes_twice() {
    let slots = planned(autumn(), &[("01:00", "02:30")], 13);
    let inside = |slot: &&PlannedSlot| {
        let minutes = (0..13).map(|minute| oslo(slot.start + TimeDelta::minutes(minute)));
        minutes.into_iter().all(|minute| minute.format("%H:%M").to_string().as_str() < "02:30")
    };
    assert_eq!(slots.iter().filter(inside).count(), slots.len(), "{:?}", formatted(&slots));
    assert!(slots.len() > 6);
}

/// A time during which the clock changes may end when the clinic closes.
#[test]
fn a_time_across_the_change_may_fill_the_opening() {
    assert_eq!(formatted(&planned(autumn(), &[("02:00", "03:00")], 120)), ["02:00+02-03:00+01"]);
    assert_eq!(formatted(&planned(spring(), &[("01:00", "04:00")], 120)), ["01:00+01-04:00+02"]);
}

#[test]
fn only_whole_times_fit() {
    let tuesday = day(2025, 1, 21);
    assert_eq!(planned(tuesday, &[("13:00", "13:44")], 15).len(), 2);
    assert_eq!(planned(tuesday, &[("13:00", "13:14")], 15), []);
    assert_eq!(planned(tuesday, &[("13:00", "13:15")], 15).len(), 1);
}

#[test]
fn a_day_may_last_until_midnight() {
    let late = planned(day(2025, 1, 21), &[("23:00", "24:00")], 30);
    assert_eq!(formatted(&late), ["23:00+01-23:30+01", "23:30+01-00:00+01"]);
    assert!(late.iter().all(|slot| slot.date == day(2025, 1, 21)));
}

#[test]
fn days_that_touch_at_midnight_share_no_time() {
    let days = [day(2025, 1, 22), day(2025, 1, 21), day(2025, 1, 22)];
    let hours = days.map(|date| on(date, "00:00", "24:00"));
    assert_eq!(weekly(&hours, minutes(60), days).len(), 48);
}

#[test]
fn hours_that_overlap_are_one_opening() {
    let overlapping = planned(day(2025, 1, 21), &[("13:10", "14:00"), ("13:00", "13:30")], 15);
    assert_eq!(overlapping, planned(day(2025, 1, 21), &[("13:00", "14:00")], 15));
    let one_in_the_other = planned(day(2025, 1, 21), &[("13:00", "14:00"), ("13:10", "13:30")], 15);
    assert_eq!(one_in_the_other, overlapping);
}

#[test]
fn hours_that_touch_are_filled_separately() {
    let touching = planned(day(2025, 1, 21), &[("13:00", "13:20"), ("13:20", "13:40")], 15);
    assert_eq!(formatted(&touching), ["13:00+01-13:15+01", "13:20+01-13:35+01"]);
}

#[test]
fn in_spring_the_hour_that_does_not_exist_has_no_times() {
    let through = planned(spring(), &[("01:00", "04:00")], 30);
    assert_eq!(
        formatted(&through),
        ["01:00+01-01:30+01", "01:30+01-03:00+02", "03:00+02-03:30+02", "03:30+02-04:00+02"]
    );
    assert_eq!(planned(spring(), &[("02:00", "03:00")], 15), []);
    assert_eq!(planned(spring(), &[("02:10", "02:50")], 15), []);
}

#[test]
fn in_spring_hours_that_start_in_the_gap_start_after_it() {
    let slots = planned(spring(), &[("02:20", "04:00")], 30);
    assert_eq!(formatted(&slots), ["03:00+02-03:30+02", "03:30+02-04:00+02"]);
}

#[test]
fn in_spring_hours_that_end_in_the_gap_end_before_it() {
    let slots = planned(spring(), &[("01:00", "02:30")], 45);
    assert_eq!(formatted(&slots), ["01:00+01-01:45+01"]);
    let to_the_gap = planned(spring(), &[("01:00", "02:30")], 60);
    assert_eq!(formatted(&to_the_gap), ["01:00+01-03:00+02"]);
}

#[test]
fn in_autumn_the_hour_that_exists_twice_has_times_twice() {
    let slots = planned(autumn(), &[("02:00", "03:00")], 30);
    assert_eq!(
        formatted(&slots),
        ["02:00+02-02:30+02", "02:30+02-02:00+01", "02:00+01-02:30+01", "02:30+01-03:00+01"]
    );
    assert_eq!(planned(autumn(), &[("01:00", "04:00")], 15).len(), 16);
    assert_eq!(planned(autumn(), &[("00:00", "24:00")], 60).len(), 25);
}

#[test]
fn in_autumn_hours_that_end_in_the_fold_are_closed_in_between() {
    let slots = planned(autumn(), &[("02:00", "02:30")], 15);
    assert_eq!(
        formatted(&slots),
        ["02:00+02-02:15+02", "02:15+02-02:30+02", "02:00+01-02:15+01", "02:15+01-02:30+01"]
    );
    // An hour from 02:15 summer time ends at 02:15 winter time, but is outside in between.
    assert_eq!(planned(autumn(), &[("01:15", "02:30")], 60).len(), 1);
}

#[test]
fn in_autumn_hours_that_start_in_the_fold_are_closed_in_between() {
    let slots = planned(autumn(), &[("02:30", "03:15")], 15);
    assert_eq!(
        formatted(&slots),
        [
            "02:30+02-02:45+02",
            "02:45+02-02:00+01",
            "02:30+01-02:45+01",
            "02:45+01-03:00+01",
            "03:00+01-03:15+01",
        ]
    );
}

#[test]
fn a_pause_lies_between_two_times_and_not_after_the_last() {
    let tuesday = day(2025, 1, 21);
    let pause = SlotPause::new(5).expect("a pause");
    let with_pause =
        |from, to| Timebook { slot_pause: pause, ..timebook(vec![on(tuesday, from, to)], minutes(15)) };
    let slots = plan(&with_pause("13:00", "13:55"), &[], [tuesday]);
    assert_eq!(formatted(&slots), ["13:00+01-13:15+01", "13:20+01-13:35+01", "13:40+01-13:55+01"]);
    assert_eq!(plan(&with_pause("13:00", "13:54"), &[], [tuesday]).len(), 2);
}

#[test]
fn holidays_are_closed_unless_an_exception_opens_them() {
    let constitution_day = day(2024, 5, 17);
    let book = timebook(vec![on(constitution_day, "08:00", "16:00")], minutes(60));
    assert_eq!(plan(&book, &[], [constitution_day]), []);

    let hours = DayChange::Hours(vec![period("10:00", "12:00")]);
    let slots = plan(&book, &[exception(constitution_day, hours)], [constitution_day]);
    assert_eq!(formatted(&slots), ["10:00+02-11:00+02", "11:00+02-12:00+02"]);
    let as_usual = exception(constitution_day, DayChange::HolidayOpen);
    assert_eq!(plan(&book, &[as_usual], [constitution_day]).len(), 8);
}

#[test]
fn the_ends_of_the_calendar_do_not_panic() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        let always = DayChange::Hours(vec![period("00:00", "24:00")]);
        let blocked = exception(date, DayChange::Blocked(vec![period("10:00", "24:00")]));
        let book = timebook(Vec::new(), minutes(480));
        assert!(plan(&book, &[exception(date, always), blocked], [date]).len() <= 2);
    }
}

/// Days on which the clock changes.
const CHANGES: &[(i32, u32, u32)] =
    &[(2025, 3, 30), (2025, 10, 26), (2028, 3, 26), (2031, 10, 26), (1980, 4, 6)];

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        2 => (0_i64..20_000).prop_map(|days| day(1980, 1, 1) + TimeDelta::days(days)),
        1 => select(CHANGES).prop_map(|(year, month, date)| day(year, month, date)),
    ]
}

/// Openings of any day, many of them in the hours where clocks change.
fn any_opening() -> impl Strategy<Value = Period> {
    let minute = || prop_oneof![0_u16..=1440, 0_u16..=300];
    (minute(), minute()).prop_filter_map("in order", |(from, to)| {
        Period::new(MinuteOfDay::new(from).ok()?, MinuteOfDay::new(to).ok()?).ok()
    })
}

prop_compose! {
    fn week(date: NaiveDate)(
        openings in prop::collection::vec((0_u8..9, any_opening()), 0..5),
    ) -> Vec<OpeningHours> {
        let weekday = |number| Weekday::try_from(number).unwrap_or(date.weekday());
        openings.into_iter().map(|(number, period)| opening(weekday(number), period)).collect()
    }
}

fn any_day_and_week() -> impl Strategy<Value = (NaiveDate, Vec<OpeningHours>)> {
    any_day().prop_flat_map(|date| (Just(date), week(date)))
}

fn any_length() -> impl Strategy<Value = SlotLength> {
    prop_oneof![5_u16..=480, select(&[10_u16, 15, 20, 30, 60][..])].prop_map(minutes)
}

/// Every minute of a slot in civil time.
fn civil_minutes(slot: &PlannedSlot) -> impl Iterator<Item = NaiveDateTime> {
    let minutes = (slot.end - slot.start).num_minutes();
    let start = slot.start;
    (0..minutes).map(move |later| oslo(start + TimeDelta::minutes(later)).naive_local())
}

/// The number of open minutes of a date; those that exist twice are counted twice.
fn minutes_open(date: NaiveDate, openings: &[Period]) -> usize {
    let midnight = first_instant(date, MinuteOfDay::MIDNIGHT).expect("a midnight");
    let next = last_instant(date, MinuteOfDay::END_OF_DAY).expect("a midnight");
    let whole_day = PlannedSlot { date, start: midnight, end: next };
    civil_minutes(&whole_day).filter(|time| is_open(*time, date, openings)).count()
}

fn is_open(time: NaiveDateTime, date: NaiveDate, openings: &[Period]) -> bool {
    openings
        .iter()
        .filter_map(|opening| civil_bounds(date, *opening))
        .any(|(from, to)| from <= time && time < to)
}

proptest! {
    #[test]
    fn times_are_whole_in_order_and_apart(
        (date, week) in any_day_and_week(), length in any_length(),
    ) {
        let days = date.iter_days().take(9);
        let slots = weekly(&week, length, days);
        for slot in &slots {
            prop_assert_eq!((slot.end - slot.start).num_minutes(), i64::from(length.get()));
            prop_assert_eq!(oslo_date(slot.start), slot.date);
        }
        for pair in slots.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
        }
    }

    #[test]
    fn every_minute_of_a_time_is_in_the_opening_hours(
        (date, week) in any_day_and_week(), length in any_length(),
    ) {
        for slot in weekly(&week, length, date.iter_days().take(8)) {
            prop_assert_eq!(norwegian_holiday(slot.date), None);
            let of_day = week.iter().filter(|hours| hours.weekday() == slot.date.weekday());
            let openings: Vec<_> = of_day.map(|hours| hours.period()).collect();
            prop_assert!(civil_minutes(&slot).all(|time| is_open(time, slot.date, &openings)), "{:?}", slot);
        }
    }

    /// If no minute of an opening is skipped or closed in between, it has as many times as fit, also when the
    /// clock changes.
    #[test]
    fn no_time_is_left_out(
        date in any_day(), opening in any_opening(), length in any_length(),
    ) {
        let open_then = exception(date, DayChange::Hours(vec![opening]));
        let slots = plan(&timebook(Vec::new(), length), &[open_then], [date]);
        let open = minutes_open(date, &[opening]);
        let real = match (first_instant(date, opening.from()), last_instant(date, opening.to())) {
            (Some(first), Some(last)) => (last - first).num_minutes(),
            _ => 0,
        };
        let whole = usize::try_from(real).is_ok_and(|real| real == open);
        let fitting = open / usize::from(length.get());
        if whole {
            prop_assert_eq!(slots.len(), fitting);
        } else {
            // Only the hour that exists twice leaves gaps: the clinic is closed in between.
            prop_assert!(slots.len() <= fitting);
        }
    }

    #[test]
    fn order_and_repetition_of_hours_and_days_do_not_matter(
        (date, mut week) in any_day_and_week(), length in any_length(),
    ) {
        let mut days: Vec<_> = date.iter_days().take(7).collect();
        let slots = weekly(&week, length, days.iter().copied());
        week.reverse();
        week.extend_from_within(..);
        days.reverse();
        days.extend_from_within(..);
        prop_assert_eq!(weekly(&week, length, days), slots);
    }
}
