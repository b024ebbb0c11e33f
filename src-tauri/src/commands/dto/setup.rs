//! The clinic's set-up, as the window shows and edits it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Problem, TimebookType};

/// All that is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Setup {
    /// None before the first save.
    pub profile: Option<Profile>,
    /// In the order they were made.
    pub locations: Vec<Location>,
    /// In the order they were made.
    pub timebooks: Vec<Timebook>,
    /// Locations and timebooks that cannot be read, each by the name that the database has for it.
    pub unreadable: Vec<String>,
    /// Where patients book; none while the portal does not listen.
    pub portal_url: Option<String>,
}

/// The latest edit of what is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// Its number: a save is based on it.
    pub revision: u32,
    /// Who made it; none when that is not known.
    pub by: Option<String>,
    /// When: «kl. 09:00»; none when that is not known.
    pub at_text: Option<String>,
}

/// The location or timebook that a form was based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BasedOn {
    /// Which.
    pub id: String,
    /// [`Edit::revision`] as the form had it.
    pub revision: u32,
}

/// A part of the set-up as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "part", content = "value", rename_all = "camelCase")]
pub enum SetupPart {
    /// The clinic's profile.
    Profile(Profile),
    /// A location.
    Location(Location),
    /// A timebook.
    Timebook(Timebook),
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
    /// Live bookings of one type that one person may have.
    pub limit_of_type: u16,
    /// Live bookings that one person may have.
    pub limit_in_all: u16,
    /// Its latest edit.
    pub edit: Edit,
}

/// A place where patients meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Which.
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

/// A timebook and how its times stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Timebook {
    /// Which.
    pub id: String,
    /// The service.
    pub kind: TimebookType,
    /// «Time til vaksine hos DDFL Test».
    pub title_text: String,
    /// Its name in «Velg sted».
    pub name: String,
    /// The line under the name.
    pub description: Option<String>,
    /// Where the patient meets.
    pub location_id: String,
    /// «Behandler».
    pub practitioner: Option<String>,
    /// Weekly opening hours.
    pub hours: Vec<OpeningHours>,
    /// Minutes of one time.
    pub slot_minutes: u32,
    /// Places in one time.
    pub capacity: u32,
    /// How far ahead times are published.
    pub weeks_ahead: u32,
    /// Whether patients see it.
    pub published: bool,
    /// Free places in times to come.
    pub free_places: u32,
    /// The first time with a free place: «I dag kl. 13:30».
    pub first_free_text: Option<String>,
    /// Times that are held though the opening hours no longer have them.
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

/// The profile as typed; an empty text is none.
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
    /// [`Profile::limit_of_type`]; none when the field is empty.
    pub limit_of_type: Option<f64>,
    /// [`Profile::limit_in_all`]; none when the field is empty.
    pub limit_in_all: Option<f64>,
}

/// An empty profile, with the limits that a clinic begins with.
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

/// A timebook as typed. A number field may be empty or hold any number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimebookDraft {
    /// [`Timebook::kind`].
    pub kind: TimebookType,
    /// [`Timebook::name`].
    pub name: String,
    /// [`Timebook::description`]; empty is none.
    pub description: String,
    /// [`Timebook::location_id`]; empty is none.
    pub location_id: String,
    /// [`Timebook::practitioner`]; empty is none.
    pub practitioner: String,
    /// [`Timebook::hours`].
    pub hours: Vec<OpeningHours>,
    /// [`Timebook::slot_minutes`].
    pub slot_minutes: Option<f64>,
    /// [`Timebook::capacity`].
    pub capacity: Option<f64>,
    /// [`Timebook::weeks_ahead`].
    pub weeks_ahead: Option<f64>,
}

/// Which limits a text is measured against.
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
    /// What the patient is told with a rejection.
    Rejection,
}

/// A text, counted as the clinic counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TextMeasure {
    /// Characters, as a person counts them.
    pub length: u32,
    /// Characters allowed.
    pub limit: u32,
    /// Why it would be refused.
    pub problem: Option<Problem>,
}
