//! A patient's session with the portal.
//!
//! The browser holds a random token; the store holds its hash, so a copy of the database opens no
//! session. How tokens are made and hashed is the portal's business.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use timebook::{PatientId, SlotId, TimebookId, TimebookType};

use crate::Clinic;
use crate::error::StoreError;
use crate::record::Patient;
use crate::unit::{CommitError, Unit, Write};

/// A session ends this long after the login.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(2);

/// The SHA-256 of a session's token, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenHash(pub String);

/// What the patient has filled in and not sent, kept over «Tilbake» and «Avbryt». They may leave
/// at any step, so only the type is always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The type chosen.
    pub kind: TimebookType,
    /// The timebook chosen.
    pub timebook: Option<TimebookId>,
    /// The day looked at.
    pub day: Option<NaiveDate>,
    /// The time chosen.
    pub slot: Option<SlotId>,
    /// «Hva gjelder det?» as typed, not yet checked.
    pub reason: String,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its token.
    pub token: TokenHash,
    /// Who logged in.
    pub patient: PatientId,
    /// The secret that every form must carry.
    pub form_token: String,
    /// No longer valid from this instant.
    pub expires_at: DateTime<Utc>,
    /// What is filled in and not sent.
    pub draft: Option<Draft>,
}

impl Clinic {
    /// Opens a session for a patient who has proven who they are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_session(
        &self,
        patient: PatientId,
        token: TokenHash,
        form_token: String,
    ) -> Result<Session, StoreError> {
        let expires_at = self.now() + SESSION_LIFE;
        let session = Session { token, patient, form_token, expires_at, draft: None };
        self.save(Unit::quiet(vec![Write::OpenSession(session.clone())])).await?;
        Ok(session)
    }

    /// The open session with this token, and its patient.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, token: &TokenHash) -> Result<Option<(Session, Patient)>, StoreError> {
        let found = self.store.session(self.id, token).await?;
        Ok(found.filter(|(session, _)| session.expires_at > self.now()))
    }

    /// Keeps what the patient has filled in, or forgets it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_draft(&self, session: &Session, draft: Option<Draft>) -> Result<(), StoreError> {
        let session = session.token.clone();
        self.save(Unit::quiet(vec![Write::KeepDraft { session, draft }])).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        self.save(Unit::quiet(vec![Write::CloseSession(token.clone())])).await
    }

    /// Saves a unit that has no conditions which could fail.
    pub(crate) async fn save(&self, unit: Unit) -> Result<(), StoreError> {
        match self.store.commit(self.id, unit).await {
            Ok(_) => Ok(()),
            Err(CommitError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Broken(other.into())),
        }
    }
}
