//! Which program runs a job that only one program at a time may run.
//!
//! On SQLite the folder's lock decides. On PostgreSQL a row says which program and until when, by the
//! server's clock, so programs agree even if their own clocks differ.

use async_trait::async_trait;
use chrono::TimeDelta;
use clinic::{LeaseStore, StoreError};
use timebook::ClinicId;
use uuid::Uuid;

use crate::SqlStore;
use crate::dialect::{GIVE_LEASE_BACK, TAKE_LEASE};
use crate::engine::values;
use crate::fault::store_error;

#[async_trait]
impl LeaseStore for SqlStore {
    async fn take_lease(
        &self,
        clinic: ClinicId,
        job: &'static str,
        holder: Uuid,
        length: TimeDelta,
    ) -> Result<bool, StoreError> {
        let Some(pool) = self.shared() else { return Ok(true) };
        let mut connection = pool.get().await?;
        let values = values![clinic.to_string(), job, holder.to_string(), length.num_milliseconds()];
        let taken = connection.row(TAKE_LEASE, values).await.map_err(store_error);
        connection.release(taken).map(|row| row.is_some())
    }

    async fn give_lease_back(
        &self,
        clinic: ClinicId,
        job: &'static str,
        holder: Uuid,
    ) -> Result<(), StoreError> {
        let Some(pool) = self.shared() else { return Ok(()) };
        let mut connection = pool.get().await?;
        let values = values![clinic.to_string(), job, holder.to_string()];
        let given = connection.run(GIVE_LEASE_BACK, values).await.map_err(store_error);
        connection.release(given).map(|_| ())
    }
}
