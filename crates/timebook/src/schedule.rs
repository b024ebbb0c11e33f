//! What a clinic offers: its profile, its locations and its timebooks.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bounded::{BookingLimit, Capacity, SlotLength, SlotPause, WeeksAhead};
use crate::hours::{OpeningHours, Validity};
use crate::id::{LocationId, SlotId, TimebookId};
use crate::text::{City, Description, HerId, InfoText, Name, OrgNumber, Phone, PostalCode, StreetAddress};
use crate::window::{BookingRules, BookingWindow};
use chrono::{DateTime, NaiveDate, Utc};

/// What a clinic says about itself (FHIR HealthcareService).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicProfile {
    /// The clinic's name as patients know it.
    pub name: Name,
    /// Organisation number in Brønnøysund's register.
    pub org_number: Option<OrgNumber>,
    /// HER-id in the address register.
    pub her_id: Option<HerId>,
    /// The number a patient calls when no time fits.
    pub phone: Option<Phone>,
    /// «Informasjon fra legekontoret», shown at the first steps of a booking.
    pub info: Option<InfoText>,
    /// How many bookings one person may have.
    pub limits: BookingLimits,
}

/// How many live bookings ([`StatusCode::is_live`](crate::StatusCode::is_live)) of times that have not begun
/// one person may have, so that nobody can take all places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingLimits {
    /// For one type.
    pub of_type: BookingLimit,
    /// For all types together.
    pub in_all: BookingLimit,
}

impl BookingLimits {
    /// The default limits of a new clinic.
    pub const USUAL: Self = Self { of_type: BookingLimit::OF_TYPE, in_all: BookingLimit::IN_ALL };
}

/// A place where patients meet (oppmøtested; FHIR Location, xCal location).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The location's id.
    pub id: LocationId,
    /// Its name among the clinic's locations.
    pub name: Name,
    /// Street and number.
    pub street: StreetAddress,
    /// Postal code.
    pub postal_code: PostalCode,
    /// Postal place.
    pub city: City,
}

impl Location {
    /// The address on one line, as the guide writes it: «Influensaveien 3a, 1325 Lysaker».
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}, {} {}", self.street, self.postal_code, self.city)
    }
}

/// The service that a timebook's times belong to (Volven 7617, and the guide's list of types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TimebookType {
    /// «Konsultasjon med fastlegen».
    Consultation,
    /// «Ta prøve på laboratoriet».
    Lab,
    /// «Vaksine».
    Vaccine,
    /// «Koronatest».
    CoronaTest,
    /// «Koronavaksine».
    CoronaVaccine,
}

impl TimebookType {
    /// Every type, in the order the portal offers them.
    pub const ALL: [Self; 5] =
        [Self::Consultation, Self::Lab, Self::Vaccine, Self::CoronaTest, Self::CoronaVaccine];

    /// The code stored in the database and used in text keys: `corona-test`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::Lab => "lab",
            Self::Vaccine => "vaccine",
            Self::CoronaTest => "corona-test",
            Self::CoronaVaccine => "corona-vaccine",
        }
    }

    /// The path segment in the portal's URLs: `/bestill/koronatest/tid`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Consultation => "konsultasjon",
            Self::Lab => "lab",
            Self::Vaccine => "vaksine",
            Self::CoronaTest => "koronatest",
            Self::CoronaVaccine => "koronavaksine",
        }
    }

    /// The type with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The type with this [`Self::slug`].
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for TimebookType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A timebook (FHIR Schedule); in a booking the patient sees it as a «Sted».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timebook {
    /// The timebook's id.
    pub id: TimebookId,
    /// The service its times belong to.
    pub kind: TimebookType,
    /// Its name in «Velg sted».
    pub name: Name,
    /// The line under the name.
    pub description: Option<Description>,
    /// Where the patient goes.
    pub location: LocationId,
    /// The practitioner responsible for the times («Behandler»), if the clinic names one.
    pub practitioner: Option<Name>,
    /// Weekly opening hours.
    pub hours: Vec<OpeningHours>,
    /// From when until when these are valid.
    pub valid: Validity,
    /// How long one time lasts.
    pub slot_length: SlotLength,
    /// How long staff need between two times.
    pub slot_pause: SlotPause,
    /// How many patients may share one time.
    pub capacity: Capacity,
    /// How far ahead times are published.
    pub weeks_ahead: WeeksAhead,
    /// When patients may request them.
    pub rules: BookingRules,
    /// Whether patients see it.
    pub published: bool,
}

