//! Exceptions from the opening hours: dates on which the clinic, a location or a timebook is closed, open at other
//! hours, or blocked at some of them.

use chrono::NaiveDate;
use timebook::{
    Dates, DayChange, ExceptionId, ExceptionNote, ExceptionScope, Location, OpeningException, Period,
    Revision, Timebook, oslo_date,
};

use crate::Clinic;
use crate::drafts::{civil_date, minute};
use crate::error::{FieldErrors, Problem, StoreError};
use crate::planning::{PlanEffect, Planning};
use crate::publish::{TRIES, too_many_changes};
use crate::roles::Admin;
use crate::setup::SaveError;
use crate::transaction::{CommitError, Write};

/// The most exceptions that are not over.
pub const EXCEPTIONS_MOST: u32 = 500;

/// The most periods of one exception.
const PERIODS_MOST: u32 = 20;

/// A period of a day as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodDraft {
    /// «08:00».
    pub from: String,
    /// «15:30»; «24:00» is the end of the day.
    pub to: String,
}

/// How the hours of a date are changed, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeDraft {
    /// [`DayChange::Closed`].
    Closed,
    /// [`DayChange::HolidayOpen`].
    HolidayOpen,
    /// [`DayChange::Hours`].
    Hours(Vec<PeriodDraft>),
    /// [`DayChange::Extra`].
    Extra(Vec<PeriodDraft>),
    /// [`DayChange::Blocked`].
    Blocked(Vec<PeriodDraft>),
}

/// An exception as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionDraft {
    /// [`OpeningException::scope`].
    pub scope: ExceptionScope,
    /// The first date: «24.12.2026».
    pub first: String,
    /// The last date; empty when there is only one.
    pub last: String,
    /// [`OpeningException::change`].
    pub change: ChangeDraft,
    /// [`OpeningException::note`]; empty means no note.
    pub note: String,
}

/// The draft as an exception with this id, or all problems.
fn check(
    draft: &ExceptionDraft,
    id: ExceptionId,
    timebooks: &[Timebook],
    locations: &[Location],
    today: NaiveDate,
) -> Result<OpeningException, FieldErrors> {
    let mut errors = FieldErrors::default();
    let is_known = match draft.scope {
        ExceptionScope::Clinic => true,
        ExceptionScope::Location(id) => locations.iter().any(|location| location.id == id),
        ExceptionScope::Timebook(id) => timebooks.iter().any(|timebook| timebook.id == id),
    };
    if !is_known {
        errors.note("scope", Problem::Unknown);
    }
    let dates = check_dates(&mut errors, draft, today);
    let change = check_change(&mut errors, &draft.change);
    let note = errors.keep("note", ExceptionNote::parse_optional(&draft.note));
    match (dates, change, note) {
        (Some(dates), Some(change), Some(note)) if errors.0.is_empty() => {
            Ok(OpeningException { id, scope: draft.scope, dates, change, note })
        }
        _ => Err(errors),
    }
}

fn check_dates(errors: &mut FieldErrors, draft: &ExceptionDraft, today: NaiveDate) -> Option<Dates> {
    let first = errors.keep("first", civil_date(&draft.first));
    let one_date = draft.last.trim().is_empty();
    let last = if one_date { first } else { errors.keep("last", civil_date(&draft.last)) };
    let dates = errors.keep("last", Dates::new(first?, last?))?;
    if dates.last() < today {
        errors.note(if one_date { "first" } else { "last" }, Problem::Past);
    }
    Some(dates)
}

fn check_change(errors: &mut FieldErrors, draft: &ChangeDraft) -> Option<DayChange> {
    match draft {
        ChangeDraft::Closed => Some(DayChange::Closed),
        ChangeDraft::HolidayOpen => Some(DayChange::HolidayOpen),
        ChangeDraft::Hours(periods) => check_periods(errors, periods).map(DayChange::Hours),
        ChangeDraft::Extra(periods) => check_periods(errors, periods).map(DayChange::Extra),
        ChangeDraft::Blocked(periods) => check_periods(errors, periods).map(DayChange::Blocked),
    }
}

