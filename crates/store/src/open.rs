//! Opening a store.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::broadcast;

use crate::dialect::OWN_NAME;
use crate::engine::values;
use crate::memory::Memory;
use crate::memory::reread::Rereader;
use crate::migrations::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS, migrate, unavailable, version};
use crate::notify::{Notifier, Subscribers};
use crate::open_error::OpenError;
use crate::pool::{Pool, Target};
use crate::postgres::Server;
use crate::statistics::Statistics;
use crate::store::SqlStore;
use crate::writer::Writer;
use crate::{folder, sqlite};

/// The number of events that a slow subscriber may lag behind before it is told to read everything again.
const EVENTS: usize = 1024;

/// One program's number of connections to PostgreSQL.
const POOL_SIZE: usize = 16;

/// Opens the data folder of a clinic with one program. Creates it if it does not exist.
///
/// # Errors
/// [`OpenError`].
pub async fn open_sqlite(folder: &Path) -> Result<SqlStore, OpenError> {
    open_sqlite_with(folder, &SQLITE_MIGRATIONS).await
}

/// [`open_sqlite`] with other migrations, so that tests can act as older and newer programs.
///
/// # Errors
/// [`OpenError`].
pub async fn open_sqlite_with(folder: &Path, migrator: &Migrator) -> Result<SqlStore, OpenError> {
    let lock = folder::take(folder)?;
    let (writer, backup) = sqlite::writer(folder, migrator).await?;
    let (events, _) = broadcast::channel(EVENTS);
    let memory = Arc::new(Memory::new(true));
    let writer = Writer::start(writer, Arc::clone(&memory), events.clone(), lock)
        .map_err(|error| OpenError::Unavailable(error.into()))?;
    let readers = sqlite::readers(&folder::database(folder));
    Ok(SqlStore::sqlite(writer, readers, memory, events, backup))
}

/// Opens a database on a PostgreSQL server, for a clinic with several programs.
///
/// # Errors
/// [`OpenError`]. The errors about folders do not occur.
pub async fn open_postgres(url: &str) -> Result<SqlStore, OpenError> {
    open_postgres_with(url, &POSTGRES_MIGRATIONS).await
}

/// [`open_postgres`] with other migrations.
///
/// # Errors
/// [`OpenError`]. The errors about folders do not occur.
pub async fn open_postgres_with(url: &str, migrator: &Migrator) -> Result<SqlStore, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(unavailable)?.disable_statement_logging();
    let pool = Arc::new(Pool::new(Target::Postgres(Box::new(options.clone())), POOL_SIZE));
    let mut connection = pool.connect().await.map_err(unavailable)?;
    version(&mut connection, migrator).await?;
    migrate(&mut connection, migrator).await?;
    let own = connection.row(OWN_NAME, values![]).await.map_err(unavailable)?;
    let own = own.and_then(|row| row.text(0).ok().flatten().map(str::to_owned)).unwrap_or_default();
    connection.close().await.map_err(unavailable)?;

    let (events, _) = broadcast::channel(EVENTS);
    // Nothing is cached until notifications of the other programs can be received.
    let memory = Arc::new(Memory::new(false));
    let rereader = Rereader::start(&memory, &pool);
    let subscribers =
        Subscribers { events: events.clone(), memory: Arc::clone(&memory), rereader: rereader.clone() };
    let notifier = Notifier::start(options, &pool, own, subscribers);
    Ok(SqlStore::postgres(Server {
        pool,
        notifier,
        memory,
        rereader,
        events,
        statistics: Statistics::default(),
    }))
}
