//! A page for each way things go wrong. Every one offers a way on.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clinic::StoreError;

use crate::guard;
use crate::page::{Chrome, html};

/// What went wrong.
pub(crate) enum Failure {
    /// No such page, or not for this patient.
    NotFound,
    /// No such time in that timebook at this clinic.
    NoSuchTime {
        /// Where times can be chosen.
        choose: String,
    },
    /// The form is not one of ours.
    Forbidden,
    /// The form lacks something, or holds what no form of ours sends.
    Malformed,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// Nobody can log in.
    LoginClosed,
    /// The store does not answer.
    Unavailable,
    /// Something is broken; the log names it under this reference.
    Broken {
        /// As the log has it.
        reference: String,
    },
}

/// An answer that is not what was asked for. Boxed, because every handler can give one and few do.
pub(crate) struct Failed(Box<Response>);

impl From<Response> for Failed {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl Failure {
    /// What a failing store means to the patient. This is where it is logged.
    pub(crate) fn of_store(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(cause) => {
                tracing::warn!(%error, cause = %cause, "a page has to wait for the store");
                Self::Unavailable
            }
            StoreError::Broken(cause) => Self::broken(&error, &cause.to_string()),
            StoreError::Unreadable { .. } => Self::broken(&error, ""),
        }
    }

    fn broken(error: &StoreError, cause: &str) -> Self {
        let reference = guard::reference();
        tracing::error!(%error, cause, reference, "a page cannot be shown");
        Self::Broken { reference }
    }

    /// Its page.
    pub(crate) fn page(self, c: Chrome) -> Failed {
        let t = c.t;
        let home = || Way { href: "/".to_owned(), text: t.front_page.as_str() };
        let again = || Way { href: c.here.clone(), text: t.try_again.as_str() };
        let (status, title, text, way) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, &t.not_found, &t.not_found_lead, home()),
            Self::NoSuchTime { choose } => {
                let way = Way { href: choose.clone(), text: &t.choose_again };
                (StatusCode::NOT_FOUND, &t.no_such_time, &t.no_such_time_lead, way)
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, &t.forbidden, &t.forbidden_lead, home()),
            Self::Malformed => (StatusCode::BAD_REQUEST, &t.malformed, &t.malformed_lead, home()),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, &t.too_large, &t.too_large_lead, home()),
            Self::LoginClosed => (StatusCode::FORBIDDEN, &t.login_closed, &t.login_closed_lead, again()),
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, &t.unavailable, &t.unavailable_lead, again())
            }
            Self::Broken { .. } => (StatusCode::INTERNAL_SERVER_ERROR, &t.broken, &t.broken_lead, home()),
        };
        let reference = match &self {
            Self::Broken { reference } => {
                Some(words::text_with(c.language, "portal-reference", &[("reference", reference.into())]))
            }
            Self::NotFound
            | Self::NoSuchTime { .. }
            | Self::Forbidden
            | Self::Malformed
            | Self::TooLarge
            | Self::LoginClosed
            | Self::Unavailable => None,
        };
        html(status, &Trouble { title, text, reference, way, c }).into()
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble<'a> {
    c: Chrome,
    title: &'a str,
    text: &'a str,
    reference: Option<String>,
    way: Way<'a>,
}

/// The way on.
struct Way<'a> {
    href: String,
    text: &'a str,
}
