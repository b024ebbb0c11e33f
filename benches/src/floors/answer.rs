//! Floor (a): the portal's own listener and server, with a handler that answers at once.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::Result;
use crate::visit::SENT;

/// A running server, which ends when this is dropped.
pub(crate) struct Answering {
    _runtime: Runtime,
    /// The address of the server.
    pub(crate) address: SocketAddr,
}

impl Answering {
    /// Starts a server that answers a form with a redirect and a page with these bytes.
    pub(crate) fn with(page: Vec<u8>) -> Result<Self> {
        let page = Bytes::from(page);
        let router = Router::new()
            .route(
                "/bestill/{kind}/se-gjennom",
                post(|_: Bytes| async { (StatusCode::SEE_OTHER, to_sent()) }),
            )
            .route("/bestill/{kind}/tid", get(async move || (as_page(), page.clone())));
        let runtime = Runtime::new()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(portal::serve(listener, router, std::future::pending::<()>()));
        Ok(Self { _runtime: runtime, address })
    }
}

fn to_sent() -> HeaderMap {
    HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(SENT))])
}

fn as_page() -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))])
}
