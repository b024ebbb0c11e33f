//! PostgreSQL: one transaction for each unit, many at once.

use std::sync::Arc;

use clinic::events::Announcement;
use clinic::{CommitError, Committed, StoreError, Unit};
use timebook::ClinicId;
use tokio::sync::broadcast;

use crate::asks::Ask;
use crate::dialect::BEGIN_POSTGRES;
use crate::engine::Connection;
use crate::fault::{lost_a_race, store_error};
use crate::notify::Notifier;
use crate::pool::Pool;
use crate::writes;

/// How often a unit is done again when another transaction was in its way.
const TRIES: usize = 5;

/// A server, and those who watch what happens there.
pub(crate) struct Postgres {
    /// Connections to it.
    pub(crate) pool: Arc<Pool>,
    /// Tells the other programs on the same database, and hears of them.
    pub(crate) notifier: Notifier,
    /// Tells this program.
    pub(crate) events: broadcast::Sender<Announcement>,
}

impl Postgres {
    /// Saves a unit. It is seen through even if the caller gives up waiting: what is saved is told.
    pub(crate) async fn commit(
        self: &Arc<Self>,
        clinic: ClinicId,
        unit: Unit,
    ) -> Result<Committed, CommitError> {
        let this = Arc::clone(self);
        tokio::spawn(async move {
            let committed = this.save(clinic, &unit).await?;
            for event in unit.events {
                let announcement = Announcement { clinic, event };
                // Nobody may be watching here.
                let _ = this.events.send(announcement);
                this.notifier.tell(announcement);
            }
            Ok(committed)
        })
        .await
        .unwrap_or_else(|error| Err(StoreError::Unavailable(error.into()).into()))
    }

    async fn save(&self, clinic: ClinicId, unit: &Unit) -> Result<Committed, CommitError> {
        let mut tries = 1;
        loop {
            match self.try_to_save(clinic, unit).await {
                Err(CommitError::Store(error)) if tries < TRIES && lost_a_race(&error) => tries += 1,
                answer => return answer,
            }
        }
    }

    async fn try_to_save(&self, clinic: ClinicId, unit: &Unit) -> Result<Committed, CommitError> {
        let mut connection = self.pool.get().await?;
        let answer = match Ask::of(clinic, unit) {
            Some(ask) => ask.save(&mut connection).await,
            None => in_transaction(&mut connection, clinic, unit).await,
        };
        match &answer {
            Err(CommitError::Store(error)) => connection.release_after(Some(error)),
            Ok(_) | Err(_) => connection.release_after(None),
        }
        answer
    }
}

/// Saves the unit whole, or nothing of it.
async fn in_transaction(
    connection: &mut Connection,
    clinic: ClinicId,
    unit: &Unit,
) -> Result<Committed, CommitError> {
    connection.execute(BEGIN_POSTGRES).await.map_err(store_error)?;
    let answer = writes::apply(connection, clinic, unit).await;
    let end = if answer.is_ok() { "COMMIT" } else { "ROLLBACK" };
    match connection.execute(end).await {
        Ok(()) => answer,
        // A lost connection shows here too, and says more than what it was lost over.
        Err(error) => Err(store_error(error).into()),
    }
}
