//! Reads bookings (one, the waiting, the decided, a patient's own) and their journal.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use clinic::{
    BookingStore, BookingView, JournalCursor, JournalEntry, QueueCursor, QueueOrder, Rows, StoreError,
};
use timebook::{Booking, BookingId, ClinicId, PatientId, RequestKey, SlotId, TimebookType};

use super::each;
use crate::SqlStore;
use crate::engine::{Row, values};
use crate::fault::store_error;
use crate::rows::{self, Cursor, booking_columns, journal_columns, millis, view, view_columns};
use crate::sql::{counted, counted_type, live};

pub(crate) const BOOKING: &str =
    concat!("SELECT ", view_columns!(), " WHERE booking.clinic_id = $1 AND booking.id = $2");

pub(crate) const BOOKING_OF_FORM: &str = "SELECT id, slot_id FROM booking WHERE clinic_id = $1 \
     AND patient_id = $2 AND request_key = $3";

pub(crate) const LIVE_BOOKING: &str = concat!(
    "SELECT booking.id, booking.slot_id FROM booking",
    " WHERE booking.clinic_id = $1 AND booking.slot_id = $2 AND booking.patient_id = $3 AND ",
    live!("booking"),
    " LIMIT 1"
);

pub(crate) const WAITING: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.status = 'requested'",
    " AND (booking.requested_at, booking.id) > ($2, $3)",
    " ORDER BY booking.requested_at, booking.id LIMIT $4"
);

pub(crate) const WAITING_BY_START: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.status = 'requested'",
    " AND (booking.starts_at, booking.id) > ($2, $3)",
    " ORDER BY booking.starts_at, booking.id LIMIT $4"
);

pub(crate) const WAITING_BEFORE: &str = "SELECT $1, COUNT(*) FROM booking WHERE clinic_id = $1 \
     AND status = 'requested' AND starts_at < $2";

pub(crate) const WAITING_COUNT: &str =
    "SELECT $1, COUNT(*) FROM booking WHERE clinic_id = $1 AND status = 'requested'";

/// The live bookings of coming slots that are outside the opening hours.
macro_rules! outside {
    () => {
        concat!(
            "booking.clinic_id = $1 AND ",
            live!("booking"),
            " AND booking.slot_id IN (SELECT closed.id FROM slot AS closed WHERE closed.clinic_id = $1",
            " AND closed.open = 0 AND closed.starts_at > $2)"
        )
    };
}

pub(crate) const CONFLICTS: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE ",
    outside!(),
    " ORDER BY booking.starts_at, booking.id LIMIT $3"
);

pub(crate) const CONFLICT_COUNT: &str = concat!("SELECT $1, COUNT(*) FROM booking WHERE ", outside!());

pub(crate) const DECIDED_SINCE: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.status IN ('confirmed', 'rejected')",
    " AND booking.decided_at >= $2 ORDER BY booking.decided_at DESC, booking.id DESC LIMIT $3"
);

pub(crate) const DECIDED_COUNT: &str = "SELECT $1, COUNT(*) FROM booking WHERE clinic_id = $1 \
     AND status IN ('confirmed', 'rejected') AND decided_at >= $2";

pub(crate) const BOOKINGS_OF: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.patient_id = $2",
    " ORDER BY booking.requested_at DESC, booking.id DESC LIMIT $3"
);

/// The empty text stands for every type.
pub(crate) const COUNTED: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.patient_id = $2 AND ",
    counted!("booking", "$3"),
    " AND ($4 = '' OR ",
    counted_type!("booking"),
    " = $4) ORDER BY slot.starts_at, booking.id LIMIT 100"
);

pub(crate) const OVERDUE: &str = concat!(
    "SELECT ",
    booking_columns!(),
    " FROM booking WHERE booking.clinic_id = $1 AND booking.status = 'requested'",
    " AND booking.starts_at <= $2 ORDER BY booking.starts_at, booking.id LIMIT $4 OFFSET $3"
);

pub(crate) const JOURNAL: &str = concat!(
    "SELECT ",
    journal_columns!(),
    " FROM journal WHERE journal.clinic_id = $1 AND journal.booking_id = $2",
    " ORDER BY journal.line DESC LIMIT $3"
);

pub(crate) const JOURNAL_OF_PATIENT: &str = concat!(
    "SELECT ",
    journal_columns!(),
    " FROM journal WHERE journal.clinic_id = $1 AND journal.patient_id = $2 AND journal.line < $3",
    " ORDER BY journal.line DESC LIMIT $4"
);

#[async_trait]
impl BookingStore for SqlStore {
    async fn booking(&self, clinic: ClinicId, id: BookingId) -> Result<Option<BookingView>, StoreError> {
        self.first(BOOKING, values![clinic.to_string(), id.to_string()], view).await
    }

    async fn booking_of_form(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        key: RequestKey,
    ) -> Result<Option<(BookingId, SlotId)>, StoreError> {
        let values = values![clinic.to_string(), patient.to_string(), key.to_string()];
        self.first(BOOKING_OF_FORM, values, booking_and_slot).await
    }

    async fn live_booking(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        slot: SlotId,
    ) -> Result<Option<BookingId>, StoreError> {
        let values = values![clinic.to_string(), slot.to_string(), patient.to_string()];
        let found = self.first(LIVE_BOOKING, values, booking_and_slot).await?;
        Ok(found.map(|(booking, _)| booking))
    }

