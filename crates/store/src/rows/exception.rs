//! Rows of exceptions from the opening hours.

use chrono::NaiveDate;
use clinic::{Edit, StoreError};
use timebook::{Dates, DayChange, ExceptionNote, ExceptionScope, OpeningException};

use super::Cursor;
use super::setup::{json, last_edit, list};
use crate::engine::{Value, values};

/// The columns of an exception, in the order in which [`exception_values`] writes them.
macro_rules! exception_columns {
    () => {
        "id, location_id, timebook_id, first_date, last_date, change, periods, note"
    };
}
pub(crate) use exception_columns;

/// Reads `exception_columns, revision, saved_by, saved_at`.
pub(crate) fn exception(cursor: &mut Cursor<'_>) -> Result<(OpeningException, Edit), StoreError> {
    cursor.table("opening_exception");
    let id = cursor.parsed("id", |text| text.parse().ok())?;
    let location = cursor.optional("location_id", |text| text.parse().ok())?;
    let timebook = cursor.optional("timebook_id", |text| text.parse().ok())?;
    let (first, last) = (date(cursor, "first_date")?, date(cursor, "last_date")?);
    let code = cursor.text("change")?;
    let periods = list(cursor, "periods")?;
    let exception = OpeningException {
        id,
        scope: match (location, timebook) {
            (_, Some(timebook)) => ExceptionScope::Timebook(timebook),
            (Some(location), None) => ExceptionScope::Location(location),
            (None, None) => ExceptionScope::Clinic,
        },
        dates: Dates::stored(first, last),
        change: DayChange::from_code(code, periods).ok_or_else(|| cursor.unreadable("change"))?,
        note: cursor.optional_text("note")?.map(ExceptionNote::stored),
    };
    Ok((exception, last_edit(cursor)?))
}

fn date(cursor: &mut Cursor<'_>, column: &'static str) -> Result<NaiveDate, StoreError> {
    cursor.parsed(column, |text| text.parse().ok())
}

/// The columns of an exception.
pub(crate) fn exception_values(exception: &OpeningException) -> Result<Vec<Value>, StoreError> {
    let (location, timebook) = match exception.scope {
        ExceptionScope::Clinic => (None, None),
        ExceptionScope::Location(id) => (Some(id.to_string()), None),
        ExceptionScope::Timebook(id) => (None, Some(id.to_string())),
    };
    Ok(values![
        exception.id.to_string(),
        location,
        timebook,
        exception.dates.first().to_string(),
        exception.dates.last().to_string(),
        exception.change.code(),
        json(&exception.change.periods())?,
        exception.note.as_ref().map(ExceptionNote::as_str),
    ])
}