fn check_periods(errors: &mut FieldErrors, drafts: &[PeriodDraft]) -> Option<Vec<Period>> {
    if drafts.is_empty() {
        errors.note("periods", Problem::Empty);
    }
    if drafts.len() > PERIODS_MOST as usize {
        errors.note("periods", Problem::TooMany { most: PERIODS_MOST });
        return None;
    }
    let mut periods: Vec<Period> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let from = errors.keep(&format!("periods.{index}.from"), minute(&draft.from));
        let to = errors.keep(&format!("periods.{index}.to"), minute(&draft.to));
        let Some((from, to)) = from.zip(to) else { continue };
        let Some(period) = errors.keep(&format!("periods.{index}.to"), Period::new(from, to)) else {
            continue;
        };
        if periods.iter().any(|other| other.overlaps(period)) {
            errors.note(&format!("periods.{index}.from"), Problem::Overlap);
        }
        periods.push(period);
    }
    Some(periods)
}

/// A change of one of the clinic's exceptions.
enum ExceptionChange {
    Save(OpeningException, Option<Revision>),
    Delete(ExceptionId, Revision),
}

impl ExceptionChange {
    const fn id(&self) -> ExceptionId {
        match self {
            Self::Save(exception, _) => exception.id,
            Self::Delete(id, _) => *id,
        }
    }

    const fn was(&self) -> Option<Revision> {
        match self {
            Self::Save(_, was) => *was,
            Self::Delete(_, was) => Some(*was),
        }
    }

    /// The exceptions after it. A changed one keeps its age.
    fn applied(&self, mut all: Vec<OpeningException>) -> Vec<OpeningException> {
        match self {
            Self::Save(new, _) => match all.iter_mut().find(|exception| exception.id == new.id) {
                Some(exception) => exception.clone_from(new),
                None => all.push(new.clone()),
            },
            Self::Delete(id, _) => all.retain(|exception| exception.id != *id),
        }
        all
    }

    fn write(&self, clinic: &Clinic, admin: &Admin) -> Write {
        match self {
            Self::Save(exception, was) => {
                Write::SaveException(Box::new(exception.clone()), clinic.edit(admin, *was))
            }
            Self::Delete(exception, was) => Write::DeleteException { exception: *exception, was: *was },
        }
    }
}

impl Clinic {
    /// Saves an exception, based on the revision given with its id, or a new one when neither is given. The
    /// free times of every published timebook follow at once; booked times stay (see [`Clinic::publish`]).
    /// Returns its id.
    ///
    /// # Errors
    /// [`SaveError`].
    pub async fn save_exception(
        &self,
        admin: &Admin,
        of: Option<(ExceptionId, Revision)>,
        draft: &ExceptionDraft,
    ) -> Result<ExceptionId, SaveError> {
        match self.check_and_save_exception(admin, of, draft).await {
            // The store refuses an exception of what was deleted after the check. The second check names it.
            Err(SaveError::Store(StoreError::Broken(_))) => {
                self.check_and_save_exception(admin, of, draft).await
            }
            saved => saved,
        }
    }

    async fn check_and_save_exception(
        &self,
        admin: &Admin,
        of: Option<(ExceptionId, Revision)>,
        draft: &ExceptionDraft,
    ) -> Result<ExceptionId, SaveError> {
        let (id, was) = of.unzip();
        let exception = self.checked_exception(id, draft).await?;
        let id = exception.id;
        self.change_exceptions(admin, ExceptionChange::Save(exception, was)).await?;
        Ok(id)
    }

    /// Deletes an exception, if it still has the revision `was`. The free times of every published timebook
    /// follow at once.
    ///
    /// # Errors
    /// [`SaveError::NotFound`], [`SaveError::Conflict`] or [`SaveError::Store`].
    pub async fn delete_exception(
        &self,
        admin: &Admin,
        id: ExceptionId,
        was: Revision,
    ) -> Result<(), SaveError> {
        self.change_exceptions(admin, ExceptionChange::Delete(id, was)).await
    }

