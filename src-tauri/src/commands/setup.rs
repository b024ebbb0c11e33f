//! Setting up the clinic. Every save answers with the whole set-up as it is now.

use clinic::{OpeningDraft, TimebookState};
use server::PortalState;
use timebook::{ClinicProfile, Location, LocationId, Timebook};

use super::dto::{
    self, CommandError, FieldProblem, LocationDraft, Problem, ProfileDraft, Setup, TimebookDraft,
};
use super::id;
use super::wording::{self, Wording};
use crate::desk::Desk;

/// All that is set up.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_setup(desk: Desk) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let setup = desk.answer(open.clinic.setup().await)?;
    let wording = Wording::of(&desk, &open);
    let clinic = setup.profile.as_ref().map(|profile| profile.name.as_str()).unwrap_or_default();
    let timebooks = setup.timebooks.iter();
    let unreadable = setup.locations.unreadable.iter().chain(&setup.timebooks.unreadable);
    Ok(Setup {
        unreadable: unreadable.map(wording::row_name).collect(),
        locations: setup.locations.iter().map(location).collect(),
        timebooks: timebooks.map(|(book, state)| timebook(wording, clinic, book, state)).collect(),
        profile: setup.profile.as_ref().map(profile),
        portal_url: match open.portal {
            PortalState::Listening { url } => Some(url),
            PortalState::AddressTaken { .. } => None,
        },
    })
}

/// Saves the clinic's profile.
///
/// # Errors
/// [`CommandError::Invalid`] with every field that was refused; nothing is saved then.
#[tauri::command]
#[specta::specta]
pub async fn save_profile(desk: Desk, draft: ProfileDraft) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let ProfileDraft { name, org_number, her_id, phone, info, limit_of_type, limit_in_all } = draft;
    let (limit_of_type, limit_in_all) = (whole(limit_of_type), whole(limit_in_all));
    let draft = clinic::ProfileDraft { name, org_number, her_id, phone, info, limit_of_type, limit_in_all };
    let saved = open.clinic.save_profile(&open.admin, &draft).await;
    saved.map_err(|error| desk.refuse(error))?;
    read_setup(desk).await
}

/// Saves a location; a new one when no id is given.
///
/// # Errors
/// As [`save_profile`], and [`CommandError::NotFound`].
#[tauri::command]
#[specta::specta]
pub async fn save_location(
    desk: Desk,
    id: Option<String>,
    draft: LocationDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = id.as_deref().map(self::id).transpose()?;
    let LocationDraft { name, street, postal_code, city } = draft;
    let draft = clinic::LocationDraft { name, street, postal_code, city };
    let saved = open.clinic.save_location(&open.admin, id, &draft).await;
    saved.map_err(|error| desk.refuse(error))?;
    read_setup(desk).await
}

/// Saves a timebook; a new one, which patients do not see yet, when no id is given.
///
/// # Errors
/// As [`save_location`].
#[tauri::command]
#[specta::specta]
pub async fn save_timebook(
    desk: Desk,
    id: Option<String>,
    draft: TimebookDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = id.as_deref().map(self::id).transpose()?;
    let draft = timebook_draft(draft)?;
    let saved = open.clinic.save_timebook(&open.admin, id, &draft).await;
    saved.map_err(|error| desk.refuse(error))?;
    read_setup(desk).await
}

/// Shows a timebook and its times to patients.
///
/// # Errors
/// [`CommandError::NotFound`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn publish_timebook(desk: Desk, id: String) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let published = open.clinic.publish(&open.admin, self::id(&id)?).await;
    published.map_err(|error| desk.refuse(error))?;
    read_setup(desk).await
}

/// Hides a timebook from patients. Bookings that were made stand.
///
/// # Errors
/// As [`publish_timebook`].
#[tauri::command]
#[specta::specta]
pub async fn unpublish_timebook(desk: Desk, id: String) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let hidden = open.clinic.unpublish(&open.admin, self::id(&id)?).await;
    hidden.map_err(|error| desk.refuse(error))?;
    read_setup(desk).await
}

fn timebook_draft(draft: TimebookDraft) -> Result<clinic::TimebookDraft, CommandError> {
    let hours = draft.hours.into_iter();
    Ok(clinic::TimebookDraft {
        kind: draft.kind.into(),
        name: draft.name,
        description: draft.description,
        location: chosen_location(&draft.location_id)?,
        practitioner: draft.practitioner,
        hours: hours
            .map(|dto::OpeningHours { weekday, from, to }| OpeningDraft { weekday, from, to })
            .collect(),
        slot_minutes: whole(draft.slot_minutes),
        capacity: whole(draft.capacity),
        weeks_ahead: whole(draft.weeks_ahead),
    })
}

/// No choice is for the clinic to judge beside all other fields; a text that is no id was never
/// offered.
fn chosen_location(text: &str) -> Result<Option<LocationId>, CommandError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let field = FieldProblem { field: "locationId".to_owned(), problem: Problem::Unknown };
        CommandError::Invalid { fields: vec![field] }
    })
}

/// The number in a field. What is no whole number is outside every range the clinic knows.
fn whole(number: Option<f64>) -> u16 {
    let whole = number.filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(number));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in the line above")]
    whole.map_or(0, |number| number as u16)
}

fn profile(profile: &ClinicProfile) -> dto::Profile {
    dto::Profile {
        name: profile.name.to_string(),
        org_number: profile.org_number.as_ref().map(ToString::to_string),
        her_id: profile.her_id.as_ref().map(ToString::to_string),
        phone: profile.phone.as_ref().map(ToString::to_string),
        info: profile.info.as_ref().map(ToString::to_string),
        limit_of_type: profile.limits.of_type.get(),
        limit_in_all: profile.limits.in_all.get(),
    }
}

fn location(location: &Location) -> dto::Location {
    dto::Location {
        id: location.id.to_string(),
        name: location.name.to_string(),
        street: location.street.to_string(),
        postal_code: location.postal_code.to_string(),
        city: location.city.to_string(),
        address_text: location.address(),
    }
}

fn timebook(wording: Wording, clinic: &str, book: &Timebook, state: &TimebookState) -> dto::Timebook {
    dto::Timebook {
        id: book.id.to_string(),
        kind: book.kind.into(),
        title_text: i18n::title(wording.language, book.kind, clinic),
        name: book.name.to_string(),
        description: book.description.as_ref().map(ToString::to_string),
        location_id: book.location.to_string(),
        practitioner: book.practitioner.as_ref().map(ToString::to_string),
        hours: book.hours.iter().copied().map(opening).collect(),
        slot_minutes: book.slot_length.get().into(),
        capacity: book.capacity.get().into(),
        weeks_ahead: book.weeks_ahead.get().into(),
        published: book.published,
        free_places: state.free_places,
        first_free_text: state.first_free.map(|start| wording.when(start)),
        conflicts: state.conflicts,
    }
}

fn opening(hours: timebook::OpeningHours) -> dto::OpeningHours {
    dto::OpeningHours {
        weekday: hours.weekday() as u8 + 1,
        from: hours.from().to_string(),
        to: hours.to().to_string(),
    }
}
