//! `/timeavtaler`: «Timeavtaler».

use askama::Template;
use axum::http::StatusCode;
use clinic::BookingView;
use timebook::BookingId;
use words::text_with;

use super::{Answer, ToldText};
use crate::page::{Chrome, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "appointments.html")]
struct Appointments {
    c: Chrome,
    appointments: Vec<Appointment>,
}

/// One line of the list.
struct Appointment {
    id: BookingId,
    heading: String,
    name: String,
    told: ToldText,
}

/// Lists the appointments, the latest time first.
pub(crate) async fn show(visit: Visit) -> Answer {
    let c = visit.chrome().await?;
    let mut bookings = visit.ok(visit.clinic().own_bookings(visit.actor()).await)?;
    bookings.sort_by_key(|view| std::cmp::Reverse(view.slot.start));
    let appointments = bookings.iter().map(|view| Appointment {
        id: view.booking.id,
        heading: heading(&c, view),
        name: view.timebook_name.to_string(),
        told: ToldText::of(c.language, view),
    });
    let appointments = appointments.collect();
    Ok(html(StatusCode::OK, &Appointments { c, appointments }))
}

/// «21. januar 2025 kl. 13:30: Time hos DDFL Test».
pub(crate) fn heading(c: &Chrome, view: &BookingView) -> String {
    let when = words::start_text(c.language, view.slot.start);
    let clinic = c.front.name.as_str();
    text_with(c.language, "portal-appointment", &[("when", when.into()), ("clinic", clinic.into())])
}
