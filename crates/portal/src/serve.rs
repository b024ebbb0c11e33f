//! The portal's socket: who is let in, how long each may take, and how it ends.

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

/// Connections beyond the cap that are told to come back, at once; still more are closed unanswered.
const TOLD: usize = 64;

/// How long to wait when the system has no more room for connections.
const FULL: Duration = Duration::from_millis(50);

/// How much and how long the portal bears with its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once. Further ones get 503 and when to come back.
    pub connections: usize,
    /// From the first moment of a connection, or the end of the answer before, to the end of a
    /// request's headers: what ends half a header ends an idle connection, too.
    pub header: Duration,
    /// How long a client may take nothing of an answer.
    pub write: Duration,
    /// How long requests that are under way have when the portal ends.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 4096, header: seconds(10), write: seconds(10), grace: seconds(5) }
    }
}

/// The address of the client that sent a request: an extension of every request that [`serve`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Says that a request came by a connection beyond the cap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowded;

/// Answers on a socket until `shutdown` resolves; requests that are under way are answered first.
/// Bears with clients as [`Limits::default`] says.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    serve_within(Limits::default(), listener, router, shutdown).await;
}

/// [`serve`] within other limits.
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
                tracing::warn!(%error, "no more connections can be taken");
                tokio::time::sleep(FULL).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.grace, open.shutdown()).await.is_err() {
        tracing::warn!("the portal ends before every request is answered");
    }
}

/// Whether a connection went away before it was taken; the others are none the worse.
fn concerns_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// What lets connections in.
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
        // A page is one small write: waiting for more only delays it.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        let router = self.router.clone();
        tokio::spawn(answer(stream, client, place, is_crowded, self.limits, router, watcher));
    }
}

/// Answers one connection until it ends. Its place is free again then.
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
