//! One id type per entity, so that a slot's id cannot be used as a booking's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not a valid id of the expected entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {kind} id")]
pub struct IdError {
    /// The entity whose id was expected.
    pub kind: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $kind:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made by the `Ids` port.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside, for storage.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.hyphenated(), f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError { kind: $kind })
            }
        }
    )*};
}

ids! {
    /// A clinic (legekontor).
    ClinicId => "clinic",
    /// A place where patients meet (oppmøtested).
    LocationId => "location",
    /// A timebook (timebok).
    TimebookId => "timebook",
    /// A time on offer (ledig time).
    SlotId => "slot",
    /// A change of the opening hours on some dates (unntak).
    ExceptionId => "exception",
    /// A booking (timebestilling).
    BookingId => "booking",
    /// A patient.
    PatientId => "patient",
    /// Someone who works at the clinic.
    StaffId => "staff",
    /// A message to a patient.
    MessageId => "message",
    /// A notification that waits to be sent.
    OutboxId => "outbox",
    /// The key of one filled-in form. A form that is sent twice makes one booking.
    RequestKey => "request key",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_its_text() {
        let id = BookingId::new(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn the_error_names_the_expected_entity() {
        let refused = "1 or 1=1".parse::<SlotId>();
        assert_eq!(refused.map_err(|e| e.to_string()), Err("not a slot id".into()));
    }
}
