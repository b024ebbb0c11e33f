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

/// The most bytes of «Hva gjelder det?» in a draft, for each type. Far more than the longest reason that can
/// be sent (50 characters of 32 bytes), and far too little to fill a disk.
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
    /// Texts written for other types and not sent, so that nothing typed is lost when the patient looks at
    /// another type. Each type at most once, never the draft's own type, never an empty text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<(TimebookType, String)>,
}

impl Draft {
    /// A draft with the text for a type, and nothing chosen yet.
    #[must_use]
    pub const fn of(kind: TimebookType, reason: String) -> Self {
        Self { kind, timebook: None, day: None, slot: None, reason, others: Vec::new() }
    }

    /// The text written for a type; empty when there is none.
    #[must_use]
    pub fn written_for(&self, kind: TimebookType) -> &str {
        if kind == self.kind {
            return &self.reason;
        }
        self.others.iter().find(|(other, _)| *other == kind).map_or("", |(_, reason)| reason)
    }

    /// This draft as the replacement of another, whose texts for other types are kept.
    fn in_place_of(self, before: Option<&Self>) -> Self {
        let written = |kind| before.map_or("", |before| before.written_for(kind)).to_owned();
        let others = TimebookType::ALL.into_iter().filter(|kind| *kind != self.kind);
        let others = others.map(|kind| (kind, written(kind))).filter(|(_, reason)| !reason.is_empty());
        Self { others: others.collect(), ..self }
    }

    /// What is left of the draft when the booking of a type has been sent.
    fn without(&self, kind: TimebookType) -> Option<Self> {
        let mut left = self.clone();
        if kind == self.kind {
            let (next, reason) = left.others.first().cloned()?;
            left = Self::of(next, reason).in_place_of(Some(self));
        }
        left.others.retain(|(other, _)| *other != kind);
        Some(left)
    }
}

/// A change of a session's draft. The store applies it to the draft that is stored at that moment, so that two
/// pages that are open at once never delete each other's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftChange {
    /// Keeps this draft. The stored texts for other types stay.
    Keep(Draft),
    /// Keeps what is chosen in this draft. All stored texts stay, also that of its own type.
    Choose(Draft),
    /// Removes what is kept for a type, unless another text has been written for it meanwhile.
    Remove {
        /// The type.
        kind: TimebookType,
        /// The text for the type when the draft was read; empty when there was none.
        written: String,
    },
}

impl DraftChange {
    /// The draft after this change.
    #[must_use]
    pub fn applied_to(&self, stored: Option<&Draft>) -> Option<Draft> {
        match self {
            Self::Keep(draft) => Some(draft.clone().in_place_of(stored)),
            Self::Choose(draft) => {
                let reason = stored.map_or("", |stored| stored.written_for(draft.kind)).to_owned();
                Some(Draft { reason, ..draft.clone() }.in_place_of(stored))
            }
            Self::Remove { kind, written } => stored.and_then(|stored| {
                let is_unchanged = stored.written_for(*kind) == written;
                if is_unchanged { stored.without(*kind) } else { Some(stored.clone()) }
            }),
        }
    }

    /// The number of bytes of the text that it adds.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Keep(draft) => draft.reason.len(),
            Self::Choose(_) | Self::Remove { .. } => 0,
        }
    }
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
        now < self.expires_at.min(self.ends_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_one_type_stays_while_another_is_begun_and_sent() {
        let written = Draft::of(TimebookType::Vaccine, "vondt i armen".to_owned());
        let begun = Draft::of(TimebookType::Lab, String::new()).in_place_of(Some(&written));
        assert_eq!(begun.written_for(TimebookType::Vaccine), "vondt i armen");
        assert_eq!(begun.written_for(TimebookType::Lab), "");
        let both = Draft::of(TimebookType::Lab, "blodprøve".to_owned()).in_place_of(Some(&begun));
        let back = Draft::of(TimebookType::Vaccine, "bedre".to_owned()).in_place_of(Some(&both));
        assert_eq!(back.others, [(TimebookType::Lab, "blodprøve".to_owned())]);

        assert_eq!(both.without(TimebookType::Lab), Some(written.clone()));
        assert_eq!(both.without(TimebookType::Vaccine).unwrap().others, []);
        assert_eq!(both.without(TimebookType::CoronaTest), Some(both));
        assert_eq!(written.without(TimebookType::Vaccine), None);
    }
}
