//! «Send bestilling» pressed twice, with both requests handled at the same time.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use clinic::{Clinic, Ids, Store};
use portal::Login;
use testkit::{SeededIds, TestClock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use crate::browser::{KURT, Patient};

/// How long one waits for the other. Normally it is much quicker.
const PATIENCE: Duration = Duration::from_secs(60);

/// An id source at which two requests wait for each other: both have been read and neither is saved.
#[derive(Default)]
struct Meeting {
    ids: SeededIds,
    /// How many have arrived; `None` while no meeting is wanted.
    here: Mutex<Option<u32>>,
    came: Condvar,
}

impl Meeting {
    /// The next two callers wait for each other.
    fn is_wanted(&self) {
        *self.here.lock().unwrap() = Some(0);
    }

    fn has_been(&self) -> bool {
        *self.here.lock().unwrap() == Some(2)
    }
}

impl Ids for Meeting {
    fn uuid(&self) -> Uuid {
        // The other request must not wait for this one's thread.
        tokio::task::block_in_place(|| self.meet());
        self.ids.uuid()
    }
}

impl Meeting {
    fn meet(&self) {
        let mut here = self.here.lock().unwrap();
        let Some(count @ 0..=1) = *here else { return };
        *here = Some(count + 1);
        self.came.notify_all();
        let (here, alone) = self.came.wait_timeout_while(here, PATIENCE, |here| *here != Some(2)).unwrap();
        drop(here);
        assert!(!alone.timed_out(), "the other request never came");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_make_one_booking_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = store::open_sqlite(folder.path()).await.unwrap();
    two_at_once_make_one_booking(Arc::new(store)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_make_one_booking_on_postgres() {
    let database = testkit::postgres::database().await;
    let store = store::open_postgres(&database.url).await.unwrap();
    two_at_once_make_one_booking(Arc::new(store)).await;
}

async fn two_at_once_make_one_booking(store: Arc<dyn Store>) {
    let meeting = Arc::new(Meeting::default());
    let clock = Arc::new(TestClock::at("2025-01-21T09:00"));
    let clinic = Clinic::new(server::demo::CLINIC, store, clock, meeting.clone());
    server::demo::fill(&clinic).await.unwrap();
    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;
    kurt.walks_to_review("13:30").await;

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(portal::serve(listener, kurt.router.clone(), std::future::pending()));
    let (_, path, form) = kurt.press_of("Send bestilling");
    let form = form.unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        kurt.cookie_line(),
        form.len()
    );
    meeting.is_wanted();
    let send = || async {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let read = tokio::time::timeout(PATIENCE, connection.read_to_string(&mut answer)).await;
        read.expect("an answer").unwrap();
        answer
    };
    let (one, other) = tokio::join!(send(), send());
    assert!(meeting.has_been(), "the two were not at work at once");
    let sent_to = |answer: &str| {
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        answer.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned)
    };
    assert!(sent_to(&one).is_some_and(|to| to.starts_with("/bestill/sendt")), "{one}");
    assert_eq!(sent_to(&one), sent_to(&other));
    kurt.goes_to("/innboks").await;
    kurt.sees("1 melding\n");
    assert_eq!(clinic.waiting_count().await.unwrap(), 1);
}
