//! Drafts: what a person has typed, and the checks of it.
//!
//! A check returns all problems at once, each with its field.

use chrono::{Datelike, NaiveDate};
use timebook::{
    BookingLimit, BookingLimits, BookingRules, Capacity, City, ClinicProfile, Description, HerId, Horizon,
    InfoText, LeadTime, Location, LocationId, MinuteOfDay, Name, OpeningHours, OrgNumber, Phone, PostalCode,
    Release, SlotLength, SlotPause, StreetAddress, TextError, Timebook, TimebookId, TimebookType, Validity,
    WeeklyRelease, WeeksAhead, WeeksBefore, first_instant, weekday,
};

use crate::error::{FieldErrors, Problem};

/// A clinic's profile as typed; an empty text means no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileDraft {
    /// [`ClinicProfile::name`].
    pub name: String,
    /// [`ClinicProfile::org_number`].
    pub org_number: String,
    /// [`ClinicProfile::her_id`].
    pub her_id: String,
    /// [`ClinicProfile::phone`].
    pub phone: String,
    /// [`ClinicProfile::info`].
    pub info: String,
    /// [`BookingLimits::of_type`].
    pub limit_of_type: u16,
    /// [`BookingLimits::in_all`].
    pub limit_in_all: u16,
}

/// An empty profile with the default limits.
impl Default for ProfileDraft {
    fn default() -> Self {
        let text = String::new;
        let (name, org_number, her_id, phone, info) = (text(), text(), text(), text(), text());
        let BookingLimits { of_type, in_all } = BookingLimits::USUAL;
        let (limit_of_type, limit_in_all) = (of_type.get(), in_all.get());
        Self { name, org_number, her_id, phone, info, limit_of_type, limit_in_all }
    }
}

/// A location as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// One opening as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningDraft {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// «08:00».
    pub from: String,
    /// «15:30»; «24:00» is the end of the day.
    pub to: String,
}

/// A timebook as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimebookDraft {
    /// [`Timebook::kind`].
    pub kind: TimebookType,
    /// [`Timebook::name`].
    pub name: String,
    /// [`Timebook::description`]; empty means no description.
    pub description: String,
    /// [`Timebook::location`].
    pub location: Option<LocationId>,
    /// [`Timebook::practitioner`]; empty means no practitioner.
    pub practitioner: String,
    /// [`Timebook::hours`].
    pub hours: Vec<OpeningDraft>,
    /// From when the hours are valid: «01.10.2026»; empty means always.
    pub valid_from: String,
    /// Until when, that date included; empty means always.
    pub valid_until: String,
    /// Minutes of one slot.
    pub slot_minutes: u16,
    /// Minutes between two slots.
    pub pause_minutes: u16,
    /// Places in one slot.
    pub capacity: u16,
    /// Weeks of times ahead.
    pub weeks_ahead: u16,
    /// When patients may request the times.
    pub rules: RulesDraft,
}

/// The rules of a timebook as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulesDraft {
    /// [`BookingRules::lead`] in minutes.
    pub lead_minutes: Option<u16>,
    /// [`BookingRules::horizon`] in days.
    pub horizon_days: Option<u16>,
    /// [`BookingRules::release`].
    pub release: ReleaseDraft,
}

/// A release as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ReleaseDraft {
    /// [`Release::AtOnce`].
    #[default]
    AtOnce,
    /// [`Release::From`].
    From {
        /// «30.11.2026».
        date: String,
        /// «08:00» in Europe/Oslo.
        at: String,
    },
    /// [`Release::Weekly`].
    Weekly {
        /// Weeks before the week of the times.
        weeks_before: u16,
        /// 1 is Monday, 7 is Sunday.
        weekday: u8,
        /// «08:00».
        at: String,
    },
}

