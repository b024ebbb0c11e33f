//! Sessions, tokens and other sites' forms.

use portal::Login;
use testkit::TestClinic;

use crate::browser::{KURT, LINE, Patient};

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for (forged, heading) in [
        ("", "Vi kan ikke ta imot skjemaet"),
        // It may be the token of an earlier session: what was typed is shown, and nothing is done.
        ("gjettet", "Se gjennom før du sender"),
        (&"A".repeat(43), "Se gjennom før du sender"),
    ] {
        kurt.walks_to_review("13:30").await;
        kurt.fills("skjema", forged);
        kurt.presses("Send bestilling").await;
        assert_eq!(kurt.page.status, 403, "{forged:?}");
        kurt.reads(heading);
    }
    let theirs = kurt.beside(LINE).await.page.value("skjema").unwrap();
    kurt.walks_to_review("13:30").await;
    kurt.fills("skjema", &theirs);
    kurt.presses("Send bestilling").await;
    assert_eq!(kurt.page.status, 403);
    kurt.goes_to("/timeavtaler").await;
    kurt.sees("Du har ingen timeavtaler ennå.");
}

#[tokio::test]
async fn every_form_that_changes_something_asks_for_the_token() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for form in ["/", "/bestill", "/bestill/vaksine/tid", "/bestill/vaksine/se-gjennom", "/logg-ut"] {
        let answer = kurt.asks("POST", form, Some("a=b".to_owned())).await;
        assert_eq!(answer.status(), 403, "{form}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_and_one_of_an_old_browser_is_not() {
    let test = TestClinic::demo().await;
    let kurt = Patient::logged_in(&test, KURT).await;
    let foreign = [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
    ];
    let ours = [
        vec![],
        vec![("sec-fetch-site", "same-origin")],
        vec![("origin", "http://127.0.0.1:8750")],
        vec![("origin", "null"), ("sec-fetch-site", "same-origin")],
    ];
    for (headers, status) in
        foreign.into_iter().map(|h| (h, 403)).chain(ours.into_iter().map(|headers| (headers, 200)))
    {
        let mut kurt = kurt.clone();
        kurt.walks_to_review("13:30").await;
        kurt.headers = headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        kurt.presses("Avbryt").await;
        assert_eq!(kurt.page.status, status, "{:?}", kurt.headers);
    }
}

#[tokio::test]
async fn without_a_login_the_pages_are_closed() {
    let test = TestClinic::demo().await;
    let mut stranger = Patient::at(&test.clinic, Login::Closed);
    for address in ["/", "/bestill", "/innboks", "/logg-inn"] {
        stranger.goes_to(address).await;
        assert_eq!(stranger.page.status, 403, "{address}");
        stranger.reads("Innlogging er ikke åpnet");
        assert_eq!(stranger.page.button("Kurt").map(|button| button.action), None);
    }
    let answer = stranger.asks("POST", "/logg-inn", Some("person=x".to_owned())).await;
    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn who_is_not_logged_in_comes_back_to_where_they_were_going() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::at(&test.clinic, Login::Demo);
    kurt.goes_to("/bestill/vaksine/tid?maned=2025-02").await;
    kurt.reads("Logg inn");
    kurt.presses(KURT).await;
    assert_eq!(kurt.page.address, "/bestill/vaksine/tid?maned=2025-02");
    kurt.goes_to("/logg-inn?neste=//evil.example/").await;
    kurt.presses(KURT).await;
    assert_eq!(kurt.page.address, "/");
}

#[tokio::test]
async fn a_session_ends_at_logout() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let left_open = kurt.clone();
    kurt.presses("Logg ut").await;
    kurt.reads("Logg inn");
    let mut stolen = left_open.clone();
    stolen.goes_to("/innboks").await;
    stolen.reads("Logg inn");
}

#[tokio::test]
async fn a_login_makes_a_new_session_and_ends_the_old_one() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let mut before = kurt.clone();
    kurt.logs_in(KURT).await;
    before.goes_to("/innboks").await;
    before.reads("Logg inn");
    let answer = kurt.asks("POST", "/logg-inn", Some("person=ingen".to_owned())).await;
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn somebody_elses_booking_is_not_found() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.books("13:30", "Test").await;
    kurt.goes_to("/timeavtaler").await;
    let thread = kurt.page.link("Gå til innboksen for å se meldingene").unwrap();
    let details = thread.replace("innboks", "timeavtaler");
    let mut line = kurt.beside(LINE).await;
    for address in [details.clone(), details.replace("timeavtaler", "innboks"), "/innboks/1".to_owned()] {
        line.goes_to(&address).await;
        assert_eq!(line.page.status, 404, "{address}");
        line.reads("Vi finner ikke siden");
        line.follows("Forside").await;
    }
    kurt.goes_to(&details).await;
    assert_eq!(kurt.page.status, 200);
}

#[tokio::test]
async fn pages_hold_nothing_inline_and_nothing_from_elsewhere() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    let html = kurt.page.html.clone();
    for forbidden in ["<style", "style=", "onclick", "http://", "https://", "<script>"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    let assets: Vec<&str> = html.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(assets.len() >= 4, "{assets:?}");
    for asset in assets {
        let answer = kurt.asks("GET", asset, None).await;
        assert_eq!(answer.status(), 200, "{asset}");
        assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn an_address_that_is_none_offers_a_way_back() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    for address in ["/admin", "/bestill/%FF/tid", "/innboks/../..", "/assets/ingen.css"] {
        let answer = kurt.asks("GET", address, None).await;
        assert_eq!(answer.status(), 404, "{address}");
    }
    for (method, address, allowed) in [("DELETE", "/innboks", "GET,HEAD"), ("GET", "/logg-ut", "POST")] {
        let answer = kurt.asks(method, address, None).await;
        assert_eq!(answer.status(), 405, "{method} {address}");
        assert_eq!(answer.headers()["allow"], allowed);
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_answered_in_the_language_that_was_chosen() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.walks_to_review("13:30").await;
    kurt.presses("English").await;
    kurt.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    kurt.presses("Send the request").await;
    assert_eq!(kurt.page.status, 403);
    kurt.reads("We cannot accept the form");
}
