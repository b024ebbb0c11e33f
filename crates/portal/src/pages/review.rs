//! `/bestill/{type}/se-gjennom`: «Se gjennom før du sender».

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Extension, Form, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use clinic::{BookingView, Draft, LimitKind, Problem, Request, RequestError, StoreError};
use i18n::{Language, text_with};
use serde::Deserialize;
use timebook::{BookingId, Reason, RequestKey, Slot, SlotId, TimebookId, TimebookType};
use tokio::time::timeout;
use uuid::Uuid;

use super::time::{self, Notice};
use super::{Answer, Segment, appointment, asked, form, language};
use crate::address::{self, TimeAddress};
use crate::failure::{Failed, Failure};
use crate::filled::Filled;
use crate::labels::Labels;
use crate::page::{Layout, html};
use crate::rate::{RateKey, TooMany};
use crate::visit::{Guest, Visit};
use crate::{ClientAddress, Portal, guard, session};

/// How long to wait for the result of a request. Shorter than the limit for all pages, so that this page can
/// still say that the result is not known.
const LONGEST_WAIT: Duration = Duration::from_secs(13);

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

/// Why a request was not sent, and what the patient can do.
struct Refused {
    title: String,
    what_now: String,
    /// The patient's own bookings that count towards the limit.
    has: Vec<OwnBooking>,
}

/// One of the patient's own bookings.
struct OwnBooking {
    id: BookingId,
    text: String,
}

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    sted: Option<String>,
    tid: Option<String>,
    dag: Option<String>,
}

/// The parsed choice of a form.
#[derive(Clone, Copy)]
struct Chosen {
    kind: TimebookType,
    timebook: TimebookId,
    slot: SlotId,
}

impl Chosen {
    /// `None` when the form's ids are invalid.
    fn of(kind: TimebookType, filled: &Filled) -> Option<Self> {
        Some(Self { kind, timebook: filled.timebook.parse().ok()?, slot: filled.slot.parse().ok()? })
    }

    const fn address(self) -> TimeAddress {
        TimeAddress { slot: Some(self.slot), ..TimeAddress::of(self.kind, self.timebook) }
    }

    /// The failure when the timebook has no such time.
    fn nowhere(self, visit: &Visit) -> Failed {
        visit.fail(Failure::NoSuchTime { choose: format!("/bestill/{}/tid", self.kind.slug()) })
    }
}

