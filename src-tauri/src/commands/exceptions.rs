//! Exceptions from the opening hours, and what a change of hours does before it is saved.

use clinic::{ChangeDraft, PeriodDraft, SetupPart};
use timebook::{ExceptionId, ExceptionScope, Revision, TimebookId};

use super::dto::{self, BasedOn, CommandError, ExceptionDraft, PlanEffect, Setup, TimebookDraft};
use super::setup::{answer, of, read_setup, timebook_draft};
use super::wording::Wording;
use super::{exception_parts, id, parts};
use crate::desk::Desk;

/// Saves the exception that the form is based on, or a new one. The free times of published timebooks follow at
/// once.
///
/// # Errors
/// As [`save_location`](super::setup::save_location).
#[tauri::command]
#[specta::specta]
pub async fn save_exception(
    desk: Desk,
    based_on: Option<BasedOn>,
    draft: ExceptionDraft,
) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let of = based_on.map(of).transpose()?;
    let saved = open.clinic.save_exception(&open.admin, of, &exception_draft(draft)?).await;
    answer(&desk, &open, of.map(|(id, _)| SetupPart::Exception(id)), saved)?;
    read_setup(desk).await
}

/// Deletes an exception, in the revision that the window saw. The free times of published timebooks follow at
/// once.
///
/// # Errors
/// [`CommandError::NotFound`], [`CommandError::Conflict`], or [`CommandError`] of the store.
#[tauri::command]
#[specta::specta]
pub async fn delete_exception(desk: Desk, id: String, revision: u32) -> Result<Setup, CommandError> {
    let open = desk.open_clinic()?;
    let id: ExceptionId = self::id(&id)?;
    let deleted = open.clinic.delete_exception(&open.admin, id, Revision::new(revision)).await;
    answer(&desk, &open, Some(SetupPart::Exception(id)), deleted)?;
    read_setup(desk).await
}

/// What saving an exception would do to the times of each published timebook that it changes; without a draft,
/// what deleting it would do.
///
/// # Errors
/// As [`save_exception`], but never [`CommandError::Conflict`].
#[tauri::command]
#[specta::specta]
pub async fn preview_exception(
    desk: Desk,
    id: Option<String>,
    draft: Option<ExceptionDraft>,
) -> Result<Vec<PlanEffect>, CommandError> {
    let open = desk.open_clinic()?;
    let wording = Wording::of(&desk, &open);
    let id = id.map(|id| self::id(&id)).transpose()?;
    let effects = match (id, draft) {
        (_, Some(draft)) => open.clinic.preview_exception(&open.admin, id, &exception_draft(draft)?).await,
        (Some(id), None) => open.clinic.preview_exception_deleted(&open.admin, id).await,
        (None, None) => Ok(Vec::new()),
    };
    let effects = effects.map_err(|error| desk.refuse(parts::refusal(wording, None, error)))?;
    Ok(effects.into_iter().map(|effect| exception_parts::effect(wording, effect)).collect())
}

/// What saving a timebook would do to its times, if it is published or will be.
///
/// # Errors
/// As [`preview_exception`].
#[tauri::command]
#[specta::specta]
pub async fn preview_timebook(
    desk: Desk,
    id: Option<String>,
    draft: TimebookDraft,
) -> Result<PlanEffect, CommandError> {
    let open = desk.open_clinic()?;
    let wording = Wording::of(&desk, &open);
    let id: Option<TimebookId> = id.map(|id| self::id(&id)).transpose()?;
    let effect = open.clinic.preview_timebook(&open.admin, id, &timebook_draft(draft)?).await;
    let effect = effect.map_err(|error| desk.refuse(parts::refusal(wording, None, error)))?;
    Ok(exception_parts::effect(wording, effect))
}

/// A text that is no id names nothing that the clinic has.
fn exception_draft(draft: ExceptionDraft) -> Result<clinic::ExceptionDraft, CommandError> {
    let ExceptionDraft { scope, first, last, change, periods, note } = draft;
    let scope = match scope {
        dto::ExceptionScope::Clinic => ExceptionScope::Clinic,
        dto::ExceptionScope::Location(id) => ExceptionScope::Location(named(&id)?),
        dto::ExceptionScope::Timebook(id) => ExceptionScope::Timebook(named(&id)?),
    };
    let periods =
        periods.into_iter().map(|dto::OpeningPeriod { from, to }| PeriodDraft { from, to }).collect();
    let change = match change {
        dto::ExceptionChange::Closed => ChangeDraft::Closed,
        dto::ExceptionChange::HolidayOpen => ChangeDraft::HolidayOpen,
        dto::ExceptionChange::Hours => ChangeDraft::Hours(periods),
        dto::ExceptionChange::Extra => ChangeDraft::Extra(periods),
        dto::ExceptionChange::Blocked => ChangeDraft::Blocked(periods),
    };
    Ok(clinic::ExceptionDraft { scope, first, last, change, note })
}

fn named<Id: std::str::FromStr>(text: &str) -> Result<Id, CommandError> {
    text.parse().map_err(|_| {
        let field = dto::FieldProblem { field: "scope".to_owned(), problem: dto::Problem::Unknown };
        CommandError::Invalid { fields: vec![field] }
    })
}
