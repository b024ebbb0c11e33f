//! A patient's session in the portal.
//!
//! The browser has a random token and the store only its hash, so a copy of the database cannot be used to
//! open a session. The portal makes and hashes the tokens.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use timebook::{PatientId, SlotId, TimebookId, TimebookType};

/// A session ends this long after the login, even if it is used: a stolen one is useless the next day.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(2);

/// A session ends when it has not been used for this long: the pages show health data and may stay open on a
/// machine that others use. Half an hour is enough for a booking with a phone call in between.
pub const SESSION_IDLE: TimeDelta = TimeDelta::minutes(30);

/// A use is recorded at most this often, so that not every page view writes. A session may therefore end this
/// much sooner than [`SESSION_IDLE`].
pub(crate) const SESSION_NOTED: TimeDelta = TimeDelta::minutes(5);

/// An expired session cannot be used, but for this long its draft is kept: the same patient can continue it
/// from the same browser.
pub const SESSION_KEPT: TimeDelta = TimeDelta::hours(2);

/// The most bytes of «Hva gjelder det?» in a draft. Far more than the longest reason that can be sent (50
/// characters of 32 bytes), and far too little to fill a disk.
pub const DRAFT_BYTES: usize = 4096;

/// The SHA-256 of a session's token, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenHash(pub String);

/// What the patient has filled in and not sent, kept after «Tilbake» and «Avbryt». Patients may leave at any
/// step, so only the type is always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The type chosen.
    pub kind: TimebookType,
    /// The timebook chosen.
    pub timebook: Option<TimebookId>,
    /// The day shown.
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
    /// The secret that every form must contain.
    pub form_token: String,
    /// Expires at this instant unless it is used before.
    pub expires_at: DateTime<Utc>,
    /// Expires at this instant even if it is used.
    pub ends_at: DateTime<Utc>,
    /// The form that is filled in but not sent.
    pub draft: Option<Draft>,
}

impl Session {
    /// Whether it is valid at this instant.
    pub(crate) fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at && now < self.ends_at
    }
}
