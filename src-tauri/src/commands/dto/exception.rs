//! Exceptions from the opening hours, and what a change of hours does to the times.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{BasedOn, Edit};

/// Whose opening hours an exception changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
pub enum ExceptionScope {
    /// Those of all timebooks.
    Clinic,
    /// Those of the timebooks of a location.
    Location(String),
    /// Those of a timebook.
    Timebook(String),
}

/// How an exception changes the hours of its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExceptionChange {
    /// Closed.
    Closed,
    /// A public holiday is open as on other days.
    HolidayOpen,
    /// Open at its periods instead of the weekly hours.
    Hours,
    /// Open at its periods too.
    Extra,
    /// Times that meet its periods are not offered.
    Blocked,
}

/// A period of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OpeningPeriod {
    /// «13:00».
    pub from: String,
    /// «15:30»; «24:00» is the end of the day.
    pub to: String,
}

/// Dates on which the opening hours are changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpeningException {
    /// The exception's id.
    pub id: String,
    /// Whose hours.
    pub scope: ExceptionScope,
    /// The first date: «24.12.2026».
    pub first: String,
    /// The last date; empty when there is only one.
    pub last: String,
    /// «24. des. 2026», or «24. des. 2026 – 2. jan. 2027».
    pub dates_text: String,
    /// How.
    pub change: ExceptionChange,
    /// At which times of the day; empty when it is about whole days.
    pub periods: Vec<OpeningPeriod>,
    /// Why, for staff.
    pub note: Option<String>,
    /// Its latest edit.
    pub edit: Edit,
}

/// An exception as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionDraft {
    /// [`OpeningException::scope`].
    pub scope: ExceptionScope,
    /// [`OpeningException::first`].
    pub first: String,
    /// [`OpeningException::last`].
    pub last: String,
    /// [`OpeningException::change`].
    pub change: ExceptionChange,
    /// [`OpeningException::periods`]; not looked at when the change is about whole days.
    pub periods: Vec<OpeningPeriod>,
    /// [`OpeningException::note`]; empty means no note.
    pub note: String,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Holiday {
    /// «17.05.2027».
    pub date: String,
    /// «man. 17. mai».
    pub date_text: String,
    /// «Grunnlovsdagen».
    pub name: String,
    /// The exception that opens this date, and no other, for the whole clinic; null when it is closed.
    pub opened_by: Option<BasedOn>,
}

/// What a change does to the coming times of a timebook, in numbers of times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanEffect {
    /// The timebook; of a new one an id that no timebook has.
    pub timebook_id: String,
    /// New times.
    pub added: u32,
    /// Times that nobody has booked and that are removed.
    pub removed: u32,
    /// Times that get other places or rules.
    pub changed: u32,
    /// Times that stay as they are.
    pub kept: u32,
    /// Bookings of times that will be outside the hours.
    pub conflicts: u32,
    /// When the first of these times start: «I dag kl. 13:30».
    pub conflict_texts: Vec<String>,
}
