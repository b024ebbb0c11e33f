//! A patient's session with the portal.
//!
//! The browser holds a random token; the store holds its hash, so a copy of the database opens no
//! session. How tokens are made and hashed is the portal's business.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use timebook::{PatientId, SlotId, TimebookId, TimebookType};

/// A session ends this long after the login, however much it is used: a stolen one is of no use the next day.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(2);

/// A session ends when it has not been used for this long: the pages show a person's health, and may stand
/// open on a machine that others use. Half an hour is what a booking with a phone call in between takes.
pub const SESSION_IDLE: TimeDelta = TimeDelta::minutes(30);

/// A use is noted at most this often, so that reading pages does not write. The idle time may therefore end
/// this much sooner than [`SESSION_IDLE`].
pub(crate) const SESSION_NOTED: TimeDelta = TimeDelta::minutes(5);

/// An expired session is of no use to anyone, but what was filled in under it can be gone on with by the
/// same patient, from the same browser, this long.
pub const SESSION_KEPT: TimeDelta = TimeDelta::hours(2);

/// The most bytes that «Hva gjelder det?» takes in a draft. Far above the longest reason that can be sent
/// (50 characters of 32 bytes), far below what would fill a disk.
pub const DRAFT_BYTES: usize = 4096;

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
    /// No longer valid from this instant, unless it is used before.
    pub expires_at: DateTime<Utc>,
    /// No longer valid from this instant, however much it is used.
    pub ends_at: DateTime<Utc>,
    /// What is filled in and not sent.
    pub draft: Option<Draft>,
}

impl Session {
    /// Whether it is valid at this instant.
    pub(crate) fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at && now < self.ends_at
    }
}
