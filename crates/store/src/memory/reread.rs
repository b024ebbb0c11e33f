//! PostgreSQL: times that have changed are read again, some at a time.
//!
//! Commits are saved side by side and can be told in another order than they were saved in. A reading that
//! begins after the news of a change has come sees that change; so the last reading of a time is right.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use clinic::StoreError;
use timebook::{ClinicId, SlotId};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::Memory;
use super::changes::{SlotKey, StoredSlot};
use crate::pool::Pool;
use crate::reads::calendar::named_slots;

/// How long names are gathered: short beside the time it takes a person to look at a page, long enough
/// that a rush costs the server some dozen readings in a second.
const GATHER: Duration = Duration::from_millis(20);

/// Takes the names of times to be read again. Dropped, it ends the task that reads them.
#[derive(Clone)]
pub(crate) struct Rereader {
    names: mpsc::UnboundedSender<SlotKey>,
    memory: Arc<Memory>,
    pool: Arc<Pool>,
}

impl Rereader {
    /// Starts the task.
    pub(crate) fn start(memory: &Arc<Memory>, pool: &Arc<Pool>) -> Self {
        let (names, named) = mpsc::unbounded_channel();
        tokio::spawn(read_named(named, Arc::clone(memory), Arc::clone(pool)));
        Self { names, memory: Arc::clone(memory), pool: Arc::clone(pool) }
    }

    /// Has a time read again soon, if anyone here looks at its calendar.
    pub(crate) fn read(&self, slot: SlotKey) {
        if self.memory.calendars.wants(slot.calendar()) {
            // The other end lives as long as this one.
            let _ = self.names.send(slot);
        }
    }

    /// Times as they stand now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn read_now(&self, slots: &[(ClinicId, SlotId)]) -> Result<Vec<StoredSlot>, StoreError> {
        if slots.is_empty() {
            return Ok(Vec::new());
        }
        read(&self.pool, slots).await
    }
}

async fn read_named(mut named: mpsc::UnboundedReceiver<SlotKey>, memory: Arc<Memory>, pool: Arc<Pool>) {
    while let Some(first) = named.recv().await {
        sleep(GATHER).await;
        let mut slots = BTreeSet::from([first]);
        while let Ok(slot) = named.try_recv() {
            slots.insert(slot);
        }
        let names: Vec<(ClinicId, SlotId)> = slots.iter().map(|slot| (slot.clinic, slot.slot)).collect();
        match read(&pool, &names).await {
            Ok(stored) => memory.calendars.put(stored),
            Err(error) => {
                tracing::debug!(%error, "times that have changed cannot be read; their calendars are forgotten");
                slots.iter().for_each(|slot| memory.calendars.forget_one(slot.calendar()));
            }
        }
    }
}

async fn read(pool: &Pool, slots: &[(ClinicId, SlotId)]) -> Result<Vec<StoredSlot>, StoreError> {
    let mut connection = pool.get().await?;
    let read = named_slots(&mut connection, slots).await;
    connection.release(read)
}
