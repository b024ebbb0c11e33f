//! Converts rows to domain values and back: one module for each noun, with its columns and the functions that
//! read and write them.

mod booking;
mod cursor;
mod exception;
mod journal;
mod patient;
mod setup;
mod slot;

pub(crate) use booking::{
    REQUESTED_AT, STARTS_AT, actor_columns, actor_values, booking, booking_columns, shown, status_values,
    version, view, view_columns,
};
pub(crate) use cursor::Cursor;
pub(crate) use exception::{exception, exception_columns, exception_values};
pub(crate) use journal::{journal_columns, journal_entry, journal_line};
pub(crate) use patient::{draft, draft_text, patient, patient_columns, session, session_columns};
pub(crate) use setup::{
    edit, location, location_columns, profile, timebook, timebook_columns, timebook_values,
};
pub(crate) use slot::{calendar_slot, calendar_slot_columns, existing_slot, slot, slot_columns};

use chrono::{DateTime, Utc};

/// An instant as it is stored.
pub(crate) fn millis(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_millis()
}
