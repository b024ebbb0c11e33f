//! Exceptions on real days, then all of them against a slow model that looks at every minute.

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::bounded::{SlotLength, SlotPause};
use crate::civil::oslo;
use crate::fixture::{LOCATION, TIMEBOOK, at, day, exception, minutes, on, opening, period, timebook};
use crate::hours::{HoursError, MinuteOfDay, Validity};
use crate::plan::plan;

fn monday() -> NaiveDate {
    day(2025, 1, 20)
}

/// Mondays from eight to twelve, in hours.
fn mornings() -> Timebook {
    timebook(vec![on(monday(), "08:00", "12:00")], minutes(60))
}

/// The starts of a timebook's times on a date.
fn starts_on(date: NaiveDate, timebook: &Timebook, exceptions: &[OpeningException]) -> String {
    let slots = plan(timebook, exceptions, [date]);
    slots
        .iter()
        .map(|slot| oslo(slot.start).format("%H:%M ").to_string())
        .collect::<String>()
        .trim_end()
        .to_owned()
}

fn starts(exceptions: &[OpeningException]) -> String {
    starts_on(monday(), &mornings(), exceptions)
}

fn of(scope: ExceptionScope, change: DayChange) -> OpeningException {
    OpeningException { scope, ..exception(monday(), change) }
}

fn elsewhere() -> (ExceptionScope, ExceptionScope) {
    let other = Uuid::from_u128(99);
    (ExceptionScope::Location(LocationId::new(other)), ExceptionScope::Timebook(TimebookId::new(other)))
}

#[test]
fn dates_have_an_order_and_a_limit() {
    assert!(Dates::new(monday(), monday()).is_ok_and(|dates| dates.contain(monday())));
    assert_eq!(Dates::new(monday(), day(2025, 1, 19)), Err(DatesError::EndBeforeStart));
    assert!(Dates::new(day(2028, 1, 1), day(2028, 12, 31)).is_ok(), "a leap year");
    let too_many = Err(DatesError::TooMany { most: 366 });
    assert_eq!(Dates::new(day(2028, 1, 1), day(2029, 1, 1)), too_many);
    assert_eq!(Dates::new(NaiveDate::MIN, NaiveDate::MAX), too_many);
    let week = Dates::stored(monday(), day(2025, 1, 26));
    let inside = [(19, false), (20, true), (26, true), (27, false)];
    assert!(inside.iter().all(|(date, inside)| week.contain(day(2025, 1, *date)) == *inside));
}

/// A flu season: the weekly hours hold from the first to the last date; an exception counts outside them too.
#[test]
fn weekly_hours_are_valid_between_two_dates() {
    let (tuesday, sunday) = (day(2025, 1, 21), day(2025, 1, 19));
    let starts = |from, until| {
        let valid = Validity::new(from, until).expect("in order");
        starts_on(monday(), &Timebook { valid, ..mornings() }, &[])
    };
    let all = "08:00 09:00 10:00 11:00";
    for (from, until, open) in [
        (None, None, all),
        (Some(monday()), Some(monday()), all),
        (Some(tuesday), None, ""),
        (None, Some(sunday), ""),
    ] {
        assert_eq!(starts(from, until), open, "{from:?} {until:?}");
    }
    assert_eq!(Validity::new(Some(tuesday), Some(monday())), Err(HoursError::EndBeforeStart));
    let over = Timebook { valid: Validity::stored(None, Some(sunday)), ..mornings() };
    let extra = exception(monday(), DayChange::Extra(vec![period("08:00", "09:00")]));
    assert_eq!(starts_on(monday(), &over, &[extra]), "08:00");
}

#[test]
fn each_change_has_a_code_of_its_own() {
    let periods = || vec![period("08:00", "09:00")];
    let changes = [
        DayChange::Closed,
        DayChange::HolidayOpen,
        DayChange::Hours(periods()),
        DayChange::Extra(periods()),
        DayChange::Blocked(periods()),
    ];
    for change in changes {
        assert_eq!(DayChange::from_code(change.code(), change.periods().to_vec()), Some(change));
    }
    assert_eq!(DayChange::from_code("open", Vec::new()), None);
}

