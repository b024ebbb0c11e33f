//! What is free: the calendar that patients see, and how the times stand.
//!
//! Every query here says «free» with the one fragment `free!`.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use clinic::{CalendarStore, StoreError, TimebookState};
use timebook::{ClinicId, ExistingSlot, Slot, SlotId, TimebookId};

use crate::SqlStore;
use crate::engine::values;
use crate::rows::{self, Cursor, existing_slot, millis, slot_columns};
use crate::sql::{free, held};

/// The first date with a free slot, of the dates that `$dates` lets through.
macro_rules! first_free_date {
    ($dates:literal, $now:literal) => {
        concat!(
            "SELECT slot.date FROM slot WHERE slot.clinic_id = $1 AND slot.timebook_id = $2 AND ",
            $dates,
            " AND ",
            free!($now),
            " ORDER BY slot.date, slot.starts_at LIMIT 1"
        )
    };
}

/// Patients see a timebook only when it is published.
macro_rules! published {
    () => {
        "EXISTS (SELECT 1 FROM timebook WHERE timebook.clinic_id = $1 AND timebook.id = $2 \
         AND timebook.published = 1)"
    };
}

/// Steps from one free date to the next. Once a free slot is found the rest of its day is skipped,
/// so a month costs about as many steps as it has days, however many places there are.
pub(crate) const FREE_DAYS: &str = concat!(
    "WITH RECURSIVE free_day(date) AS (SELECT (",
    first_free_date!("slot.date >= $3 AND slot.date <= $4", "$5"),
    ") WHERE ",
    published!(),
    " UNION ALL SELECT (",
    first_free_date!("slot.date > free_day.date AND slot.date <= $4", "$5"),
    ") FROM free_day WHERE free_day.date IS NOT NULL)",
    " SELECT free_day.date FROM free_day WHERE free_day.date IS NOT NULL ORDER BY free_day.date"
);

pub(crate) const NEXT_FREE_DAY: &str = concat!(
    "SELECT next.date FROM (",
    first_free_date!("slot.date >= $3", "$4"),
    ") AS next WHERE ",
    published!()
);

pub(crate) const FREE_SLOTS: &str = concat!(
    "SELECT ",
    slot_columns!(),
    " FROM slot WHERE slot.clinic_id = $1 AND slot.timebook_id = $2 AND slot.date = $3 AND ",
    free!("$4"),
    " AND ",
    published!(),
    " ORDER BY slot.starts_at"
);

pub(crate) const SLOT: &str =
    concat!("SELECT ", slot_columns!(), " FROM slot WHERE slot.clinic_id = $1 AND slot.id = $2");

/// A closed time that nobody holds is kept for its bookings' history alone; it is on no plan.
pub(crate) const COMING_SLOTS: &str = concat!(
    "SELECT coming.id, coming.starts_at, coming.ends_at, coming.capacity, coming.held, coming.open FROM (",
    "SELECT slot.id, slot.starts_at, slot.ends_at, slot.capacity, slot.open, ",
    held!(),
    " AS held FROM slot WHERE slot.clinic_id = $1 AND slot.timebook_id = $2 AND slot.starts_at > $3",
    ") AS coming WHERE coming.open = 1 OR coming.held > 0 ORDER BY coming.starts_at, coming.id"
);

pub(crate) const TIMEBOOK_STATES: &str = concat!(
    "SELECT timebook.id,",
    " CAST(COALESCE(SUM(CASE WHEN coming.free = 1 THEN coming.capacity - coming.held END), 0) AS BIGINT),",
    " MIN(CASE WHEN coming.free = 1 THEN coming.starts_at END),",
    " COUNT(CASE WHEN coming.open = 0 AND coming.held > 0 THEN 1 END)",
    " FROM timebook LEFT JOIN (SELECT slot.timebook_id, slot.starts_at, slot.capacity, slot.open, ",
    held!(),
    " AS held, CASE WHEN ",
    free!("$2"),
    " THEN 1 ELSE 0 END AS free FROM slot WHERE slot.clinic_id = $1 AND slot.starts_at > $2",
    ") AS coming ON coming.timebook_id = timebook.id",
    " WHERE timebook.clinic_id = $1 GROUP BY timebook.id, timebook.made ORDER BY timebook.made, timebook.id"
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

    async fn timebook_states(
        &self,
        clinic: ClinicId,
        now: DateTime<Utc>,
    ) -> Result<Vec<TimebookState>, StoreError> {
        self.readable(TIMEBOOK_STATES, values![clinic.to_string(), millis(now)], |cursor| {
            cursor.table("timebook");
            Ok(TimebookState {
                timebook: cursor.parsed("id", |text| text.parse().ok())?,
                free_places: cursor.number("free_places")?,
                first_free: cursor.optional_instant("starts_at")?,
                conflicts: cursor.number("conflicts")?,
            })
        })
        .await
    }

    async fn free_days(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<NaiveDate>, StoreError> {
        let values =
            values![clinic.to_string(), timebook.to_string(), from.to_string(), to.to_string(), millis(now)];
        self.readable(FREE_DAYS, values, date).await
    }

    async fn next_free_day(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        from: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<NaiveDate>, StoreError> {
        let values = values![clinic.to_string(), timebook.to_string(), from.to_string(), millis(now)];
        self.first(NEXT_FREE_DAY, values, date).await
    }

    async fn free_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<Slot>, StoreError> {
        let values = values![clinic.to_string(), timebook.to_string(), date.to_string(), millis(now)];
        self.readable(FREE_SLOTS, values, rows::slot).await
    }

    async fn slot(&self, clinic: ClinicId, slot: SlotId) -> Result<Option<Slot>, StoreError> {
        self.first(SLOT, values![clinic.to_string(), slot.to_string()], rows::slot).await
    }
}

fn date(cursor: &mut Cursor<'_>) -> Result<NaiveDate, StoreError> {
    cursor.table("slot");
    cursor.parsed("date", |text| text.parse().ok())
}
