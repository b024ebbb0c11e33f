//! The page: what will be sent, the form, and its problems.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use i18n::text_with;
use timebook::{Reason, Slot};

use super::chosen::{Chosen, nowhere};
use super::refusal::{Outcome, Refused, limit_reached, other_session, other_time, too_soon};
use crate::filled::Filled;
use crate::page::{Keeping, Layout, html};
use crate::pages::Answer;
use crate::public_info::Place;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "review.html")]
struct Review<'a> {
    c: Layout,
    /// «Time til vaksine hos DDFL Test».
    title: &'a str,
    place: &'a Place,
    /// «Hos Influensavaksine».
    with: &'a str,
    slug: &'static str,
    slot_text: String,
    duration: String,
    limit: usize,
    /// «0/50 tegn».
    counter: String,
    /// What is wrong with the reason.
    wrong: Option<String>,
    /// Why the request was not sent, when the cause is not the reason's text.
    refused: Option<Refused>,
    form: Filled,
}

pub(super) async fn page(
    visit: &Visit,
    chosen: Chosen,
    slot: &Slot,
    filled: Filled,
    wrong: Outcome,
) -> Answer {
    let c = Layout { keeping: Keeping::ByForm, ..visit.layout_of_step(3).await? };
    let info = Arc::clone(&c.clinic);
    let nowhere = || nowhere(visit, chosen.kind, false);
    let offer = info.offer(chosen.kind).ok_or_else(nowhere)?;
    let place = offer.place(chosen.timebook).ok_or_else(nowhere)?;
    let language = c.language;
    let duration = i18n::duration_text(language, slot.start, slot.end);
    let (status, wrong, refused) = match wrong {
        Outcome::Nothing => (StatusCode::OK, None, None),
        Outcome::Reason(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, Some(wrong), None),
        Outcome::TooMany(limit) => (StatusCode::TOO_MANY_REQUESTS, None, Some(too_soon(language, limit))),
        Outcome::OtherTime => (StatusCode::CONFLICT, None, Some(other_time(language))),
        Outcome::OtherSession => (StatusCode::FORBIDDEN, None, Some(other_session(&c))),
        Outcome::Limit(limit, most, has) => {
            (StatusCode::CONFLICT, None, Some(limit_reached(&c, limit, most, &has)))
        }
    };
    let review = Review {
        title: offer.title.of(language),
        place,
        with: place.with.of(language),
        slug: chosen.kind.slug(),
        slot_text: i18n::slot_text(language, slot.start, slot.end),
        duration: text_with(language, "portal-duration-estimate", &[("duration", duration.into())]),
        limit: Reason::LIMIT,
        counter: c.t.reason_counter.replacen('%', &timebook::count(&filled.reason).to_string(), 1),
        wrong,
        refused,
        form: filled,
        c,
    };
    Ok(html(status, &review))
}
