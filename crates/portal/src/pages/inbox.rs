//! `/innboks`: «Innboks», one thread for each booking.

use askama::Template;
use axum::http::StatusCode;
use clinic::BookingView;
use i18n::Language;
use timebook::BookingId;

use super::{Answer, StatusText};
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox {
    c: Layout,
    count: String,
    threads: Vec<Thread>,
    /// The number of unreadable threads.
    unreadable: usize,
}

/// One entry of the list.
struct Thread {
    id: BookingId,
    subject: String,
    wanted: String,
    from: String,
    status: StatusText,
}

/// Lists the threads, latest first.
pub(crate) async fn show(visit: Visit) -> Answer {
    let c = visit.layout().await?;
    let bookings = visit.ok(visit.clinic().own_bookings(visit.actor()).await)?;
    let threads = bookings.iter().map(|view| Thread {
        id: view.booking.id,
        subject: subject(view),
        wanted: wanted(c.language, view),
        from: from(view, &c.clinic.name),
        status: StatusText::of(c.language, view),
    });
    let threads: Vec<Thread> = threads.collect();
    let count = i18n::text_with(c.language, "portal-inbox-count", &[("count", bookings.count().into())]);
    let unreadable = bookings.unreadable.len();
    Ok(html(StatusCode::OK, &Inbox { c, count, threads, unreadable }))
}

/// «Ønsket timeavtale: 21. januar 2025 kl. 13:30 - 13:45.»
pub(crate) fn wanted(language: Language, view: &BookingView) -> String {
    let slot = i18n::slot_text_lower(language, view.slot.start, view.slot.end);
    i18n::text_with(language, "portal-wanted", &[("slot", slot.into())])
}

/// The thread's subject: «Hva gjelder det?» as written, or the timebook if nothing was written.
pub(crate) fn subject(view: &BookingView) -> String {
    view.booking.reason.as_ref().map_or_else(|| view.timebook_name.to_string(), ToString::to_string)
}

/// The other party of the thread: «Fastlege August September, Influensavaksine 2».
pub(crate) fn from(view: &BookingView, clinic: &str) -> String {
    let who = view.practitioner.as_ref().map_or(clinic, |name| name.as_str());
    format!("{who}, {}", view.timebook_name)
}
