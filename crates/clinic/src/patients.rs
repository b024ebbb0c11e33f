//! Who the clinic knows, and their sessions with the portal.

use timebook::PatientId;

use crate::Clinic;
use crate::error::StoreError;
use crate::record::Patient;
use crate::session::{Draft, SESSION_LIFE, Session, TokenHash};
use crate::unit::{CommitError, Unit, Write};

impl Clinic {
    /// Everyone the clinic knows, in the order they came; the demo's login page lists them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn patients(&self) -> Result<Vec<Patient>, StoreError> {
        self.store.patients(self.id).await
    }

    /// Notes who a patient is, or what has changed about them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn save_patient(&self, patient: Patient) -> Result<(), StoreError> {
        self.save(Unit::quiet(vec![Write::SavePatient(patient)])).await
    }

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
