//! How opening hours become times on offer.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, Utc};

use crate::bounded::SlotLength;
use crate::civil::{civil, first_instant, last_instant, oslo};
use crate::holidays::norwegian_holiday;
use crate::hours::{MinuteOfDay, OpeningException, OpeningHours};

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

/// A period of one date, from the first minute to the second.
pub(crate) type Opening = (MinuteOfDay, MinuteOfDay);

/// The times of the given dates, in order; no two of them overlap.
///
/// Opening hours are civil times of Europe/Oslo, resolved on each date. Times of `length` follow each other
/// in real time from the first instant of an opening, and only those that lie entirely inside it count:
///
/// * In spring an opening that starts in the hour that does not exist starts when that hour is over.
/// * In autumn the hour that exists twice is open both times, each as far as the opening says.
/// * An opening up to 24:00 ends where the next date starts.
///
/// Openings that overlap are merged; openings that only touch are filled separately. A public holiday is
/// closed. An exception replaces the weekly hours and the holiday; where several are for the same date, the
/// last one counts.
#[must_use]
pub fn plan(
    hours: &[OpeningHours],
    exceptions: &[OpeningException],
    length: SlotLength,
    days: impl IntoIterator<Item = NaiveDate>,
) -> Vec<PlannedSlot> {
    let mut slots = Vec::new();
    for date in days {
        for opening in merged(openings(hours, exceptions, date)) {
            slots.extend(slots_of(date, opening, length));
        }
    }
    slots.sort_unstable_by_key(|slot| slot.start);
    slots.dedup_by_key(|slot| slot.start);
    slots
}

/// When the clinic is open on a date.
pub(crate) fn openings(
    hours: &[OpeningHours],
    exceptions: &[OpeningException],
    date: NaiveDate,
) -> Vec<Opening> {
    if let Some(exception) = exceptions.iter().rfind(|exception| exception.date() == date) {
        return exception.hours().to_vec();
    }
    if norwegian_holiday(date).is_some() {
        return Vec::new();
    }
    let weekday = date.weekday();
    let of_weekday = hours.iter().filter(|hours| hours.weekday() == weekday);
    of_weekday.map(|hours| (hours.from(), hours.to())).collect()
}

/// Openings in order, with overlapping ones merged.
fn merged(mut openings: Vec<Opening>) -> Vec<Opening> {
    openings.sort_unstable();
    let mut apart: Vec<Opening> = Vec::with_capacity(openings.len());
    for (from, to) in openings {
        match apart.last_mut() {
            Some((_, end)) if from < *end => *end = to.max(*end),
            Some(_) | None => apart.push((from, to)),
        }
    }
    apart
}

/// The times of one opening. Empty at the far ends of the calendar, where a date has no instants.
fn slots_of(date: NaiveDate, (from, to): Opening, length: SlotLength) -> impl Iterator<Item = PlannedSlot> {
    let bounds = || {
        let civil_bounds = (civil(date, from)?, civil(date, to)?);
        Some((first_instant(date, from)?, last_instant(date, to)?, civil_bounds))
    };
    let length = TimeDelta::minutes(i64::from(length.get()));
    bounds().into_iter().flat_map(move |(first, last, civil_bounds)| {
        std::iter::successors(Some(first), move |start| start.checked_add_signed(length))
            .map_while(move |start| Some((start, start.checked_add_signed(length)?)))
            .map(move |(start, end)| PlannedSlot { date, start, end })
            .take_while(move |slot| slot.end <= last)
            .filter(move |slot| is_inside(slot, civil_bounds))
    })
}

/// Whether every minute of a time is in the opening. The first and last minute decide, unless the clock
/// changes during the time.
fn is_inside(slot: &PlannedSlot, (from, to): (NaiveDateTime, NaiveDateTime)) -> bool {
    let minute = TimeDelta::minutes(1);
    let (first, last) = (oslo(slot.start), oslo(slot.end - minute));
    if first.offset().fix() == last.offset().fix() {
        return from <= first.naive_local() && last.naive_local() < to;
    }
    std::iter::successors(Some(slot.start), |instant| instant.checked_add_signed(minute))
        .take_while(|instant| *instant < slot.end)
        .all(|instant| (from..to).contains(&oslo(instant).naive_local()))
}

#[cfg(test)]
mod tests;
