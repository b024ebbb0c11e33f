//! `/bestill/{type}/se-gjennom`: «Se gjennom før du sender».
//!
//! `chosen` parses what a form asks for, `form` is the page, `refusal` has the texts for a refused request, and
//! `unsent` handles a form that could not be accepted at all. In every case what is typed is on the page again
//! or kept in the draft.

mod chosen;
mod form;
mod refusal;
mod unsent;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Extension, Form, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use clinic::session::DRAFT_BYTES;
use clinic::{DraftChange, Problem, Request, RequestError};
use serde::Deserialize;
use timebook::{BookingId, Reason, RequestKey, Slot, TimebookType};
use uuid::Uuid;

use self::chosen::{Chosen, nowhere};
use self::form::page;
use self::refusal::{Outcome, wrong};
use super::time::{self, Notice};
use super::{Answer, Segment, asked, language};
use crate::address::{self, TimeAddress};
use crate::failure::{Failed, Failure};
use crate::filled::Filled;
use crate::page::{LANGUAGE, Layout};
use crate::rate::TooMany;
use crate::resilience::{Deadline, guarded};
use crate::visit::{Guest, Visit};
use crate::{ClientAddress, Portal, guard};

/// The URL pattern for the log.
pub(crate) const ADDRESS: &str = "/bestill/{kind}/se-gjennom";

/// The most time to wait for the draft to be deleted after the request is saved.
const CLEARED_WITHIN: Duration = Duration::from_secs(1);

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    sted: Option<String>,
    tid: Option<String>,
    dag: Option<String>,
}

/// Shows the request that will be sent.
pub(crate) async fn show(
    visit: Visit,
    Segment(slug): Segment,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Answer {
    let asked = asked(query);
    let kind = visit.found(TimebookType::from_slug(&slug))?;
    let nowhere = || nowhere(&visit, kind, false);
    let timebook = asked.sted.as_deref().and_then(|sted| sted.parse().ok()).ok_or_else(nowhere)?;
    let Some(tid) = asked.tid else {
        let day = asked.dag.as_deref().and_then(address::day);
        let again = TimeAddress { day, ..TimeAddress::of(kind, timebook) };
        return Ok(Redirect::to(&format!("{}&mangler=tid", again.text())).into_response());
    };
    let chosen = Chosen { kind, timebook, slot: tid.parse().map_err(|_| nowhere())? };
    let slot = visit.ok(visit.clinic().slot(timebook, chosen.slot).await)?.ok_or_else(nowhere)?;
    let own = visit.ok(visit.clinic().own_booking_of_slot(visit.actor(), slot.id).await)?;
    if let Some(id) = own {
        // Back from «Timebestillingen er sendt», or a page that was loaded again.
        return Ok(Redirect::to(&address::sent(id)).into_response());
    }
    let free = visit.ok(visit.clinic().day(timebook, slot.date).await)?;
    if !free.slots.contains(&slot) {
        let kept = !visit.written(kind).is_empty();
        return taken(&visit, chosen, Some(slot), kept).await;
    }
    let filled = Filled {
        form_token: visit.session.form_token.clone(),
        key: new_key(),
        timebook: timebook.to_string(),
        slot: slot.id.to_string(),
        day: slot.date.to_string(),
        reason: visit.written(kind).to_owned(),
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
    Extension(deadline): Extension<Deadline>,
    headers: HeaderMap,
    uri: Uri,
    address: Option<Extension<ClientAddress>>,
    sent: Result<Form<Filled>, FormRejection>,
) -> Answer {
    let mut guest = Guest::new(&portal, &headers, &uri);
    let filled = super::form(sent).map_err(|failure| guest.fail(failure))?;
    let kind = TimebookType::from_slug(&slug).ok_or_else(|| guest.fail(Failure::NotFound))?;
    let chosen = Chosen::of(kind, &filled);
    // The URL of the page that showed the form.
    guest.here = chosen.map_or_else(|| "/bestill".to_owned(), |c| address::review(kind, c.timebook, c.slot));
    let sender = Sender { headers: &headers, address: address.map(|Extension(ClientAddress(from))| from) };
    let answer = answer(sender, guest.clone(), (kind, chosen), filled.clone());
    match guarded(deadline.before_the_last_second(), ADDRESS, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(failed)) => Err(unsent::again(failed, kind, filled)),
        Err(failure) => Err(unsent::again(guest.fail(failure), kind, filled)),
    }
}

/// What belongs to a sent form besides its fields.
struct Sender<'a> {
    headers: &'a HeaderMap,
    address: Option<IpAddr>,
}

