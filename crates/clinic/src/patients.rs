//! The clinic's patients, and their sessions in the portal.

use timebook::{Actor, PatientId};

use crate::Clinic;
use crate::error::StoreError;
use crate::record::{Act, Patient};
use crate::rows::Rows;
use crate::session::{
    DRAFT_BYTES, Draft, DraftChange, SESSION_IDLE, SESSION_KEPT, SESSION_LIFE, SESSION_NOTED, Session,
    TokenHash,
};
use crate::transaction::{CommitError, Transaction, Write};

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// More than [`DRAFT_BYTES`].
    #[error("the draft holds {bytes} bytes")]
    TooLarge {
        /// The size of the draft in bytes.
        bytes: usize,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most patients that are listed. Only they can log in on the demo's login page.
pub const PATIENTS_MOST: u32 = 500;

impl Clinic {
    /// The first [`PATIENTS_MOST`] patients of the clinic, oldest first; the demo's login page lists them.
    /// Logged in the access log, but not at every page load, because the reader is not known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn patients(&self) -> Result<Rows<Patient>, StoreError> {
        let now = self.now();
        if self.seen.is_list_due(now) {
            let listed = self.access(Actor::System, None, Act::PatientsListed);
            self.save(Transaction::new(vec![Write::Record(listed)])).await?;
            self.seen.note_listed(now);
        }
        self.store.patients(self.id, PATIENTS_MOST).await
    }

    /// Saves a new patient, or changes of an existing one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn save_patient(&self, patient: Patient) -> Result<(), StoreError> {
        let saved = self.access(Actor::System, Some(patient.id), Act::PatientSaved);
        self.save(Transaction::new(vec![Write::SavePatient(patient), Write::Record(saved)])).await
    }

    /// Opens a session for a patient who has proven who they are, with the draft of an earlier session if any.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_session(
        &self,
        patient: PatientId,
        token: TokenHash,
        form_token: String,
        draft: Option<Draft>,
    ) -> Result<Session, StoreError> {
        let now = self.now();
        let (expires_at, ends_at) = (now + SESSION_IDLE, now + SESSION_LIFE);
        let session = Session { token, patient, form_token, expires_at, ends_at, draft };
        let entry = self.access(Actor::Patient, Some(patient), Act::LoggedIn);
        let writes = vec![Write::OpenSession(session.clone()), Write::Record(entry)];
        self.save(Transaction::new(writes)).await?;
        Ok(session)
    }

    /// The open session with this token, and its patient. Records that the session was used.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, token: &TokenHash) -> Result<Option<(Session, Patient)>, StoreError> {
        let now = self.now();
        let found = self.kept_session(token).await?;
        let Some((mut session, patient)) = found.filter(|(session, _)| session.is_open(now)) else {
            return Ok(None);
        };
        let expires_at = (now + SESSION_IDLE).min(session.ends_at);
        if expires_at - session.expires_at >= SESSION_NOTED {
            let session = session.token.clone();
            self.save(Transaction::new(vec![Write::ExtendSession { session, expires_at }])).await?;
        }
        session.expires_at = session.expires_at.max(expires_at);
        Ok(Some((session, patient)))
    }

    /// An unreadable session is treated as missing: the patient logs in again.
    async fn kept_session(&self, token: &TokenHash) -> Result<Option<(Session, Patient)>, StoreError> {
        match self.store.session(self.id, token).await {
            Err(StoreError::Unreadable(_)) => {
                tracing::warn!("a session cannot be read and is ignored");
                Ok(None)
            }
            other => other,
        }
    }

    /// The session with this token if it has expired but is still kept because of its draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expired_session(&self, token: &TokenHash) -> Result<Option<Session>, StoreError> {
        let now = self.now();
        let found = self.kept_session(token).await?.map(|(session, _)| session);
        Ok(found.filter(|session| !session.is_open(now) && now < session.expires_at + SESSION_KEPT))
    }

    /// Deletes the sessions that expired longer than [`SESSION_KEPT`] ago, with their drafts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn delete_expired_sessions(&self) -> Result<(), StoreError> {
        let before = self.now() - SESSION_KEPT;
        self.save(Transaction::new(vec![Write::DeleteExpiredSessions { before }])).await
    }

    /// Changes the session's draft as it is stored now, which may be newer than the one of this `session`.
    ///
    /// # Errors
    /// [`DraftError`]; nothing is changed then.
    pub async fn change_draft(&self, session: &Session, change: DraftChange) -> Result<(), DraftError> {
        let bytes = change.bytes();
        if bytes > DRAFT_BYTES {
            return Err(DraftError::TooLarge { bytes });
        }
        let session = session.token.clone();
        Ok(self.save(Transaction::new(vec![Write::ChangeDraft { session, change }])).await?)
    }

    /// Logs a patient out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log_out(&self, session: &Session) -> Result<(), StoreError> {
        let entry = self.access(Actor::Patient, Some(session.patient), Act::LoggedOut);
        let writes = vec![Write::CloseSession(session.token.clone()), Write::Record(entry)];
        self.save(Transaction::new(writes)).await
    }

    /// Ends a session that is replaced by a new one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        self.save(Transaction::new(vec![Write::CloseSession(token.clone())])).await
    }

    /// Saves a transaction that has no conditions which could fail.
    pub(crate) async fn save(&self, transaction: Transaction) -> Result<(), StoreError> {
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(()),
            Err(CommitError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Broken(other.into())),
        }
    }
}