/// A time on offer (FHIR Slot, xCal vevent).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The slot's id.
    pub id: SlotId,
    /// The timebook it belongs to.
    pub timebook: TimebookId,
    /// The civil date in Europe/Oslo, by which calendars group it.
    pub date: NaiveDate,
    /// First instant.
    pub start: DateTime<Utc>,
    /// First instant after it.
    pub end: DateTime<Utc>,
    /// How many patients may share it.
    pub capacity: Capacity,
    /// When patients may request it.
    pub window: BookingWindow,
}

/// What a slot offers, apart from when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SlotTerms {
    /// How many patients may share it.
    pub capacity: Capacity,
    /// When patients may request it.
    pub window: BookingWindow,
}

/// Whether one more patient can have a time, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// A patient can request it.
    Free,
    /// Patients cannot request it yet; staff can book it.
    NotReleased,
    /// It begins too soon for patients to request it; staff can book it.
    TooLate,
    /// Every place is taken.
    Full,
    /// It has been booked, but is no longer within the opening hours.
    Closed,
    /// It has begun.
    Begun,
}

impl Availability {
    /// Whether a patient can request it.
    #[must_use]
    pub const fn is_free_for_patients(self) -> bool {
        matches!(self, Self::Free)
    }

    /// Whether staff can book it for a patient: they need not keep to the [`BookingWindow`].
    #[must_use]
    pub const fn is_free_for_staff(self) -> bool {
        matches!(self, Self::Free | Self::NotReleased | Self::TooLate)
    }
}

impl Slot {
    /// What it offers.
    #[must_use]
    pub const fn terms(&self) -> SlotTerms {
        SlotTerms { capacity: self.capacity, window: self.window }
    }

    /// Whether one more patient can have it: the one rule of availability.
    ///
    /// `held` is the number of live bookings. `open` is false for a time that has been booked but is no
    /// longer within the opening hours. Whether its timebook is published is the calendar's to know
    /// ([`Calendar`](crate::Calendar)).
    #[must_use]
    pub fn availability(&self, held: u16, open: bool, now: DateTime<Utc>) -> Availability {
        if self.start <= now {
            Availability::Begun
        } else if !open {
            Availability::Closed
        } else if held >= self.capacity.get() {
            Availability::Full
        } else if now < self.window.opens {
            Availability::NotReleased
        } else if self.window.closes <= now {
            Availability::TooLate
        } else {
            Availability::Free
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_code_and_slug() {
        for kind in TimebookType::ALL {
            assert_eq!(TimebookType::from_code(kind.code()), Some(kind));
            assert_eq!(TimebookType::from_slug(kind.slug()), Some(kind));
        }
        assert_eq!(TimebookType::from_slug("fotpleie"), None);
        assert_eq!(TimebookType::CoronaTest.to_string(), TimebookType::CoronaTest.code());
    }

    #[test]
    fn an_address_is_written_on_one_line_as_in_the_guide() {
        let location = Location {
            id: LocationId::new(uuid::Uuid::nil()),
            name: Name::parse("DDFL Test(u)").unwrap(),
            street: StreetAddress::parse("Influensaveien 3a").unwrap(),
            postal_code: PostalCode::parse("1325").unwrap(),
            city: City::parse("Lysaker").unwrap(),
        };
        assert_eq!(location.address(), "Influensaveien 3a, 1325 Lysaker");
    }
}