/// The draft as a profile, or all problems.
pub(crate) fn check_profile(draft: &ProfileDraft) -> Result<ClinicProfile, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.keep("name", Name::parse(&draft.name));
    let org_number = errors.keep("orgNumber", OrgNumber::parse_optional(&draft.org_number));
    let her_id = errors.keep("herId", HerId::parse_optional(&draft.her_id));
    let phone = errors.keep("phone", Phone::parse_optional(&draft.phone));
    let info = errors.keep("info", InfoText::parse_optional(&draft.info));
    let of_type = errors.keep("limitOfType", BookingLimit::new(draft.limit_of_type));
    let in_all = errors.keep("limitInAll", BookingLimit::new(draft.limit_in_all));
    match (name, org_number, her_id, phone, info, of_type, in_all) {
        (
            Some(name),
            Some(org_number),
            Some(her_id),
            Some(phone),
            Some(info),
            Some(of_type),
            Some(in_all),
        ) => {
            let limits = BookingLimits { of_type, in_all };
            Ok(ClinicProfile { name, org_number, her_id, phone, info, limits })
        }
        _ => Err(errors),
    }
}

/// The draft as a location with this id, or all problems.
pub(crate) fn check_location(
    draft: &LocationDraft,
    id: LocationId,
    is_taken: impl Fn(&Name) -> bool,
) -> Result<Location, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.keep("name", Name::parse(&draft.name));
    let street = errors.keep("street", StreetAddress::parse(&draft.street));
    let postal_code = errors.keep("postalCode", PostalCode::parse(&draft.postal_code));
    let city = errors.keep("city", City::parse(&draft.city));
    if name.as_ref().is_some_and(is_taken) {
        errors.note("name", Problem::Taken);
    }
    match (name, street, postal_code, city) {
        (Some(name), Some(street), Some(postal_code), Some(city)) if errors.0.is_empty() => {
            Ok(Location { id, name, street, postal_code, city })
        }
        _ => Err(errors),
    }
}

/// The draft as a timebook without id and publication, or all problems.
pub(crate) fn check_timebook(
    draft: &TimebookDraft,
    locations: &[Location],
    is_taken: impl Fn(&Name) -> bool,
) -> Result<Timebook, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.keep("name", Name::parse(&draft.name));
    if name.as_ref().is_some_and(is_taken) {
        errors.note("name", Problem::Taken);
    }
    let description = errors.keep("description", Description::parse_optional(&draft.description));
    let practitioner = errors.keep("practitioner", Name::parse_optional(&draft.practitioner));
    let location = errors.keep(
        "locationId",
        draft.location.ok_or(Problem::Empty).and_then(|id| {
            locations.iter().find(|location| location.id == id).map(|l| l.id).ok_or(Problem::Unknown)
        }),
    );
    let slot_length = errors.keep("slotMinutes", SlotLength::new(draft.slot_minutes));
    let slot_pause = errors.keep("pauseMinutes", SlotPause::new(draft.pause_minutes));
    let capacity = errors.keep("capacity", Capacity::new(draft.capacity));
    let weeks_ahead = errors.keep("weeksAhead", WeeksAhead::new(draft.weeks_ahead));
    let hours = check_hours(&mut errors, &draft.hours, slot_length);
    let valid = check_validity(&mut errors, draft);
    let rules = check_rules(&mut errors, &draft.rules);
    let times = slot_length.zip(slot_pause);
    match (name, description, practitioner, location, times, capacity, weeks_ahead, rules) {
        (
            Some(name),
            Some(description),
            Some(practitioner),
            Some(location),
            Some((slot_length, slot_pause)),
            Some(capacity),
            Some(weeks_ahead),
            Some(rules),
        ) if errors.0.is_empty() => Ok(Timebook {
            id: TimebookId::new(uuid::Uuid::nil()),
            kind: draft.kind,
            name,
            description,
            location,
            practitioner,
            hours,
            valid: valid.unwrap_or(Validity::ALWAYS),
            slot_length,
            slot_pause,
            capacity,
            weeks_ahead,
            rules,
            published: false,
        }),
        _ => Err(errors),
    }
}

