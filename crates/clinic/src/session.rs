//! A patient's session with the portal.
//!
//! The browser holds a random token; the store holds its hash, so a copy of the database opens no
//! session. How tokens are made and hashed is the portal's business.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use timebook::{PatientId, SlotId, TimebookId, TimebookType};

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
