//! `/logg-inn` and `/logg-ut`. Only the demo can be entered so far: one form for each synthetic person.

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use timebook::PatientId;

use super::{Answer, Proof, asked, form};
use crate::failure::Failure;
use crate::page::{Chrome, html};
use crate::visit::{Guest, Visit};
use crate::{Login, address, guard, session};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    c: Chrome,
    next: String,
    people: Vec<Person>,
}

/// Someone to log in as.
struct Person {
    id: PatientId,
    name: String,
    identity: String,
}

/// What the address says.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    /// Where to go on to.
    neste: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    person: String,
    #[serde(default)]
    neste: String,
}

/// Lists the people of the demo.
pub(crate) async fn show(guest: Guest, query: Result<Query<Asked>, QueryRejection>) -> Answer {
    if guest.portal.login == Login::Closed {
        return Err(guest.fail(Failure::LoginClosed));
    }
    let next = asked(query).neste.unwrap_or_default();
    let c = guest.chrome().await?;
    let patients = guest.ok(guest.portal.clinic.patients().await)?;
    let people = patients.into_iter().map(|patient| Person {
        id: patient.id,
        name: patient.name.to_string(),
        identity: patient.identity.masked(),
    });
    let people = people.collect();
    Ok(html(StatusCode::OK, &LoginPage { c, next: address::local(&next).to_owned(), people }))
}

/// Logs in as one of them, always with a new session.
pub(crate) async fn enter(
    guest: Guest,
    headers: HeaderMap,
    sent: Result<Form<Chosen>, FormRejection>,
) -> Answer {
    if guest.portal.login == Login::Closed {
        return Err(guest.fail(Failure::LoginClosed));
    }
    let chosen = form(sent).map_err(|failure| guest.fail(failure))?;
    let clinic = &guest.portal.clinic;
    let patients = guest.ok(clinic.patients().await)?;
    let known = |id: &PatientId| patients.iter().any(|patient| patient.id == *id);
    let patient = chosen.person.parse().ok().filter(known);
    let patient = patient.ok_or_else(|| guest.fail(Failure::NotFound))?;
    if let Some(old) = session::of_request(&headers) {
        guest.ok(clinic.close_session(&old).await)?;
    }
    let (token, cookie) = session::new(&headers);
    guest.ok(clinic.open_session(patient, token, guard::token()).await)?;
    Ok(going(address::local(&chosen.neste), cookie))
}

/// Logs out.
pub(crate) async fn leave(
    visit: Visit,
    headers: HeaderMap,
    sent: Result<Form<Proof>, FormRejection>,
) -> Answer {
    let proof = form(sent).map_err(|failure| visit.fail(failure))?;
    visit.checked(&proof.skjema)?;
    visit.ok(visit.clinic().close_session(&visit.session.token).await)?;
    Ok(going("/logg-inn", session::forget(&headers)))
}

fn going(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = Redirect::to(to).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
