//! Converts the set-up for the window, and the conflict when somebody else saved first.

use clinic::{DeleteError, Edits, SaveError, Setup, SetupPart, TimebookState};
use server::PortalState;
use timebook::{ClinicProfile, Location, Release, Timebook, oslo};

use super::dto::error::short;
use super::dto::{self, CommandError};
use super::errors::problems;
use super::exception_parts;
use super::wording::{self, Wording};

/// The whole set-up.
pub(super) fn setup(wording: Wording, setup: &Setup, portal: PortalState) -> dto::Setup {
    let edits = &setup.edits;
    let clinic = clinic_name(setup);
    let unreadable = setup.locations.unreadable.iter().chain(&setup.timebooks.unreadable);
    let unreadable = unreadable.chain(&setup.exceptions.rows.unreadable);
    dto::Setup {
        unreadable: unreadable.map(wording::row_name).collect(),
        locations: setup.locations.iter().map(|one| saved_location(wording, one, edits)).collect(),
        timebooks: setup.timebooks.iter().map(|one| saved_timebook(wording, clinic, one, edits)).collect(),
        exceptions: exception_parts::exceptions(wording, setup),
        holidays: exception_parts::holidays(wording, setup),
        profile: setup.profile.as_ref().map(|profile| saved_profile(wording, profile, edits)),
        portal_url: match portal {
            PortalState::Listening { url } => Some(url),
            PortalState::AddressTaken { .. } => None,
        },
    }
}

/// Why a part was not saved; for a conflict with the part's current version.
pub(super) fn refusal(wording: Wording, part: Option<SetupPart>, error: SaveError) -> CommandError {
    match error {
        SaveError::Invalid(errors) => CommandError::Invalid { fields: problems(errors) },
        SaveError::Conflict(now) => conflict(wording, part, &now),
        SaveError::NotFound => CommandError::NotFound,
        SaveError::Store(error) => error.into(),
    }
}

/// Why a part was not deleted.
pub(super) fn not_deleted(wording: Wording, part: SetupPart, error: DeleteError) -> CommandError {
    match error {
        DeleteError::LocationUsed { timebooks } => CommandError::LocationUsed { timebooks: short(timebooks) },
        DeleteError::HasBookings { live } => CommandError::HasBookings { live },
        DeleteError::Conflict(now) => conflict(wording, Some(part), &now),
        DeleteError::NotFound => CommandError::NotFound,
        DeleteError::Store(error) => error.into(),
    }
}

/// The conflict error. A part that no longer exists is not found.
fn conflict(wording: Wording, part: Option<SetupPart>, now: &Setup) -> CommandError {
    let edits = &now.edits;
    let stands = match part {
        Some(SetupPart::Profile) => {
            now.profile.as_ref().map(|one| dto::SetupPart::Profile(saved_profile(wording, one, edits)))
        }
        Some(SetupPart::Location(id)) => {
            let found = now.locations.iter().find(|one| one.id == id);
            found.map(|one| dto::SetupPart::Location(saved_location(wording, one, edits)))
        }
        Some(SetupPart::Timebook(id)) => {
            let found = now.timebooks.iter().find(|(one, _)| one.id == id);
            let clinic = clinic_name(now);
            found.map(|one| dto::SetupPart::Timebook(saved_timebook(wording, clinic, one, edits)))
        }
        Some(SetupPart::Exception(id)) => {
            let found = now.exceptions.rows.iter().find(|(one, _)| one.id == id);
            found.map(|(one, edit)| {
                dto::SetupPart::Exception(exception_parts::saved_exception(wording, one, edit))
            })
        }
        None => None,
    };
    stands.map_or(CommandError::NotFound, |now| CommandError::Conflict { now: Box::new(now) })
}

fn clinic_name(setup: &Setup) -> &str {
    setup.profile.as_ref().map(|profile| profile.name.as_str()).unwrap_or_default()
}

/// A part without an edit was made after the edits were read; a save of it is refused.
fn edit(wording: Wording, edits: &Edits, part: SetupPart) -> dto::Edit {
    let none = dto::Edit { revision: 0, by: None, at_text: None };
    edits.of(part).map_or(none, |edit| wording.edit(edit))
}

fn saved_profile(wording: Wording, profile: &ClinicProfile, edits: &Edits) -> dto::Profile {
    dto::Profile {
        name: profile.name.to_string(),
        org_number: profile.org_number.as_ref().map(ToString::to_string),
        her_id: profile.her_id.as_ref().map(ToString::to_string),
        phone: profile.phone.as_ref().map(ToString::to_string),
        info: profile.info.as_ref().map(ToString::to_string),
        limit_of_type: profile.limits.of_type.get(),
        limit_in_all: profile.limits.in_all.get(),
        edit: edit(wording, edits, SetupPart::Profile),
    }
}

fn saved_location(wording: Wording, location: &Location, edits: &Edits) -> dto::Location {
    dto::Location {
        id: location.id.to_string(),
        name: location.name.to_string(),
        street: location.street.to_string(),
        postal_code: location.postal_code.to_string(),
        city: location.city.to_string(),
        address_text: location.address(),
        edit: edit(wording, edits, SetupPart::Location(location.id)),
    }
}

fn saved_timebook(
    wording: Wording,
    clinic: &str,
    (book, state): &(Timebook, TimebookState),
    edits: &Edits,
) -> dto::Timebook {
    dto::Timebook {
        id: book.id.to_string(),
        kind: book.kind.into(),
        title_text: i18n::title(wording.language, book.kind, clinic),
        name: book.name.to_string(),
        description: book.description.as_ref().map(ToString::to_string),
        location_id: book.location.to_string(),
        practitioner: book.practitioner.as_ref().map(ToString::to_string),
        hours: book.hours.iter().copied().map(opening).collect(),
        valid_from: book.valid.from().map(wording::typed),
        valid_until: book.valid.until().map(wording::typed),
        slot_minutes: book.slot_length.get().into(),
        pause_minutes: book.slot_pause.get().into(),
        capacity: book.capacity.get().into(),
        weeks_ahead: book.weeks_ahead.get().into(),
        lead_minutes: book.rules.lead.map(|lead| lead.get().into()),
        horizon_days: book.rules.horizon.map(|horizon| horizon.get().into()),
        release: release(book.rules.release),
        published: book.published,
        free_places: state.free_places,
        first_free_text: state.first_free.map(|start| wording.when(start)),
        conflicts: state.conflicts,
        edit: edit(wording, edits, SetupPart::Timebook(book.id)),
    }
}

fn release(release: Release) -> dto::Release {
    match release {
        Release::AtOnce => dto::Release::AtOnce,
        Release::From(instant) => {
            let civil = oslo(instant);
            dto::Release::From {
                date: civil.format("%d.%m.%Y").to_string(),
                at: civil.format("%H:%M").to_string(),
            }
        }
        Release::Weekly(weekly) => dto::Release::Weekly {
            weeks_before: weekly.weeks_before.get(),
            weekday: weekly.weekday as u8 + 1,
            at: weekly.at.to_string(),
        },
    }
}

fn opening(hours: timebook::OpeningHours) -> dto::OpeningHours {
    dto::OpeningHours {
        weekday: hours.weekday() as u8 + 1,
        from: hours.from().to_string(),
        to: hours.to().to_string(),
    }
}
