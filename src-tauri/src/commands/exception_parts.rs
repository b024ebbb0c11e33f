//! Converts exceptions from the opening hours, public holidays and the effects of plans for the window.

use timebook::{Dates, DayChange, ExceptionScope, OpeningException, norwegian_holiday, oslo_date};

use super::dto;
use super::dto::error::short;
use super::wording::{Wording, typed};

/// The most times that are named of a change's conflicts.
const NAMED: usize = 5;

pub(super) fn effect(wording: Wording, effect: clinic::PlanEffect) -> dto::PlanEffect {
    let starts = effect.conflicts.iter().map(|(start, _)| wording.when(*start));
    dto::PlanEffect {
        timebook_id: effect.timebook.to_string(),
        added: short(effect.added),
        removed: short(effect.removed),
        changed: short(effect.changed),
        kept: short(effect.kept),
        conflicts: effect.conflicts.iter().map(|(_, held)| u32::from(*held)).sum(),
        conflict_texts: starts.take(NAMED).collect(),
    }
}

/// The exceptions that are not over, by their dates.
pub(super) fn exceptions(wording: Wording, setup: &clinic::Setup) -> Vec<dto::OpeningException> {
    let mut rows: Vec<_> = setup.exceptions.rows.iter().collect();
    rows.sort_by_key(|(exception, _)| (exception.dates.first(), exception.dates.last()));
    rows.into_iter().map(|(exception, edit)| saved_exception(wording, exception, edit)).collect()
}

pub(super) fn saved_exception(
    wording: Wording,
    exception: &OpeningException,
    edit: &clinic::Edit,
) -> dto::OpeningException {
    let (first, last) = (exception.dates.first(), exception.dates.last());
    let short = |date| i18n::date_short(wording.language, date);
    let one_date = first == last;
    dto::OpeningException {
        id: exception.id.to_string(),
        scope: match exception.scope {
            ExceptionScope::Clinic => dto::ExceptionScope::Clinic,
            ExceptionScope::Location(id) => dto::ExceptionScope::Location(id.to_string()),
            ExceptionScope::Timebook(id) => dto::ExceptionScope::Timebook(id.to_string()),
        },
        first: typed(first),
        last: if one_date { String::new() } else { typed(last) },
        dates_text: if one_date { short(first) } else { format!("{} – {}", short(first), short(last)) },
        change: match exception.change {
            DayChange::Closed => dto::ExceptionChange::Closed,
            DayChange::HolidayOpen => dto::ExceptionChange::HolidayOpen,
            DayChange::Hours(_) => dto::ExceptionChange::Hours,
            DayChange::Extra(_) => dto::ExceptionChange::Extra,
            DayChange::Blocked(_) => dto::ExceptionChange::Blocked,
        },
        periods: exception.change.periods().iter().map(period).collect(),
        note: exception.note.as_ref().map(ToString::to_string),
        edit: wording.edit(edit),
    }
}

fn period(period: &timebook::Period) -> dto::OpeningPeriod {
    dto::OpeningPeriod { from: period.from().to_string(), to: period.to().to_string() }
}

/// The public holidays from today on, for a year.
pub(super) fn holidays(wording: Wording, setup: &clinic::Setup) -> Vec<dto::Holiday> {
    let days = oslo_date(wording.now).iter_days().take(365);
    let holidays = days.filter_map(|date| Some((date, norwegian_holiday(date)?)));
    let holiday = |(date, holiday)| {
        let opens = |exception: &OpeningException| {
            let only = Dates::stored(date, date);
            let for_all = exception.scope == ExceptionScope::Clinic;
            for_all && exception.dates == only && exception.change == DayChange::HolidayOpen
        };
        let opened_by = setup.exceptions.rows.iter().find(|(exception, _)| opens(exception));
        dto::Holiday {
            date: typed(date),
            date_text: i18n::day_short(wording.language, date),
            name: i18n::holiday_name(wording.language, holiday),
            opened_by: opened_by.map(|(exception, edit)| dto::BasedOn {
                id: exception.id.to_string(),
                revision: edit.revision.get(),
            }),
        }
    };
    holidays.map(holiday).collect()
}
