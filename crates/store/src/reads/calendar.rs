//! Reads the slots and their taken places. The domain decides what is free ([`timebook::Calendar`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use clinic::{CalendarStore, StoreError};
use timebook::{Calendar, CalendarSlot, ClinicId, ExistingSlot, Slot, SlotId, TimebookId, oslo_date};

use crate::SqlStore;
use crate::engine::{Connection, Value, values};
use crate::fault::store_error;
use crate::memory::changes::StoredSlot;
use crate::reads::each;
use crate::rows::{self, Cursor, calendar_slot_columns, existing_slot, millis, slot_columns};
use crate::sql::held;

pub(crate) const SLOT: &str =
    concat!("SELECT ", slot_columns!(), " FROM slot WHERE slot.clinic_id = $1 AND slot.id = $2");

/// A closed slot without live bookings is kept only for the history of its bookings; it is in no plan.
pub(crate) const COMING_SLOTS: &str = concat!(
    "SELECT coming.id, coming.starts_at, coming.ends_at, coming.capacity, coming.opens_at, coming.closes_at,",
    " coming.held, coming.open FROM (SELECT slot.id, slot.starts_at, slot.ends_at, slot.capacity, slot.opens_at,",
    " slot.closes_at, slot.open, ",
    held!(),
    " AS held FROM slot WHERE slot.clinic_id = $1 AND slot.timebook_id = $2 AND slot.starts_at > $3",
    ") AS coming WHERE coming.open = 1 OR coming.held > 0 ORDER BY coming.starts_at, coming.id"
);

/// A timebook and its slots from an instant on. The instant's date is a parameter too, because the index has
/// slots by date. One row if there are no slots.
pub(crate) const CALENDAR: &str = concat!(
    "SELECT timebook.id, timebook.published, ",
    calendar_slot_columns!(),
    " FROM timebook LEFT JOIN slot ON slot.clinic_id = timebook.clinic_id",
    " AND slot.timebook_id = timebook.id AND slot.date >= $3 AND slot.starts_at > $4",
    " WHERE timebook.clinic_id = $1 AND timebook.id = $2"
);

/// The number of slots in one [`NAMED_SLOTS`] statement. The size is fixed so that the statement stays
/// prepared; unused parameters repeat the last name.
const NAMED: usize = 32;

pub(crate) const NAMED_SLOTS: &str = concat!(
    "SELECT ",
    calendar_slot_columns!(),
    " FROM slot WHERE slot.clinic_id = $1 AND slot.id IN (",
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, ",
    "$18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)"
);

#[async_trait]
impl CalendarStore for SqlStore {
    async fn coming_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Vec<ExistingSlot>, StoreError> {
        let values = values![clinic.to_string(), timebook.to_string(), millis(now)];
        self.readable(COMING_SLOTS, values, existing_slot).await
    }

    async fn calendar(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Calendar>, StoreError> {
        let read = |since| self.stored_calendar(clinic, timebook, since);
        self.memory().calendars.get((clinic, timebook), now, read).await
    }

    async fn slot(&self, clinic: ClinicId, slot: SlotId) -> Result<Option<Slot>, StoreError> {
        self.first(SLOT, values![clinic.to_string(), slot.to_string()], rows::slot).await
    }
}

impl SqlStore {
    /// The calendar as stored in the tables; `None` when there is no such timebook. An unreadable slot is
    /// left out, so that the others are still offered.
    async fn stored_calendar(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        since: DateTime<Utc>,
    ) -> Result<Option<Calendar>, StoreError> {
        let date = oslo_date(since).to_string();
        let values = values![clinic.to_string(), timebook.to_string(), date, millis(since)];
        let read = |cursor: &mut Cursor<'_>| Ok((published(cursor)?, slot_or_none(cursor)?));
        let rows = self.readable(CALENDAR, values, read).await?;
        let Some((published, _)) = rows.first() else { return Ok(None) };
        let published = *published;
        Ok(Some(Calendar::new(published, since, rows.into_iter().filter_map(|(_, slot)| slot))))
    }
}

fn published(cursor: &mut Cursor<'_>) -> Result<bool, StoreError> {
    cursor.table("timebook");
    cursor.text("id")?;
    cursor.flag("published")
}

/// `None` when there is no slot or it cannot be read.
fn slot_or_none(cursor: &mut Cursor<'_>) -> Result<Option<CalendarSlot>, StoreError> {
    if cursor.is_null() { Ok(None) } else { Ok(each(rows::calendar_slot(cursor))?.ok()) }
}

/// Slots of any clinics, as stored in the tables. Unreadable ones are left out.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn named_slots(
    connection: &mut Connection,
    slots: &[(ClinicId, SlotId)],
) -> Result<Vec<StoredSlot>, StoreError> {
    let mut clinics: BTreeMap<ClinicId, BTreeSet<SlotId>> = BTreeMap::new();
    for (clinic, slot) in slots {
        clinics.entry(*clinic).or_default().insert(*slot);
    }
    let mut stored = Vec::with_capacity(slots.len());
    for (clinic, slots) in clinics {
        let slots: Vec<SlotId> = slots.into_iter().collect();
        for some in slots.chunks(NAMED) {
            let mut values = values![clinic.to_string()];
            let last = some.last().into_iter().cycle();
            values.extend(some.iter().chain(last).take(NAMED).map(|slot| Value::from(slot.to_string())));
            let rows = connection.rows(NAMED_SLOTS, values).await.map_err(store_error)?;
            for row in &rows {
                let slot = slot_or_none(&mut Cursor::new(row))?;
                stored.extend(slot.map(|slot| StoredSlot { clinic, slot }));
            }
        }
    }
    Ok(stored)
}