/// Shows the request that will be sent.
pub(crate) async fn show(
    visit: Visit,
    Segment(slug): Segment,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Answer {
    let asked = asked(query);
    let kind = visit.found(TimebookType::from_slug(&slug))?;
    let nowhere = || visit.fail(Failure::NoSuchTime { choose: format!("/bestill/{}/tid", kind.slug()) });
    let timebook = asked.sted.as_deref().and_then(|sted| sted.parse().ok()).ok_or_else(nowhere)?;
    let Some(tid) = asked.tid else {
        let day = asked.dag.as_deref().and_then(address::day);
        let again = TimeAddress { day, ..TimeAddress::of(kind, timebook) };
        return Ok(Redirect::to(&format!("{}&mangler=tid", again.text())).into_response());
    };
    let chosen = Chosen { kind, timebook, slot: tid.parse().map_err(|_| nowhere())? };
    let slot = slot(&visit, chosen).await?;
    let free = visit.ok(visit.clinic().day(timebook, slot.date).await)?;
    if !free.slots.contains(&slot) {
        return taken(&visit, chosen, Some(slot)).await;
    }
    let filled = Filled {
        form_token: visit.session.form_token.clone(),
        key: new_key(),
        timebook: timebook.to_string(),
        slot: slot.id.to_string(),
        day: slot.date.to_string(),
        reason: visit.draft(kind).map(|draft| draft.reason.clone()).unwrap_or_default(),
        handling: None,
    };
    page(&visit, chosen, &slot, filled, Outcome::Nothing).await
}

fn new_key() -> String {
    RequestKey::new(Uuid::from_bytes(rand::random())).to_string()
}

/// Sends the request; or goes back or leaves, keeping what is written.
pub(crate) async fn send(
    State(portal): State<Arc<Portal>>,
    Segment(slug): Segment,
    headers: HeaderMap,
    uri: Uri,
    address: Option<Extension<ClientAddress>>,
    sent: Result<Form<Filled>, FormRejection>,
) -> Answer {
    let mut guest = Guest::new(&portal, &headers, &uri);
    let filled = form(sent).map_err(|failure| guest.fail(failure))?;
    let kind = TimebookType::from_slug(&slug).ok_or_else(|| guest.fail(Failure::NotFound))?;
    let chosen = Chosen::of(kind, &filled);
    // The URL of the page that showed the form.
    guest.here = chosen.map_or_else(|| "/bestill".to_owned(), |c| address::review(kind, c.timebook, c.slot));
    let visit = match Visit::open(guest, &headers).await {
        Ok(visit) => visit,
        Err(failed) => return Err(without_session(&portal, &headers, failed, (kind, chosen), filled).await),
    };
    visit.checked(&filled.form_token)?;
    let nowhere = || Failure::NoSuchTime { choose: format!("/bestill/{}/tid", kind.slug()) };
    let chosen = chosen.ok_or_else(|| visit.fail(nowhere()))?;
    match leaving(chosen, &filled, &headers) {
        Some(response) => {
            visit.keep(Some(draft(chosen, Some(chosen.slot), &filled))).await?;
            Ok(response)
        }
        None => {
            let address = address.map(|Extension(ClientAddress(address))| address);
            match portal.rates.count(visit.patient.id, address) {
                Ok(()) => request(visit, chosen, filled).await,
                Err(too_many) => wait(visit, chosen, filled, too_many).await,
            }
        }
    }
}

/// The redirect for a button that does not send the request.
fn leaving(chosen: Chosen, filled: &Filled, headers: &HeaderMap) -> Option<Response> {
    let handling = filled.handling.as_deref()?;
    if let Some(code) = handling.strip_prefix("sprak-") {
        let here = address::review(chosen.kind, chosen.timebook, chosen.slot);
        return Some(language::chosen(headers, code, &here));
    }
    let to = match handling {
        "tilbake" => {
            let day = address::day(&filled.day);
            TimeAddress { day, ..chosen.address() }.text()
        }
        "avbryt" => "/".to_owned(),
        _ => return None,
    };
    Some(Redirect::to(&to).into_response())
}

/// The page for too many requests in a short time: nothing is sent, what is typed is kept, and the page says
/// when to try again.
async fn wait(visit: Visit, chosen: Chosen, filled: Filled, too_many: TooMany) -> Answer {
    let TooMany { whose, seconds } = too_many;
    tracing::warn!(?whose, seconds, "too many requests in a short time");
    let slot = slot(&visit, chosen).await?;
    let mut response = page(&visit, chosen, &slot, filled, Outcome::TooMany(too_many)).await?;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// Sends the request to the clinic.
async fn request(visit: Visit, chosen: Chosen, filled: Filled) -> Answer {
    let key = filled.key.parse().map_err(|_| visit.fail(Failure::Malformed))?;
    let Chosen { kind, timebook, slot } = chosen;
    let request = Request { key, kind, timebook, slot, reason: filled.reason.clone() };
    let asked = timeout(LONGEST_WAIT, visit.clinic().request(visit.actor(), request)).await;
    // The store still completes the request.
    let too_late = |_| Err(StoreError::Unknown("the store did not answer in time".into()).into());
    match asked.unwrap_or_else(too_late) {
        Ok(id) => {
            if visit.draft(kind).is_some()
                && let Err(error) = visit.clinic().keep_draft(&visit.session, None).await
            {
                tracing::warn!(%error, "a draft was not deleted after its request was sent");
            }
            Ok(Redirect::to(&format!("/bestill/sendt?time={id}")).into_response())
        }
        Err(RequestError::Reason(problem)) => {
            let wrong = wrong(visit.language(), problem);
            let slot = self::slot(&visit, chosen).await?;
            page(&visit, chosen, &slot, filled, Outcome::Reason(wrong)).await
        }
        Err(RequestError::Taken) => {
            visit.keep(Some(draft(chosen, None, &filled))).await?;
            let slot = visit.ok(visit.clinic().slot(timebook, slot).await)?;
            taken(&visit, chosen, slot).await
        }
        Err(RequestError::NoSuchSlot) => Err(chosen.nowhere(&visit)),
        Err(RequestError::SentForAnotherTime(_)) => {
            // The form gets a new key, so the patient can send it for this time if they want.
            let filled = Filled { key: new_key(), ..filled };
            let slot = self::slot(&visit, chosen).await?;
            page(&visit, chosen, &slot, filled, Outcome::OtherTime).await
        }
        Err(RequestError::LimitReached { limit, most, has }) => {
            let slot = self::slot(&visit, chosen).await?;
            page(&visit, chosen, &slot, filled, Outcome::Limit(limit, most, has)).await
        }
        Err(RequestError::Store(error)) => Err(visit.fail(Failure::of_store(error)).not_sent(kind, filled)),
    }
}

/// The chosen time, if it belongs to the timebook.
async fn slot(visit: &Visit, chosen: Chosen) -> Result<Slot, Failed> {
    let slot = visit.ok(visit.clinic().slot(chosen.timebook, chosen.slot).await)?;
    slot.ok_or_else(|| chosen.nowhere(visit))
}

/// «Velg time» again, with the times that are free now.
async fn taken(visit: &Visit, chosen: Chosen, slot: Option<Slot>) -> Answer {
    let c = visit.layout_of_step(2).await?;
    let day = slot.as_ref().map(|slot| slot.date);
    let address = TimeAddress { day, ..TimeAddress::of(chosen.kind, chosen.timebook) };
    let c = Layout { here: address.text(), ..c };
    time::page(visit, c, address, Notice::Gone(slot)).await
}

async fn page(visit: &Visit, chosen: Chosen, slot: &Slot, filled: Filled, wrong: Outcome) -> Answer {
    let c = Layout { keeping: true, ..visit.layout_of_step(3).await? };
    let choice = c.clinic.choice(chosen.kind, chosen.timebook).ok_or_else(|| chosen.nowhere(visit))?;
    let language = c.language;
    let name = choice.timebook.name.as_str();
    let duration = i18n::duration_text(language, slot.start, slot.end);
    let (status, wrong, refused) = match wrong {
        Outcome::Nothing => (StatusCode::OK, None, None),
        Outcome::Reason(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, Some(wrong), None),
        Outcome::TooMany(limit) => (StatusCode::TOO_MANY_REQUESTS, None, Some(too_soon(language, limit))),
        Outcome::OtherTime => (StatusCode::CONFLICT, None, Some(other_time(language))),
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

/// Why the form was refused, for the page that is shown again.
enum Outcome {
    Nothing,
    /// What is wrong with the reason, as text.
    Reason(String),
    TooMany(TooMany),
    /// The form has been sent for another time.
    OtherTime,
    /// Which limit is reached, how many it allows, and the patient's bookings.
    Limit(LimitKind, u16, Vec<BookingView>),
}

/// Which limit was reached, and what the patient can do.
fn too_soon(language: Language, too_many: TooMany) -> Refused {
    let limit = match too_many.whose {
        RateKey::Person => "portal-too-many-person",
        RateKey::Address => "portal-too-many-address",
    };
    let minutes = too_many.seconds.div_ceil(60);
    let what_now = text_with(language, "portal-too-many-what-now", &[("minutes", minutes.into())]);
    Refused { title: i18n::text(language, limit), what_now, has: Vec::new() }
}

fn other_time(language: Language) -> Refused {
    let text = |key| i18n::text(language, key);
    Refused {
        title: text("portal-other-time"),
        what_now: text("portal-other-time-what-now"),
        has: Vec::new(),
    }
}

/// Which limit is reached, what counts towards it, and what the patient can do.
fn limit_reached(c: &Layout, limit: LimitKind, most: u16, has: &[BookingView]) -> Refused {
    let title = match limit {
        LimitKind::OfType => "portal-limit-of-type",
        LimitKind::InAll => "portal-limit-in-all",
    };
    let own = |view: &BookingView| OwnBooking { id: view.booking.id, text: appointment::heading(c, view) };
    Refused {
        title: text_with(c.language, title, &[("count", most.into())]),
        what_now: i18n::text(c.language, "portal-limit-what-now"),
        has: has.iter().map(own).collect(),
    }
}

/// «0/50 tegn».
fn counter(language: Language, length: &str) -> String {
    text_with(language, "portal-counter", &[("length", length.into()), ("limit", Reason::LIMIT.into())])
}

/// What is wrong with a reason, as text.
fn wrong(language: Language, problem: Problem) -> String {
    match problem {
        Problem::TooLong { limit, length } => {
            let args = [("limit", limit.into()), ("length", length.into())];
            text_with(language, "portal-reason-too-long", &args)
        }
        Problem::TooManyBytes { .. } => Labels::of(language).reason_too_many_bytes.clone(),
        Problem::ControlCharacter
        | Problem::Empty
        | Problem::Malformed
        | Problem::OutOfRange { .. }
        | Problem::EndBeforeStart
        | Problem::Overlap
        | Problem::Unknown
        | Problem::SlotTooLong
        | Problem::Taken => Labels::of(language).reason_control.clone(),
    }
}

/// What is filled in, as the session's draft.
fn draft(chosen: Chosen, slot: Option<SlotId>, filled: &Filled) -> Draft {
    Draft {
        kind: chosen.kind,
        timebook: Some(chosen.timebook),
        day: address::day(&filled.day),
        slot,
        reason: filled.reason.clone(),
    }
}

/// Handles a form without an open session. If its session has ended, what is typed is kept there, and the
/// same patient finds it after the login.
async fn without_session(
    portal: &Portal,
    headers: &HeaderMap,
    failed: Failed,
    (kind, chosen): (TimebookType, Option<Chosen>),
    filled: Filled,
) -> Failed {
    let Failure::LoggedOut { next, .. } = failed.failure() else { return failed.not_sent(kind, filled) };
    let next = next.clone();
    let expired = match session::of_request(headers) {
        Some(token) => portal.clinic.expired_session(&token).await,
        None => Ok(None),
    };
    let kept = match (expired, chosen) {
        (Err(error), _) => return failed.instead(Failure::of_store(error)).not_sent(kind, filled),
        (Ok(Some(session)), Some(chosen)) if guard::same(&filled.form_token, &session.form_token) => {
            let draft = draft(chosen, Some(chosen.slot), &filled);
            portal.clinic.keep_draft(&session, Some(draft)).await.is_ok()
        }
        (Ok(_), _) => false,
    };
    failed.instead(Failure::LoggedOut { next, not_sent: Some(kept) })
}
