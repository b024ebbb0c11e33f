//! Rows of slots.

use chrono::NaiveDate;
use clinic::StoreError;
use timebook::{BookingWindow, CalendarSlot, Capacity, ExistingSlot, Place, Places, Slot, SlotTerms};

use super::Cursor;

/// The columns that [`slot`] reads.
macro_rules! slot_columns {
    () => {
        "slot.id, slot.timebook_id, slot.date, slot.starts_at, slot.ends_at, slot.capacity, slot.opens_at, \
         slot.closes_at"
    };
}
pub(crate) use slot_columns;

/// Reads `slot_columns`.
pub(crate) fn slot(cursor: &mut Cursor<'_>) -> Result<Slot, StoreError> {
    cursor.table("slot");
    Ok(Slot {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        timebook: cursor.parsed("timebook_id", |text| text.parse().ok())?,
        date: cursor.parsed("date", |text| text.parse::<NaiveDate>().ok())?,
        start: cursor.instant("starts_at")?,
        end: cursor.instant("ends_at")?,
        capacity: capacity(cursor)?,
        window: window(cursor)?,
    })
}

/// The columns that [`calendar_slot`] reads.
macro_rules! calendar_slot_columns {
    () => {
        concat!($crate::rows::slot_columns!(), ", slot.open, ", $crate::sql::held_places!())
    };
}
pub(crate) use calendar_slot_columns;

/// Reads `calendar_slot_columns`.
pub(crate) fn calendar_slot(cursor: &mut Cursor<'_>) -> Result<CalendarSlot, StoreError> {
    let (slot, open) = (slot(cursor)?, cursor.flag("open")?);
    let held = cursor.optional("place", places)?.unwrap_or_default();
    Ok(CalendarSlot { slot, held, open })
}

/// Reads the numbers of places: «1,2,5».
fn places(numbers: &str) -> Option<Places> {
    numbers.split(',').map(|number| number.parse().ok().and_then(Place::new)).collect()
}

/// Reads id, start, end, capacity, window, number of taken places and whether it is open.
pub(crate) fn existing_slot(cursor: &mut Cursor<'_>) -> Result<ExistingSlot, StoreError> {
    cursor.table("slot");
    Ok(ExistingSlot {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        start: cursor.instant("starts_at")?,
        end: cursor.instant("ends_at")?,
        terms: SlotTerms { capacity: capacity(cursor)?, window: window(cursor)? },
        held: cursor.number("held")?,
        open: cursor.flag("open")?,
    })
}

/// Reads when patients may request a time.
fn window(cursor: &mut Cursor<'_>) -> Result<BookingWindow, StoreError> {
    Ok(BookingWindow { opens: cursor.instant("opens_at")?, closes: cursor.instant("closes_at")? })
}

/// Reads how many patients may share a time.
pub(super) fn capacity(cursor: &mut Cursor<'_>) -> Result<Capacity, StoreError> {
    let number = cursor.number("capacity")?;
    Capacity::stored(number).ok_or_else(|| cursor.unreadable("capacity"))
}
