//! `/bestill/sendt`: «Timebestillingen er sendt».

use askama::Template;
use axum::http::StatusCode;

use super::Answer;
use crate::page::{Chrome, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sent.html")]
struct Sent {
    c: Chrome,
}

/// Says what happens next.
pub(crate) async fn show(visit: Visit) -> Answer {
    Ok(html(StatusCode::OK, &Sent { c: visit.chrome_of_step(4).await? }))
}
