//! The clinic's set-up, as the window shows and edits it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Holiday, OpeningException, Problem, TimebookType};

/// The whole set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Setup {
    /// Null before the first save.
    pub profile: Option<Profile>,
    /// All locations, oldest first.
    pub locations: Vec<Location>,
    /// All timebooks, oldest first.
    pub timebooks: Vec<Timebook>,
    /// The exceptions from the opening hours that are not over, by their dates.
    pub exceptions: Vec<OpeningException>,
    /// The public holidays of the coming year, in order.
    pub holidays: Vec<Holiday>,
    /// Parts that cannot be read, by their names in the database.
    pub unreadable: Vec<String>,
    /// The URL where patients book; null while the portal does not listen.
    pub portal_url: Option<String>,
}

/// The latest edit of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// The revision, which a save must be based on.
    pub revision: u32,
    /// Who made it; null when not known.
    pub by: Option<String>,
    /// When: «kl. 09:00»; null when not known.
    pub at_text: Option<String>,
}

/// The location or timebook that a form was based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BasedOn {
    /// The id.
    pub id: String,
    /// The [`Edit::revision`] that the form showed.
    pub revision: u32,
}

/// The current version of a part of the set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "part", content = "value", rename_all = "camelCase")]
pub enum SetupPart {
    /// The clinic's profile.
    Profile(Profile),
    /// A location.
    Location(Location),
    /// A timebook.
    Timebook(Timebook),
    /// An exception from the opening hours.
    Exception(OpeningException),
}

/// The clinic's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The name that patients know.
    pub name: String,
    /// Organisation number.
    pub org_number: Option<String>,
    /// HER-id.
    pub her_id: Option<String>,
    /// The number a patient calls when no time fits.
    pub phone: Option<String>,
    /// «Informasjon fra legekontoret».
    pub info: Option<String>,
    /// The most live bookings of one type for one person.
    pub limit_of_type: u16,
    /// The most live bookings of all types for one person.
    pub limit_in_all: u16,
    /// Its latest edit.
    pub edit: Edit,
}

/// A place where patients meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// The location's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Postal place.
    pub city: String,
    /// The address on one line.
    pub address_text: String,
    /// Its latest edit.
    pub edit: Edit,
}

/// A timebook and the state of its times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Timebook {
    /// The timebook's id.
    pub id: String,
    /// The service.
    pub kind: TimebookType,
    /// «Time til vaksine hos DDFL Test».
    pub title_text: String,
    /// Its name in «Velg sted».
    pub name: String,
    /// The line under the name.
    pub description: Option<String>,
    /// Where the patient goes.
    pub location_id: String,
    /// «Behandler».
    pub practitioner: Option<String>,
    /// Weekly opening hours.
    pub hours: Vec<OpeningHours>,
    /// From when the hours are valid: «01.10.2026»; null means always.
    pub valid_from: Option<String>,
    /// Until when, that date included; null means always.
    pub valid_until: Option<String>,
    /// The length of one time in minutes.
    pub slot_minutes: u32,
    /// The minutes between two times.
    pub pause_minutes: u32,
    /// The number of places in one time.
    pub capacity: u32,
    /// How far ahead times are published.
    pub weeks_ahead: u32,
    /// How many minutes before it begins a time must be requested, if that is limited.
    pub lead_minutes: Option<u32>,
    /// How many days ahead a time can be requested, if that is limited.
    pub horizon_days: Option<u32>,
    /// When times are released to patients.
    pub release: Release,
    /// Whether patients see it.
    pub published: bool,
    /// The number of free places in future times.
    pub free_places: u32,
    /// The first time with a free place: «I dag kl. 13:30».
    pub first_free_text: Option<String>,
    /// The number of times that are booked but outside the opening hours.
    pub conflicts: u32,
    /// Its latest edit.
    pub edit: Edit,
}

/// One opening of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OpeningHours {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// «13:00».
    pub from: String,
    /// «15:30»; «24:00» is the end of the day.
    pub to: String,
}

/// When times are released to patients, as saved and as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Release {
    /// As soon as they are published.
    AtOnce,
    /// All from one instant on.
    From {
        /// «30.11.2026».
        date: String,
        /// «08:00».
        at: String,
    },
    /// Those of each week from a fixed time on.
    #[serde(rename_all = "camelCase")]
    Weekly {
        /// Weeks before the week of the times.
        weeks_before: u16,
        /// 1 is Monday, 7 is Sunday.
        weekday: u8,
        /// «08:00».
        at: String,
    },
}

/// The profile as typed; an empty text means no value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileDraft {
    /// [`Profile::name`].
    pub name: String,
    /// [`Profile::org_number`].
    pub org_number: String,
    /// [`Profile::her_id`].
    pub her_id: String,
    /// [`Profile::phone`].
    pub phone: String,
    /// [`Profile::info`].
    pub info: String,
    /// [`Profile::limit_of_type`]; null when the field is empty.
    pub limit_of_type: Option<f64>,
    /// [`Profile::limit_in_all`]; null when the field is empty.
    pub limit_in_all: Option<f64>,
}

/// An empty profile with the default limits.
impl Default for ProfileDraft {
    fn default() -> Self {
        let clinic::ProfileDraft { name, org_number, her_id, phone, info, limit_of_type, limit_in_all } =
            clinic::ProfileDraft::default();
        let (limit_of_type, limit_in_all) = (Some(limit_of_type.into()), Some(limit_in_all.into()));
        Self { name, org_number, her_id, phone, info, limit_of_type, limit_in_all }
    }
}

/// A location as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LocationDraft {
    /// [`Location::name`].
    pub name: String,
    /// [`Location::street`].
    pub street: String,
    /// [`Location::postal_code`].
    pub postal_code: String,
    /// [`Location::city`].
    pub city: String,
}

/// A timebook as typed. A number field may be empty or contain any number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimebookDraft {
    /// [`Timebook::kind`].
    pub kind: TimebookType,
    /// [`Timebook::name`].
    pub name: String,
    /// [`Timebook::description`]; empty means no description.
    pub description: String,
    /// [`Timebook::location_id`]; empty means no location.
    pub location_id: String,
    /// [`Timebook::practitioner`]; empty means no practitioner.
    pub practitioner: String,
    /// [`Timebook::hours`].
    pub hours: Vec<OpeningHours>,
    /// [`Timebook::valid_from`]; empty means always.
    pub valid_from: String,
    /// [`Timebook::valid_until`]; empty means always.
    pub valid_until: String,
    /// [`Timebook::slot_minutes`].
    pub slot_minutes: Option<f64>,
    /// [`Timebook::pause_minutes`].
    pub pause_minutes: Option<f64>,
    /// [`Timebook::capacity`].
    pub capacity: Option<f64>,
    /// [`Timebook::weeks_ahead`].
    pub weeks_ahead: Option<f64>,
    /// [`Timebook::lead_minutes`]; null means no limit.
    pub lead_minutes: Option<u16>,
    /// [`Timebook::horizon_days`]; null means no limit.
    pub horizon_days: Option<f64>,
    /// [`Timebook::release`].
    pub release: Release,
}

/// The field whose limits a text is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TextKind {
    /// «Informasjon fra legekontoret».
    Info,
    /// A name.
    Name,
    /// A timebook's description.
    Description,
    /// «Hva gjelder det?».
    Reason,
    /// The text for the patient with a rejection.
    Rejection,
}

/// The length of a text, counted as the clinic counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TextMeasure {
    /// Characters, as a person counts them.
    pub length: u32,
    /// Characters allowed.
    pub limit: u32,
    /// Why the text would be refused, if it would.
    pub problem: Option<Problem>,
}
