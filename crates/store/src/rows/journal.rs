//! Rows of the journal.

use clinic::{Act, JournalCursor, JournalEntry, StoreError};

use super::Cursor;
use super::booking::actor;

/// The columns that [`journal_entry`] reads.
macro_rules! journal_columns {
    () => {
        "CAST(journal.line AS TEXT), journal.at, journal.actor_kind, journal.actor_staff_id, \
         journal.actor_staff_name, journal.patient_id, journal.booking_id, journal.act"
    };
}
pub(crate) use journal_columns;

/// Reads `journal_columns`.
pub(crate) fn journal_entry(cursor: &mut Cursor<'_>) -> Result<JournalEntry, StoreError> {
    cursor.table("journal");
    cursor.text("line")?;
    facts(cursor)
}

/// Reads `journal_columns` with the entry's position in the order of writing.
pub(crate) fn journal_line(cursor: &mut Cursor<'_>) -> Result<(JournalCursor, JournalEntry), StoreError> {
    cursor.table("journal");
    let line = cursor.parsed("line", |text| text.parse().ok())?;
    Ok((JournalCursor(line), facts(cursor)?))
}

fn facts(cursor: &mut Cursor<'_>) -> Result<JournalEntry, StoreError> {
    Ok(JournalEntry {
        at: cursor.instant("at")?,
        actor: actor(cursor)?.ok_or_else(|| cursor.unreadable("actor_kind"))?,
        patient: cursor.optional("patient_id", |text| text.parse().ok())?,
        booking: cursor.optional("booking_id", |text| text.parse().ok())?,
        act: cursor.parsed("act", Act::from_code)?,
    })
}
