//! Rows of profiles, locations and timebooks.

use clinic::{Edit, SetupPart, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use timebook::{
    BookingLimit, BookingLimits, BookingRules, City, ClinicProfile, Description, HerId, Horizon, InfoText,
    LeadTime, Location, MinuteOfDay, Name, OrgNumber, Phone, PostalCode, Release, Revision, SlotLength,
    SlotPause, StreetAddress, Timebook, TimebookType, Validity, WeeklyRelease, WeeksAhead, WeeksBefore,
};

use super::slot::capacity;
use super::{Cursor, millis};
use crate::engine::{Value, values};

/// Reads `clinic_id, name, org_number, her_id, phone, info, limit_of_type, limit_in_all`.
pub(crate) fn profile(cursor: &mut Cursor<'_>) -> Result<ClinicProfile, StoreError> {
    cursor.table("clinic");
    cursor.text("clinic_id")?;
    Ok(ClinicProfile {
        name: Name::stored(cursor.text("name")?),
        org_number: cursor.optional_text("org_number")?.map(OrgNumber::stored),
        her_id: cursor.optional_text("her_id")?.map(HerId::stored),
        phone: cursor.optional_text("phone")?.map(Phone::stored),
        info: cursor.optional_text("info")?.map(InfoText::stored),
        limits: BookingLimits {
            of_type: bounded(cursor, "limit_of_type", BookingLimit::stored)?,
            in_all: bounded(cursor, "limit_in_all", BookingLimit::stored)?,
        },
    })
}

/// The columns that [`location`] reads.
macro_rules! location_columns {
    () => {
        "location.id, location.name, location.street, location.postal_code, location.city"
    };
}
pub(crate) use location_columns;

/// Reads `location_columns`.
pub(crate) fn location(cursor: &mut Cursor<'_>) -> Result<Location, StoreError> {
    cursor.table("location");
    Ok(Location {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        name: Name::stored(cursor.text("name")?),
        street: StreetAddress::stored(cursor.text("street")?),
        postal_code: PostalCode::stored(cursor.text("postal_code")?),
        city: City::stored(cursor.text("city")?),
    })
}

/// The columns that [`timebook`] reads, in the order in which [`timebook_values`] writes them.
macro_rules! timebook_columns {
    () => {
        "timebook.id, timebook.kind, timebook.name, timebook.description, timebook.location_id, \
         timebook.practitioner, timebook.hours, timebook.valid_from, timebook.valid_until, timebook.slot_minutes, timebook.pause_minutes, \
         timebook.capacity, timebook.weeks_ahead, timebook.lead_minutes, timebook.horizon_days, \
         timebook.releases_at, timebook.release_weeks, timebook.release_weekday, timebook.release_minute, \
         timebook.published"
    };
}
pub(crate) use timebook_columns;

/// Reads `timebook_columns`.
pub(crate) fn timebook(cursor: &mut Cursor<'_>) -> Result<Timebook, StoreError> {
    cursor.table("timebook");
    Ok(Timebook {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        kind: cursor.parsed("kind", TimebookType::from_code)?,
        name: Name::stored(cursor.text("name")?),
        description: cursor.optional_text("description")?.map(Description::stored),
        location: cursor.parsed("location_id", |text| text.parse().ok())?,
        practitioner: cursor.optional_text("practitioner")?.map(Name::stored),
        hours: list(cursor, "hours")?,
        valid: Validity::stored(
            cursor.optional("valid_from", |text| text.parse().ok())?,
            cursor.optional("valid_until", |text| text.parse().ok())?,
        ),
        slot_length: bounded(cursor, "slot_minutes", SlotLength::stored)?,
        slot_pause: bounded(cursor, "pause_minutes", SlotPause::stored)?,
        capacity: capacity(cursor)?,
        weeks_ahead: bounded(cursor, "weeks_ahead", WeeksAhead::stored)?,
        rules: BookingRules {
            lead: optional(cursor, "lead_minutes", LeadTime::stored)?,
            horizon: optional(cursor, "horizon_days", Horizon::stored)?,
            release: release(cursor)?,
        },
        published: cursor.flag("published")?,
    })
}

/// Reads `releases_at, release_weeks, release_weekday, release_minute`.
fn release(cursor: &mut Cursor<'_>) -> Result<Release, StoreError> {
    let instant = cursor.optional_instant("releases_at")?;
    let weeks = optional(cursor, "release_weeks", WeeksBefore::stored)?;
    let weekday =
        optional(cursor, "release_weekday", |number| timebook::weekday(u8::try_from(number).ok()?).ok())?;
    let minute = optional(cursor, "release_minute", |minute| MinuteOfDay::new(minute).ok())?;
    match (instant, weeks, weekday, minute) {
        (None, None, None, None) => Ok(Release::AtOnce),
        (Some(instant), None, None, None) => Ok(Release::From(instant)),
        (None, Some(weeks_before), Some(weekday), Some(at)) => {
            Ok(Release::Weekly(WeeklyRelease { weeks_before, weekday, at }))
        }
        _ => Err(cursor.unreadable("release_weeks")),
    }
}

/// A number that `read` understands.
fn bounded<T>(
    cursor: &mut Cursor<'_>,
    column: &'static str,
    read: impl FnOnce(u16) -> Option<T>,
) -> Result<T, StoreError> {
    optional(cursor, column, read)?.ok_or_else(|| cursor.unreadable(column))
}

/// A number that may be missing and that `read` understands.
fn optional<T>(
    cursor: &mut Cursor<'_>,
    column: &'static str,
    read: impl FnOnce(u16) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let number = cursor.optional_number(column)?;
    number.map(|number| read(number).ok_or_else(|| cursor.unreadable(column))).transpose()
}

/// The columns of a timebook.
pub(crate) fn timebook_values(timebook: &Timebook) -> Result<Vec<Value>, StoreError> {
    let (releases_at, weekly) = match timebook.rules.release {
        Release::AtOnce => (None, None),
        Release::From(instant) => (Some(millis(instant)), None),
        Release::Weekly(weekly) => (None, Some(weekly)),
    };
    Ok(values![
        timebook.id.to_string(),
        timebook.kind.code(),
        timebook.name.as_str(),
        timebook.description.as_ref().map(Description::as_str),
        timebook.location.to_string(),
        timebook.practitioner.as_ref().map(Name::as_str),
        json(&timebook.hours)?,
        timebook.valid.from().map(|date| date.to_string()),
        timebook.valid.until().map(|date| date.to_string()),
        i64::from(timebook.slot_length.get()),
        i64::from(timebook.slot_pause.get()),
        i64::from(timebook.capacity.get()),
        i64::from(timebook.weeks_ahead.get()),
        timebook.rules.lead.map(|lead| i64::from(lead.get())),
        timebook.rules.horizon.map(|horizon| i64::from(horizon.get())),
        releases_at,
        weekly.map(|weekly| i64::from(weekly.weeks_before.get())),
        weekly.map(|weekly| i64::from(weekly.weekday.number_from_monday())),
        weekly.map(|weekly| i64::from(weekly.at.get())),
        i64::from(timebook.published),
    ])
}

/// Reads `part, id, revision, saved_by, saved_at`.
pub(crate) fn edit(cursor: &mut Cursor<'_>) -> Result<(SetupPart, Edit), StoreError> {
    let table = match cursor.text("part")? {
        "location" => "location",
        "timebook" => "timebook",
        _ => "clinic",
    };
    cursor.table(table);
    let part = cursor.parsed("id", |id| match table {
        "location" => id.parse().ok().map(SetupPart::Location),
        "timebook" => id.parse().ok().map(SetupPart::Timebook),
        _ => Some(SetupPart::Profile),
    })?;
    Ok((part, last_edit(cursor)?))
}

/// Reads `revision, saved_by, saved_at`.
pub(super) fn last_edit(cursor: &mut Cursor<'_>) -> Result<Edit, StoreError> {
    let revision = Revision::new(cursor.number("revision")?);
    let by = cursor.optional_text("saved_by")?.map(Name::stored);
    Ok(Edit { revision, by, at: cursor.optional_instant("saved_at")? })
}

pub(super) fn list<T: DeserializeOwned>(
    cursor: &mut Cursor<'_>,
    column: &'static str,
) -> Result<Vec<T>, StoreError> {
    cursor.parsed(column, |text| serde_json::from_str(text).ok())
}

pub(super) fn json(list: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|error| StoreError::Broken(error.into()))
}
