//! Values for the tests of this crate.

use chrono::{Datelike, NaiveDate, Weekday};
use uuid::Uuid;

use crate::bounded::{Capacity, SlotLength, SlotPause, WeeksAhead};
use crate::exceptions::{Dates, DayChange, ExceptionScope, OpeningException};
use crate::hours::{MinuteOfDay, OpeningHours, Period, Validity};
use crate::id::{ExceptionId, LocationId, TimebookId};
use crate::schedule::{Timebook, TimebookType};
use crate::text::Name;
use crate::window::BookingRules;

/// The fixture's timebook and its location.
pub(crate) const TIMEBOOK: TimebookId = TimebookId::new(Uuid::from_u128(1));
pub(crate) const LOCATION: LocationId = LocationId::new(Uuid::from_u128(2));

/// A published timebook with these weekly hours and times of this length.
pub(crate) fn timebook(hours: Vec<OpeningHours>, length: SlotLength) -> Timebook {
    Timebook {
        id: TIMEBOOK,
        kind: TimebookType::Vaccine,
        name: Name::parse("Vaksine").expect("a name"),
        description: None,
        location: LOCATION,
        practitioner: None,
        hours,
        valid: Validity::ALWAYS,
        slot_length: length,
        slot_pause: SlotPause::NONE,
        capacity: Capacity::new(1).expect("a capacity"),
        weeks_ahead: WeeksAhead::new(8).expect("weeks"),
        rules: BookingRules::default(),
        published: true,
    }
}

/// An exception of the clinic on one date.
pub(crate) fn exception(date: NaiveDate, change: DayChange) -> OpeningException {
    OpeningException {
        id: ExceptionId::new(Uuid::from_u128(3)),
        scope: ExceptionScope::Clinic,
        dates: Dates::stored(date, date),
        change,
        note: None,
    }
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

pub(crate) fn at(text: &str) -> MinuteOfDay {
    MinuteOfDay::parse(text).expect(text)
}

pub(crate) fn minutes(number: u16) -> SlotLength {
    SlotLength::new(number).expect("an allowed length")
}

pub(crate) fn period(from: &str, to: &str) -> Period {
    Period::new(at(from), at(to)).expect("in order")
}

/// Opening hours on the weekday of a date.
pub(crate) fn on(date: NaiveDate, from: &str, to: &str) -> OpeningHours {
    opening(date.weekday(), period(from, to))
}

pub(crate) fn opening(weekday: Weekday, period: Period) -> OpeningHours {
    OpeningHours::new(weekday, period.from(), period.to()).expect("in order")
}
