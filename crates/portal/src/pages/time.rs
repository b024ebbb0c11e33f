//! `/bestill/{type}/tid`: «Velg time».

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect};
use chrono::NaiveDate;
use clinic::Draft;
use serde::Deserialize;
use timebook::{Slot, SlotId, TimebookType, oslo_date};

use super::calendar::{MonthView, MonthWords};
use super::{Answer, Left, Segment, asked, form, language};
use crate::address::{self, TimeAddress};
use crate::failure::Failed;
use crate::page::{Keeping, Layout, html};
use crate::public_info::{Offer, Place};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "time.html")]
struct Time<'a> {
    c: Layout,
    /// «Time til vaksine hos DDFL Test».
    title: &'a str,
    slug: &'static str,
    offer: &'a Offer,
    /// The chosen place of the offer.
    place: &'a Place,
    month: MonthView<'a>,
    day: Option<NaiveDate>,
    times_head: &'a str,
    times: Vec<TimeChoice>,
    times_empty: &'static str,
    /// «Neste» was pressed with no time chosen.
    missing: bool,
    /// The chosen time is no longer free.
    gone: Option<String>,
    kept: bool,
}

/// One of the free times.
struct TimeChoice {
    id: SlotId,
    text: String,
    chosen: bool,
}

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    sted: Option<String>,
    maned: Option<String>,
    dag: Option<String>,
    tid: Option<String>,
    /// «Neste» was pressed with no time chosen.
    mangler: Option<String>,
}

impl PageQuery {
    /// Combines what was chosen with the URL, which takes precedence.
    fn over(&self, chosen: TimeAddress) -> TimeAddress {
        let month = self.maned.as_deref().and_then(address::month);
        let day = self.dag.as_deref().and_then(address::day);
        let slot = self.tid.as_deref().and_then(|tid| tid.parse().ok());
        let is_new = month.is_some() || day.is_some();
        TimeAddress {
            month,
            day: if is_new { day } else { chosen.day },
            slot: slot.or(chosen.slot.filter(|_| !is_new)),
            ..chosen
        }
    }
}

/// The form, when the patient leaves with «Tilbake» or «Avbryt».
#[derive(Deserialize)]
pub(crate) struct Leaving {
    #[serde(default)]
    skjema: String,
    sted: Option<String>,
    dag: Option<String>,
    tid: Option<String>,
}

/// The message that the page shows beside the choice.
#[derive(PartialEq, Eq)]
pub(crate) enum Notice {
    Nothing,
    /// No time was chosen.
    Missing,
    /// The chosen time is no longer free. `kept` is true when something was typed and is kept.
    Gone {
        slot: Option<Slot>,
        kept: bool,
    },
}

