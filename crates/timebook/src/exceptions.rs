//! Dates on which the opening hours are changed.

use chrono::{Datelike, NaiveDate};

use crate::holidays::norwegian_holiday;
use crate::hours::Period;
use crate::id::{ExceptionId, LocationId, TimebookId};
use crate::schedule::Timebook;
use crate::text::ExceptionNote;

/// Why dates were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DatesError {
    /// The last date is before the first.
    #[error("the last date is before the first")]
    EndBeforeStart,
    /// More dates than an exception can have.
    #[error("more than {most} dates")]
    TooMany {
        /// How many it can have.
        most: u32,
    },
}

/// Dates from a first to a last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dates {
    first: NaiveDate,
    last: NaiveDate,
}

impl Dates {
    /// The most dates that one exception can have: a leap year.
    pub const MOST: u32 = 366;

    /// The dates from `first` to `last`.
    ///
    /// # Errors
    /// [`DatesError`].
    pub fn new(first: NaiveDate, last: NaiveDate) -> Result<Self, DatesError> {
        let days = last.signed_duration_since(first).num_days();
        if days < 0 {
            return Err(DatesError::EndBeforeStart);
        }
        if days >= i64::from(Self::MOST) {
            Err(DatesError::TooMany { most: Self::MOST })
        } else {
            Ok(Self { first, last })
        }
    }

    /// Stored dates, which are not checked again.
    #[must_use]
    pub const fn stored(first: NaiveDate, last: NaiveDate) -> Self {
        Self { first, last }
    }

    /// The first date.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last date.
    #[must_use]
    pub const fn last(self) -> NaiveDate {
        self.last
    }

    /// Whether a date is among them.
    #[must_use]
    pub fn contain(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }
}

/// Whose opening hours are changed. The order is from general to specific: on a date with several exceptions
/// those of a timebook count after those of its location, and these after those of the clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExceptionScope {
    /// Those of all timebooks of the clinic.
    Clinic,
    /// Those of the timebooks of one location.
    Location(LocationId),
    /// Those of one timebook.
    Timebook(TimebookId),
}

impl ExceptionScope {
    /// Whether it includes a timebook.
    #[must_use]
    pub fn includes(self, timebook: &Timebook) -> bool {
        match self {
            Self::Clinic => true,
            Self::Location(location) => location == timebook.location,
            Self::Timebook(id) => id == timebook.id,
        }
    }
}

/// How the opening hours of a date are changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DayChange {
    /// Closed.
    Closed,
    /// A public holiday is a day like others: the weekly hours count. Other days are not changed.
    HolidayOpen,
    /// Open at these periods instead of the weekly hours, also on a public holiday.
    Hours(Vec<Period>),
    /// Open at these periods too.
    Extra(Vec<Period>),
    /// Times that have a minute in these periods are not offered. The other times stay where they are.
    Blocked(Vec<Period>),
}

impl DayChange {
    /// The code stored in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HolidayOpen => "holiday-open",
            Self::Hours(_) => "hours",
            Self::Extra(_) => "extra",
            Self::Blocked(_) => "blocked",
        }
    }

    /// Its periods; none when it is about whole days.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        match self {
            Self::Closed | Self::HolidayOpen => &[],
            Self::Hours(periods) | Self::Extra(periods) | Self::Blocked(periods) => periods,
        }
    }

    /// The change with this [`Self::code`] and these [`Self::periods`]; `None` when there is no such code.
    #[must_use]
    pub fn from_code(code: &str, periods: Vec<Period>) -> Option<Self> {
        match code {
            "closed" => Some(Self::Closed),
            "holiday-open" => Some(Self::HolidayOpen),
            "hours" => Some(Self::Hours(periods)),
            "extra" => Some(Self::Extra(periods)),
            "blocked" => Some(Self::Blocked(periods)),
            _ => None,
        }
    }
}

/// Dates on which the opening hours are changed (unntak).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningException {
    /// Its id.
    pub id: ExceptionId,
    /// Whose hours.
    pub scope: ExceptionScope,
    /// The dates, in Europe/Oslo.
    pub dates: Dates,
    /// How.
    pub change: DayChange,
    /// Why, for staff.
    pub note: Option<ExceptionNote>,
}

/// The exceptions of one timebook, in the order in which they count.
pub(crate) struct Exceptions<'e>(Vec<&'e OpeningException>);

/// When a timebook is open on a date, and when times are blocked. The periods are in no order and may overlap.
#[derive(Debug, Default)]
pub(crate) struct DayHours {
    pub(crate) open: Vec<Period>,
    pub(crate) blocked: Vec<Period>,
}

impl<'e> Exceptions<'e> {
    /// Those of `all`, given oldest first, that are about a timebook.
    pub(crate) fn of(timebook: &Timebook, all: &'e [OpeningException]) -> Self {
        let mut own: Vec<_> = all.iter().filter(|exception| exception.scope.includes(timebook)).collect();
        // A stable sort: newer ones count after older ones of the same kind of scope.
        own.sort_by_key(|exception| exception.scope);
        Self(own)
    }

    /// When the timebook is open on a date: by its weekly hours, if these are valid then and the date is no
    /// public holiday, as its exceptions change them one after the other.
    pub(crate) fn day(&self, timebook: &Timebook, date: NaiveDate) -> DayHours {
        let is_holiday = norwegian_holiday(date).is_some();
        let weekday = date.weekday();
        let is_valid = timebook.valid.contains(date);
        let weekly = || {
            let of_day = timebook.hours.iter().filter(|hours| is_valid && hours.weekday() == weekday);
            of_day.map(|hours| hours.period())
        };
        let mut day = DayHours {
            open: if is_holiday { Vec::new() } else { weekly().collect() },
            ..DayHours::default()
        };
        for exception in self.0.iter().filter(|exception| exception.dates.contain(date)) {
            match &exception.change {
                DayChange::Closed => day.open.clear(),
                DayChange::HolidayOpen if is_holiday => day.open = weekly().collect(),
                DayChange::HolidayOpen => {}
                DayChange::Hours(periods) => day.open.clone_from(periods),
                DayChange::Extra(periods) => day.open.extend(periods),
                DayChange::Blocked(periods) => day.blocked.extend(periods),
            }
        }
        day
    }
}

#[cfg(test)]
mod tests;
