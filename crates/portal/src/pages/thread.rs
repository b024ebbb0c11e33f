//! `/innboks/{booking}`: what the patient wrote and what the clinic answered.

use askama::Template;
use axum::http::StatusCode;
use clinic::{BookingView, PatientStatus};
use i18n::text_with;
use timebook::BookingId;

use super::{Answer, Segment, inbox, own_booking};
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "thread.html")]
struct Thread {
    c: Layout,
    id: BookingId,
    /// The timebook's name: browsers store page titles, which must not contain health data.
    title: String,
    subject: String,
    from: String,
    sent_at: String,
    wanted: String,
    /// `None` while the clinic has sent nothing.
    answer: Option<Message>,
}

/// A message to the patient.
pub(crate) struct Message {
    pub(crate) text: String,
    /// The language if it is not the page's: staff write in Norwegian.
    pub(crate) language: Option<&'static str>,
}

impl Message {
    pub(crate) const fn of_page(text: String) -> Self {
        Self { text, language: None }
    }
}

/// Shows one thread.
pub(crate) async fn show(visit: Visit, Segment(id): Segment) -> Answer {
    let view = own_booking(&visit, &id).await?;
    let c = visit.layout().await?;
    let thread = Thread {
        id: view.booking.id,
        title: view.timebook_name.to_string(),
        subject: inbox::subject(&view),
        from: inbox::from(&view, &c.clinic.name),
        sent_at: i18n::when_text(c.language, visit.clinic().now(), view.booking.requested_at),
        wanted: inbox::wanted(c.language, &view),
        answer: answer(&c, &view),
        c,
    };
    Ok(html(StatusCode::OK, &thread))
}

/// The text that staff wrote with the decision.
fn of_staff(view: &BookingView) -> Option<Message> {
    let text = view.last_notification.text.clone()?;
    Some(Message { text, language: Some("no") })
}

/// What the clinic has sent to the patient; `None` if nothing.
pub(crate) fn answer(c: &Layout, view: &BookingView) -> Option<Message> {
    match view.patient_status() {
        PatientStatus::Sent => None,
        PatientStatus::Granted => {
            let place = view.location.name.as_str();
            let text = text_with(c.language, "portal-answer-granted", &[("place", place.into())]);
            Some(Message::of_page(text))
        }
        PatientStatus::Rejected => of_staff(view),
        PatientStatus::Cancelled => {
            of_staff(view).or_else(|| Some(Message::of_page(c.t.answer_cancelled.clone())))
        }
        PatientStatus::Expired => Some(Message::of_page(c.t.answer_expired.clone())),
    }
}
