//! `/timeavtaler/{booking}`: one appointment with all details.

use askama::Template;
use axum::http::StatusCode;
use clinic::BookingView;
use i18n::text_with;
use timebook::BookingId;

use super::thread::{self, Message};
use super::{Answer, Segment, StatusText, own_booking};
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "appointment.html")]
struct Appointment {
    c: Layout,
    details: Details,
}

/// The details of an appointment.
pub(crate) struct Details {
    pub(crate) id: BookingId,
    pub(crate) heading: String,
    /// The level of the headings inside.
    pub(crate) level: u8,
    pub(crate) duration: String,
    pub(crate) place: String,
    pub(crate) reason: Option<String>,
    pub(crate) practitioner: Option<String>,
    pub(crate) status: StatusText,
    pub(crate) description: Message,
}

impl Details {
    /// The details of a booking, under a heading one level above `level`.
    pub(crate) fn new(c: &Layout, view: &BookingView, level: u8) -> Self {
        Self {
            id: view.booking.id,
            heading: heading(c, view),
            level,
            duration: i18n::duration_text(c.language, view.slot.start, view.slot.end),
            place: format!("{}, {}", view.location.name, view.location.address()),
            reason: view.booking.reason.as_ref().map(ToString::to_string),
            practitioner: view.practitioner.as_ref().map(ToString::to_string),
            status: StatusText::of(c.language, view),
            description: thread::answer(c, view).unwrap_or_else(|| Message::of_page(c.t.answer_sent.clone())),
        }
    }
}

/// Shows one appointment.
pub(crate) async fn show(visit: Visit, Segment(id): Segment) -> Answer {
    let view = own_booking(&visit, &id).await?;
    let c = visit.layout().await?;
    let details = Details::new(&c, &view, 2);
    Ok(html(StatusCode::OK, &Appointment { c, details }))
}

/// «21. januar 2025 kl. 13:30: Time hos DDFL Test».
pub(crate) fn heading(c: &Layout, view: &BookingView) -> String {
    let when = i18n::start_text(c.language, view.slot.start);
    let clinic = c.clinic.name.as_str();
    text_with(c.language, "portal-appointment", &[("when", when.into()), ("clinic", clinic.into())])
}
