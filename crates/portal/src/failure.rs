//! One type for everything that can go wrong with a page, and an error page for each. Every error page has a
//! link to continue.

use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use clinic::StoreError;

use crate::filled::Unsent;
use crate::labels::Labels;
use crate::page::{Layout, html};
use crate::{address, guard};

/// When to try again if the store or the portal could not answer, in seconds (`Retry-After`).
const COME_BACK: HeaderValue = HeaderValue::from_static("5");

/// What went wrong with a page.
pub(crate) enum Failure {
    /// The page does not exist, or not for this patient.
    NotFound,
    /// The clinic's timebook has no such time.
    NoSuchTime {
        /// The URL where times can be chosen.
        choose: String,
        /// Something was typed, and is kept.
        kept: bool,
    },
    /// The form was not made by one of our pages.
    Forbidden,
    /// The form is incomplete, or has values that our forms never send.
    Malformed,
    /// The body is larger than any of our forms.
    TooLarge,
    /// Too much was sent in a short time.
    TooMany {
        /// How long to wait, in whole seconds.
        seconds: u64,
    },
    /// The request's host is not one of the portal's.
    Misdirected,
    /// No login is set up.
    LoginClosed,
    /// Nobody is logged in.
    LoggedOut {
        /// The URL to continue to after the login.
        next: String,
        /// A form was sent after the session had ended, so nothing was done, and what was typed is kept.
        kept: bool,
    },
    /// The store does not answer.
    Unavailable,
    /// It is not known whether the store saved.
    Unknown,
    /// A form could not be accepted. It is shown again.
    NotSent(Box<Unsent>),
    /// An unexpected error, logged with a reference.
    Broken {
        /// The reference in the log.
        reference: String,
    },
}

/// A handler's error: what went wrong, and the layout of the error page. It becomes a page in one place,
/// [`Failed::into_response`]. Boxed to keep every handler's result small.
pub(crate) struct Failed(Box<(Failure, Layout)>);

impl Failed {
    pub(crate) fn new(failure: Failure, layout: Layout) -> Self {
        Self(Box::new((failure, layout)))
    }

    /// What went wrong.
    pub(crate) const fn failure(&self) -> &Failure {
        &self.0.0
    }

    /// The same layout with another failure.
    pub(crate) fn instead(self, failure: Failure) -> Self {
        Self::new(failure, self.0.1)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let (failure, layout) = *self.0;
        let mut response = failure.page(layout);
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, COME_BACK);
        }
        response
    }
}

impl Failure {
    /// What a failing store means for the patient. Logs the error.
    pub(crate) fn of_store(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(cause) => {
                tracing::warn!(%error, cause = %cause, "a page has to wait for the store");
                Self::Unavailable
            }
            StoreError::Unknown(cause) => {
                tracing::warn!(%error, cause = %cause, "a page does not know what was saved");
                Self::Unknown
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

    /// The error page, or a redirect.
    fn page(self, c: Layout) -> Response {
        match self {
            Self::LoggedOut { next, kept } => Redirect::to(&login(&next, kept)).into_response(),
            Self::NotSent(unsent) => unsent.page(c),
            Self::Broken { reference } => {
                let said =
                    i18n::text_with(c.language, "portal-reference", &[("reference", reference.into())]);
                let (title, text) = (&c.t.broken, &c.t.broken_lead);
                let page = ErrorPage { title, text, more: Some(&said), way: home(c.t), c };
                html(StatusCode::INTERNAL_SERVER_ERROR, &page)
            }
            Self::NotFound => {
                error_page(StatusCode::NOT_FOUND, |t| (&t.not_found, &t.not_found_lead), home(c.t), c)
            }
            Self::NoSuchTime { choose, kept } => {
                let way = Way { href: choose, text: &c.t.choose_again };
                let (title, text) = (&c.t.no_such_time, &c.t.no_such_time_lead);
                let more = kept.then_some(c.t.typed_kept.as_str());
                html(StatusCode::NOT_FOUND, &ErrorPage { title, text, more, way, c })
            }
            Self::Forbidden => {
                error_page(StatusCode::FORBIDDEN, |t| (&t.forbidden, &t.forbidden_lead), home(c.t), c)
            }
            Self::Malformed => {
                error_page(StatusCode::BAD_REQUEST, |t| (&t.malformed, &t.malformed_lead), home(c.t), c)
            }
            Self::TooLarge => {
                error_page(StatusCode::PAYLOAD_TOO_LARGE, |t| (&t.too_large, &t.too_large_lead), home(c.t), c)
            }
            Self::TooMany { seconds } => {
                let way = Way { href: c.here.clone(), text: &c.t.try_again };
                let said = |t: &'static Labels| (&t.too_many, &t.too_many_lead);
                let mut response = error_page(StatusCode::TOO_MANY_REQUESTS, said, way, c);
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Self::Misdirected => {
                let said = |t: &'static Labels| (&t.misdirected, &t.misdirected_lead);
                error_page(StatusCode::MISDIRECTED_REQUEST, said, home(c.t), c)
            }
            Self::LoginClosed => {
                let way = Way { href: c.here.clone(), text: &c.t.try_again };
                error_page(StatusCode::FORBIDDEN, |t| (&t.login_closed, &t.login_closed_lead), way, c)
            }
            Self::Unavailable | Self::Unknown => {
                let way = Way { href: c.here.clone(), text: &c.t.try_again };
                let said = |t: &'static Labels| (&t.unavailable, &t.unavailable_lead);
                error_page(StatusCode::SERVICE_UNAVAILABLE, said, way, c)
            }
        }
    }
}

/// The URL of the login.
fn login(next: &str, kept: bool) -> String {
    let next = address::encoded(next);
    if kept { format!("/logg-inn?neste={next}&utlopt=lagret") } else { format!("/logg-inn?neste={next}") }
}

fn home(t: &'static Labels) -> Way<'static> {
    Way { href: "/".to_owned(), text: &t.front_page }
}

/// An error page with a title, a sentence and a link to continue.
fn error_page(
    status: StatusCode,
    said: impl FnOnce(&'static Labels) -> (&'static String, &'static String),
    way: Way<'_>,
    c: Layout,
) -> Response {
    let (title, text) = said(c.t);
    html(status, &ErrorPage { title, text, more: None, way, c })
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    c: Layout,
    title: &'a str,
    text: &'a str,
    /// One more sentence.
    more: Option<&'a str>,
    way: Way<'a>,
}

/// The link to continue.
struct Way<'a> {
    href: String,
    text: &'a str,
}
