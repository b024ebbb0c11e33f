//! One file for each page: its template's struct, its handlers, its tests.

pub(crate) mod appointment;
pub(crate) mod appointments;
pub(crate) mod calendar;
pub(crate) mod home;
pub(crate) mod inbox;
pub(crate) mod language;
pub(crate) mod login;
pub(crate) mod need;
pub(crate) mod review;
pub(crate) mod sent;
pub(crate) mod thread;
pub(crate) mod time;

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use clinic::{BookingView, PatientStatus};
use i18n::Language;
use serde::Deserialize;
use timebook::BookingId;

use crate::Portal;
use crate::failure::{Failed, Failure};
use crate::page::LANGUAGE;
use crate::visit::{Guest, Visit};

/// The result of a handler.
pub(crate) type Answer = Result<Response, Failed>;

/// The page for an unknown URL.
pub(crate) async fn lost(guest: Guest) -> Failed {
    guest.fail(Failure::NotFound)
}

/// The page for a URL that exists, but not with this method. The router adds the allowed methods.
pub(crate) async fn wrong_method(guest: Guest) -> (StatusCode, Failed) {
    (StatusCode::METHOD_NOT_ALLOWED, guest.fail(Failure::NotFound))
}

/// The variable path segment of a URL. An invalid one is empty, which matches nothing.
pub(crate) struct Segment(pub(crate) String);

impl FromRequestParts<Arc<Portal>> for Segment {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Infallible> {
        let segment = Path::<String>::from_request_parts(parts, portal).await;
        Ok(Self(segment.map(|Path(text)| text).unwrap_or_default()))
    }
}

/// The query of a URL; an invalid query gives the default.
pub(crate) fn asked<T: Default>(query: Result<Query<T>, QueryRejection>) -> T {
    query.map(|Query(asked)| asked).unwrap_or_default()
}

/// The form, or why it was refused.
pub(crate) fn form<T>(form: Result<Form<T>, FormRejection>) -> Result<T, Failure> {
    form.map(|Form(form)| form).map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Malformed,
    })
}

/// The button that left a page, from the URL's query, for a form that uses GET.
#[derive(Default, Deserialize)]
pub(crate) struct Left {
    handling: Option<String>,
    /// The month that was shown.
    maned: Option<String>,
}

impl Left {
    /// The code of the language that was chosen.
    fn language(&self) -> Option<&str> {
        self.handling.as_deref()?.strip_prefix(LANGUAGE)
    }
}

/// A form with only its token, which shows that it comes from one of our pages.
#[derive(Deserialize)]
pub(crate) struct TokenForm {
    #[serde(default)]
    pub(crate) skjema: String,
}

/// A status as shown to the patient.
pub(crate) struct StatusText {
    pub(crate) text: String,
    pub(crate) class: &'static str,
}

impl StatusText {
    fn of(language: Language, view: &BookingView) -> Self {
        let status = view.patient_status();
        let class = match status {
            PatientStatus::Sent => "sent",
            PatientStatus::Granted => "granted",
            PatientStatus::Rejected => "rejected",
            PatientStatus::Cancelled | PatientStatus::Expired => "over",
        };
        Self { text: i18n::patient_status_name(language, status), class }
    }
}

/// One of the patient's own bookings; «Vi finner ikke siden» for other patients' bookings.
pub(crate) async fn own_booking(visit: &Visit, id: &str) -> Result<BookingView, Failed> {
    let id: BookingId = visit.found(id.parse().ok())?;
    let view = visit.ok(visit.clinic().own_booking(visit.actor(), id).await)?;
    visit.found(view)
}
