//! `/timeavtaler`: «Timeavtaler».

use askama::Template;
use axum::http::StatusCode;
use clinic::BookingView;

use super::Answer;
use super::appointment::Details;
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "appointments.html")]
struct Appointments {
    c: Layout,
    appointments: Vec<Appointment>,
    /// The number of unreadable appointments.
    unreadable: usize,
}

/// One entry of the list; its details open in place.
struct Appointment {
    name: String,
    details: Details,
}

/// Lists the appointments, the latest time first.
pub(crate) async fn show(visit: Visit) -> Answer {
    let c = visit.layout().await?;
    let mut bookings = visit.ok(visit.clinic().own_bookings(visit.actor()).await)?;
    bookings.read.sort_by_key(|view| std::cmp::Reverse(view.slot.start));
    let appointment = |view: &BookingView| Appointment {
        name: view.timebook_name.to_string(),
        details: Details::new(&c, view, 3),
    };
    let appointments = bookings.iter().map(appointment).collect();
    let unreadable = bookings.unreadable.len();
    Ok(html(StatusCode::OK, &Appointments { c, appointments, unreadable }))
}
