//! The page: what will be sent, the form, and its problems.

use askama::Template;
use axum::http::StatusCode;
use i18n::{Language, text_with};
use timebook::{Reason, Slot};

use super::chosen::{Chosen, nowhere};
use super::refusal::{Outcome, Refused, limit_reached, other_session, other_time, too_soon};
use crate::filled::Filled;
use crate::page::{Keeping, Layout, html};
use crate::pages::Answer;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "review.html")]
struct Review {
    c: Layout,
    /// «Time til vaksine hos DDFL Test».
    context: String,
    slug: &'static str,
    slot_text: String,
    with: String,
    address: String,
    duration: String,
    limit: usize,
    counter: String,
    counter_pattern: String,
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
    let choice = c.clinic.choice(chosen.kind, chosen.timebook);
    let choice = choice.ok_or_else(|| nowhere(visit, chosen.kind, false))?;
    let language = c.language;
    let name = choice.timebook.name.as_str();
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
        context: i18n::title(language, chosen.kind, &c.clinic.name),
        slug: chosen.kind.slug(),
        slot_text: i18n::slot_text(language, slot.start, slot.end),
        with: text_with(language, "portal-with", &[("name", name.into())]),
        address: choice.location.address(),
        duration: text_with(language, "portal-duration-estimate", &[("duration", duration.into())]),
        limit: Reason::LIMIT,
        counter: counter(language, &timebook::count(&filled.reason).to_string()),
        counter_pattern: counter(language, "%"),
        wrong,
        refused,
        form: filled,
        c,
    };
    Ok(html(status, &review))
}

/// «0/50 tegn».
fn counter(language: Language, length: &str) -> String {
    text_with(language, "portal-counter", &[("length", length.into()), ("limit", Reason::LIMIT.into())])
}