async fn answer(
    sender: Sender<'_>,
    guest: Guest,
    (kind, chosen): (TimebookType, Option<Chosen>),
    filled: Filled,
) -> Answer {
    let portal = Arc::clone(&guest.portal);
    let visit = match Visit::open(guest, sender.headers).await {
        Ok(visit) => visit,
        Err(failed) => {
            return Err(unsent::without_session(&portal, sender.headers, failed, chosen, filled).await);
        }
    };
    let Some(chosen) = chosen else {
        visit.checked(&filled.form_token)?;
        return Err(nowhere(&visit, kind, false));
    };
    if !guard::same(&filled.form_token, &visit.session.form_token) {
        return of_another_session(visit, chosen, filled).await;
    }
    if let Some(response) = leaving(chosen, &filled, sender.headers) {
        return match Reason::parse_optional(&filled.reason) {
            // More than fits in a draft, and more than could be sent.
            Err(problem) if filled.reason.len() > DRAFT_BYTES => {
                again(&visit, chosen, filled, reason_refused(&visit, problem.into())).await
            }
            Ok(_) | Err(_) => {
                visit.keep(chosen.draft(Some(chosen.slot), &filled)).await?;
                Ok(response)
            }
        };
    }
    match portal.rates.count(visit.patient.id, sender.address) {
        Ok(()) => request(visit, chosen, filled).await,
        Err(too_many) => wait(visit, chosen, filled, too_many).await,
    }
}

/// The redirect for a button that does not send the request.
fn leaving(chosen: Chosen, filled: &Filled, headers: &HeaderMap) -> Option<Response> {
    let handling = filled.leaving()?;
    if let Some(code) = handling.strip_prefix(LANGUAGE) {
        let here = address::review(chosen.kind, chosen.timebook, chosen.slot);
        return Some(language::chosen(headers, code, &here));
    }
    let to = if handling == "tilbake" {
        let day = address::day(&filled.day);
        TimeAddress { day, ..chosen.address() }.text()
    } else {
        "/".to_owned()
    };
    Some(Redirect::to(&to).into_response())
}

/// A form of another session in the same browser: the patient has logged in again since it was opened, or
/// somebody else has. Nothing is done; it is shown again as a form of this session, so that the patient can
/// check it.
async fn of_another_session(visit: Visit, chosen: Chosen, filled: Filled) -> Answer {
    if filled.form_token.is_empty() {
        return Err(visit.fail(Failure::Forbidden));
    }
    if let Some(id) = sent_before(&visit, chosen, &filled).await? {
        return Ok(sent(&visit, chosen.kind, id).await);
    }
    let filled = Filled { form_token: visit.session.form_token.clone(), ..filled };
    again(&visit, chosen, filled, Outcome::OtherSession).await
}

/// The page for too many requests in a short time: nothing is sent, what is typed is kept, and the page says
/// when to try again. A form that was sent before is answered as it was then.
async fn wait(visit: Visit, chosen: Chosen, filled: Filled, too_many: TooMany) -> Answer {
    if let Some(id) = sent_before(&visit, chosen, &filled).await? {
        return Ok(sent(&visit, chosen.kind, id).await);
    }
    let mut response = again(&visit, chosen, filled, Outcome::TooMany(too_many)).await?;
    if response.status() == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(too_many.seconds));
    }
    Ok(response)
}

/// The booking of this time that the form has already made.
async fn sent_before(visit: &Visit, chosen: Chosen, filled: &Filled) -> Result<Option<BookingId>, Failed> {
    let Ok(key) = filled.key.parse() else { return Ok(None) };
    let found = visit.ok(visit.clinic().sent_before(visit.patient.id, key).await)?;
    Ok(found.filter(|(_, slot)| *slot == chosen.slot).map(|(id, _)| id))
}

