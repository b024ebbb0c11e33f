//! How opening hours become times on offer.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Offset, TimeDelta, Utc};

use crate::civil::{civil, first_instant, last_instant, oslo};
use crate::exceptions::{DayHours, Exceptions, OpeningException};
use crate::hours::Period;
use crate::schedule::Timebook;

/// A time that fits in the opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedSlot {
    /// The civil date in Europe/Oslo.
    pub date: NaiveDate,
    /// First instant.
    pub start: DateTime<Utc>,
    /// First instant after it.
    pub end: DateTime<Utc>,
}

/// The times of a timebook on the given dates, in order; no two of them overlap. `exceptions` are all of the
/// clinic's, oldest first.
///
/// Opening hours are civil times of Europe/Oslo, resolved on each date. Times of the timebook's length follow
/// each other in real time, with its pause between them, from the first instant of an opening, and only those
/// that lie entirely inside it count:
///
/// * In spring an opening that starts in the hour that does not exist starts when that hour is over.
/// * In autumn the hour that exists twice is open both times, each as far as the opening says.
/// * An opening up to 24:00 ends where the next date starts.
///
/// Openings that overlap are merged; openings that only touch are filled separately. A public holiday is
/// closed, and a date on which the weekly hours are not valid. Exceptions change the hours of a date one after the other: those of the clinic first, then those of
/// the location, then those of the timebook, and older ones before newer ones.
#[must_use]
pub fn plan(
    timebook: &Timebook,
    exceptions: &[OpeningException],
    days: impl IntoIterator<Item = NaiveDate>,
) -> Vec<PlannedSlot> {
    let exceptions = Exceptions::of(timebook, exceptions);
    let mut slots = Vec::new();
    for date in days {
        let DayHours { open, blocked } = exceptions.day(timebook, date);
        let of_day = merged(open).into_iter().flat_map(|opening| slots_of(timebook, date, opening));
        slots.extend(of_day.filter(|slot| !blocked.iter().any(|period| meets(slot, *period))));
    }
    slots.sort_unstable_by_key(|slot| slot.start);
    slots.dedup_by_key(|slot| slot.start);
    slots
}

/// Openings in order, with overlapping ones merged.
fn merged(mut openings: Vec<Period>) -> Vec<Period> {
    openings.sort_unstable();
    let mut apart: Vec<Period> = Vec::with_capacity(openings.len());
    for opening in openings {
        match apart.last_mut().and_then(|last| Some((last.merged(opening)?, last))) {
            Some((merged, last)) => *last = merged,
            None => apart.push(opening),
        }
    }
    apart
}

/// The times of one opening. Empty at the far ends of the calendar, where a date has no instants.
fn slots_of(timebook: &Timebook, date: NaiveDate, opening: Period) -> impl Iterator<Item = PlannedSlot> {
    let bounds = || {
        let civil_bounds = civil_bounds(date, opening)?;
        Some((first_instant(date, opening.from())?, last_instant(date, opening.to())?, civil_bounds))
    };
    let length = TimeDelta::minutes(i64::from(timebook.slot_length.get()));
    let step = length + TimeDelta::minutes(i64::from(timebook.slot_pause.get()));
    bounds().into_iter().flat_map(move |(first, last, civil_bounds)| {
        std::iter::successors(Some(first), move |start| start.checked_add_signed(step))
            .map_while(move |start| Some((start, start.checked_add_signed(length)?)))
            .map(move |(start, end)| PlannedSlot { date, start, end })
            .take_while(move |slot| slot.end <= last)
            .filter(move |slot| is_inside(slot, civil_bounds))
    })
}

/// The first minute of a period, and the first after it. `None` at the far ends of the calendar.
fn civil_bounds(date: NaiveDate, period: Period) -> Option<(NaiveDateTime, NaiveDateTime)> {
    Some((civil(date, period.from())?, civil(date, period.to())?))
}

/// Whether every minute of a time is in the opening.
fn is_inside(slot: &PlannedSlot, (from, to): (NaiveDateTime, NaiveDateTime)) -> bool {
    match ends(slot) {
        Some((first, last)) => from <= first && last < to,
        None => minutes(slot).all(|minute| (from..to).contains(&minute)),
    }
}

/// Whether a time has a minute in a period of its date.
fn meets(slot: &PlannedSlot, period: Period) -> bool {
    let Some((from, to)) = civil_bounds(slot.date, period) else { return false };
    match ends(slot) {
        Some((first, last)) => first < to && from <= last,
        None => minutes(slot).any(|minute| (from..to).contains(&minute)),
    }
}

/// The first and the last minute of a time by the clock. `None` when the clock changes during the time, because
/// they do not decide then.
fn ends(slot: &PlannedSlot) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let (first, last) = (oslo(slot.start), oslo(slot.end - TimeDelta::minutes(1)));
    (first.offset().fix() == last.offset().fix()).then(|| (first.naive_local(), last.naive_local()))
}

/// Every minute of a time by the clock.
fn minutes(slot: &PlannedSlot) -> impl Iterator<Item = NaiveDateTime> {
    let minute = TimeDelta::minutes(1);
    std::iter::successors(Some(slot.start), move |instant| instant.checked_add_signed(minute))
        .take_while(|instant| *instant < slot.end)
        .map(|instant| oslo(instant).naive_local())
}

#[cfg(test)]
mod tests;
