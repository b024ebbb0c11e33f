//! A patient in a browser on the portal.

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::Router;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use hyper::{Request, Response};
use portal::{ClientAddress, Config, Entrance, Login, RequestRates};
use testkit::TestClinic;
use tower::ServiceExt as _;

use crate::page::{Button, Page};

/// The guide's own patient.
pub(crate) const KURT: &str = "Kurt Håkon Grytten";
/// Another of the demo's patients.
pub(crate) const LINE: &str = "Line Danser";

/// A browser that follows redirects, keeps cookies and fills in forms.
#[derive(Clone)]
pub(crate) struct Patient {
    pub(crate) router: Router,
    cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The current page.
    pub(crate) page: Page,
    /// The headers of the last response.
    pub(crate) answered: HeaderMap,
    filled: BTreeMap<String, String>,
    /// The client address of requests, as the socket would report it.
    pub(crate) from: Option<IpAddr>,
    /// The host of requests.
    pub(crate) host: &'static str,
    /// Every `Set-Cookie` header so far.
    pub(crate) cookies_set: Vec<String>,
}

impl Patient {
    /// A visitor to a clinic's portal who has not logged in.
    pub(crate) fn at(clinic: &clinic::Clinic, login: Login) -> Self {
        Self::through(Entrance::default(), clinic, login)
    }

    /// The same, with this entrance.
    pub(crate) fn through(entrance: Entrance, clinic: &clinic::Clinic, login: Login) -> Self {
        let rates = RequestRates::default();
        let router = portal::router(Config { clinic: clinic.clone(), login, rates, entrance });
        let page = Page::new(0, "", String::new());
        let (cookies, filled) = (BTreeMap::new(), BTreeMap::new());
        Self {
            router,
            cookies,
            headers: Vec::new(),
            page,
            answered: HeaderMap::new(),
            filled,
            from: None,
            host: "127.0.0.1:8750",
            cookies_set: Vec::new(),
        }
    }

    /// A patient of the demo who has logged in.
    pub(crate) async fn logged_in(test: &TestClinic, name: &str) -> Self {
        let mut patient = Self::at(&test.clinic, Login::Demo);
        patient.logs_in(name).await;
        patient
    }

    /// Another patient with another browser, on the same portal.
    pub(crate) async fn beside(&self, name: &str) -> Self {
        let mut other = Self { cookies: BTreeMap::new(), filled: BTreeMap::new(), ..self.clone() };
        other.logs_in(name).await;
        other
    }

    /// Has the cookies that another tab of the same browser has.
    pub(crate) fn shares_the_browser_of(&mut self, tab: &Self) {
        self.cookies.clone_from(&tab.cookies);
    }

    pub(crate) async fn logs_in(&mut self, name: &str) {
        self.goes_to("/logg-inn").await;
        self.presses(name).await;
        assert_eq!(self.page.heading(), "Dine tjenester");
    }

    /// Opens a URL.
    pub(crate) async fn goes_to(&mut self, address: &str) {
        self.load("GET", address, None).await;
    }

    /// Follows the link with this text.
    pub(crate) async fn follows(&mut self, text: &str) {
        let to = self.page.link(text);
        let to = to.unwrap_or_else(|| panic!("no link «{text}» among\n{}", self.page.words()));
        self.load("GET", &to, None).await;
    }

    /// Chooses the radio whose text begins with `text`.
    pub(crate) fn chooses(&mut self, text: &str) {
        let radio = self.page.radio(text);
        let (name, value) =
            radio.unwrap_or_else(|| panic!("no choice «{text}» among\n{}", self.page.words()));
        self.filled.insert(name, value);
    }

    /// Fills in «Hva gjelder det?».
    pub(crate) fn writes(&mut self, reason: &str) {
        self.fills("grunn", reason);
    }

    /// Fills in, or forges, the field with this name. The form that is sent must have one: no test adds
    /// a field that the page lacks.
    pub(crate) fn fills(&mut self, field: &str, value: &str) {
        self.filled.insert(field.to_owned(), value.to_owned());
    }

    /// Presses the button whose text begins with `text`.
    pub(crate) async fn presses(&mut self, text: &str) {
        let (method, address, form) = self.press_of(text);
        self.load(method, &address, form).await;
    }

