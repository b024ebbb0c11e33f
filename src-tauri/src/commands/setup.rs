//! Setting up the clinic. Every save returns the whole set-up as it is now.

use std::str::FromStr;

use clinic::{DeleteError, OpeningDraft, ReleaseDraft, RulesDraft, SaveError, SetupPart};
use timebook::{LocationId, Revision};

use super::dto::{
    self, BasedOn, CommandError, FieldProblem, LocationDraft, Problem, ProfileDraft, Setup, TimebookDraft,
};
use super::wording::Wording;
use super::{id, parts};
use crate::desk::{Desk, OpenClinic};

/// Reads the whole set-up.
///
/// # Errors
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn read_setup(desk: Desk) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let setup = desk.answer(open.clinic.setup().await)?;
    Ok(parts::setup(Wording::of(&desk, &open), &setup, open.portal))
}

/// Saves the clinic's profile. `revision` is the one that the form showed; null before the first save.
///
/// # Errors
/// [`CommandError::Invalid`] with every field that was refused, [`CommandError::Conflict`] when somebody
/// else has saved it since that revision; nothing is saved then.
#[tauri::command]
#[specta::specta]
pub async fn save_profile(
    desk: Desk,
    revision: Option<u32>,
    draft: ProfileDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let ProfileDraft { name, org_number, her_id, phone, info, limit_of_type, limit_in_all } = draft;
    let (limit_of_type, limit_in_all) = (whole(limit_of_type), whole(limit_in_all));
    let draft = clinic::ProfileDraft { name, org_number, her_id, phone, info, limit_of_type, limit_in_all };
    let saved = open.clinic.save_profile(&open.admin, revision.map(Revision::new), &draft).await;
    answer(&desk, &open, Some(SetupPart::Profile), saved)?;
    read_setup(desk).await
}

/// Saves the location that the form is based on, or a new one.
///
/// # Errors
/// As [`save_profile`], and [`CommandError::NotFound`].
#[tauri::command]
#[specta::specta]
pub async fn save_location(
    desk: Desk,
    based_on: Option<BasedOn>,
    draft: LocationDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let of = based_on.map(of).transpose()?;
    let LocationDraft { name, street, postal_code, city } = draft;
    let draft = clinic::LocationDraft { name, street, postal_code, city };
    let saved = open.clinic.save_location(&open.admin, of, &draft).await;
    answer(&desk, &open, of.map(|(id, _)| SetupPart::Location(id)), saved)?;
    read_setup(desk).await
}

/// Saves the timebook that the form is based on, or a new one, which is not published yet.
///
/// # Errors
/// As [`save_location`].
#[tauri::command]
#[specta::specta]
pub async fn save_timebook(
    desk: Desk,
    based_on: Option<BasedOn>,
    draft: TimebookDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let of = based_on.map(of).transpose()?;
    let draft = timebook_draft(draft)?;
    let saved = open.clinic.save_timebook(&open.admin, of, &draft).await;
    answer(&desk, &open, of.map(|(id, _)| SetupPart::Timebook(id)), saved)?;
    read_setup(desk).await
}

/// Publishes a timebook and its times, if its revision is the one that the window showed.
///
/// # Errors
/// [`CommandError::NotFound`], [`CommandError::Conflict`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn publish_timebook(desk: Desk, id: String, revision: u32) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = self::id(&id)?;
    let published = open.clinic.publish(&open.admin, id, Revision::new(revision)).await;
    answer(&desk, &open, Some(SetupPart::Timebook(id)), published)?;
    read_setup(desk).await
}

/// Hides a timebook from patients. Existing bookings are kept.
///
/// # Errors
/// As [`publish_timebook`].
#[tauri::command]
#[specta::specta]
pub async fn unpublish_timebook(desk: Desk, id: String, revision: u32) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = self::id(&id)?;
    let hidden = open.clinic.unpublish(&open.admin, id, Revision::new(revision)).await;
    answer(&desk, &open, Some(SetupPart::Timebook(id)), hidden)?;
    read_setup(desk).await
}