#[test]
fn a_day_is_closed_has_other_hours_or_more_of_them() {
    let on_monday = |change| starts(&[exception(monday(), change)]);
    assert_eq!(starts(&[]), "08:00 09:00 10:00 11:00");
    assert_eq!(on_monday(DayChange::Closed), "");
    assert_eq!(on_monday(DayChange::Hours(vec![period("13:00", "15:00")])), "13:00 14:00");
    assert_eq!(on_monday(DayChange::Hours(Vec::new())), "");
    assert_eq!(on_monday(DayChange::Extra(vec![period("12:00", "13:00")])), "08:00 09:00 10:00 11:00 12:00");
    assert_eq!(on_monday(DayChange::HolidayOpen), "08:00 09:00 10:00 11:00", "no holiday");
    let tuesday = exception(day(2025, 1, 21), DayChange::Closed);
    assert_eq!(starts(&[tuesday]), "08:00 09:00 10:00 11:00");
}

/// A blocked time takes whole times away and moves none.
#[test]
fn blocked_times_leave_the_others_where_they_are() {
    let blocked = |from, to| starts(&[exception(monday(), DayChange::Blocked(vec![period(from, to)]))]);
    assert_eq!(blocked("09:30", "09:45"), "08:00 10:00 11:00");
    assert_eq!(blocked("09:00", "10:00"), "08:00 10:00 11:00");
    assert_eq!(blocked("09:59", "10:01"), "08:00 11:00");
    assert_eq!(blocked("12:00", "24:00"), "08:00 09:00 10:00 11:00");
    // Also where hours are added afterwards.
    let block = exception(monday(), DayChange::Blocked(vec![period("12:00", "12:30")]));
    let extra = exception(monday(), DayChange::Extra(vec![period("12:00", "14:00")]));
    assert_eq!(starts(&[block, extra]), "08:00 09:00 10:00 11:00 13:00");
}

#[test]
fn the_more_specific_exception_counts_last_and_the_newer_of_two_alike() {
    let (location, timebook) = (ExceptionScope::Location(LOCATION), ExceptionScope::Timebook(TIMEBOOK));
    let hours = |from, to| DayChange::Hours(vec![period(from, to)]);
    let closed = |scope| of(scope, DayChange::Closed);
    let open = |scope| of(scope, hours("13:00", "14:00"));
    assert_eq!(starts(&[open(timebook), closed(ExceptionScope::Clinic)]), "13:00");
    assert_eq!(starts(&[open(location), closed(ExceptionScope::Clinic)]), "13:00");
    assert_eq!(starts(&[closed(timebook), open(location)]), "");
    assert_eq!(starts(&[closed(location), open(location)]), "13:00");
    assert_eq!(starts(&[open(location), closed(location)]), "");
    let (other_location, other_timebook) = elsewhere();
    assert_eq!(starts(&[closed(other_location), closed(other_timebook)]), "08:00 09:00 10:00 11:00");
}

/// Whit Monday and Constitution Day fall on one date in 2027.
#[test]
fn a_holiday_is_opened_for_all_or_for_one() {
    let both = day(2027, 5, 17);
    let book = timebook(vec![on(both, "08:00", "10:00")], minutes(60));
    let opened = |scope| OpeningException { scope, ..exception(both, DayChange::HolidayOpen) };
    assert_eq!(starts_on(both, &book, &[]), "");
    assert_eq!(starts_on(both, &book, &[opened(ExceptionScope::Clinic)]), "08:00 09:00");
    assert_eq!(starts_on(both, &book, &[opened(ExceptionScope::Timebook(TIMEBOOK))]), "08:00 09:00");
    assert_eq!(starts_on(both, &book, &[opened(elsewhere().1)]), "");
    let extra = DayChange::Extra(vec![period("18:00", "19:00")]);
    assert_eq!(starts_on(both, &book, &[exception(both, extra)]), "18:00");
}

#[test]
fn a_block_across_the_change_of_the_clock_takes_every_time_it_meets() {
    let blocked = |date, from, to| {
        let book = timebook(vec![on(date, "00:00", "06:00")], minutes(60));
        starts_on(date, &book, &[exception(date, DayChange::Blocked(vec![period(from, to)]))])
    };
    // 02:00 does not exist in spring, and exists twice in autumn.
    assert_eq!(blocked(day(2026, 3, 29), "02:15", "02:45"), "00:00 01:00 03:00 04:00 05:00");
    assert_eq!(blocked(day(2026, 3, 29), "03:15", "03:45"), "00:00 01:00 04:00 05:00");
    assert_eq!(blocked(day(2026, 10, 25), "02:15", "02:45"), "00:00 01:00 03:00 04:00 05:00");
    assert_eq!(blocked(day(2027, 10, 31), "02:15", "02:45"), "00:00 01:00 03:00 04:00 05:00");
}