    /// As [`Self::presses`], but without following redirects: returns the direct response.
    pub(crate) async fn is_answered(&mut self, text: &str) -> Response<Bytes> {
        let (method, address, form) = self.press_of(text);
        self.asks(method, &address, form).await
    }

    /// Method, URL and form of a press of the button whose text begins with `text`.
    pub(crate) fn press_of(&mut self, text: &str) -> (&'static str, String, Option<String>) {
        let button = self.page.button(text);
        let button = button.unwrap_or_else(|| panic!("no button «{text}» on\n{}", self.page.words()));
        self.request_of(button)
    }

    /// Presses Enter in the field with this name.
    pub(crate) async fn presses_enter_in(&mut self, field: &str) {
        let button = self.page.default_button(field).expect("a form with a button");
        let (method, address, form) = self.request_of(button);
        self.load(method, &address, form).await;
    }

    fn request_of(&mut self, button: Button) -> (&'static str, String, Option<String>) {
        let sent = with(&button, std::mem::take(&mut self.filled));
        if button.method == "get" {
            ("GET", format!("{}?{sent}", button.action), None)
        } else {
            ("POST", button.action, Some(sent))
        }
    }

    /// The `Cookie` header.
    pub(crate) fn cookie_line(&self) -> String {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        cookies.collect::<Vec<_>>().join("; ")
    }

    /// Steps 1 to 3 of the guide, up to «Se gjennom før du sender».
    pub(crate) async fn walks_to_review(&mut self, time: &str) {
        self.goes_to("/bestill").await;
        self.chooses("Vaksine");
        self.presses("Neste").await;
        self.follows("Influensavaksine 2").await;
        self.chooses(time);
        self.presses("Neste").await;
        assert_eq!(self.page.heading(), "Se gjennom før du sender", "{}", self.page.words());
    }

    /// Steps 1 to 5.
    pub(crate) async fn books(&mut self, time: &str, reason: &str) {
        self.walks_to_review(time).await;
        self.writes(reason);
        self.presses("Send bestilling").await;
        self.reads("Timebestillingen er sendt");
    }

    /// Checks that the page has this heading.
    #[track_caller]
    pub(crate) fn reads(&self, heading: &str) {
        assert_eq!(self.page.heading(), heading, "{}", self.page.words());
    }

    /// Checks that the page contains this text.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        let words = self.page.words();
        assert!(words.contains(text), "«{text}» in:\n{words}");
    }

    /// Checks that the page does not contain this text.
    #[track_caller]
    pub(crate) fn does_not_see(&self, text: &str) {
        let words = self.page.words();
        assert!(!words.contains(text), "no «{text}» in:\n{words}");
    }

    /// Sends one request, without following redirects.
    pub(crate) async fn asks(
        &mut self,
        method: &str,
        address: &str,
        form: Option<String>,
    ) -> Response<Bytes> {
        let path = address.split('#').next().unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(COOKIE, self.cookie_line())
            .header("host", self.host);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if form.is_some() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Full::new(Bytes::from(form.unwrap_or_default()))).unwrap();
        if let Some(from) = self.from {
            request.extensions_mut().insert(ClientAddress(from));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.remember(response.headers());
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Response::from_parts(parts, body)
    }

    async fn load(&mut self, method: &str, address: &str, form: Option<String>) {
        let mut to = address.to_owned();
        let mut response = self.asks(method, &to, form).await;
        for _ in 0..5 {
            if response.status() != 303 {
                break;
            }
            to = response.headers()[LOCATION].to_str().unwrap().to_owned();
            response = self.asks("GET", &to, None).await;
        }
        let html = String::from_utf8(response.body().to_vec()).unwrap();
        self.page = Page::new(response.status().as_u16(), &to, html);
        self.answered = response.headers().clone();
        self.filled.clear();
    }

    fn remember(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            self.cookies_set.push(line.to_owned());
            let (pair, rules) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rules.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The form data of a press, with what was filled in.
fn with(button: &Button, filled: BTreeMap<String, String>) -> String {
    let mut fields = button.fields.clone();
    for (name, value) in filled {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some(field) => field.1 = value,
            None if button.names.contains(&name) => fields.push((name, value)),
            None => panic!("the form has no field «{name}», only {:?}", button.names),
        }
    }
    let sent = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    sent.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}
