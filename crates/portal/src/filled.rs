//! The form of «Se gjennom før du sender»: its fields, and the page that shows it again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use i18n::text_with;
use serde::Deserialize;
use timebook::TimebookType;

use crate::page::{Keeping, LANGUAGE, Layout, html};

/// The fields of the form as filled in.
#[derive(Clone, Deserialize)]
pub(crate) struct Filled {
    /// The session's secret, which shows that the form is ours.
    #[serde(default, rename = "skjema")]
    pub(crate) form_token: String,
    /// The form's request key: a form that is sent twice makes one booking.
    #[serde(default, rename = "nokkel")]
    pub(crate) key: String,
    #[serde(default, rename = "sted")]
    pub(crate) timebook: String,
    #[serde(default, rename = "tid")]
    pub(crate) slot: String,
    #[serde(default, rename = "dag")]
    pub(crate) day: String,
    /// «Hva gjelder det?» as typed.
    #[serde(default, rename = "grunn")]
    pub(crate) reason: String,
    /// The button that was pressed.
    pub(crate) handling: Option<String>,
}

impl Filled {
    /// The button that was pressed, if it does not send the request: «Tilbake», «Forside» or a language.
    pub(crate) fn leaving(&self) -> Option<&str> {
        self.handling
            .as_deref()
            .filter(|handling| matches!(*handling, "tilbake" | "avbryt") || handling.starts_with(LANGUAGE))
    }
}

/// A form that could not be accepted.
pub(crate) struct Unsent {
    pub(crate) why: Why,
    pub(crate) kind: TimebookType,
    pub(crate) form: Filled,
}

/// Why a form could not be accepted. It has the same key when it is sent again, so it makes one booking
/// however often it is tried. `may_be_sent` means that it is not known whether it was saved, in this attempt
/// or an earlier one.
pub(crate) enum Why {
    /// The store does not answer, or the portal has too many clients.
    Unavailable { may_be_sent: bool },
    /// An unexpected error, logged with this reference.
    Broken { reference: String, may_be_sent: bool },
    /// Too many drafts were saved in a short time.
    TooMany,
    /// Nobody is logged in, and the form's patient is not known.
    LoggedOut,
    /// Nobody can log in.
    LoginClosed,
}

/// The page with the form.
#[derive(Template)]
#[template(path = "try_again.html")]
struct TryAgain<'a> {
    c: Layout,
    slug: &'static str,
    title: &'a str,
    text: &'a str,
    reference: Option<String>,
    /// Whether logging in in another tab helps.
    log_in: bool,
    /// What the button does that was pressed, to try it again.
    handling: &'a str,
    form: Filled,
}

impl Unsent {
    /// The page with the form.
    pub(crate) fn page(self, c: Layout) -> Response {
        let t = c.t;
        let leaving = self.form.leaving().map(str::to_owned);
        let sent_or_not = |may_be_sent| match (&leaving, may_be_sent) {
            (Some(_), _) => &t.unavailable_not_kept,
            (None, true) => &t.unavailable_unknown,
            (None, false) => &t.unavailable_not_sent,
        };
        let (status, title, text) = match &self.why {
            Why::Unavailable { may_be_sent } => {
                (StatusCode::SERVICE_UNAVAILABLE, &t.unavailable, sent_or_not(*may_be_sent))
            }
            Why::Broken { may_be_sent, .. } => {
                (StatusCode::INTERNAL_SERVER_ERROR, &t.broken, sent_or_not(*may_be_sent))
            }
            Why::TooMany => (StatusCode::TOO_MANY_REQUESTS, &t.too_many, sent_or_not(false)),
            Why::LoggedOut => (StatusCode::FORBIDDEN, &t.logged_out, &t.logged_out_what_now),
            Why::LoginClosed => (StatusCode::FORBIDDEN, &t.login_closed, &t.login_closed_lead),
        };
        let reference = match &self.why {
            Why::Broken { reference, .. } => {
                Some(text_with(c.language, "portal-reference", &[("reference", reference.as_str().into())]))
            }
            Why::Unavailable { .. } | Why::TooMany | Why::LoggedOut | Why::LoginClosed => None,
        };
        let page = TryAgain {
            slug: self.kind.slug(),
            title,
            text,
            reference,
            log_in: matches!(self.why, Why::LoggedOut),
            handling: leaving.as_deref().unwrap_or("send"),
            form: self.form,
            c: Layout { keeping: Keeping::ByForm, ..c },
        };
        html(status, &page)
    }
}
