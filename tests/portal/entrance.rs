//! Behind a proxy, and without one.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use portal::{Config, Entrance, Login, PublicUrl, Rate, RequestRates};
use testkit::TestClinic;

use crate::browser::{KURT, Patient};

const HOST: &str = "time.legekontoret.no";

const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn address() -> PublicUrl {
    format!("https://{HOST}").parse().unwrap()
}

/// The portal behind a proxy on this machine.
fn behind_a_proxy(test: &TestClinic) -> Patient {
    let entrance = Entrance::Proxy { url: address(), trusted: vec![PROXY] };
    let mut patient = Patient::through(entrance, &test.clinic, Login::Demo);
    patient.host = HOST;
    patient.from = Some(PROXY);
    patient
}

#[tokio::test]
async fn behind_a_proxy_cookies_are_bound_and_browsers_stay_with_tls() {
    let test = TestClinic::demo().await;
    let mut kurt = behind_a_proxy(&test);
    kurt.logs_in(KURT).await;
    kurt.follows("Nynorsk").await;
    let cookies = &kurt.cookies_set;
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-sesjon=")), "{cookies:?}");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-sprak=nn")), "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
    }
    assert_eq!(kurt.page.title(), "Tenestene dine – DDFL Test");
    let answer = kurt.asks("GET", "/bestill", None).await;
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000; includeSubDomains");
    kurt.goes_to("/innboks").await;
    assert_eq!(kurt.page.status, 200);
}

#[tokio::test]
async fn without_a_proxy_a_client_that_speaks_of_tls_is_not_believed() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::at(&test.clinic, Login::Demo);
    kurt.headers = vec![("x-forwarded-proto", "https".to_owned())];
    kurt.logs_in(KURT).await;
    let cookies = &kurt.cookies_set;
    assert!(cookies.iter().any(|cookie| cookie.starts_with("sesjon=")), "{cookies:?}");
    assert!(cookies.iter().all(|cookie| !cookie.contains("Secure")), "{cookies:?}");
    let answer = kurt.asks("GET", "/", None).await;
    assert!(!answer.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn other_hosts_are_misdirected() {
    let test = TestClinic::demo().await;
    let mut here = Patient::at(&test.clinic, Login::Demo);
    let mut there = behind_a_proxy(&test);
    for (patient, hosts) in [
        (&mut here, ["evil.example", HOST, "10.0.0.7:8750"]),
        (&mut there, ["evil.example", "127.0.0.1:8750", "time.legekontoret.no:8443"]),
    ] {
        for host in hosts {
            patient.host = host;
            for address in ["/", "/logg-inn", "/assets/ingen.css"] {
                let answer = patient.asks("GET", address, None).await;
                assert_eq!(answer.status(), 421, "{host} {address}");
                assert!(answer.headers().contains_key("content-security-policy"));
            }
        }
    }
    here.host = "localhost:8750";
    here.logs_in(KURT).await;
}

#[tokio::test]
async fn a_request_to_two_hosts_is_to_none() {
    let test = TestClinic::demo().await;
    let mut somebody = Patient::at(&test.clinic, Login::Demo);
    somebody.headers = vec![("host", "evil.example".to_owned())];
    let answer = somebody.asks("GET", "/logg-inn", None).await;
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn the_limit_of_an_address_counts_whom_the_proxy_saw() {
    let test = TestClinic::demo().await;
    let mut kurt = behind_a_proxy(&test);
    let one_an_hour = Rate { burst: 1, every: Duration::from_secs(3600) };
    kurt.router = portal::router(Config {
        clinic: test.clinic.clone(),
        login: Login::Demo,
        rates: RequestRates { address: one_an_hour, ..RequestRates::default() },
        entrance: Entrance::Proxy { url: address(), trusted: vec![PROXY] },
    });
    kurt.logs_in(KURT).await;
    // What a client writes before the proxy's entry does not change the client's address.
    for (seen, time, status) in [
        ("198.51.100.1, 203.0.113.1", "13:00", 200),
        ("198.51.100.2, 203.0.113.1", "13:15", 429),
        ("198.51.100.1, 203.0.113.2", "13:15", 200),
    ] {
        kurt.headers = vec![("x-forwarded-for", seen.to_owned())];
        kurt.walks_to_review(time).await;
        kurt.presses("Send bestilling").await;
        assert_eq!(kurt.page.status, status, "{seen}");
    }
}
