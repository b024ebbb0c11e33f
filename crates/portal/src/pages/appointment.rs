//! `/timeavtaler/{booking}`: one appointment with everything about it.

use askama::Template;
use axum::http::StatusCode;
use timebook::BookingId;

use super::{Answer, Segment, ToldText, appointments, own_booking, thread};
use crate::page::{Chrome, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "appointment.html")]
struct Appointment {
    c: Chrome,
    id: BookingId,
    heading: String,
    duration: String,
    place: String,
    reason: Option<String>,
    practitioner: Option<String>,
    told: ToldText,
    description: String,
}

/// Shows one appointment.
pub(crate) async fn show(visit: Visit, Segment(id): Segment) -> Answer {
    let view = own_booking(&visit, &id).await?;
    let c = visit.chrome().await?;
    let appointment = Appointment {
        id: view.booking.id,
        heading: appointments::heading(&c, &view),
        duration: words::duration_text(c.language, view.slot.start, view.slot.end),
        place: format!("{}, {}", view.location.name, view.location.address()),
        reason: view.booking.reason.as_ref().map(ToString::to_string),
        practitioner: view.practitioner.as_ref().map(ToString::to_string),
        told: ToldText::of(c.language, &view),
        description: thread::answer(&c, &view).unwrap_or_else(|| c.t.answer_sent.clone()),
        c,
    };
    Ok(html(StatusCode::OK, &appointment))
}
