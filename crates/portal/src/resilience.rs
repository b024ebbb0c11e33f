//! Protects every handler: too many clients, a handler that takes too long, and one that panics. Each gets an
//! error page, and the program continues.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;

use crate::failure::Failure;
use crate::serve::Crowded;
use crate::visit::Guest;
use crate::{Portal, guard};

/// The most time for receiving a form and making its response.
const PATIENCE: Duration = Duration::from_secs(15);

/// When a refused client may try again, in seconds (`Retry-After`).
const COME_BACK: HeaderValue = HeaderValue::from_static("5");

/// The handler's response, or the error page that says why there is none.
pub(crate) async fn protect(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let guest = Guest::new(&portal, request.headers(), request.uri());
    if request.extensions().get::<Crowded>().is_some() {
        return busy(&guest);
    }
    let address = request.extensions().get::<MatchedPath>().cloned();
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(response)) => response,
        // The panic's message may contain what a patient wrote, so it is not logged.
        Ok(Err(_)) => {
            let reference = guard::reference();
            let address = address.as_ref().map_or("none", MatchedPath::as_str);
            tracing::error!(reference, address, "a page panicked");
            guest.fail(Failure::Broken { reference }).into_response()
        }
        Err(_) => {
            tracing::warn!(
                address = address.as_ref().map_or("none", MatchedPath::as_str),
                "a page took too long"
            );
            busy(&guest)
        }
    }
}

fn busy(guest: &Guest) -> Response {
    let mut response = guest.fail(Failure::Unavailable).into_response();
    response.headers_mut().insert(RETRY_AFTER, COME_BACK);
    response
}
