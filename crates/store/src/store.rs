//! The port, on either engine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use clinic::events::Announcement;
use clinic::session::{Session, TokenHash};
use clinic::unit::OutboxItem;
use clinic::{
    BookingView, CommitError, Committed, JournalEntry, Patient, Store, StoreError, TimebookState, Unit,
};
use timebook::{
    Booking, BookingId, ClinicId, ClinicProfile, ExistingSlot, Location, PatientId, Slot, SlotId, Timebook,
    TimebookId, TimebookType,
};
use tokio::sync::broadcast;

use crate::lanes::Lanes;
use crate::postgres::Postgres;
use crate::reads;
use crate::writer::Writer;

/// Where clinics' data stand. Dropped, it saves what it was given before it goes.
pub struct SqlStore {
    engine: Engine,
    events: broadcast::Sender<Announcement>,
}

enum Engine {
    Sqlite(Box<Sqlite>),
    Postgres(Arc<Postgres>),
}

struct Sqlite {
    writer: Writer,
    readers: Lanes,
    backup: Option<PathBuf>,
}

impl SqlStore {
    pub(crate) fn sqlite(
        writer: Writer,
        readers: Lanes,
        events: broadcast::Sender<Announcement>,
        backup: Option<PathBuf>,
    ) -> Self {
        Self { engine: Engine::Sqlite(Box::new(Sqlite { writer, readers, backup })), events }
    }

    pub(crate) fn postgres(postgres: Postgres) -> Self {
        Self { events: postgres.events.clone(), engine: Engine::Postgres(Arc::new(postgres)) }
    }

    /// The copy that was made at the start because the tables were older than the program.
    #[must_use]
    pub fn backup(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.backup.as_deref(),
            Engine::Postgres(_) => None,
        }
    }

    fn readers(&self) -> &Lanes {
        match &self.engine {
            Engine::Sqlite(sqlite) => &sqlite.readers,
            Engine::Postgres(postgres) => &postgres.lanes,
        }
    }
}

/// Runs a query on a connection that is lent for it.
macro_rules! read {
    ($store:ident, $query:path $(, $argument:expr)*) => {{
        let mut lane = $store.readers().lane().await?;
        let answer = $query(&mut lane.connection $(, $argument)*).await;
        lane.end(answer)
    }};
}

#[async_trait]
impl Store for SqlStore {
    async fn commit(&self, clinic: ClinicId, unit: Unit) -> Result<Committed, CommitError> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.writer.commit(clinic, unit).await,
            Engine::Postgres(postgres) => postgres.commit(clinic, unit).await,
        }
    }

    fn events(&self) -> broadcast::Receiver<Announcement> {
        self.events.subscribe()
    }

    async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError> {
        read!(self, reads::offer::clinics)
    }

    async fn profile(&self, clinic: ClinicId) -> Result<Option<ClinicProfile>, StoreError> {
        read!(self, reads::offer::profile, clinic)
    }

    async fn locations(&self, clinic: ClinicId) -> Result<Vec<Location>, StoreError> {
        read!(self, reads::offer::locations, clinic)
    }

    async fn timebooks(&self, clinic: ClinicId) -> Result<Vec<Timebook>, StoreError> {
        read!(self, reads::offer::timebooks, clinic)
    }

    async fn published_kinds(&self, clinic: ClinicId) -> Result<Vec<TimebookType>, StoreError> {
        read!(self, reads::offer::published_kinds, clinic)
    }

    async fn published(
        &self,
        clinic: ClinicId,
        kind: TimebookType,
    ) -> Result<Vec<(Timebook, Location)>, StoreError> {
        read!(self, reads::offer::published, clinic, kind)
    }

    async fn coming_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        now: DateTime<Utc>,
    ) -> Result<Vec<ExistingSlot>, StoreError> {
        read!(self, reads::calendar::coming_slots, clinic, timebook, now)
    }

    async fn timebook_states(
        &self,
        clinic: ClinicId,
        now: DateTime<Utc>,
    ) -> Result<Vec<TimebookState>, StoreError> {
        read!(self, reads::calendar::timebook_states, clinic, now)
    }

    async fn free_days(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<NaiveDate>, StoreError> {
        read!(self, reads::calendar::free_days, clinic, timebook, (from, to), now)
    }

    async fn next_free_day(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        from: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<NaiveDate>, StoreError> {
        read!(self, reads::calendar::next_free_day, clinic, timebook, from, now)
    }

    async fn free_slots(
        &self,
        clinic: ClinicId,
        timebook: TimebookId,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<Slot>, StoreError> {
        read!(self, reads::calendar::free_slots, clinic, timebook, date, now)
    }

    async fn slot(&self, clinic: ClinicId, slot: SlotId) -> Result<Option<Slot>, StoreError> {
        read!(self, reads::calendar::slot, clinic, slot)
    }

    async fn booking(&self, clinic: ClinicId, id: BookingId) -> Result<Option<BookingView>, StoreError> {
        read!(self, reads::bookings::booking, clinic, id)
    }

    async fn waiting(&self, clinic: ClinicId) -> Result<Vec<BookingView>, StoreError> {
        read!(self, reads::bookings::waiting, clinic)
    }

    async fn waiting_count(&self, clinic: ClinicId) -> Result<u32, StoreError> {
        read!(self, reads::bookings::waiting_count, clinic)
    }

    async fn decided_since(
        &self,
        clinic: ClinicId,
        since: DateTime<Utc>,
    ) -> Result<Vec<BookingView>, StoreError> {
        read!(self, reads::bookings::decided_since, clinic, since)
    }

    async fn bookings_of(
        &self,
        clinic: ClinicId,
        patient: PatientId,
    ) -> Result<Vec<BookingView>, StoreError> {
        read!(self, reads::bookings::bookings_of, clinic, patient)
    }

    async fn overdue(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Vec<Booking>, StoreError> {
        read!(self, reads::bookings::overdue, clinic, now)
    }

    async fn patients(&self, clinic: ClinicId) -> Result<Vec<Patient>, StoreError> {
        read!(self, reads::patients::patients, clinic)
    }

    async fn session(
        &self,
        clinic: ClinicId,
        token: &TokenHash,
    ) -> Result<Option<(Session, Patient)>, StoreError> {
        read!(self, reads::patients::session, clinic, token)
    }

    async fn due(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Vec<OutboxItem>, StoreError> {
        read!(self, reads::outbox::due, clinic, now)
    }

    async fn next_due(&self, clinic: ClinicId) -> Result<Option<DateTime<Utc>>, StoreError> {
        read!(self, reads::outbox::next_due, clinic)
    }

    async fn journal(&self, clinic: ClinicId, booking: BookingId) -> Result<Vec<JournalEntry>, StoreError> {
        read!(self, reads::bookings::journal, clinic, booking)
    }
}