    /// What saving this draft would do to the times of the published timebooks: those of which something
    /// changes. `of` is the exception that the draft is of.
    ///
    /// # Errors
    /// [`SaveError::Invalid`] with every field that was refused, [`SaveError::NotFound`] or
    /// [`SaveError::Store`].
    pub async fn preview_exception(
        &self,
        _admin: &Admin,
        of: Option<ExceptionId>,
        draft: &ExceptionDraft,
    ) -> Result<Vec<PlanEffect>, SaveError> {
        let exception = self.checked_exception(of, draft).await?;
        Ok(self.effects(ExceptionChange::Save(exception, None)).await?)
    }

    /// What deleting an exception would do, as [`Clinic::preview_exception`].
    ///
    /// # Errors
    /// [`SaveError::Store`].
    pub async fn preview_exception_deleted(
        &self,
        _admin: &Admin,
        id: ExceptionId,
    ) -> Result<Vec<PlanEffect>, SaveError> {
        Ok(self.effects(ExceptionChange::Delete(id, Revision::NONE)).await?)
    }

    async fn checked_exception(
        &self,
        of: Option<ExceptionId>,
        draft: &ExceptionDraft,
    ) -> Result<OpeningException, SaveError> {
        let today = oslo_date(self.now());
        let existing = self.store.exceptions(self.id, today).await?.rows;
        if of.is_some_and(|id| existing.iter().all(|(exception, _)| exception.id != id)) {
            return Err(SaveError::NotFound);
        }
        let timebooks = self.store.timebooks(self.id).await?;
        let locations = self.store.locations(self.id).await?;
        let id = of.unwrap_or_else(|| ExceptionId::new(self.ids.uuid()));
        let checked = check(draft, id, &timebooks, &locations, today);
        if of.is_none() && existing.count() >= EXCEPTIONS_MOST as usize {
            let mut errors = checked.err().unwrap_or_default();
            errors.note("first", Problem::TooMany { most: EXCEPTIONS_MOST });
            return Err(SaveError::Invalid(errors));
        }
        checked.map_err(SaveError::Invalid)
    }

    async fn effects(&self, change: ExceptionChange) -> Result<Vec<PlanEffect>, StoreError> {
        let Planning { timebooks, exceptions, .. } = self.planning().await?;
        let exceptions = change.applied(exceptions);
        let mut effects = Vec::new();
        for timebook in timebooks.iter().filter(|timebook| timebook.published) {
            let plan = self.plan_change(timebook, &exceptions).await?;
            let effect = plan.effect();
            if plan.write(&*self.ids).is_some() {
                effects.push(effect);
            }
        }
        Ok(effects)
    }

    /// Saves a change of the exceptions together with the times of every published timebook. If anything that
    /// the plans are made from was changed meanwhile, they are made again.
    async fn change_exceptions(&self, admin: &Admin, change: ExceptionChange) -> Result<(), SaveError> {
        for _ in 0..TRIES {
            let planning = self.planning().await?;
            let mut writes = vec![planning.guard(), change.write(self, admin)];
            let exceptions = change.applied(planning.exceptions.clone());
            for timebook in planning.timebooks.iter().filter(|timebook| timebook.published) {
                let Some((was, _)) = planning.timebook(timebook.id) else { continue };
                if let Some(plan) = self.plan_change(timebook, &exceptions).await?.write(&*self.ids) {
                    writes.extend([Write::OnTimebook { timebook: timebook.id, was }, plan]);
                }
            }
            match self.commit_plan(writes).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Stale) => self.still_stands(&change).await?,
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(other) => return Err(StoreError::Broken(other.into()).into()),
            }
        }
        Err(too_many_changes().into())
    }

    /// Whether an exception still has the revision that its change is based on.
    async fn still_stands(&self, change: &ExceptionChange) -> Result<(), SaveError> {
        let rows = self.store.exceptions(self.id, oslo_date(self.now())).await?.rows;
        let stands =
            rows.iter().find(|(exception, _)| exception.id == change.id()).map(|(_, edit)| edit.revision);
        match stands {
            None if change.was().is_some() => Err(SaveError::NotFound),
            stands if stands != change.was() => Err(self.conflict().await?),
            _ => Ok(()),
        }
    }
}
