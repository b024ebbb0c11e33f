//! A network between a store and its server that fails as the test chooses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Everything is forwarded.
pub(crate) const OPEN: u8 = 0;
/// Nothing is forwarded to the server; connections stay open.
pub(crate) const QUESTIONS: u8 = 1;
/// Nothing is forwarded from the server; connections stay open.
pub(crate) const ANSWERS: u8 = 2;
/// A connection is cut after the server has answered COMMIT, before the answer is forwarded.
pub(crate) const CUT_AFTER_COMMIT: u8 = 3;
/// A connection is cut before COMMIT is forwarded.
pub(crate) const CUT_BEFORE_COMMIT: u8 = 4;
/// COMMIT is not forwarded; the connection stays open.
pub(crate) const HELD_COMMIT: u8 = 5;
/// As [`CUT_AFTER_COMMIT`], and new connections are refused.
pub(crate) const GONE_AFTER_COMMIT: u8 = 6;
/// Nothing is forwarded and new connections are refused.
const GONE: u8 = 7;
/// Connections that listen for notifications stay open and get nothing more, and new ones cannot begin to listen.
pub(crate) const DEAF: u8 = 8;

/// A proxy between a store and its server.
pub(crate) struct Proxy {
    pub(crate) url: String,
    network: Arc<AtomicU8>,
    unheard: Arc<Notify>,
}

impl Proxy {
    /// A proxy for the server of this URL (`postgres://user@host:port/database`).
    pub(crate) async fn before(url: &str) -> Self {
        let (head, rest) = url.split_once('@').expect("a user");
        let (server, database) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address");
        let network = Arc::new(AtomicU8::new(OPEN));
        let unheard = Arc::new(Notify::new());
        let (server, state, notify) = (server.to_owned(), network.clone(), unheard.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if state.load(Ordering::Acquire) == GONE {
                    continue;
                }
                let server = TcpStream::connect(&server).await.expect("the server");
                let link = Link { network: state.clone(), unheard: notify.clone(), ..Link::default() };
                tokio::spawn(link.stand(client, server));
            }
        });
        Self { url: format!("{head}@{here}/{database}"), network, unheard }
    }

    /// Sets the state of the network.
    pub(crate) fn becomes(&self, state: u8) {
        self.network.store(state, Ordering::Release);
    }

    /// Waits until a connection has tried to listen in vain.
    pub(crate) async fn tried_to_listen(&self) {
        self.unheard.notified().await;
    }
}

/// One connection.
#[derive(Clone, Default)]
struct Link {
    network: Arc<AtomicU8>,
    unheard: Arc<Notify>,
    /// Whether it listens for notifications.
    listens: Arc<AtomicBool>,
    /// Whether the next answer is the one to COMMIT.
    commits: Arc<AtomicBool>,
}

impl Link {
    /// Forwards data until either end or the network is closed.
    async fn stand(self, client: TcpStream, server: TcpStream) {
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        tokio::select! {
            () = self.clone().questions(from_client, to_server) => {}
            () = self.answers(from_server, to_client) => {}
        }
    }

    async fn questions(self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes).await {
            let question = &bytes[..count];
            let is_commit = question.windows(7).any(|word| word == b"COMMIT\0");
            if question.windows(7).any(|word| word == b"LISTEN ") {
                self.listens.store(true, Ordering::Release);
            }
            match self.network.load(Ordering::Acquire) {
                CUT_BEFORE_COMMIT if is_commit => return,
                QUESTIONS | GONE => continue,
                DEAF if self.listens.load(Ordering::Acquire) => {
                    self.unheard.notify_one();
                    continue;
                }
                HELD_COMMIT if is_commit => continue,
                CUT_AFTER_COMMIT | GONE_AFTER_COMMIT if is_commit => {
                    self.commits.store(true, Ordering::Release)
                }
                _ => {}
            }
            if to.write_all(question).await.is_err() {
                return;
            }
        }
    }

    async fn answers(self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes).await {
            if self.commits.load(Ordering::Acquire) {
                if self.network.load(Ordering::Acquire) == GONE_AFTER_COMMIT {
                    self.network.store(GONE, Ordering::Release);
                }
                return;
            }
            let is_swallowed = match self.network.load(Ordering::Acquire) {
                ANSWERS | GONE => true,
                DEAF => self.listens.load(Ordering::Acquire),
                _ => false,
            };
            if !is_swallowed && to.write_all(&bytes[..count]).await.is_err() {
                return;
            }
        }
    }
}
