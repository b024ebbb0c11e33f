//! The port, on either engine.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use clinic::events::Announcement;
use clinic::{CommitError, Committed, Store, Unit};
use timebook::ClinicId;
use tokio::sync::broadcast;

use crate::pool::Pool;
use crate::postgres::{Postgres, Server};
use crate::writer::Writer;

/// Where clinics' data stand. Dropped, it saves what it was given before it goes.
pub struct SqlStore {
    engine: Engine,
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
        events: broadcast::Sender<Announcement>,
        backup: Option<PathBuf>,
    ) -> Self {
        Self { engine: Engine::Sqlite(Box::new(Sqlite { writer, readers, backup })), events }
    }

    pub(crate) fn postgres(server: Server) -> Self {
        Self { events: server.events.clone(), engine: Engine::Postgres(Postgres::start(server)) }
    }

    /// The copy that was made at the start because the tables were older than the program.
    #[must_use]
    pub fn backup(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.backup.as_deref(),
            Engine::Postgres(_) => None,
        }
    }

    /// The connections to a server that other programs may use, too; none to a file of one's own.
    pub(crate) fn shared(&self) -> Option<&Pool> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(postgres) => Some(postgres.pool()),
        }
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
    async fn commit(&self, clinic: ClinicId, unit: Unit) -> Result<Committed, CommitError> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.writer.commit(clinic, unit).await,
            Engine::Postgres(postgres) => postgres.commit(clinic, unit).await,
        }
    }

    fn events(&self) -> broadcast::Receiver<Announcement> {
        self.events.subscribe()
    }

    async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => {
                // Readers first: while one reads, the log beside the file cannot be emptied.
                sqlite.readers.close().await;
                sqlite.writer.close().await;
            }
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}
