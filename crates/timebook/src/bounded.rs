//! Numbers with a lowest and a highest value that a person may type.

use serde::{Deserialize, Serialize};

/// A number outside the range that is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not from {min} to {max}")]
pub struct OutOfRange {
    /// The lowest number allowed.
    pub min: u32,
    /// The highest number allowed.
    pub max: u32,
}

macro_rules! bounded {
    ($($(#[$doc:meta])* $name:ident: $min:literal to $max:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        pub struct $name(u16);

        impl $name {
            /// The lowest and the highest number allowed.
            pub const RANGE: (u16, u16) = ($min, $max);

            /// Checks a number.
            ///
            /// # Errors
            /// The allowed range, when `number` is outside it.
            pub const fn new(number: u16) -> Result<Self, OutOfRange> {
                if Self::RANGE.0 <= number && number <= Self::RANGE.1 {
                    Ok(Self(number))
                } else {
                    Err(OutOfRange { min: $min, max: $max })
                }
            }

            /// Reads a stored number without checking the range, because the range may have changed since it
            /// was saved. `None` for 0 if it was never allowed.
            #[must_use]
            pub const fn stored(number: u16) -> Option<Self> {
                if number == 0 && Self::RANGE.0 > 0 { None } else { Some(Self(number)) }
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u16 {
                self.0
            }
        }

        impl TryFrom<u16> for $name {
            type Error = OutOfRange;

            fn try_from(number: u16) -> Result<Self, OutOfRange> {
                Self::new(number)
            }
        }

        impl From<$name> for u16 {
            fn from(bounded: $name) -> Self {
                bounded.0
            }
        }
    )*};
}

bounded! {
    /// How many minutes one time lasts.
    SlotLength: 5 to 480,
    /// How many minutes lie between two times.
    SlotPause: 0 to 240,
    /// How many patients may share one time.
    Capacity: 1 to 500,
    /// How many live bookings of future times one person may have.
    BookingLimit: 1 to 20,
    /// How many weeks ahead a published timebook has times.
    WeeksAhead: 1 to 52,
    /// How many minutes before it begins a time must be requested: up to two weeks.
    LeadTime: 5 to 20_160,
    /// How many days ahead a time can be requested.
    Horizon: 1 to 366,
    /// How many weeks before their own week times are released; 0 is the same week.
    WeeksBefore: 0 to 12,
}

impl SlotPause {
    /// Times follow each other at once.
    pub const NONE: Self = Self(0);
}

impl BookingLimit {
    /// The default limit for one type.
    pub const OF_TYPE: Self = Self(2);
    /// The default limit for all types together.
    pub const IN_ALL: Self = Self(5);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T: serde::de::DeserializeOwned>(number: u16) -> String {
        serde_json::from_value::<T>(number.into()).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn lengths_and_capacities_have_limits() {
        assert_eq!(SlotLength::new(4), Err(OutOfRange { min: 5, max: 480 }));
        assert_eq!(SlotLength::new(5).map(SlotLength::get), Ok(5));
        assert_eq!(SlotLength::new(480).map(SlotLength::get), Ok(480));
        assert_eq!(SlotLength::new(481), Err(OutOfRange { min: 5, max: 480 }));
        assert_eq!(Capacity::new(0), Err(OutOfRange { min: 1, max: 500 }));
        assert_eq!(Capacity::new(500).map(Capacity::get), Ok(500));
        assert_eq!(refused::<Capacity>(501), "not from 1 to 500");
        assert_eq!(serde_json::from_value::<SlotLength>(15.into()).ok(), SlotLength::new(15).ok());
        assert_eq!(serde_json::to_string(&WeeksAhead::new(8).unwrap()).unwrap(), "8");
    }

    #[test]
    fn a_stored_number_is_read_also_outside_todays_range() {
        assert!(WeeksAhead::new(53).is_err());
        assert_eq!(WeeksAhead::stored(53).map(WeeksAhead::get), Some(53));
        assert_eq!(WeeksAhead::stored(0), None, "never allowed");
    }
}