// The slow model.

type Span = (DateTime<Utc>, DateTime<Utc>);

/// Every instant of a date, minute by minute.
fn instants(date: NaiveDate) -> Vec<DateTime<Utc>> {
    let around = date.and_hms_opt(0, 0, 0).expect("a midnight").and_utc() - TimeDelta::hours(3);
    let all = (0..30 * 60).map(|minute| around + TimeDelta::minutes(minute));
    all.filter(|instant| oslo(*instant).date_naive() == date).collect()
}

fn shows(instant: DateTime<Utc>, period: Period) -> bool {
    let clock = oslo(instant).format("%H:%M").to_string();
    *period.from().to_string() <= *clock && *clock < *period.to().to_string()
}

/// The open and the blocked periods of a date, with a rule for each kind of scope in turn.
fn model_hours(book: &Timebook, all: &[OpeningException], date: NaiveDate) -> (Vec<Period>, Vec<Period>) {
    let week: Vec<Period> = book
        .hours
        .iter()
        .filter(|hours| hours.weekday() == date.weekday())
        .map(|hours| hours.period())
        .collect();
    let holiday = norwegian_holiday(date).is_some();
    let first = book.valid.from().is_none_or(|first| first <= date);
    let last = book.valid.until().is_none_or(|last| last >= date);
    let week = if first && last { week } else { vec![] };
    let (mut open, mut blocked) = (if holiday { vec![] } else { week.clone() }, vec![]);
    let ranks: [&dyn Fn(ExceptionScope) -> bool; 3] = [
        &|scope| scope == ExceptionScope::Clinic,
        &|scope| scope == ExceptionScope::Location(book.location),
        &|scope| scope == ExceptionScope::Timebook(book.id),
    ];
    for counts in ranks {
        for one in all.iter().filter(|one| counts(one.scope)) {
            if date < one.dates.first() || one.dates.last() < date {
                continue;
            }
            open = match &one.change {
                DayChange::Closed => vec![],
                DayChange::HolidayOpen => {
                    if holiday {
                        week.clone()
                    } else {
                        open
                    }
                }
                DayChange::Hours(periods) => periods.clone(),
                DayChange::Extra(periods) => [open, periods.clone()].concat(),
                DayChange::Blocked(periods) => {
                    blocked.extend(periods);
                    open
                }
            };
        }
    }
    (open, blocked)
}

/// Joins periods with a minute in common until none are left.
fn joined(mut open: Vec<Period>) -> Vec<Period> {
    let shared = |one: &Period, other: &Period| {
        (0..1440)
            .filter_map(|minute| MinuteOfDay::new(minute).ok())
            .any(|minute| [one, other].iter().all(|period| period.from() <= minute && minute < period.to()))
    };
    while let Some((one, other)) = (0..open.len())
        .flat_map(|one| (0..one).map(move |other| (one, other)))
        .find(|(one, other)| shared(&open[*one], &open[*other]))
    {
        let (a, b) = (open[one], open[other]);
        open[other] = Period::new(a.from().min(b.from()), a.to().max(b.to())).expect("in order");
        open.remove(one);
    }
    open
}

fn model(book: &Timebook, all: &[OpeningException], date: NaiveDate) -> Vec<Span> {
    let (open, blocked) = model_hours(book, all, date);
    let length = i64::from(book.slot_length.get());
    let step = length + i64::from(book.slot_pause.get());
    let instants = instants(date);
    let mut slots = Vec::new();
    for opening in joined(open) {
        let inside: Vec<_> = instants.iter().copied().filter(|instant| shows(*instant, opening)).collect();
        let Some(first) = inside.first() else { continue };
        for number in 0..1500 {
            let start = *first + TimeDelta::minutes(number * step);
            let minutes: Vec<_> = (0..length).map(|minute| start + TimeDelta::minutes(minute)).collect();
            let fits = minutes.iter().all(|minute| inside.contains(minute));
            let free = !minutes.iter().any(|minute| blocked.iter().any(|block| shows(*minute, *block)));
            if fits && free {
                slots.push((start, start + TimeDelta::minutes(length)));
            }
        }
    }
    slots.sort_unstable();
    slots
}

