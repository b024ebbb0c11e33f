//! `/sprak`: chooses a language and goes back.

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use i18n::Language;
use serde::Deserialize;

use super::{Answer, asked, form};
use crate::visit::Guest;
use crate::{address, language};

/// The choice, and the page it was made on.
#[derive(Default, Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    til: String,
    #[serde(default)]
    tilbake: String,
}

/// Handles a link of the footer.
pub(crate) async fn choose(headers: HeaderMap, query: Result<Query<Choice>, QueryRejection>) -> Response {
    let choice: Choice = asked(query);
    chosen(&headers, &choice.til, &choice.tilbake)
}

/// Handles the same choice as a form.
pub(crate) async fn choose_by_form(
    guest: Guest,
    headers: HeaderMap,
    sent: Result<Form<Choice>, FormRejection>,
) -> Answer {
    let choice = form(sent).map_err(|failure| guest.fail(failure))?;
    Ok(chosen(&headers, &choice.til, &choice.tilbake))
}

/// Redirects to `address` and stores the language with this code.
pub(crate) fn chosen(headers: &HeaderMap, code: &str, address: &str) -> Response {
    let mut response = Redirect::to(address::local(address)).into_response();
    let cookie = Language::from_code(code).and_then(|to| language::remember(headers, to));
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
