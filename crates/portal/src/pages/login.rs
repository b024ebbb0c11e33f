//! `/logg-inn` and `/logg-ut`. So far only the demo has a login: one form for each synthetic person.

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Extension, Form, Query};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use clinic::session::TokenHash;
use clinic::{Draft, StoreError};
use serde::Deserialize;
use timebook::PatientId;

use super::{Answer, TokenForm, asked, form};
use crate::failure::Failure;
use crate::page::{Layout, html};
use crate::visit::Guest;
use crate::{ClientAddress, Login, address, guard, session};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    c: Layout,
    next: String,
    /// True when a request was sent after the session had ended, and what was written is kept.
    kept: bool,
    people: Vec<Person>,
}

/// Someone to log in as.
struct Person {
    id: PatientId,
    name: String,
    identity: String,
}

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    /// The URL to continue to.
    neste: Option<String>,
    /// `lagret` when a request was not sent, because the session had ended, and what was written is kept.
    utlopt: Option<String>,
}

/// The login form.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    person: String,
    #[serde(default)]
    neste: String,
}

/// Lists the people of the demo.
pub(crate) async fn show(guest: Guest, query: Result<Query<PageQuery>, QueryRejection>) -> Answer {
    if guest.portal.login == Login::Closed {
        return Err(guest.fail(Failure::LoginClosed));
    }
    let asked: PageQuery = asked(query);
    let next = asked.neste.unwrap_or_default();
    let kept = asked.utlopt.as_deref() == Some("lagret");
    let c = guest.layout().await?;
    let patients = guest.ok(guest.portal.clinic.patients().await)?;
    let people = patients.read.into_iter().map(|patient| Person {
        id: patient.id,
        name: patient.name.to_string(),
        identity: patient.identity.masked(),
    });
    let people = people.collect();
    Ok(html(StatusCode::OK, &LoginPage { c, next: address::local(&next).to_owned(), kept, people }))
}

/// Logs in as one of the people, always with a new session.
pub(crate) async fn enter(
    guest: Guest,
    headers: HeaderMap,
    address: Option<Extension<ClientAddress>>,
    sent: Result<Form<Chosen>, FormRejection>,
) -> Answer {
    if guest.portal.login == Login::Closed {
        return Err(guest.fail(Failure::LoginClosed));
    }
    let address = address.map(|Extension(ClientAddress(address))| address);
    let counted = guest.portal.rates.count_log_in(address);
    counted.map_err(|seconds| guest.fail(Failure::TooMany { seconds }))?;
    let chosen = form(sent).map_err(|failure| guest.fail(failure))?;
    let clinic = &guest.portal.clinic;
    let patients = guest.ok(clinic.patients().await)?;
    let known = |id: &PatientId| patients.iter().any(|patient| patient.id == *id);
    let Some(patient) = chosen.person.parse().ok().filter(known) else {
        tracing::warn!("a log-in was refused: no patient with that id");
        guest.ok(clinic.note_refused_log_in().await)?;
        return Err(guest.fail(Failure::NotFound));
    };
    let old = session::of_request(&headers);
    let draft = match &old {
        Some(old) => guest.ok(handed_over(&guest, old, patient).await)?,
        None => None,
    };
    let (token, cookie) = session::new(&headers);
    guest.ok(clinic.open_session(patient, token, guard::token(), draft).await)?;
    // The earlier session and its draft stay until the new session has the draft.
    if let Some(old) = old {
        guest.ok(clinic.close_session(&old).await)?;
    }
    tracing::info!("a patient logged in");
    Ok(going(address::local(&chosen.neste), cookie))
}

/// The draft of the browser's earlier session, if it had expired and was the same patient's.
async fn handed_over(
    guest: &Guest,
    old: &TokenHash,
    patient: PatientId,
) -> Result<Option<Draft>, StoreError> {
    let expired = guest.portal.clinic.expired_session(old).await?;
    Ok(expired.filter(|session| session.patient == patient).and_then(|session| session.draft))
}

/// Logs out. Also redirects to the front page when the session had already ended.
pub(crate) async fn leave(
    guest: Guest,
    headers: HeaderMap,
    sent: Result<Form<TokenForm>, FormRejection>,
) -> Answer {
    let proof = form(sent).map_err(|failure| guest.fail(failure))?;
    let Some(token) = session::of_request(&headers) else { return Ok(Redirect::to("/").into_response()) };
    let clinic = &guest.portal.clinic;
    let open = guest.ok(clinic.session(&token).await)?.map(|(session, _)| session);
    let was_open = open.is_some();
    let known = match open {
        Some(session) => Some(session),
        None => guest.ok(clinic.expired_session(&token).await)?,
    };
    if let Some(session) = known {
        if !guard::same(&proof.skjema, &session.form_token) {
            return Err(guest.fail(Failure::Forbidden));
        }
        guest.ok(clinic.log_out(&session).await)?;
        tracing::info!("a patient logged out");
    }
    Ok(going(if was_open { "/logg-inn" } else { "/" }, session::forget(&headers)))
}

fn going(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = Redirect::to(to).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
