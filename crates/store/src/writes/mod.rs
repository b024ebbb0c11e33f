//! Writes, one module for each noun.
//!
//! [`apply`] executes the writes of a transaction in order. The caller must make sure that they are saved all
//! together or not at all.

pub(crate) mod booking;
mod exception;
pub(crate) mod journal;
mod outbox;
mod patient;
mod session;
mod setup;
mod slots;

use clinic::{CommitError, Committed, Transaction, Write};
use timebook::{ClinicId, Place};

use crate::engine::{Connection, Value};
use crate::fault::store_error;
use crate::requests::{self, PendingRequest, too_many_tries};

/// Executes every write of a transaction, in order. Stops at the first whose condition is false.
pub(crate) async fn apply(
    connection: &mut Connection,
    clinic: ClinicId,
    transaction: &Transaction,
) -> Result<Committed, CommitError> {
    let mut committed = Committed::default();
    for write in &transaction.writes {
        match write {
            Write::ClaimDatabase => setup::claim_database(connection, clinic).await?,
            Write::SaveProfile(profile, edit) => {
                setup::save_profile(connection, clinic, profile, edit).await?;
            }
            Write::SaveLocation(location, edit) => {
                setup::save_location(connection, clinic, location, edit).await?;
            }
            Write::SaveTimebook(timebook, edit) => {
                setup::save_timebook(connection, clinic, timebook, edit).await?;
            }
            Write::OnTimebook { timebook, was } => {
                setup::on_timebook(connection, clinic, *timebook, *was).await?;
            }
            Write::SaveException(new, edit) => exception::save(connection, clinic, new, edit).await?,
            Write::DeleteException { exception, was } => {
                exception::delete(connection, clinic, *exception, *was).await?;
            }
            Write::OnExceptions { was } => exception::on_exceptions(connection, clinic, *was).await?,
            Write::DeleteLocation { location, was } => {
                setup::delete_location(connection, clinic, *location, *was).await?;
            }
            Write::DeleteTimebook { timebook, was } => {
                setup::delete_timebook(connection, clinic, *timebook, *was).await?;
            }
            Write::ChangeSlots { timebook, add, reopen, remove, close } => {
                let mut slots = slots::Slots { connection, clinic, timebook: *timebook };
                // Removed first, to make room for the new slots.
                slots.remove(remove).await?;
                slots.close(close).await?;
                slots.add(add).await?;
                slots.reopen(reopen).await?;
            }
            Write::SavePatient(patient) => patient::save(connection, clinic, patient).await?,
            Write::Request(request) => {
                committed.place = Some(save_request(connection, PendingRequest { clinic, request }).await?);
            }
            Write::Change { booking, was } => {
                committed.place = booking::change(connection, clinic, booking, *was).await?;
            }
            Write::Queue(item) => outbox::queue(connection, clinic, item).await?,
            Write::Unqueue(booking) => outbox::unqueue(connection, clinic, *booking).await?,
            Write::Delivered { item, at, notification } => {
                outbox::delivered(connection, clinic, *item, *at, notification).await?;
            }
            Write::NotDelivered { item, at, error, try_at } => {
                outbox::not_delivered(connection, clinic, &item.to_string(), *at, error, *try_at).await?;
            }
            Write::GiveUp { row, at, error } => {
                outbox::not_delivered(connection, clinic, row, *at, error, None).await?;
            }
            Write::SendAgain { item, at } => outbox::send_again(connection, clinic, *item, *at).await?,
            Write::Record(entry) => journal::record(connection, clinic, entry).await?,
            Write::OpenSession(session) => session::open(connection, clinic, session).await?,
            Write::ChangeDraft { session, change } => {
                session::change_draft(connection, clinic, session, change).await?;
            }
            Write::ExtendSession { session, expires_at } => {
                session::extend(connection, clinic, session, *expires_at).await?;
            }
            Write::DeleteExpiredSessions { before } => {
                session::delete_expired(connection, clinic, *before).await?;
            }
            Write::CloseSession(token) => session::close(connection, clinic, token).await?,
        }
    }
    Ok(committed)
}

/// Saves a request among other writes. A request that is alone in its transaction is saved together with
/// others instead.
async fn save_request(connection: &mut Connection, asked: PendingRequest<'_>) -> Result<Place, CommitError> {
    let mut outcomes = requests::save(connection, &[asked]).await?;
    outcomes.pop().unwrap_or_else(|| Err(too_many_tries()))
}

/// Whether a transaction can fail only before it has written anything, so that it needs no rollback: it is a
/// single write with a single statement that changes rows.
pub(crate) fn needs_no_savepoint(transaction: &Transaction) -> bool {
    match transaction.writes.as_slice() {
        [] => true,
        [
            Write::ChangeSlots { .. }
            | Write::SaveLocation(..)
            | Write::SaveTimebook(..)
            | Write::SaveException(..)
            | Write::DeleteException { .. }
            | Write::DeleteLocation { .. }
            | Write::DeleteTimebook { .. }
            | Write::ChangeDraft { .. }
            | Write::Delivered { .. },
        ] => false,
        [_] => true,
        [_, _, ..] => false,
    }
}

/// Runs a statement and returns the number of changed rows.
async fn run(
    connection: &mut Connection,
    statement: &'static str,
    values: Vec<Value>,
) -> Result<u64, CommitError> {
    connection.run(statement, values).await.map_err(|error| CommitError::Store(store_error(error)))
}
