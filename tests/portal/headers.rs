//! The headers of every response: pages, responses to forms, refusals and errors.

use std::sync::Arc;

use clinic::Clinic;
use hyper::header::HeaderMap;
use portal::Login;
use testkit::{SeededIds, TestClinic};

use crate::browser::{KURT, LINE, Patient};
use crate::outage::kurt_and_an_outage;
use crate::resilience::Fragile;

#[track_caller]
fn assert_guarded(headers: &HeaderMap, what: &str) {
    let header = |name: &str| {
        let value = headers.get(name).unwrap_or_else(|| panic!("{what}: no {name}"));
        value.to_str().unwrap()
    };
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        "{what}"
    );
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("referrer-policy"), "same-origin", "{what}");
    assert!(header("permissions-policy").contains("geolocation=()"), "{what}");
}

/// Checks the security headers, and that nothing is cached: pages and refusals are personal.
#[track_caller]
fn assert_private(headers: &HeaderMap, what: &str) {
    assert_guarded(headers, what);
    assert_eq!(headers["cache-control"], "no-store", "{what}");
}

#[tokio::test]
async fn every_page_carries_its_headers() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for (method, address, status) in [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/bestill/vaksine/tid", 200),
        ("GET", "/sprak?til=nn&tilbake=/", 303),
        ("GET", "/ingenting", 404),
        ("GET", "/logg-ut", 405),
        ("DELETE", "/innboks", 405),
    ] {
        let answer = kurt.asks(method, address, None).await;
        assert_eq!(answer.status(), status, "{method} {address}");
        assert_private(answer.headers(), &format!("{method} {address}"));
    }
    let style = kurt.page.html.split('"').find(|part| part.starts_with("/assets/")).unwrap().to_owned();
    let answer = kurt.asks("GET", &style, None).await;
    assert_guarded(answer.headers(), &style);
}

#[tokio::test]
async fn every_answer_to_a_form_carries_its_headers() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::at(&test.clinic, Login::Demo);
    kurt.goes_to("/logg-inn").await;
    let answer = kurt.is_answered(KURT).await;
    assert_eq!(answer.status(), 303);
    assert_private(answer.headers(), "a login");

    kurt.walks_to_review("13:30").await;
    let review = kurt.clone();
    let answer = kurt.is_answered("Send bestilling").await;
    assert_eq!(answer.status(), 303);
    assert_private(answer.headers(), "a request that was sent");

    let line = kurt.beside(LINE).await;
    for (what, field, value, status) in [
        ("a forged form", "skjema", "gjettet".to_owned(), 403),
        ("a time that is none", "tid", "1".to_owned(), 404),
        ("a reason too long", "grunn", "x".repeat(51), 422),
        ("a form too big", "grunn", "x".repeat(70_000), 413),
    ] {
        let mut line = line.clone();
        line.walks_to_review("14:00").await;
        line.fills(field, &value);
        let answer = line.is_answered("Send bestilling").await;
        assert_eq!(answer.status(), status, "{what}");
        assert_private(answer.headers(), what);
    }
    let mut late = line.clone();
    late.walks_to_review("14:00").await;
    line.beside("Berit Aas").await.books("14:00", "").await;
    let answer = late.is_answered("Send bestilling").await;
    assert_eq!(answer.status(), 409);
    assert_private(answer.headers(), "a time that is taken");

    let mut foreign = review.clone();
    foreign.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let answer = foreign.is_answered("Send bestilling").await;
    assert_eq!(answer.status(), 403);
    assert_private(answer.headers(), "a form of another site");

    let mut unsent = review.clone();
    unsent.walks_to_review("13:45").await;
    let mut status = 303;
    let mut answer = None;
    for _ in 0..20 {
        let mut again = unsent.clone();
        again.fills("grunn", &"x".repeat(51));
        answer = Some(again.is_answered("Send bestilling").await);
        status = answer.as_ref().map_or(status, |answer| answer.status().as_u16());
        if status == 429 {
            break;
        }
    }
    assert_eq!(status, 429);
    assert_private(answer.unwrap().headers(), "one form too many");
}

#[tokio::test]
async fn every_failure_carries_its_headers() {
    let test = TestClinic::demo().await;
    let (mut kurt, outage) = kurt_and_an_outage(&test).await;
    kurt.walks_to_review("13:30").await;
    outage.begin();
    for (what, answer) in [
        ("a page in an outage", kurt.asks("GET", "/innboks", None).await),
        ("a form in an outage", kurt.is_answered("Send bestilling").await),
    ] {
        assert_eq!(answer.status(), 503, "{what}");
        assert_private(answer.headers(), what);
    }

    let fragile = Fragile::of(&test);
    let clock: Arc<dyn clinic::Clock> = fragile.clone();
    let ids = Arc::new(SeededIds::default());
    let mut kurt =
        Patient::at(&Clinic::new(test.clinic.id(), Arc::clone(&test.store), clock, ids), Login::Demo);
    kurt.logs_in(KURT).await;
    kurt.walks_to_review("13:30").await;
    fragile.breaks();
    for (what, answer) in [
        ("a page that fails", kurt.asks("GET", "/innboks", None).await),
        ("a form that fails", kurt.is_answered("Send bestilling").await),
    ] {
        assert_eq!(answer.status(), 500, "{what}");
        assert_private(answer.headers(), what);
    }
}

#[tokio::test]
async fn closed_pages_carry_their_headers() {
    let test = TestClinic::demo().await;
    let mut stranger = Patient::at(&test.clinic, Login::Closed);
    for (method, form) in [("GET", None), ("POST", Some("person=x".to_owned()))] {
        let answer = stranger.asks(method, "/logg-inn", form).await;
        assert_eq!(answer.status(), 403, "{method}");
        assert_private(answer.headers(), method);
    }
}