/// Both changes of the clock in 2026 and 2027, holidays, a leap day, week 53, and ordinary days.
const DAYS: &[(i32, u32, u32)] = &[
    (2026, 3, 29),
    (2026, 10, 25),
    (2027, 3, 28),
    (2027, 10, 31),
    (2027, 5, 17),
    (2026, 4, 3),
    (2028, 2, 29),
    (2026, 12, 31),
    (2025, 1, 21),
    (2025, 1, 22),
];

fn any_period() -> impl Strategy<Value = Period> {
    let minute = || prop_oneof![2 => (0_u16..=96).prop_map(|quarter| quarter * 15), 1 => 0_u16..=300];
    (minute(), minute()).prop_filter_map("in order", |(from, to)| {
        Period::new(MinuteOfDay::new(from).ok()?, MinuteOfDay::new(to).ok()?).ok()
    })
}

fn any_change() -> impl Strategy<Value = DayChange> {
    let codes = select(&["closed", "holiday-open", "hours", "extra", "extra", "blocked"][..]);
    (codes, prop::collection::vec(any_period(), 0..3))
        .prop_map(|(code, periods)| DayChange::from_code(code, periods).expect("a code"))
}

fn any_exception(date: NaiveDate) -> impl Strategy<Value = OpeningException> {
    let (location, timebook) = elsewhere();
    let scopes = vec![
        ExceptionScope::Clinic,
        ExceptionScope::Location(LOCATION),
        ExceptionScope::Timebook(TIMEBOOK),
        location,
        timebook,
    ];
    (select(scopes), -2_i64..=1, 0_i64..3, any_change()).prop_map(move |(scope, from, days, change)| {
        let first = date + TimeDelta::days(from);
        let dates = Dates::stored(first, first + TimeDelta::days(days));
        OpeningException { scope, dates, ..exception(date, change) }
    })
}

prop_compose! {
    fn any_case()(
        date in select(DAYS).prop_map(|(year, month, date)| day(year, month, date)),
    )(
        week in prop::collection::vec((0_u8..9, any_period()), 0..4),
        exceptions in prop::collection::vec(any_exception(date), 0..5),
        length in prop_oneof![select(&[10_u16, 15, 20, 45, 60][..]), 5_u16..120],
        pause in prop_oneof![Just(0_u16), 0_u16..30],
        (from, until) in (prop::option::weighted(0.2, -2_i64..3), prop::option::weighted(0.2, -2_i64..3)),
        date in Just(date),
    ) -> (Timebook, Vec<OpeningException>, NaiveDate) {
        let weekday = |number| Weekday::try_from(number).unwrap_or(date.weekday());
        let hours = week.into_iter().map(|(number, period)| opening(weekday(number), period)).collect();
        let pause = SlotPause::new(pause).expect("a pause");
        let near = |days: Option<i64>| days.map(|days| date + TimeDelta::days(days));
        let valid = Validity::stored(near(from), near(until));
        (Timebook { slot_pause: pause, valid, ..timebook(hours, SlotLength::new(length).expect("a length")) }, exceptions, date)
    }
}

proptest! {
    #[test]
    fn the_plan_is_that_of_the_slow_model((book, exceptions, date) in any_case()) {
        let planned = plan(&book, &exceptions, [date]);
        let planned: Vec<Span> = planned.iter().map(|slot| (slot.start, slot.end)).collect();
        prop_assert_eq!(planned, model(&book, &exceptions, date));
    }

    #[test]
    fn what_is_blocked_is_never_offered_and_no_other_time_is_moved(
        (book, mut exceptions, date) in any_case(), blocked in any_period(),
    ) {
        let before = plan(&book, &exceptions, [date]);
        let block = exception(date, DayChange::Blocked(vec![blocked]));
        exceptions.insert(0, block);
        let after = plan(&book, &exceptions, [date]);
        prop_assert!(after.iter().all(|slot| before.contains(slot)));
        let meets = |slot: &crate::plan::PlannedSlot| {
            let minutes = (slot.end - slot.start).num_minutes();
            (0..minutes).any(|minute| shows(slot.start + TimeDelta::minutes(minute), blocked))
        };
        prop_assert!(after.iter().all(|slot| !meets(slot)));
        prop_assert!(before.iter().filter(|slot| !meets(slot)).all(|slot| after.contains(slot)));
    }
}

#[test]
fn the_model_shows_24_00_as_the_end_of_the_day() {
    let late = Period::new(at("23:00"), MinuteOfDay::END_OF_DAY).expect("in order");
    let last = *instants(monday()).last().expect("a minute");
    assert!(shows(last, late) && oslo(last).format("%H:%M").to_string() == "23:59");
}
