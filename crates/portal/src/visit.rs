//! Who made the request, and in which language.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use clinic::{Draft, DraftChange, DraftError, Patient, PatientActor, Session, StoreError};
use i18n::Language;
use timebook::TimebookType;

use crate::failure::{Failed, Failure};
use crate::page::{Layout, Who};
use crate::{Login, Portal, address, guard, language, session};

/// A visitor, logged in or not.
#[derive(Clone)]
pub(crate) struct Guest {
    pub(crate) portal: Arc<Portal>,
    pub(crate) language: Language,
    /// The URL to come back to.
    pub(crate) here: String,
}

/// A patient who has logged in.
pub(crate) struct Visit {
    pub(crate) guest: Guest,
    pub(crate) session: Session,
    pub(crate) patient: Patient,
}

impl Guest {
    pub(crate) fn new(portal: &Arc<Portal>, headers: &HeaderMap, uri: &Uri) -> Self {
        let here = address::local(uri.path_and_query().map_or("/", |path| path.as_str())).to_owned();
        Self { portal: Arc::clone(portal), language: language::of_request(headers), here }
    }

    /// The layout of a page.
    pub(crate) async fn layout(&self) -> Result<Layout, Failed> {
        let clinic = self.ok(self.portal.public_info.get(&self.portal.clinic).await)?;
        Ok(Layout::new(self.language, clinic, self.here.clone()))
    }

    /// The value, or the error page for the store's error.
    pub(crate) fn ok<T>(&self, result: Result<T, StoreError>) -> Result<T, Failed> {
        result.map_err(|error| self.fail(Failure::of_store(error)))
    }

    /// The error page for a failure.
    pub(crate) fn fail(&self, failure: Failure) -> Failed {
        Failed::new(failure, self.plain())
    }

    /// The layout without reading the store.
    pub(crate) fn plain(&self) -> Layout {
        Layout::new(self.language, self.portal.public_info.last(), self.here.clone())
    }
}

impl Visit {
    /// Opens the visit of a logged-in patient.
    pub(crate) async fn open(guest: Guest, headers: &HeaderMap) -> Result<Self, Failed> {
        if guest.portal.login == Login::Closed {
            return Err(guest.fail(Failure::LoginClosed));
        }
        let found = match session::of_request(headers) {
            Some(token) => guest.ok(guest.portal.clinic.session(&token).await)?,
            None => None,
        };
        match found {
            Some((session, patient)) => Ok(Self { guest, session, patient }),
            None => Err(guest.fail(Failure::LoggedOut { next: guest.here.clone(), kept: false })),
        }
    }

    /// The patient's role for the use cases.
    pub(crate) fn actor(&self) -> PatientActor {
        PatientActor::of_session(&self.session)
    }

    /// The language of the response.
    pub(crate) const fn language(&self) -> Language {
        self.guest.language
    }

    /// The clinic.
    pub(crate) fn clinic(&self) -> &clinic::Clinic {
        &self.guest.portal.clinic
    }

    /// The layout of a page.
    pub(crate) async fn layout(&self) -> Result<Layout, Failed> {
        Ok(self.named(self.guest.layout().await?))
    }

    /// The layout of a step of a booking.
    pub(crate) async fn layout_of_step(&self, step: u8) -> Result<Layout, Failed> {
        Ok(Layout { step: Some(step), ..self.layout().await? })
    }

    /// The value, or the error page for the store's error.
    pub(crate) fn ok<T>(&self, result: Result<T, StoreError>) -> Result<T, Failed> {
        result.map_err(|error| self.fail(Failure::of_store(error)))
    }

    /// The value, or «Vi finner ikke siden».
    pub(crate) fn found<T>(&self, value: Option<T>) -> Result<T, Failed> {
        value.ok_or_else(|| self.fail(Failure::NotFound))
    }

    /// The error page for a failure.
    pub(crate) fn fail(&self, failure: Failure) -> Failed {
        Failed::new(failure, self.plain())
    }

    /// The layout without reading the store.
    pub(crate) fn plain(&self) -> Layout {
        self.named(self.guest.plain())
    }

    /// Refuses a form that was not made by one of our pages for this session.
    pub(crate) fn checked(&self, form_token: &str) -> Result<(), Failed> {
        if guard::same(form_token, &self.session.form_token) {
            Ok(())
        } else {
            Err(self.fail(Failure::Forbidden))
        }
    }

    /// The draft of a booking of this type, if any.
    pub(crate) fn draft(&self, kind: TimebookType) -> Option<&Draft> {
        self.session.draft.as_ref().filter(|draft| draft.kind == kind)
    }

    /// What was written of a booking of this type and not sent.
    pub(crate) fn written(&self, kind: TimebookType) -> &str {
        self.session.draft.as_ref().map_or("", |draft| draft.written_for(kind))
    }

    /// Keeps what was filled in, also what was written.
    pub(crate) async fn keep(&self, draft: Draft) -> Result<(), Failed> {
        let change = DraftChange::Keep(draft);
        if self.changes_nothing(&change) {
            return Ok(());
        }
        let counted = self.guest.portal.rates.count_draft(self.patient.id);
        counted.map_err(|seconds| self.fail(Failure::TooMany { seconds }))?;
        self.change_draft(change).await
    }

    /// Keeps what was chosen in a step where nothing is written. After too many changes in a short time the
    /// choice is not kept: patients can always leave.
    pub(crate) async fn keep_choice(&self, draft: Draft) -> Result<(), Failed> {
        let change = DraftChange::Choose(draft);
        if self.changes_nothing(&change) || self.guest.portal.rates.count_draft(self.patient.id).is_err() {
            return Ok(());
        }
        self.change_draft(change).await
    }

    /// Changes the draft.
    pub(crate) async fn change_draft(&self, change: DraftChange) -> Result<(), Failed> {
        self.clinic().change_draft(&self.session, change).await.map_err(|error| match error {
            DraftError::TooLarge { .. } => self.fail(Failure::TooLarge),
            DraftError::Store(error) => self.fail(Failure::of_store(error)),
        })
    }

    /// Whether the draft, as it was when the page was opened, already is as the change makes it.
    pub(crate) fn changes_nothing(&self, change: &DraftChange) -> bool {
        change.applied_to(self.session.draft.as_ref()) == self.session.draft
    }

    fn named(&self, layout: Layout) -> Layout {
        let who = Who { name: self.patient.name.to_string(), form_token: self.session.form_token.clone() };
        Layout { who: Some(who), ..layout }
    }
}

impl FromRequestParts<Arc<Portal>> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Self::Rejection> {
        Ok(Self::new(portal, &parts.headers, &parts.uri))
    }
}

impl FromRequestParts<Arc<Portal>> for Visit {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Failed> {
        let mut guest = Guest::new(portal, &parts.headers, &parts.uri);
        if parts.method != Method::GET {
            // After a login a form is not sent again; its page is shown.
            guest.here = parts.uri.path().to_owned();
        }
        Self::open(guest, &parts.headers).await
    }
}
