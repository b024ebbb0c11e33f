//! Protects every handler: too many clients, a handler that takes too long, and one that panics. Each gets an
//! error page, and the program continues.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{DefaultBodyLimit, Form, FromRequest as _, MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use tokio::time::{Instant, timeout, timeout_at};

use crate::failure::Failure;
use crate::filled::{Filled, Unsent, Why};
use crate::serve::Crowded;
use crate::visit::Guest;
use crate::{BODY_LIMIT, Portal, address, guard};

/// The most time for receiving a form and making its response.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long the form of a client that is turned away may take to arrive: what is typed in it is shown.
const FORM_WITHIN: Duration = Duration::from_secs(1);

/// When a request must be answered: an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// The end for a handler that has something better to say than that it took too long.
    pub(crate) fn before_the_last_second(self) -> Instant {
        self.0 - Duration::from_secs(1)
    }
}

/// The handler's response, or the error page that says why there is none.
pub(crate) async fn protect(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    let mut guest = Guest::new(&portal, request.headers(), request.uri());
    if let Some(kind) = address::type_of_review(request.uri().path())
        && request.method() == Method::POST
    {
        // The form's own address is no page.
        guest.here = format!("/bestill/{}/tid", kind.slug());
    }
    if request.extensions().get::<Crowded>().is_some() {
        return turned_away(&guest, request).await;
    }
    let deadline = Instant::now() + PATIENCE;
    request.extensions_mut().insert(Deadline(deadline));
    let address = request.extensions().get::<MatchedPath>().cloned();
    let address = address.as_ref().map_or("none", MatchedPath::as_str);
    match guarded(deadline, address, next.run(request)).await {
        Ok(response) if response.extensions().get::<Foreign>().is_some() => {
            guest.fail(Failure::Forbidden).into_response()
        }
        Ok(response) => response,
        Err(failure) => guest.fail(failure).into_response(),
    }
}

/// Says that a form came from a page of another site.
#[derive(Debug, Clone, Copy)]
struct Foreign;

/// The answer to a form of another site, of which [`protect`] makes a page. Browsers send no session with
/// such a form, so that nobody is named on it.
pub(crate) fn foreign() -> Response {
    (StatusCode::FORBIDDEN, Extension(Foreign)).into_response()
}

/// What it comes to, or why it comes to nothing: it panicked, or took too long. Both are logged.
pub(crate) async fn guarded<T>(
    until: Instant,
    address: &str,
    answer: impl Future<Output = T>,
) -> Result<T, Failure> {
    match timeout_at(until, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(answer)) => Ok(answer),
        // The panic's message may contain what a patient wrote, so it is not logged.
        Ok(Err(_)) => {
            let reference = guard::reference();
            tracing::error!(reference, address, "a page panicked");
            Err(Failure::Broken { reference })
        }
        Err(_) => {
            tracing::warn!(address, "a page took too long");
            Err(Failure::Unavailable)
        }
    }
}

/// The page for a client beyond the cap. What a patient has typed to send is on it.
async fn turned_away(guest: &Guest, mut request: Request) -> Response {
    let kind = address::type_of_review(request.uri().path()).filter(|_| request.method() == Method::POST);
    let Some(kind) = kind else { return guest.fail(Failure::Unavailable).into_response() };
    DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
    let failure = match timeout(FORM_WITHIN, Form::<Filled>::from_request(request, &())).await {
        Ok(Ok(Form(form))) => {
            Failure::NotSent(Box::new(Unsent { why: Why::Unavailable { may_be_sent: true }, kind, form }))
        }
        Ok(Err(_)) | Err(_) => Failure::Unavailable,
    };
    guest.fail(failure).into_response()
}