    async fn waiting(
        &self,
        clinic: ClinicId,
        order: QueueOrder,
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError> {
        let statement = match order {
            QueueOrder::Arrival => WAITING,
            QueueOrder::Start => WAITING_BY_START,
        };
        let (mut at, mut id) =
            after.map_or((i64::MIN, String::new()), |after| (millis(after.at), after.id.to_string()));
        let mut waiting = Rows::default();
        loop {
            // Unreadable rows do not count towards the page's limit.
            let missing = i64::from(limit).saturating_sub(waiting.read.len().try_into().unwrap_or(i64::MAX));
            let values = values![clinic.to_string(), at, id.as_str(), missing];
            let rows = self.rows(statement, values).await?;
            for row in &rows {
                waiting.extend([each(view(&mut Cursor::new(row)))?]);
            }
            let Some(last) = rows.last() else { return Ok(waiting) };
            if waiting.read.len() >= limit as usize || rows.len() < usize::try_from(missing).unwrap_or(0) {
                return Ok(waiting);
            }
            (at, id) = queue_position(order, last)?;
        }
    }

    async fn waiting_count(&self, clinic: ClinicId) -> Result<u32, StoreError> {
        let count = self.first(WAITING_COUNT, values![clinic.to_string()], count);
        Ok(count.await?.unwrap_or_default())
    }

    async fn waiting_before(&self, clinic: ClinicId, start: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = self.first(WAITING_BEFORE, values![clinic.to_string(), millis(start)], count);
        Ok(count.await?.unwrap_or_default())
    }

    async fn conflicts(
        &self,
        clinic: ClinicId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError> {
        let values = values![clinic.to_string(), millis(now), i64::from(limit)];
        self.all(CONFLICTS, values, view).await
    }

    async fn conflict_count(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = self.first(CONFLICT_COUNT, values![clinic.to_string(), millis(now)], count);
        Ok(count.await?.unwrap_or_default())
    }

    async fn decided_since(
        &self,
        clinic: ClinicId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError> {
        let values = values![clinic.to_string(), millis(since), i64::from(limit)];
        self.all(DECIDED_SINCE, values, view).await
    }

    async fn decided_count(&self, clinic: ClinicId, since: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = self.first(DECIDED_COUNT, values![clinic.to_string(), millis(since)], count);
        Ok(count.await?.unwrap_or_default())
    }

    async fn bookings_of(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        limit: u32,
    ) -> Result<Rows<BookingView>, StoreError> {
        let values = values![clinic.to_string(), patient.to_string(), i64::from(limit)];
        self.all(BOOKINGS_OF, values, view).await
    }

    async fn counted(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        kind: Option<TimebookType>,
        now: DateTime<Utc>,
    ) -> Result<Rows<BookingView>, StoreError> {
        let kind = kind.map_or("", TimebookType::code);
        let values = values![clinic.to_string(), patient.to_string(), millis(now), kind];
        self.all(COUNTED, values, view).await
    }

    async fn overdue(
        &self,
        clinic: ClinicId,
        now: DateTime<Utc>,
        skip: u32,
        limit: u32,
    ) -> Result<Rows<Booking>, StoreError> {
        let values = values![clinic.to_string(), millis(now), i64::from(skip), i64::from(limit)];
        self.all(OVERDUE, values, rows::booking).await
    }

    async fn journal(
        &self,
        clinic: ClinicId,
        booking: BookingId,
        limit: u32,
    ) -> Result<Rows<JournalEntry>, StoreError> {
        let values = values![clinic.to_string(), booking.to_string(), i64::from(limit)];
        let mut latest = self.all(JOURNAL, values, rows::journal_entry).await?;
        latest.read.reverse();
        latest.unreadable.reverse();
        Ok(latest)
    }

    async fn journal_of_patient(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        after: Option<JournalCursor>,
        limit: u32,
    ) -> Result<Rows<(JournalCursor, JournalEntry)>, StoreError> {
        let before = after.map_or(i64::MAX, |JournalCursor(line)| line);
        let values = values![clinic.to_string(), patient.to_string(), before, i64::from(limit)];
        self.all(JOURNAL_OF_PATIENT, values, rows::journal_line).await
    }
}

/// The position of a row in the queue of an order, also of an unreadable row.
fn queue_position(order: QueueOrder, row: &Row) -> Result<(i64, String), StoreError> {
    let id = row.text(0).map_err(store_error)?.unwrap_or_default().to_owned();
    let column = match order {
        QueueOrder::Arrival => rows::REQUESTED_AT,
        QueueOrder::Start => rows::STARTS_AT,
    };
    Ok((row.int(column).map_err(store_error)?.unwrap_or_default(), id))
}

/// Reads which booking, and of which slot.
fn booking_and_slot(cursor: &mut Cursor<'_>) -> Result<(BookingId, SlotId), StoreError> {
    cursor.table("booking");
    let id = cursor.parsed("id", |text| text.parse().ok())?;
    Ok((id, cursor.parsed("slot_id", |text| text.parse().ok())?))
}

/// Reads the clinic and how many.
pub(super) fn count(cursor: &mut Cursor<'_>) -> Result<u32, StoreError> {
    cursor.table("booking");
    cursor.text("clinic_id")?;
    cursor.number("count")
}
