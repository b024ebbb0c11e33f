//! PostgreSQL: reads changed slots again, several at a time.
//!
//! Commits run in parallel and can be announced in another order than they were saved. A read that begins
//! after a change was announced sees that change, so the last read of a slot is correct.

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

/// How long names are collected: short compared with the time a person looks at a page, long enough that a
/// rush costs the server only a few dozen reads per second.
const GATHER: Duration = Duration::from_millis(20);

/// Receives the names of slots to read again. When it is dropped, the reading task ends.
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

    /// Reads a slot again soon, if its calendar is cached.
    pub(crate) fn read(&self, slot: SlotKey) {
        if self.memory.calendars.wants(slot.calendar()) {
            // Cannot fail: the receiver lives as long as this value.
            let _ = self.names.send(slot);
        }
    }

    /// The current state of slots.
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
                tracing::debug!(%error, "changed times cannot be read; their calendars are dropped from the cache");
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