fn check_validity(errors: &mut FieldErrors, draft: &TimebookDraft) -> Option<Validity> {
    let date = |text: &str| Some(text).filter(|text| !text.trim().is_empty()).map(civil_date).transpose();
    let from = errors.keep("validFrom", date(&draft.valid_from));
    let until = errors.keep("validUntil", date(&draft.valid_until));
    errors.keep("validUntil", Validity::new(from?, until?))
}

fn check_rules(errors: &mut FieldErrors, draft: &RulesDraft) -> Option<BookingRules> {
    let lead = errors.keep("leadMinutes", draft.lead_minutes.map(LeadTime::new).transpose());
    let horizon = errors.keep("horizonDays", draft.horizon_days.map(Horizon::new).transpose());
    let release = check_release(errors, &draft.release);
    let rules = BookingRules { lead: lead?, horizon: horizon?, release: release? };
    if !rules.leave_time() {
        errors.note("horizonDays", Problem::NeverOpen);
    }
    Some(rules)
}

fn check_release(errors: &mut FieldErrors, draft: &ReleaseDraft) -> Option<Release> {
    match draft {
        ReleaseDraft::AtOnce => Some(Release::AtOnce),
        ReleaseDraft::From { date, at } => {
            let date = errors.keep("release.date", civil_date(date));
            let at = errors.keep("release.at", minute(at));
            let instant = first_instant(date?, at?).ok_or(Problem::Malformed);
            errors.keep("release.date", instant).map(Release::From)
        }
        ReleaseDraft::Weekly { weeks_before, weekday: day, at } => {
            let weeks_before = errors.keep("release.weeksBefore", WeeksBefore::new(*weeks_before));
            let weekday = errors.keep("release.weekday", weekday(*day));
            let at = errors.keep("release.at", minute(at));
            Some(Release::Weekly(WeeklyRelease { weeks_before: weeks_before?, weekday: weekday?, at: at? }))
        }
    }
}

/// Reads a date as Norwegians write it: «30.11.2026», also without leading zeros.
pub(crate) fn civil_date(text: &str) -> Result<NaiveDate, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    let of_this_era = |date: &NaiveDate| (2000..2200).contains(&date.year());
    NaiveDate::parse_from_str(text, "%d.%m.%Y").ok().filter(of_this_era).ok_or(Problem::Malformed)
}

fn check_hours(
    errors: &mut FieldErrors,
    drafts: &[OpeningDraft],
    slot_length: Option<SlotLength>,
) -> Vec<OpeningHours> {
    if drafts.is_empty() {
        errors.note("hours", Problem::Empty);
    }
    let mut hours: Vec<OpeningHours> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let Some(opening) = check_opening(errors, index, draft) else { continue };
        let to = format!("hours.{index}.to");
        if hours.iter().any(|other| other.overlaps(opening)) {
            errors.note(&format!("hours.{index}.from"), Problem::Overlap);
        } else if slot_length.is_some_and(|length| !opening.period().fits(length)) {
            errors.note(&to, Problem::SlotTooLong);
        }
        hours.push(opening);
    }
    hours
}

fn check_opening(errors: &mut FieldErrors, index: usize, draft: &OpeningDraft) -> Option<OpeningHours> {
    let weekday = errors.keep(&format!("hours.{index}.weekday"), weekday(draft.weekday));
    let from = errors.keep(&format!("hours.{index}.from"), minute(&draft.from));
    let to = errors.keep(&format!("hours.{index}.to"), minute(&draft.to));
    let (weekday, from, to) = (weekday?, from?, to?);
    errors.keep(&format!("hours.{index}.to"), OpeningHours::new(weekday, from, to))
}

pub(crate) fn minute(text: &str) -> Result<MinuteOfDay, Problem> {
    if text.trim().is_empty() {
        return Err(TextError::Empty.into());
    }
    MinuteOfDay::parse(text.trim()).map_err(Into::into)
}
