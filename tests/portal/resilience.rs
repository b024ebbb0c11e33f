//! Handlers that take too long, and handlers that panic.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use chrono::{DateTime, Utc};
use clinic::{Clinic, Clock};
use http_body_util::StreamBody;
use hyper::Request;
use hyper::body::{Bytes, Frame};
use portal::{Config, Login, RequestRates};
use testkit::{SeededIds, TestClinic};
use tower::ServiceExt as _;
use tracing_subscriber::fmt::MakeWriter;

use crate::browser::{KURT, Patient};

/// A clock that panics on demand, like a bug in a handler.
pub(crate) struct Fragile {
    clock: Arc<dyn Clock>,
    is_broken: AtomicBool,
}

impl Fragile {
    /// The clock of a test clinic, which does not panic yet.
    pub(crate) fn of(test: &TestClinic) -> Arc<Self> {
        Arc::new(Self { clock: test.clock.clone(), is_broken: AtomicBool::new(false) })
    }

    pub(crate) fn breaks(&self) {
        self.is_broken.store(true, Ordering::SeqCst);
    }
}

impl Clock for Fragile {
    fn now(&self) -> DateTime<Utc> {
        assert!(!self.is_broken.load(Ordering::SeqCst), "13916931063 må ikke stå i loggen");
        self.clock.now()
    }
}

/// A log that a test can read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference_that_the_log_has_too() {
    let test = TestClinic::demo().await;
    let fragile = Fragile::of(&test);
    let ids = Arc::new(SeededIds::default());
    let clinic = Clinic::new(test.clinic.id(), Arc::clone(&test.store), fragile.clone(), ids);
    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;

    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone()).finish();
    let logging = tracing::subscriber::set_default(subscriber);
    fragile.breaks();
    kurt.goes_to("/innboks").await;
    drop(logging);
    assert_eq!(kurt.page.status, 500);
    kurt.reads("Noe gikk galt hos oss");
    let words = kurt.page.words();
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let reference = logged.split("reference=\"").nth(1).and_then(|rest| rest.split('"').next());
    let reference = reference.unwrap_or_else(|| panic!("no reference in {logged}"));
    assert!(reference.len() == 8 && words.contains(reference), "{reference} in {words}");
    assert!(!logged.contains("13916931063"), "{logged}");
    assert_eq!(kurt.answered["cache-control"], "no-store");

    fragile.is_broken.store(false, Ordering::SeqCst);
    kurt.goes_to("/innboks").await;
    assert_eq!(kurt.page.status, 200);
}

#[tokio::test]
async fn a_form_that_never_ends_is_not_waited_for() {
    let test = TestClinic::demo().await;
    let router = portal::router(Config {
        clinic: test.clinic.clone(),
        login: Login::Demo,
        rates: RequestRates::default(),
        entrance: portal::Entrance::default(),
    });
    tokio::time::pause();
    let never = StreamBody::new(futures_util::stream::pending::<Result<Frame<Bytes>, io::Error>>());
    let form = Request::post("/logg-inn")
        .header("host", "localhost")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::new(never))
        .unwrap();
    let answer = router.oneshot(form).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "5");
}
