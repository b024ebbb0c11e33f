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

/// A period of a date in civil time. It ends after it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenPeriod", into = "WrittenPeriod")]
pub struct Period {
    from: MinuteOfDay,
    to: MinuteOfDay,
}

impl Period {
    /// From `from` until `to`.
    ///
    /// # Errors
    /// [`HoursError::EndBeforeStart`] unless `to` is after `from`.
    pub fn new(from: MinuteOfDay, to: MinuteOfDay) -> Result<Self, HoursError> {
        if from < to { Ok(Self { from, to }) } else { Err(HoursError::EndBeforeStart) }
    }

    /// The first minute.
    #[must_use]
    pub const fn from(self) -> MinuteOfDay {
        self.from
    }

    /// The first minute after it.
    #[must_use]
    pub const fn to(self) -> MinuteOfDay {
        self.to
    }

    /// Whether the two have a minute in common. Periods that only touch do not overlap.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whether at least one time of this length fits.
    #[must_use]
    pub const fn fits(self, length: SlotLength) -> bool {
        length.get() <= self.to.0 - self.from.0
    }

    /// The two as one, if they overlap.
    pub(crate) fn merged(self, other: Self) -> Option<Self> {
        let merged = Self { from: self.from.min(other.from), to: self.to.max(other.to) };
        self.overlaps(other).then_some(merged)
    }
}

/// The serialized form of a period: times are `HH:MM`.
#[derive(Serialize, Deserialize)]
struct WrittenPeriod {
    from: MinuteOfDay,
    to: MinuteOfDay,
}

impl TryFrom<WrittenPeriod> for Period {
    type Error = HoursError;

    fn try_from(WrittenPeriod { from, to }: WrittenPeriod) -> Result<Self, HoursError> {
        Self::new(from, to)
    }
}

impl From<Period> for WrittenPeriod {
    fn from(Period { from, to }: Period) -> Self {
        Self { from, to }
    }
}

/// A period of the week in which times are offered, in civil time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenHours", into = "WrittenHours")]
pub struct OpeningHours {
    weekday: Weekday,
    period: Period,
}

impl OpeningHours {
    /// Open from `from` to `to` on every `weekday`.
    ///
    /// # Errors
    /// [`HoursError::EndBeforeStart`] unless `to` is after `from`.
    pub fn new(weekday: Weekday, from: MinuteOfDay, to: MinuteOfDay) -> Result<Self, HoursError> {
        Ok(Self { weekday, period: Period::new(from, to)? })
    }

    /// The weekday.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        self.weekday
    }

    /// The period of the day.
    #[must_use]
    pub const fn period(self) -> Period {
        self.period
    }

    /// When the first time may start.
    #[must_use]
    pub const fn from(self) -> MinuteOfDay {
        self.period.from
    }

    /// When the last time must have ended.
    #[must_use]
    pub const fn to(self) -> MinuteOfDay {
        self.period.to
    }

    /// Whether the two have a minute in common. Hours that only touch do not overlap.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.weekday == other.weekday && self.period.overlaps(other.period)
    }
}

/// From when until when a timebook's weekly hours are valid; both dates are included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Validity {
    /// Valid on every date.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// Valid from `from` until `until`, as far as they are given.
    ///
    /// # Errors
    /// [`HoursError::EndBeforeStart`].
    pub fn new(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Result<Self, HoursError> {
        let in_order = from.zip(until).is_none_or(|(from, until)| from <= until);
        if in_order { Ok(Self { from, until }) } else { Err(HoursError::EndBeforeStart) }
    }

    /// Stored dates, which are not checked again.
    #[must_use]
    pub const fn stored(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Self {
        Self { from, until }
    }

    /// The first date; `None` if there is none.
    #[must_use]
    pub const fn from(self) -> Option<NaiveDate> {
        self.from
    }

    /// The last date; `None` if there is none.
    #[must_use]
    pub const fn until(self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether a date is within it.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
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
    fn from(OpeningHours { weekday, period: Period { from, to } }: OpeningHours) -> Self {
        Self { weekday: weekday as u8 + 1, from, to }
    }
}

#[cfg(test)]
mod tests;
