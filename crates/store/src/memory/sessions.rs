//! The cache of patients' sessions in the portal, by the hash of their token.
//!
//! A changed session is dropped and read again when it is next used. On PostgreSQL this also happens when
//! another program's notification arrives: a session that was closed in another program is closed here some
//! milliseconds later, or after half a minute if the notification was lost. Expired sessions may stay for a
//! while; callers compare with the clock.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use clinic::session::{Session, TokenHash};
use clinic::{Patient, StoreError};
use hashlink::LruCache;
use timebook::{ClinicId, PatientId};

use super::changes::Changes;

/// The most cached sessions. One takes less than 1 KiB, or 5 KiB with the longest draft.
const MOST: usize = 20_000;

/// The number of separate change counters, so that a change of one session seldom prevents caching another.
const PARTS: usize = 64;

/// Cached sessions and their patients; the least recently used are dropped first.
pub(crate) struct Sessions(Mutex<Kept>);

struct Kept {
    sessions: LruCache<(ClinicId, TokenHash), Session>,
    patients: LruCache<(ClinicId, PatientId), Patient>,
    /// The number of changes so far: what was read before a change is not cached after it.
    changes: [u64; PARTS],
    listening: bool,
}

impl Sessions {
    pub(super) fn new(listening: bool) -> Self {
        let (sessions, patients) = (LruCache::new(MOST), LruCache::new(MOST));
        Self(Mutex::new(Kept { sessions, patients, changes: [0; PARTS], listening }))
    }

    /// The session with this token and its patient; `read` reads them when they are not cached.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn get(
        &self,
        clinic: ClinicId,
        token: &TokenHash,
        read: impl Future<Output = Result<Option<(Session, Patient)>, StoreError>>,
    ) -> Result<Option<(Session, Patient)>, StoreError> {
        let part = part(clinic, token);
        let before = {
            let mut kept = self.lock();
            if let Some(found) = kept.find(clinic, token) {
                return Ok(Some(found));
            }
            kept.changes[part]
        };
        let found = read.await?;
        if let Some((session, patient)) = &found {
            let mut kept = self.lock();
            if kept.listening && kept.changes[part] == before {
                kept.sessions.insert((clinic, token.clone()), session.clone());
                kept.patients.insert((clinic, patient.id), patient.clone());
            }
        }
        Ok(found)
    }

    /// Applies the saved changes.
    pub(super) fn follow(&self, changes: &Changes) {
        let mut kept = self.lock();
        for (clinic, session) in &changes.opened {
            if kept.listening {
                kept.sessions.insert((*clinic, session.token.clone()), session.clone());
            }
        }
        for (clinic, token) in &changes.sessions {
            kept.forget_session(*clinic, token);
        }
        for (clinic, before) in &changes.expired {
            kept.forget_expired(*clinic, *before);
        }
        for (clinic, patient) in &changes.patients {
            kept.forget_patient(*clinic, *patient);
        }
    }

    pub(super) fn forget_one(&self, clinic: ClinicId, token: &str) {
        self.lock().forget_session(clinic, &TokenHash(token.to_owned()));
    }

    pub(super) fn forget_patient(&self, clinic: ClinicId, patient: PatientId) {
        self.lock().forget_patient(clinic, patient);
    }

    pub(super) fn forget(&self) {
        self.lock().forget();
    }

    pub(super) fn set_listening(&self, listening: bool) {
        let mut kept = self.lock();
        kept.forget();
        kept.listening = listening;
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, clinic: ClinicId, token: &TokenHash) -> Option<(Session, Patient)> {
        let session = self.sessions.get(&(clinic, token.clone()))?;
        let patient = self.patients.get(&(clinic, session.patient))?;
        Some((session.clone(), patient.clone()))
    }

    fn forget_session(&mut self, clinic: ClinicId, token: &TokenHash) {
        self.changes[part(clinic, token)] += 1;
        self.sessions.remove(&(clinic, token.clone()));
    }

    fn forget_expired(&mut self, clinic: ClinicId, before: DateTime<Utc>) {
        self.count_all();
        self.sessions.retain(|(of, _), session| *of != clinic || session.expires_at > before);
    }

    /// It is not known which sessions are the patient's, so no session that is being read is cached.
    fn forget_patient(&mut self, clinic: ClinicId, patient: PatientId) {
        self.count_all();
        self.patients.remove(&(clinic, patient));
    }

    fn forget(&mut self) {
        self.count_all();
        self.sessions.clear();
        self.patients.clear();
    }

    fn count_all(&mut self) {
        self.changes.iter_mut().for_each(|changes| *changes += 1);
    }
}

fn part(clinic: ClinicId, token: &TokenHash) -> usize {
    let mut hasher = DefaultHasher::new();
    (clinic, token).hash(&mut hasher);
    usize::try_from(hasher.finish() % PARTS as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests;
