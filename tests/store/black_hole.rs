//! A network that swallows what is sent, and says nothing: nobody waits for ever, and it is over when the
//! network is back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use clinic::StoreError;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::given::Given;

/// Longer than every deadline of the store together: one statement, one connection, one more try.
const LONGEST: Duration = Duration::from_secs(20);

/// Which way nothing comes through.
const OPEN: u8 = 0;
const QUESTIONS: u8 = 1;
const ANSWERS: u8 = 2;

/// Stands between a store and its server.
struct Proxy {
    url: String,
    swallows: Arc<AtomicU8>,
}

impl Proxy {
    /// Before the server of this address (`postgres://user@host:port/database`).
    async fn before(url: &str) -> Self {
        let (head, rest) = url.split_once('@').expect("a user");
        let (server, database) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address");
        let swallows = Arc::new(AtomicU8::new(OPEN));
        let (server, hole) = (server.to_owned(), swallows.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                tokio::spawn(pass(from_client, to_server, hole.clone(), QUESTIONS));
                tokio::spawn(pass(from_server, to_client, hole.clone(), ANSWERS));
            }
        });
        Self { url: format!("{head}@{here}/{database}"), swallows }
    }

    fn swallow(&self, what: u8) {
        self.swallows.store(what, Ordering::Release);
    }
}

/// Passes on what comes, unless it is swallowed; the connection stands all the while.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    hole: Arc<AtomicU8>,
    direction: u8,
) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if hole.load(Ordering::Acquire) != direction && to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}

async fn answers_end_in_time(what: u8) {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let store = crate::postgres(&proxy.url).await;
    let given = Given::clinic(&store, 1).await;

    proxy.swallow(what);
    let read = timeout(LONGEST, store.clinics()).await.expect("a read ends");
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let books = timeout(LONGEST, given.store.timebooks(given.clinic)).await.expect("the next one ends");
    assert!(matches!(books, Err(StoreError::Unavailable(_))), "{books:?}");

    proxy.swallow(OPEN);
    assert_eq!(store.clinics().await.expect("the first call after it"), [given.clinic]);
    let slot = given.slot(60, 1).await;
    given.someone_asks(&slot).await.expect("a write");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_swallows_questions_or_answers_is_given_up_in_time_and_found_again() {
    tokio::join!(answers_end_in_time(QUESTIONS), answers_end_in_time(ANSWERS));
}
