//! When a timebook is open.

use std::fmt;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::bounded::SlotLength;

/// Why opening hours were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not a time of day from 00:00 to 24:00.
    #[error("not a time of day")]
    Malformed,
    /// Not a weekday from 1, Monday, to 7, Sunday.
    #[error("no weekday has number {number}")]
    NotAWeekday {
        /// The number in question.
        number: u8,
    },
    /// The end is not after the start.
    #[error("the end is not after the start")]
    EndBeforeStart,
}

/// A civil time in whole minutes, from 00:00 to 24:00. 24:00 is only used as the end of a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);

    /// 24:00: midnight at the end of the day.
    pub const END_OF_DAY: Self = Self(24 * 60);

    /// The time that is `minutes` after 00:00.
    ///
    /// # Errors
    /// [`HoursError::Malformed`] above 1440.
    pub const fn new(minutes: u16) -> Result<Self, HoursError> {
        if minutes <= Self::END_OF_DAY.0 { Ok(Self(minutes)) } else { Err(HoursError::Malformed) }
    }

    /// Reads `HH:MM`: two digits each, and 24:00 at most.
    ///
    /// # Errors
    /// [`HoursError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return Err(HoursError::Malformed) };
        match (digit(h1), digit(h2), digit(m1), digit(m2)) {
            (Some(h1), Some(h2), Some(m1), Some(m2)) if m1 < 6 => {
                Self::new((h1 * 10 + h2) * 60 + m1 * 10 + m2)
            }
            _ => Err(HoursError::Malformed),
        }
    }

    /// Minutes after 00:00.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for MinuteOfDay {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        Self::parse(&text)
    }
}

impl From<MinuteOfDay> for String {
    fn from(minute: MinuteOfDay) -> Self {
        minute.to_string()
    }
}

/// A period of the week in which times are offered, in civil time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenHours", into = "WrittenHours")]
pub struct OpeningHours {
    weekday: Weekday,
    from: MinuteOfDay,
    to: MinuteOfDay,
}

impl OpeningHours {
    /// Open from `from` to `to` on every `weekday`.
    ///
    /// # Errors
    /// [`HoursError::EndBeforeStart`] unless `to` is after `from`.
    pub fn new(weekday: Weekday, from: MinuteOfDay, to: MinuteOfDay) -> Result<Self, HoursError> {
        in_order(from, to)?;
        Ok(Self { weekday, from, to })
    }

    /// The weekday.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        self.weekday
    }

    /// When the first time may start.
    #[must_use]
    pub const fn from(self) -> MinuteOfDay {
        self.from
    }

    /// When the last time must have ended.
    #[must_use]
    pub const fn to(self) -> MinuteOfDay {
        self.to
    }

    /// Whether the two have a minute in common. Hours that only touch do not overlap.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.weekday == other.weekday && self.from < other.to && other.from < self.to
    }

    /// Whether at least one time of this length fits.
    #[must_use]
    pub const fn fits(self, length: SlotLength) -> bool {
        length.get() <= self.to.0 - self.from.0
    }
}

/// The weekday with a number: Monday is 1, Sunday is 7.
///
/// # Errors
/// [`HoursError::NotAWeekday`].
pub fn weekday(number: u8) -> Result<Weekday, HoursError> {
    let from_monday = number.checked_sub(1).and_then(|from_monday| Weekday::try_from(from_monday).ok());
    from_monday.ok_or(HoursError::NotAWeekday { number })
}

/// The serialized form of opening hours: Monday is 1, times are `HH:MM`.
#[derive(Serialize, Deserialize)]
struct WrittenHours {
    weekday: u8,
    from: MinuteOfDay,
    to: MinuteOfDay,
}

impl TryFrom<WrittenHours> for OpeningHours {
    type Error = HoursError;

    fn try_from(written: WrittenHours) -> Result<Self, HoursError> {
        Self::new(weekday(written.weekday)?, written.from, written.to)
    }
}

impl From<OpeningHours> for WrittenHours {
    fn from(OpeningHours { weekday, from, to }: OpeningHours) -> Self {
        Self { weekday: weekday as u8 + 1, from, to }
    }
}

/// A date that differs from the weekly hours: closed, or open at its own hours, also on a holiday.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenException", into = "WrittenException")]
pub struct OpeningException {
    date: NaiveDate,
    hours: Vec<(MinuteOfDay, MinuteOfDay)>,
}

impl OpeningException {
    /// Opens at `hours` on `date`, in place of the weekly hours.
    ///
    /// # Errors
    /// [`HoursError::EndBeforeStart`] unless each end is after its start.
    pub fn new(date: NaiveDate, hours: Vec<(MinuteOfDay, MinuteOfDay)>) -> Result<Self, HoursError> {
        hours.iter().try_for_each(|(from, to)| in_order(*from, *to))?;
        Ok(Self { date, hours })
    }

    /// Closes `date`.
    #[must_use]
    pub const fn closed(date: NaiveDate) -> Self {
        Self { date, hours: Vec::new() }
    }

    /// The date that differs.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// When it is open; empty when it is closed.
    #[must_use]
    pub fn hours(&self) -> &[(MinuteOfDay, MinuteOfDay)] {
        &self.hours
    }
}

/// The serialized form of an exception, before its hours are checked.
#[derive(Serialize, Deserialize)]
struct WrittenException {
    date: NaiveDate,
    hours: Vec<(MinuteOfDay, MinuteOfDay)>,
}

impl TryFrom<WrittenException> for OpeningException {
    type Error = HoursError;

    fn try_from(written: WrittenException) -> Result<Self, HoursError> {
        Self::new(written.date, written.hours)
    }
}

impl From<OpeningException> for WrittenException {
    fn from(OpeningException { date, hours }: OpeningException) -> Self {
        Self { date, hours }
    }
}

fn in_order(from: MinuteOfDay, to: MinuteOfDay) -> Result<(), HoursError> {
    if from < to { Ok(()) } else { Err(HoursError::EndBeforeStart) }
}

#[cfg(test)]
mod tests;
