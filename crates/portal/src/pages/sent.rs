//! `/bestill/sendt`: «Timebestillingen er sendt».

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use serde::Deserialize;
use timebook::BookingId;

use super::{Answer, asked};
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sent.html")]
struct Sent {
    c: Layout,
}

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    /// The id of the booking that was made.
    time: Option<String>,
}

/// Says what happens next with a request that this patient has sent. Not found for anything else.
pub(crate) async fn show(visit: Visit, query: Result<Query<PageQuery>, QueryRejection>) -> Answer {
    let asked: PageQuery = asked(query);
    let id: Option<BookingId> = asked.time.and_then(|id| id.parse().ok());
    let is_own = match id {
        Some(id) => visit.ok(visit.clinic().is_own_booking(visit.actor(), id).await)?,
        None => false,
    };
    if !is_own {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(html(StatusCode::OK, &Sent { c: visit.layout_of_step(4).await? }))
}
