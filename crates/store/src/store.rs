//! The `Store` port, on either engine.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use clinic::events::Announcement;
use clinic::{Clock, CommitError, Committed, Store, StoreError, Transaction};
use timebook::ClinicId;
use tokio::sync::broadcast;

use crate::clock::SharedClock;
use crate::memory::Memory;
use crate::pool::Pool;
use crate::postgres::{Postgres, Server};
use crate::writer::Writer;

/// A store on SQLite or PostgreSQL. When it is dropped, it first saves what it has received.
pub struct SqlStore {
    engine: Engine,
    memory: Arc<Memory>,
    queries: AtomicU64,
    events: broadcast::Sender<Announcement>,
}

enum Engine {
    Sqlite(Box<Sqlite>),
    Postgres(Postgres),
}

struct Sqlite {
    writer: Writer,
    readers: Pool,
    backup: Option<PathBuf>,
}

impl SqlStore {
    pub(crate) fn sqlite(
        writer: Writer,
        readers: Pool,
        memory: Arc<Memory>,
        events: broadcast::Sender<Announcement>,
        backup: Option<PathBuf>,
    ) -> Self {
        Self::new(Engine::Sqlite(Box::new(Sqlite { writer, readers, backup })), memory, events)
    }

    pub(crate) fn postgres(server: Server) -> Self {
        let (memory, events) = (Arc::clone(&server.memory), server.events.clone());
        Self::new(Engine::Postgres(Postgres::start(server)), memory, events)
    }

    fn new(engine: Engine, memory: Arc<Memory>, events: broadcast::Sender<Announcement>) -> Self {
        Self { engine, memory, queries: AtomicU64::new(0), events }
    }

    /// The backup that was made at the start because the tables were older than the program.
    #[must_use]
    pub fn backup(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.backup.as_deref(),
            Engine::Postgres(_) => None,
        }
    }

    /// The connections to a server that other programs may use too; `None` for a file.
    pub(crate) fn shared(&self) -> Option<&Arc<Pool>> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(postgres) => Some(postgres.pool()),
        }
    }

    /// The clock to use: the server's, which every program on the same database uses, or the program's `own`
    /// if no other program uses the data.
    ///
    /// # Errors
    /// [`StoreError`] when the server's time cannot be read.
    pub async fn clock(&self, own: Arc<dyn Clock>) -> Result<SharedClock, StoreError> {
        match self.shared() {
            Some(pool) => SharedClock::of_server(own, pool).await,
            None => Ok(SharedClock::own(own)),
        }
    }

    /// The number of queries sent to the database since the store was opened. Answers from the cache send
    /// none.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// Counts one more query.
    pub(crate) fn count_query(&self) {
        self.queries.fetch_add(1, Ordering::Relaxed);
    }

    /// The cache.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The connections that read.
    pub(crate) fn pool(&self) -> &Pool {
        match &self.engine {
            Engine::Sqlite(sqlite) => &sqlite.readers,
            Engine::Postgres(postgres) => postgres.pool(),
        }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn commit(&self, clinic: ClinicId, transaction: Transaction) -> Result<Committed, CommitError> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.writer.commit(clinic, transaction).await,
            Engine::Postgres(postgres) => postgres.commit(clinic, transaction).await,
        }
    }

    fn events(&self) -> broadcast::Receiver<Announcement> {
        self.events.subscribe()
    }

    async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => {
                // Readers first: while one reads, the WAL cannot be truncated.
                sqlite.readers.close().await;
                sqlite.writer.close().await;
            }
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}
