//! The statuses of a booking, and the data that belongs to each.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::StaffId;
use crate::text::{DecisionText, Name};

/// One of a slot's places, numbered from 1 to its capacity. A live booking takes exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(u16);

impl Place {
    /// The first place of every slot.
    pub const FIRST: Self = Self(1);

    /// The place with this number; `None` for 0.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// Counts the changes of a booking. A change is saved only if the stored revision is the one it was based on.
/// When two colleagues decide at the same time, the second save fails and that colleague is told who decided
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u32);

impl Revision {
    /// Before the first save.
    pub const NONE: Self = Self(0);
    /// The revision of a new request.
    pub const FIRST: Self = Self(1);

    /// A revision read from storage or from a window.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The channel of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// The clinic's own web pages.
    Portal,
    /// A message from Helsenorge.
    Helsenorge,
    /// Staff, for a patient on the phone or at the counter.
    Desk,
    /// A freed place offered to a waiting patient.
    WaitingList,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Portal, Self::Helsenorge, Self::Desk, Self::WaitingList];

    /// The code stored in the database and used in text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Helsenorge => "helsenorge",
            Self::Desk => "desk",
            Self::WaitingList => "waiting-list",
        }
    }

    /// The channel with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// A member of staff, as the history names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// The person's id.
    pub id: StaffId,
    /// The person's name.
    pub name: Name,
}

/// Who did something (FHIR Provenance).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A member of staff.
    Staff(StaffMember),
    /// The patient.
    Patient,
    /// Someone who acts for the patient.
    Proxy,
    /// Helsenorge, by message.
    Helsenorge,
    /// The program itself.
    System,
}

/// Who changed a booking's status, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The person or system that decided.
    pub by: Actor,
    /// When, as an instant in UTC.
    pub at: DateTime<Utc>,
}

/// What a booking had before it was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The place it took.
    pub place: Place,
    /// Who had confirmed it; `None` if it was requested.
    pub confirmed: Option<Decision>,
}

/// The status of a booking, with the data of that status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Requested. Keeps its place until the clinic answers.
    Requested {
        /// The place it takes.
        place: Place,
    },
    /// Confirmed by the clinic.
    Confirmed {
        /// The place it takes.
        place: Place,
        /// Who confirmed.
        decided: Decision,
    },
    /// Rejected by the clinic.
    Rejected {
        /// The place it had, which an undo restores.
        held: Place,
        /// Who rejected.
        decided: Decision,
        /// The text for the patient.
        text: DecisionText,
    },
    /// Cancelled by the patient or by the clinic.
    Cancelled {
        /// Who cancelled.
        decided: Decision,
        /// The clinic's text for the patient.
        text: Option<DecisionText>,
        /// What it had, which an undo restores; unknown for bookings cancelled before this was recorded.
        held: Option<Held>,
    },
    /// The slot began before the clinic answered.
    Expired {
        /// When the program noticed it.
        at: DateTime<Utc>,
    },
    /// The patient attended.
    Completed {
        /// The place it had.
        place: Place,
        /// Who recorded it.
        decided: Decision,
    },
    /// The patient did not attend.
    NoShow {
        /// The place it had.
        place: Place,
        /// Who recorded it.
        decided: Decision,
    },
}

/// A status without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StatusCode {
    /// [`Status::Requested`].
    Requested,
    /// [`Status::Confirmed`].
    Confirmed,
    /// [`Status::Rejected`].
    Rejected,
    /// [`Status::Cancelled`].
    Cancelled,
    /// [`Status::Expired`].
    Expired,
    /// [`Status::Completed`].
    Completed,
    /// [`Status::NoShow`].
    NoShow,
}

impl StatusCode {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Confirmed,
        Self::Rejected,
        Self::Cancelled,
        Self::Expired,
        Self::Completed,
        Self::NoShow,
    ];

    /// The code stored in the database and used in text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Completed => "completed",
            Self::NoShow => "no-show",
        }
    }

    /// The status with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether a booking in this status takes a place.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Requested | Self::Confirmed => true,
            Self::Rejected | Self::Cancelled | Self::Expired | Self::Completed | Self::NoShow => false,
        }
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Status {
    /// The status without its data.
    #[must_use]
    pub const fn code(&self) -> StatusCode {
        match self {
            Self::Requested { .. } => StatusCode::Requested,
            Self::Confirmed { .. } => StatusCode::Confirmed,
            Self::Rejected { .. } => StatusCode::Rejected,
            Self::Cancelled { .. } => StatusCode::Cancelled,
            Self::Expired { .. } => StatusCode::Expired,
            Self::Completed { .. } => StatusCode::Completed,
            Self::NoShow { .. } => StatusCode::NoShow,
        }
    }

    /// The place taken now; `None` when the booking is not live.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Requested { place } | Self::Confirmed { place, .. } => Some(*place),
            Self::Rejected { .. }
            | Self::Cancelled { .. }
            | Self::Expired { .. }
            | Self::Completed { .. }
            | Self::NoShow { .. } => None,
        }
    }

    /// The text for the patient that came with the decision.
    #[must_use]
    pub const fn text(&self) -> Option<&DecisionText> {
        match self {
            Self::Rejected { text, .. } => Some(text),
            Self::Cancelled { text, .. } => text.as_ref(),
            Self::Requested { .. }
            | Self::Confirmed { .. }
            | Self::Expired { .. }
            | Self::Completed { .. }
            | Self::NoShow { .. } => None,
        }
    }

    /// Who set this status and when. `None` for a request, and for a booking that expired.
    #[must_use]
    pub const fn decided(&self) -> Option<&Decision> {
        match self {
            Self::Requested { .. } | Self::Expired { .. } => None,
            Self::Confirmed { decided, .. }
            | Self::Rejected { decided, .. }
            | Self::Cancelled { decided, .. }
            | Self::Completed { decided, .. }
            | Self::NoShow { decided, .. } => Some(decided),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_its_number() {
        assert_eq!(Place::new(3).map(Place::get), Some(3));
        assert_eq!(Place::new(0), None);
    }

    #[test]
    fn rejections_and_cancellations_have_a_text_for_the_patient() {
        let text = DecisionText::parse("Dessverre.").unwrap();
        let decision = Decision { by: Actor::System, at: DateTime::UNIX_EPOCH };
        let place = Place::FIRST;
        let rejected = Status::Rejected { held: place, decided: decision.clone(), text: text.clone() };
        assert_eq!(rejected.text(), Some(&text));
        let cancelled = Status::Cancelled { decided: decision.clone(), text: Some(text.clone()), held: None };
        assert_eq!(cancelled.text(), Some(&text));
        assert_eq!(Status::Confirmed { place, decided: decision }.text(), None);
    }
}
