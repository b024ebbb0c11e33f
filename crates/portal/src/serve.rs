//! Serves the portal on a socket: limits of connections and times, and an orderly shutdown.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

use crate::rate::household;

/// The most connections above the limit that get a 503 at the same time; further ones are closed without a
/// response.
const REFUSALS: usize = 64;

/// The most time for the headers of a request that gets a 503: these few connections must not be held.
const CROWDED_HEADER: Duration = Duration::from_secs(1);

/// How long to wait when the system cannot open more connections.
const FULL: Duration = Duration::from_millis(50);

/// The limits for clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most connections at once. Further ones get 503 with the time to try again. One client address can
    /// have at most half of them, so that no client can keep all others out.
    pub connections: usize,
    /// Proxies, which may have all connections: theirs are those of many clients.
    pub proxies: Vec<IpAddr>,
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
        Self {
            connections: 4096,
            proxies: Vec::new(),
            header: seconds(10),
            write: seconds(10),
            grace: seconds(5),
        }
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
    let grace = limits.grace;
    let door = Door {
        places: Arc::new(Semaphore::new(limits.connections)),
        refusals: Arc::new(Semaphore::new(REFUSALS)),
        clients: Clients::default(),
        limits,
        router,
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
    if tokio::time::timeout(grace, open.shutdown()).await.is_err() {
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
    refusals: Arc<Semaphore>,
    clients: Clients,
}

impl Door {
    fn let_in(&self, stream: TcpStream, client: IpAddr, watcher: Watcher) {
        let Some(place) = self.place(client) else { return };
        // A page is one small write, so waiting for more data would only delay it.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        tokio::spawn(answer(stream, client, place, self.limits.clone(), self.router.clone(), watcher));
    }

    /// A place for a connection, or a place where it is told that there is none, or neither.
    fn place(&self, client: IpAddr) -> Option<Place> {
        let is_proxy = self.limits.proxies.contains(&client.to_canonical());
        let share = self.limits.connections.div_ceil(if is_proxy { 1 } else { 2 });
        if let Some(own) = self.clients.count(client, share)
            && let Ok(permit) = Arc::clone(&self.places).try_acquire_owned()
        {
            return Some(Place { _permit: permit, own: Some(own) });
        }
        let permit = Arc::clone(&self.refusals).try_acquire_owned().ok()?;
        Some(Place { _permit: permit, own: None })
    }
}

/// What a connection takes until it ends.
struct Place {
    _permit: OwnedSemaphorePermit,
    /// `None` on a connection above the limit.
    own: Option<OwnPlace>,
}

/// The number of open connections of each client; of IPv6, of each household.
#[derive(Clone, Default)]
struct Clients(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Clients {
    /// Counts one more of a client, unless it has its share.
    fn count(&self, client: IpAddr, share: usize) -> Option<OwnPlace> {
        let client = household(client);
        let mut open = self.lock();
        let number = open.entry(client).or_default();
        if *number >= share {
            return None;
        }
        *number += 1;
        Some(OwnPlace { clients: self.clone(), client })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of a client's connections. Dropping it ends the count.
struct OwnPlace {
    clients: Clients,
    client: IpAddr,
}

impl Drop for OwnPlace {
    fn drop(&mut self) {
        let mut open = self.clients.lock();
        if let Entry::Occupied(mut number) = open.entry(self.client) {
            *number.get_mut() -= 1;
            if *number.get() == 0 {
                number.remove();
            }
        }
    }
}

/// Serves one connection until it ends, and then frees its permit.
async fn answer(
    stream: TcpStream,
    client: IpAddr,
    place: Place,
    limits: Limits,
    router: Router,
    watcher: Watcher,
) {
    let is_crowded = place.own.is_none();
    let header = if is_crowded { limits.header.min(CROWDED_HEADER) } else { limits.header };
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
        .header_read_timeout(header)
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
