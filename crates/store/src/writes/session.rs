//! Changes of sessions in the portal.

use chrono::{DateTime, Utc};
use clinic::CommitError;
use clinic::session::{DraftChange, Session, TokenHash};
use timebook::ClinicId;

use super::run;
use crate::engine::{Connection, values};
use crate::fault::store_error;
use crate::rows::{draft, draft_text, millis};

const OPEN: &str = "INSERT INTO portal_session (clinic_id, token, patient_id, form_token, expires_at, \
     ends_at, draft) VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) async fn open(
    connection: &mut Connection,
    clinic: ClinicId,
    session: &Session,
) -> Result<(), CommitError> {
    let values = values![
        clinic.to_string(),
        session.token.0.as_str(),
        session.patient.to_string(),
        session.form_token.as_str(),
        millis(session.expires_at),
        millis(session.ends_at),
        draft_text(session.draft.as_ref())?,
    ];
    run(connection, OPEN, values).await.map(|_| ())
}

/// Locks the row, so that no other page changes the draft between reading and saving it.
const LOCK_DRAFT: &str = "UPDATE portal_session SET draft = draft WHERE clinic_id = $1 AND token = $2 \
     RETURNING draft";

const SAVE_DRAFT: &str = "UPDATE portal_session SET draft = $3 WHERE clinic_id = $1 AND token = $2";

/// A change for a session that has ended meanwhile is ignored.
pub(super) async fn change_draft(
    connection: &mut Connection,
    clinic: ClinicId,
    session: &TokenHash,
    change: &DraftChange,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), session.0.as_str()];
    let rows = connection.rows(LOCK_DRAFT, values).await.map_err(store_error)?;
    let Some(row) = rows.first() else { return Ok(()) };
    let stored = row.text(0).map_err(store_error)?.and_then(draft);
    let changed = draft_text(change.applied_to(stored.as_ref()).as_ref())?;
    let values = values![clinic.to_string(), session.0.as_str(), changed];
    run(connection, SAVE_DRAFT, values).await.map(|_| ())
}

const EXTEND: &str = "UPDATE portal_session SET expires_at = $3 WHERE clinic_id = $1 AND token = $2 \
     AND expires_at < $3";

/// When two pages are opened at the same time, the later use is recorded.
pub(super) async fn extend(
    connection: &mut Connection,
    clinic: ClinicId,
    token: &TokenHash,
    expires_at: DateTime<Utc>,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), token.0.as_str(), millis(expires_at)];
    run(connection, EXTEND, values).await.map(|_| ())
}

const DELETE_EXPIRED: &str = "DELETE FROM portal_session WHERE clinic_id = $1 AND expires_at <= $2";

pub(super) async fn delete_expired(
    connection: &mut Connection,
    clinic: ClinicId,
    before: DateTime<Utc>,
) -> Result<(), CommitError> {
    run(connection, DELETE_EXPIRED, values![clinic.to_string(), millis(before)]).await.map(|_| ())
}

const CLOSE: &str = "DELETE FROM portal_session WHERE clinic_id = $1 AND token = $2";

pub(super) async fn close(
    connection: &mut Connection,
    clinic: ClinicId,
    token: &TokenHash,
) -> Result<(), CommitError> {
    run(connection, CLOSE, values![clinic.to_string(), token.0.as_str()]).await.map(|_| ())
}