/// Sends the request to the clinic.
async fn request(visit: Visit, chosen: Chosen, filled: Filled) -> Answer {
    let key = filled.key.parse().map_err(|_| visit.fail(Failure::Malformed))?;
    let Chosen { kind, timebook, slot } = chosen;
    let request = Request { key, kind, timebook, slot, reason: filled.reason.clone() };
    let outcome = match visit.clinic().request(visit.actor(), request).await {
        Ok(id) => return Ok(sent(&visit, kind, id).await),
        Err(RequestError::Taken | RequestError::NoSuchSlot) => return gone(&visit, chosen, &filled).await,
        Err(RequestError::Store(error)) => {
            return match sent_before(&visit, chosen, &filled).await {
                Ok(Some(id)) => Ok(sent(&visit, kind, id).await),
                // It is known that nothing is saved.
                Ok(None) => Err(unsent::refused(visit.fail(Failure::of_store(error)), kind, filled)),
                Err(_) => Err(visit.fail(Failure::of_store(error))),
            };
        }
        Err(RequestError::Reason(problem)) => reason_refused(&visit, problem),
        Err(RequestError::SentForAnotherTime(_)) => Outcome::OtherTime,
        Err(RequestError::LimitReached { limit, most, has }) => Outcome::Limit(limit, most, has),
    };
    // The form can be sent as it is for this time, if that is what the patient wants.
    let key = if matches!(outcome, Outcome::OtherTime) { new_key() } else { filled.key };
    let filled = Filled { key, ..filled };
    again(&visit, chosen, filled, outcome).await
}

fn reason_refused(visit: &Visit, problem: Problem) -> Outcome {
    Outcome::Reason(wrong(visit.language(), problem))
}

/// «Timebestillingen er sendt». Its draft is deleted. An error in this is only logged, and the patient does
/// not wait for it.
async fn sent(visit: &Visit, kind: TimebookType, id: BookingId) -> Response {
    let removal = DraftChange::Remove { kind, written: visit.written(kind).to_owned() };
    if !visit.changes_nothing(&removal) {
        let cleared = visit.clinic().change_draft(&visit.session, removal);
        match tokio::time::timeout(CLEARED_WITHIN, cleared).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a draft was not deleted after its request was sent"),
            Err(_) => tracing::warn!("a draft may stay though its request was sent"),
        }
    }
    Redirect::to(&address::sent(id)).into_response()
}

/// The page again, with the problem; or «Velg time» when the time no longer exists.
async fn again(visit: &Visit, chosen: Chosen, filled: Filled, outcome: Outcome) -> Answer {
    let is_offered = visit.layout().await?.clinic.has_place(chosen.kind, chosen.timebook);
    match visit.ok(visit.clinic().slot(chosen.timebook, chosen.slot).await)? {
        Some(slot) if is_offered => page(visit, chosen, &slot, filled, outcome).await,
        Some(_) | None => gone(visit, chosen, &filled).await,
    }
}

/// The time is not available: what is typed is kept for another time.
async fn gone(visit: &Visit, chosen: Chosen, filled: &Filled) -> Answer {
    visit.keep(chosen.draft(None, filled)).await?;
    let slot = visit.ok(visit.clinic().slot(chosen.timebook, chosen.slot).await)?;
    taken(visit, chosen, slot, !filled.reason.is_empty()).await
}

/// «Velg time» again, with the times that are free now. `kept` is true when something was typed and is kept.
async fn taken(visit: &Visit, chosen: Chosen, slot: Option<Slot>, kept: bool) -> Answer {
    let c = visit.layout_of_step(2).await?;
    if !c.clinic.has_place(chosen.kind, chosen.timebook) {
        return Err(nowhere(visit, chosen.kind, kept));
    }
    let day = slot.as_ref().map(|slot| slot.date);
    let address = TimeAddress { day, ..TimeAddress::of(chosen.kind, chosen.timebook) };
    let c = Layout { here: address.text(), ..c };
    time::page(visit, c, address, Notice::Gone { slot, kept }).await
}
