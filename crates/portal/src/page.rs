//! The layout around every page, and how a page becomes a response.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use i18n::Language;

use crate::assets::Links;
use crate::labels::Labels;
use crate::public_info::{Frame, PublicInfo};

/// What the value of a language's button begins with. Its code follows.
pub(crate) const LANGUAGE: &str = "sprak-";

/// The layout around a page: the clinic, who is logged in, the step, the languages.
pub(crate) struct Layout {
    pub(crate) language: Language,
    pub(crate) t: &'static Labels,
    pub(crate) assets: &'static Links,
    pub(crate) clinic: Arc<PublicInfo>,
    pub(crate) who: Option<Who>,
    /// The step of a booking, from 1 to 4, if any.
    pub(crate) step: Option<u8>,
    /// Whether something is chosen or typed on the page.
    pub(crate) keeping: Keeping,
    /// The page's own URL, to return to after changing the language.
    pub(crate) here: String,
}

/// How the layout's links keep what is chosen or typed on the page, without JavaScript.
pub(crate) enum Keeping {
    /// There is nothing to keep: they are links.
    Nothing,
    /// They are buttons of the page's form `skjema`, which is posted as it is.
    ByForm,
    /// They are buttons of the page's form `skjema`, which is posted to this URL followed by the button's
    /// name.
    To(String),
}

/// The logged-in patient.
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) form_token: String,
}

/// A link to choose a language.
pub(crate) struct LanguageLink {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
    /// The attributes of a button, if what is on the page is kept.
    pub(crate) button: Option<String>,
}

impl Layout {
    pub(crate) fn new(language: Language, clinic: Arc<PublicInfo>, here: String) -> Self {
        let (t, assets) = (Labels::of(language), Links::get());
        Self { language, t, assets, clinic, who: None, step: None, keeping: Keeping::Nothing, here }
    }

    /// The parts that depend only on the clinic and the language.
    pub(crate) fn frame(&self) -> &Frame {
        self.clinic.frame(self.language)
    }

    /// The languages to choose from.
    pub(crate) fn languages(&self) -> [LanguageLink; 3] {
        Language::ALL.map(|language| LanguageLink {
            code: language.code(),
            name: language.own_name(),
            current: language == self.language,
            button: self.leaving(&format!("{LANGUAGE}{}", language.code())),
        })
    }

    /// The attributes of a button that leaves the page and keeps what is on it; `None` when there is nothing
    /// to keep.
    pub(crate) fn leaving(&self, button: &str) -> Option<String> {
        match &self.keeping {
            Keeping::Nothing => None,
            Keeping::ByForm => Some(format!(r#"form="skjema" name="handling" value="{button}""#)),
            Keeping::To(address) => {
                let (token, address) = (self.form_token(), address.replace('&', "&amp;"));
                Some(format!(
                    r#"form="skjema" name="skjema" value="{token}" formmethod="post" formaction="{address}{button}""#
                ))
            }
        }
    }

    /// The secret for the forms of this session.
    pub(crate) fn form_token(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.form_token.as_str())
    }

    /// The name of the logged-in patient; empty if nobody is.
    pub(crate) fn name(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.name.as_str())
    }
}

/// The page as a response.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => {
            const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(CONTENT_TYPE, HTML)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page cannot be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
