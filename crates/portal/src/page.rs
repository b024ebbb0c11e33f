//! What stands around every page, and how a page becomes an answer.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use i18n::Language;

use crate::assets::Links;
use crate::labels::Labels;
use crate::public_info::PublicInfo;

/// What stands around a page: the clinic, who is logged in, the step, the languages.
pub(crate) struct Layout {
    pub(crate) language: Language,
    pub(crate) t: &'static Labels,
    pub(crate) assets: &'static Links,
    pub(crate) clinic: Arc<PublicInfo>,
    pub(crate) who: Option<Who>,
    /// Which of the four steps of a booking.
    pub(crate) step: Option<u8>,
    /// Something is typed on the page: the ways that the frame offers are buttons of its form `skjema`,
    /// so that what is typed is kept without JavaScript.
    pub(crate) keeping: bool,
    /// The page's own address, to come back to in another language.
    pub(crate) here: String,
}

/// Who is logged in.
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) form_token: String,
}

/// A language to choose.
pub(crate) struct LanguageLink {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
}

impl Layout {
    pub(crate) fn new(language: Language, clinic: Arc<PublicInfo>, here: String) -> Self {
        let (t, assets) = (Labels::of(language), Links::get());
        Self { language, t, assets, clinic, who: None, step: None, keeping: false, here }
    }

    /// The languages to choose from.
    pub(crate) fn languages(&self) -> [LanguageLink; 3] {
        Language::ALL.map(|language| LanguageLink {
            code: language.code(),
            name: language.own_name(),
            current: language == self.language,
        })
    }

    /// The secret that a form of this session carries.
    pub(crate) fn form_token(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.form_token.as_str())
    }

    /// Who is logged in.
    pub(crate) fn name(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.name.as_str())
    }
}

/// The page as an answer.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => {
            const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(CONTENT_TYPE, HTML)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
