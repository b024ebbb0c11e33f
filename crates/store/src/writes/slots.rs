//! Changes of a timebook's slots.

use std::fmt::Write as _;

use clinic::{CommitError, StoreError};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use timebook::{ClinicId, Slot, SlotId, SlotTerms, TimebookId};

use super::run;
use crate::engine::{Connection, Value, values};
use crate::fault::store_error;
use crate::rows::millis;
use crate::sql::held;

/// The number of slots that one statement adds: few enough for SQLite's limit of parameters, enough that a
/// year of slots takes only a few dozen statements.
const ADDED_AT_ONCE: usize = 100;

/// The slots of one timebook, to be changed.
pub(super) struct Slots<'c> {
    pub(super) connection: &'c mut Connection,
    pub(super) clinic: ClinicId,
    pub(super) timebook: TimebookId,
}

/// A slot with any booking stays, for the booking's history.
const REMOVE: &str = "DELETE FROM slot WHERE clinic_id = $1 AND timebook_id = $2 AND id = $3 \
     AND NOT EXISTS (SELECT 1 FROM booking \
     WHERE booking.clinic_id = slot.clinic_id AND booking.slot_id = slot.id)";

const CLOSE: &str = "UPDATE slot SET open = 0 WHERE clinic_id = $1 AND timebook_id = $2 AND id = $3";

/// Never fewer places than are taken, and not if another desk has opened a slot with the same start.
const REOPEN: &str = concat!(
    "UPDATE slot SET open = 1, opens_at = $5, closes_at = $6, capacity = CASE WHEN $4 < ",
    held!(),
    " THEN ",
    held!(),
    " ELSE $4 END WHERE clinic_id = $1 AND timebook_id = $2 AND id = $3",
    " AND NOT EXISTS (SELECT 1 FROM slot AS other WHERE other.clinic_id = $1 AND other.timebook_id = $2",
    " AND other.starts_at = slot.starts_at AND other.open = 1 AND other.id <> $3)"
);

/// A slot with the same start as an open one is left out: another desk has added it.
const ADD: &str = "INSERT INTO slot (clinic_id, id, timebook_id, date, starts_at, ends_at, capacity, opens_at, closes_at, open) \
     VALUES ";

impl Slots<'_> {
    /// Removes slots; one that was booked meanwhile is closed instead.
    pub(super) async fn remove(&mut self, slots: &[SlotId]) -> Result<(), CommitError> {
        for slot in slots {
            if run(self.connection, REMOVE, self.key(*slot)).await? == 0 {
                run(self.connection, CLOSE, self.key(*slot)).await?;
            }
        }
        Ok(())
    }

    /// Closes booked slots for new bookings.
    pub(super) async fn close(&mut self, slots: &[SlotId]) -> Result<(), CommitError> {
        for slot in slots {
            run(self.connection, CLOSE, self.key(*slot)).await?;
        }
        Ok(())
    }

    /// Opens slots with these terms.
    pub(super) async fn reopen(&mut self, slots: &[(SlotId, SlotTerms)]) -> Result<(), CommitError> {
        for (slot, SlotTerms { capacity, window }) in slots {
            let mut values = self.key(*slot);
            values.extend(values![i64::from(capacity.get()), millis(window.opens), millis(window.closes)]);
            run(self.connection, REOPEN, values).await?;
        }
        Ok(())
    }

    /// Adds slots.
    pub(super) async fn add(&mut self, slots: &[Slot]) -> Result<(), CommitError> {
        for slots in slots.chunks(ADDED_AT_ONCE) {
            let (statement, values) = self.adding(slots)?;
            let statement = AssertSqlSafe(statement).into_sql_str();
            self.connection.run_once(statement, values).await.map_err(store_error)?;
        }
        Ok(())
    }

    /// The statement consists of constants and parameter numbers only.
    fn adding(&self, slots: &[Slot]) -> Result<(String, Vec<Value>), StoreError> {
        let mut statement = ADD.to_owned();
        let mut values = values![self.clinic.to_string(), self.timebook.to_string()];
        for (index, slot) in slots.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let [id, date, start, end, capacity, opens, closes] =
                std::array::from_fn(|column| values.len() + column + 1);
            write!(
                statement,
                "{comma}($1, ${id}, $2, ${date}, ${start}, ${end}, ${capacity}, ${opens}, ${closes}, 1)"
            )
            .map_err(|error| StoreError::Broken(error.into()))?;
            values.extend(values![
                slot.id.to_string(),
                slot.date.to_string(),
                millis(slot.start),
                millis(slot.end),
                i64::from(slot.capacity.get()),
                millis(slot.window.opens),
                millis(slot.window.closes),
            ]);
        }
        statement.push_str(" ON CONFLICT DO NOTHING");
        Ok((statement, values))
    }

    fn key(&self, slot: SlotId) -> Vec<Value> {
        values![self.clinic.to_string(), self.timebook.to_string(), slot.to_string()]
    }
}