/// Shows the places, the month and the free times of a day.
pub(crate) async fn show(
    visit: Visit,
    Segment(slug): Segment,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Answer {
    let asked = asked(query);
    let kind = visit.found(TimebookType::from_slug(&slug))?;
    let c = visit.layout_of_step(2).await?;
    let offer = visit.found(c.clinic.offer(kind))?;
    let chosen = match &asked.sted {
        Some(sted) => visit.found(sted.parse().ok().map(|sted| TimeAddress::of(kind, sted)))?,
        None => visit.found(begun(&visit, offer))?,
    };
    let address = asked.over(chosen);
    let notice = if asked.mangler.is_some() { Notice::Missing } else { Notice::Nothing };
    page(&visit, c, address, notice).await
}

/// The choices of a started booking, otherwise the first place, so that times are shown at once.
fn begun(visit: &Visit, offer: &Offer) -> Option<TimeAddress> {
    let kind = offer.kind;
    if let Some(draft) = visit.draft(kind)
        && let Some(timebook) = draft.timebook.filter(|timebook| offer.place(*timebook).is_some())
    {
        return Some(TimeAddress { day: draft.day, slot: draft.slot, ..TimeAddress::of(kind, timebook) });
    }
    offer.places.first().map(|place| TimeAddress::of(kind, place.timebook))
}

/// The page for what has been chosen so far.
pub(crate) async fn page(visit: &Visit, mut c: Layout, address: TimeAddress, notice: Notice) -> Answer {
    let kind = address.kind;
    let info = Arc::clone(&c.clinic);
    let offer = visit.found(info.offer(kind))?;
    let place = visit.found(offer.place(address.timebook))?;
    let (clinic, id) = (visit.clinic(), address.timebook);
    let today = oslo_date(clinic.now());
    let mut day = address.day.or(day_of_slot(visit, address).await?);
    let mut shown = address.month.or(day);
    if shown.is_none() {
        day = visit.ok(clinic.first_free_day(id).await)?;
        shown = day;
    }
    let month = visit.ok(clinic.month(id, shown.unwrap_or(today)).await)?;
    let day = day.or(month.free_days.first().copied());
    let slots = match day {
        Some(day) => visit.ok(clinic.day(id, day).await)?.slots,
        None => Vec::new(),
    };
    let first = month.first.format("%Y-%m");
    c.keeping = Keeping::To(format!("/bestill/{}/tid?maned={first}&handling=", kind.slug()));
    let language = c.language;
    let words = MonthWords::of(language, month.first);
    let words_of_day = day.map(|day| (MonthWords::of(language, day), day));
    let gone = gone(&c, &notice, address.slot, &slots);
    let kept = match notice {
        Notice::Gone { kept, .. } => kept,
        Notice::Nothing | Notice::Missing => !visit.written(kind).is_empty(),
    };
    let status = match notice {
        Notice::Nothing => StatusCode::OK,
        Notice::Missing => StatusCode::UNPROCESSABLE_ENTITY,
        Notice::Gone { .. } => StatusCode::CONFLICT,
    };
    let time = Time {
        title: offer.title.of(language),
        slug: kind.slug(),
        offer,
        place,
        month: MonthView::new(language, &words, &month, (today, day), address),
        day,
        times_head: words_of_day
            .as_ref()
            .map_or(&c.t.free_times_no_day, |(words, day)| words.times_head(*day)),
        times: slots.iter().map(|slot| time_choice(slot, address.slot)).collect(),
        times_empty: if day.is_some() { &c.t.no_times_day } else { &c.t.no_times },
        missing: notice == Notice::Missing,
        gone,
        kept,
        c,
    };
    Ok(html(status, &time))
}

/// The day of a chosen time when the URL has no day.
async fn day_of_slot(visit: &Visit, address: TimeAddress) -> Result<Option<NaiveDate>, Failed> {
    let (Some(slot), None, None) = (address.slot, address.day, address.month) else { return Ok(None) };
    let slot = visit.ok(visit.clinic().slot(address.timebook, slot).await)?;
    Ok(slot.map(|slot| slot.date))
}

/// The message for a chosen time that is not free.
fn gone(c: &Layout, notice: &Notice, chosen: Option<SlotId>, slots: &[Slot]) -> Option<String> {
    let named = |slot: &Slot| {
        let slot = i18n::slot_text_lower(c.language, slot.start, slot.end);
        i18n::text_with(c.language, "portal-taken", &[("slot", slot.into())])
    };
    match notice {
        Notice::Gone { slot: Some(slot), .. } => Some(named(slot)),
        Notice::Gone { slot: None, .. } => Some(c.t.taken_some.clone()),
        Notice::Nothing | Notice::Missing => {
            let chosen = chosen?;
            let is_free = slots.iter().any(|slot| slot.id == chosen);
            (!is_free).then(|| c.t.taken_some.clone())
        }
    }
}

fn time_choice(slot: &Slot, chosen: Option<SlotId>) -> TimeChoice {
    TimeChoice { id: slot.id, text: i18n::clock_range(slot.start, slot.end), chosen: Some(slot.id) == chosen }
}

/// «Tilbake», «Avbryt» and «Forside»: keep what was chosen, and what was written further on before. A language:
/// the same page in it.
pub(crate) async fn leave(
    visit: Visit,
    Segment(slug): Segment,
    headers: HeaderMap,
    query: Result<Query<Left>, QueryRejection>,
    sent: Result<Form<Leaving>, FormRejection>,
) -> Answer {
    let left: Left = asked(query);
    let leaving = form(sent).map_err(|failure| visit.fail(failure))?;
    visit.checked(&leaving.skjema)?;
    let kind = visit.found(TimebookType::from_slug(&slug))?;
    let draft = Draft {
        timebook: leaving.sted.as_deref().and_then(|sted| sted.parse().ok()),
        day: leaving.dag.as_deref().and_then(address::day),
        slot: leaving.tid.as_deref().and_then(|tid| tid.parse().ok()),
        ..Draft::of(kind, String::new())
    };
    if let Some(code) = left.language() {
        let month = left.maned.as_deref().and_then(address::month);
        let here = draft.timebook.map_or_else(
            || format!("/bestill/{}/tid", kind.slug()),
            |sted| {
                let (day, slot) = (draft.day, draft.slot);
                TimeAddress { month, day, slot, ..TimeAddress::of(kind, sted) }.text()
            },
        );
        return Ok(language::chosen(&headers, code, &here));
    }
    visit.keep_choice(draft).await?;
    let back = left.handling.as_deref() == Some("tilbake");
    Ok(Redirect::to(if back { "/bestill" } else { "/" }).into_response())
}