/// Deletes a location that no timebook has, in the revision that the window saw.
///
/// # Errors
/// [`CommandError::LocationUsed`], [`CommandError::NotFound`], [`CommandError::Conflict`], or
/// [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn delete_location(desk: Desk, id: String, revision: u32) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = self::id(&id)?;
    let deleted = open.clinic.delete_location(&open.admin, id, Revision::new(revision)).await;
    deletion(&desk, &open, SetupPart::Location(id), deleted)?;
    read_setup(desk).await
}

/// Deletes a timebook that never had a booking, in the revision that the window saw.
///
/// # Errors
/// [`CommandError::HasBookings`], and else as [`delete_location`].
#[tauri::command]
#[specta::specta]
pub async fn delete_timebook(desk: Desk, id: String, revision: u32) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id = self::id(&id)?;
    let deleted = open.clinic.delete_timebook(&open.admin, id, Revision::new(revision)).await;
    deletion(&desk, &open, SetupPart::Timebook(id), deleted)?;
    read_setup(desk).await
}

/// The result of a deletion, as the window shows it.
fn deletion(
    desk: &Desk,
    open: &OpenClinic,
    part: SetupPart,
    deleted: Result<(), DeleteError>,
) -> Result<(), CommandError> {
    deleted.map_err(|error| desk.refuse(parts::not_deleted(Wording::of(desk, open), part, error)))
}

/// The result of a save, as the window shows it.
pub(super) fn answer<T>(
    desk: &Desk,
    open: &OpenClinic,
    part: Option<SetupPart>,
    saved: Result<T, SaveError>,
) -> Result<(), CommandError> {
    let refused = |error| desk.refuse(parts::refusal(Wording::of(desk, open), part, error));
    saved.map(|_| ()).map_err(refused)
}

pub(super) fn of<Id: FromStr>(based_on: BasedOn) -> Result<(Id, Revision), CommandError> {
    Ok((id(&based_on.id)?, Revision::new(based_on.revision)))
}

pub(super) fn timebook_draft(draft: TimebookDraft) -> Result<clinic::TimebookDraft, CommandError> {
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
        valid_from: draft.valid_from,
        valid_until: draft.valid_until,
        slot_minutes: whole(draft.slot_minutes),
        pause_minutes: whole_or_most(draft.pause_minutes),
        capacity: whole(draft.capacity),
        weeks_ahead: whole(draft.weeks_ahead),
        rules: RulesDraft {
            lead_minutes: draft.lead_minutes,
            horizon_days: draft.horizon_days.map(|days| whole(Some(days))),
            release: release_draft(draft.release),
        },
    })
}

fn release_draft(release: dto::Release) -> ReleaseDraft {
    match release {
        dto::Release::AtOnce => ReleaseDraft::AtOnce,
        dto::Release::From { date, at } => ReleaseDraft::From { date, at },
        dto::Release::Weekly { weeks_before, weekday, at } => {
            ReleaseDraft::Weekly { weeks_before, weekday, at }
        }
    }
}

/// Parses the chosen location. An empty choice is checked by the clinic together with the other fields; a
/// text that is not an id is not found.
fn chosen_location(text: &str) -> Result<Option<LocationId>, CommandError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let field = FieldProblem { field: "locationId".to_owned(), problem: Problem::Unknown };
        CommandError::Invalid { fields: vec![field] }
    })
}

/// As [`whole`], for a field that may be 0: anything but a whole number becomes a number above every range.
fn whole_or_most(number: Option<f64>) -> u16 {
    if number == Some(0.0) { 0 } else { Some(whole(number)).filter(|number| *number > 0).unwrap_or(u16::MAX) }
}

/// The number in a field. Anything but a whole number becomes a number outside every range.
fn whole(number: Option<f64>) -> u16 {
    let whole = number.filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(number));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in the line above")]
    whole.map_or(0, |number| number as u16)
}
