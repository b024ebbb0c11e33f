//! Serves the portal on a socket: limits of connections and times, and an orderly shutdown.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// The most connections above the limit that get a 503 at the same time; further ones are closed without a
/// response.
const TOLD: usize = 64;

/// How long to wait when the system cannot open more connections.
const FULL: Duration = Duration::from_millis(50);

/// The limits for clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most connections at once. Further ones get 503 with the time to try again.
    pub connections: usize,
    /// The most time from the start of a connection, or the end of the previous response, to the end of a
    /// request's headers. It closes idle connections too.
    pub header: Duration,
    /// The most time without the client reading any of a response.
    pub write: Duration,
    /// The most time for requests in flight when the portal ends.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 4096, header: seconds(10), write: seconds(10), grace: seconds(5) }
    }
}

/// The address of a request's client, set as an extension of every request by [`serve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Marks a request on a connection above the limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowded;

/// Serves on a socket until `shutdown` resolves and the requests in flight are answered. Uses
/// [`Limits::default`].
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    serve_within(Limits::default(), listener, router, shutdown).await;
}

/// [`serve`] with other limits.
pub async fn serve_within(
    limits: Limits,
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let door = Door {
        limits,
        router,
        places: Arc::new(Semaphore::new(limits.connections)),
        told: Arc::new(Semaphore::new(TOLD)),
    };
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => door.let_in(stream, peer.ip(), open.watcher()),
            Err(error) if concerns_one(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no more connections can be accepted");
                tokio::time::sleep(FULL).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.grace, open.shutdown()).await.is_err() {
        tracing::warn!("the portal ends before every request is answered");
    }
}

/// Whether the error is only about one connection that was closed before it was accepted.
fn concerns_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Accepts connections.
struct Door {
    limits: Limits,
    router: Router,
    places: Arc<Semaphore>,
    told: Arc<Semaphore>,
}

impl Door {
    fn let_in(&self, stream: TcpStream, client: IpAddr, watcher: Watcher) {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let (place, is_crowded) = match place {
            Ok(place) => (place, false),
            Err(_) => match Arc::clone(&self.told).try_acquire_owned() {
                Ok(place) => (place, true),
                Err(_) => return,
            },
        };
        // A page is one small write, so waiting for more data would only delay it.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        let router = self.router.clone();
        tokio::spawn(answer(stream, client, place, is_crowded, self.limits, router, watcher));
    }
}

/// Serves one connection until it ends, and then frees its permit.
async fn answer(
    stream: TcpStream,
    client: IpAddr,
    place: OwnedSemaphorePermit,
    is_crowded: bool,
    limits: Limits,
    router: Router,
    watcher: Watcher,
) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write));
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ClientAddress(client));
        if is_crowded {
            request.extensions_mut().insert(Crowded);
        }
        page(router.clone(), request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .keep_alive(!is_crowded)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection was ended");
    }
    drop(place);
}

async fn page(router: Router, request: Request<Body>) -> Result<Response<Body>, Infallible> {
    router.oneshot(request).await
}
