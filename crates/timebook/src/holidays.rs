//! The days on which Norway is closed.
//!
//! They follow from two laws: «lov om helligdager og helligdagsfred» of 1995 (§ 2; ordinary Sundays
//! are left to the opening hours) and «lov om 1 og 17 mai som høgtidsdager» of 1947.

use chrono::{Datelike, NaiveDate};

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// Første nyttårsdag, 1 January.
    NewYear,
    /// Skjærtorsdag.
    MaundyThursday,
    /// Langfredag.
    GoodFriday,
    /// Første påskedag.
    EasterSunday,
    /// Andre påskedag.
    EasterMonday,
    /// Første mai.
    LabourDay,
    /// Grunnlovsdagen, 17 May.
    ConstitutionDay,
    /// Kristi himmelfartsdag.
    Ascension,
    /// Første pinsedag.
    WhitSunday,
    /// Andre pinsedag.
    WhitMonday,
    /// Første juledag, 25 December.
    ChristmasDay,
    /// Andre juledag, 26 December.
    SecondChristmasDay,
}

/// The holiday on a date, if any.
///
/// Where a movable holiday falls on 1 or 17 May, the date keeps the name it has every year: in 2027
/// Whit Monday is on Constitution Day.
#[must_use]
pub fn norwegian_holiday(date: NaiveDate) -> Option<Holiday> {
    fixed(date).or_else(|| movable(date))
}

/// Holidays that have the same date every year.
fn fixed(date: NaiveDate) -> Option<Holiday> {
    match (date.month(), date.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (5, 1) => Some(Holiday::LabourDay),
        (5, 17) => Some(Holiday::ConstitutionDay),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::SecondChristmasDay),
        _ => None,
    }
}

/// Holidays whose date depends on Easter; none before the Gregorian calendar.
fn movable(date: NaiveDate) -> Option<Holiday> {
    match date.signed_duration_since(easter_sunday(date.year())?).num_days() {
        -3 => Some(Holiday::MaundyThursday),
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::Ascension),
        49 => Some(Holiday::WhitSunday),
        50 => Some(Holiday::WhitMonday),
        _ => None,
    }
}

/// Easter Sunday of a year from 1583 to 9999.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let easter = computus::gregorian(year).ok()?;
    NaiveDate::from_ymd_opt(easter.year, easter.month, easter.day)
}

#[cfg(test)]
mod tests;
