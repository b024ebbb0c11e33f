//! Examples of real days, then properties of all hours on all days.

use super::*;
use crate::civil::oslo_date;
use chrono::Weekday;
use proptest::prelude::*;
use proptest::sample::select;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn at(text: &str) -> MinuteOfDay {
    MinuteOfDay::parse(text).expect(text)
}

fn minutes(number: u16) -> SlotLength {
    SlotLength::new(number).expect("an allowed length")
}

fn on(date: NaiveDate, from: &str, to: &str) -> OpeningHours {
    OpeningHours::new(date.weekday(), at(from), at(to)).expect("in order")
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
    plan(&hours, &[], minutes(length), [date])
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
    assert_eq!(plan(&hours, &[], minutes(60), days).len(), 48);
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
fn holidays_are_closed_unless_an_exception_opens_them() {
    let constitution_day = day(2024, 5, 17);
    let hours = [on(constitution_day, "08:00", "16:00")];
    assert_eq!(plan(&hours, &[], minutes(60), [constitution_day]), []);

    let open = OpeningException::new(constitution_day, vec![(at("10:00"), at("12:00"))]);
    let slots = plan(&hours, &[open.expect("in order")], minutes(60), [constitution_day]);
    assert_eq!(formatted(&slots), ["10:00+02-11:00+02", "11:00+02-12:00+02"]);
}

#[test]
fn exceptions_close_a_day_and_the_last_one_counts() {
    let monday = day(2025, 1, 20);
    let hours = [on(monday, "08:00", "16:00")];
    let closed = OpeningException::closed(monday);
    let open = OpeningException::new(monday, vec![(at("09:00"), at("10:00"))]).expect("in order");
    let count = |exceptions: &[_]| plan(&hours, exceptions, minutes(60), [monday]).len();
    assert_eq!(count(&[]), 8);
    assert_eq!(count(std::slice::from_ref(&closed)), 0);
    assert_eq!(count(&[closed.clone(), open.clone()]), 1);
    assert_eq!(count(&[open, closed]), 0);
    assert_eq!(count(&[OpeningException::closed(day(2025, 1, 21))]), 8);
}

#[test]
fn the_ends_of_the_calendar_do_not_panic() {
    let length = minutes(480);
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        let always = OpeningException::new(date, vec![(at("00:00"), at("24:00"))]);
        assert!(plan(&[], &[always.expect("in order")], length, [date]).len() <= 3);
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
fn any_opening() -> impl Strategy<Value = Opening> {
    let minute = || prop_oneof![0_u16..=1440, 0_u16..=300];
    (minute(), minute()).prop_filter_map("in order", |(from, to)| {
        let opening = (MinuteOfDay::new(from).ok()?, MinuteOfDay::new(to).ok()?);
        (from < to).then_some(opening)
    })
}

prop_compose! {
    fn week(date: NaiveDate)(
        openings in prop::collection::vec((0_u8..9, any_opening()), 0..5),
    ) -> Vec<OpeningHours> {
        let weekday = |number| Weekday::try_from(number).unwrap_or(date.weekday());
        openings.into_iter()
            .map(|(number, (from, to))| OpeningHours::new(weekday(number), from, to))
            .collect::<Result<_, _>>()
            .expect("in order")
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
fn minutes_open(date: NaiveDate, openings: &[Opening]) -> usize {
    let midnight = first_instant(date, MinuteOfDay::MIDNIGHT).expect("a midnight");
    let next = last_instant(date, MinuteOfDay::END_OF_DAY).expect("a midnight");
    let whole_day = PlannedSlot { date, start: midnight, end: next };
    civil_minutes(&whole_day).filter(|time| is_open(*time, date, openings)).count()
}

fn is_open(time: NaiveDateTime, date: NaiveDate, openings: &[Opening]) -> bool {
    openings.iter().any(|(from, to)| Some(time) >= civil(date, *from) && Some(time) < civil(date, *to))
}

proptest! {
    #[test]
    fn times_are_whole_in_order_and_apart(
        (date, week) in any_day_and_week(), length in any_length(),
    ) {
        let days = date.iter_days().take(9);
        let slots = plan(&week, &[], length, days);
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
        for slot in plan(&week, &[], length, date.iter_days().take(8)) {
            prop_assert_eq!(norwegian_holiday(slot.date), None);
            let openings = openings(&week, &[], slot.date);
            prop_assert!(civil_minutes(&slot).all(|time| is_open(time, slot.date, &openings)), "{:?}", slot);
        }
    }

    /// If no minute of an opening is skipped or closed in between, it has as many times as fit, also when the
    /// clock changes.
    #[test]
    fn no_time_is_left_out(
        date in any_day(), opening in any_opening(), length in any_length(),
    ) {
        let exception = OpeningException::new(date, vec![opening]).expect("in order");
        let slots = plan(&[], &[exception], length, [date]);
        let open = minutes_open(date, &[opening]);
        let real = match (first_instant(date, opening.0), last_instant(date, opening.1)) {
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
        let slots = plan(&week, &[], length, days.iter().copied());
        week.reverse();
        week.extend_from_within(..);
        days.reverse();
        days.extend_from_within(..);
        prop_assert_eq!(plan(&week, &[], length, days), slots);
    }

    #[test]
    fn an_exception_replaces_the_weekly_hours(
        (date, week) in any_day_and_week(), length in any_length(),
        hours in prop::collection::vec(any_opening(), 0..3),
    ) {
        let exception = OpeningException::new(date, hours).expect("in order");
        let exceptions = [exception];
        let days = || date.iter_days().take(3);
        let with_week = plan(&week, &exceptions, length, days());
        let alone = plan(&[], &exceptions, length, days());
        let of_date = |slots: Vec<PlannedSlot>| -> Vec<_> {
            slots.into_iter().filter(|slot| slot.date == date).collect()
        };
        prop_assert_eq!(of_date(with_week), of_date(alone));
    }
}
