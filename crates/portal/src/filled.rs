//! The form of «Se gjennom før du sender»: its fields, and the page that shows it again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use timebook::TimebookType;

use crate::page::{Layout, html};

/// The fields of the form as filled in.
#[derive(Deserialize)]
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

/// The template that shows the form again when the store did not answer.
#[derive(Template)]
#[template(path = "try_again.html")]
struct TryAgain {
    c: Layout,
    slug: &'static str,
    said: &'static str,
    form: Filled,
}

/// A request that was not sent, or of which it is not known whether it was.
pub(crate) struct Unsent {
    pub(crate) kind: TimebookType,
    pub(crate) form: Filled,
    /// It is not known whether the store saved it. The form has the same key when it is sent again, so it
    /// still makes only one booking.
    pub(crate) may_be_sent: bool,
}

impl Unsent {
    /// The page with the form.
    pub(crate) fn page(self, c: Layout) -> Response {
        let said = if self.may_be_sent { &c.t.unavailable_unknown } else { &c.t.unavailable_not_sent };
        let page = TryAgain { c, slug: self.kind.slug(), said, form: self.form };
        html(StatusCode::SERVICE_UNAVAILABLE, &page)
    }
}
