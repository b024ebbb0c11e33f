//! A patient in a browser: logs in, walks to «Se gjennom før du sender», and sends.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use clinic::{Ids, Patient};
use server::RandomIds;
use timebook::{SlotId, TimebookId, TimebookType};
use uuid::Uuid;

use crate::Result;
use crate::html::{self, Form};
use crate::http::{Answer, Client};

/// Where the portal sends a browser whose request was saved.
pub(crate) const SENT: &str = "/bestill/sendt";

/// The most redirects that a browser follows here.
const REDIRECTS: usize = 5;

/// A browser with its cookies, on one kept-alive connection.
pub(crate) struct Visitor {
    client: Client,
    host: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    /// Opens a browser.
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        let client = Client::connect(address).await?;
        Ok(Self { client, host: address.to_string(), cookies: BTreeMap::new() })
    }

    /// Opens a browser and logs in.
    pub(crate) async fn of(address: SocketAddr, patient: &Patient) -> Result<Self> {
        Self::connect(address).await?.logged_in(patient).await
    }

    /// The same, from another address of this machine.
    pub(crate) async fn of_sender(address: SocketAddr, sender: Ipv4Addr, patient: &Patient) -> Result<Self> {
        let client = Client::connect_from(sender, address).await?;
        let visitor = Self { client, host: address.to_string(), cookies: BTreeMap::new() };
        visitor.logged_in(patient).await
    }

    async fn logged_in(self, patient: &Patient) -> Result<Self> {
        let mut visitor = self;
        let page = visitor.page("/logg-inn").await?;
        let id = patient.id.to_string();
        let names = |form: &Form| form.fields.iter().chain(&form.choices).any(|(_, value)| *value == id);
        let form = html::forms(&page).into_iter().find(names);
        let mut form = form.ok_or("the login page does not list the patient")?;
        if let Some((name, value)) = form.choices.iter().find(|(_, value)| *value == id).cloned() {
            form.fill(&name, &value);
        }
        let answer = visitor.send_form("/logg-inn", &form).await?;
        if answer.status != 303 {
            return Err(format!("the login answered {}", answer.status).into());
        }
        Ok(visitor)
    }

    /// A page, after following its redirects.
    pub(crate) async fn page(&mut self, path: &str) -> Result<String> {
        let mut path = path.to_owned();
        for _ in 0..REDIRECTS {
            let answer = self.send(&self.get_bytes(&path, "identity")).await?;
            match answer.status {
                200 => return Ok(answer.text()),
                303 => answer.header("location").ok_or("a redirect to nowhere")?.clone_into(&mut path),
                other => return Err(format!("{path} answered {other}").into()),
            }
        }
        Err(format!("{path} redirects for ever").into())
    }

    /// Sends a form of the page at `path`.
    pub(crate) async fn send_form(&mut self, path: &str, form: &Form) -> Result<Answer> {
        let action = if form.action.is_empty() { path } else { &form.action };
        let request = with_body(self.post_head(action), &form.encoded());
        self.send(&request).await
    }

    /// The bytes that ask for a page, as a browser's would.
    pub(crate) fn get_bytes(&self, path: &str, encoding: &str) -> Vec<u8> {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nAccept-Encoding: {encoding}\r\n\
             Accept-Language: nb\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n\r\n",
            self.host,
            self.cookie_line()
        )
        .into_bytes()
    }

    /// Walks to the form that books a time of this timebook.
    pub(crate) async fn review(
        &mut self,
        kind: TimebookType,
        timebook: TimebookId,
        slot: SlotId,
    ) -> Result<BookingForm> {
        let path = format!("/bestill/{}/se-gjennom", kind.slug());
        let page = self.page(&format!("{path}?sted={timebook}&tid={slot}")).await?;
        let reason = |form: &Form| form.fields.iter().any(|(_, value)| *value == slot.to_string());
        let form = html::forms(&page).into_iter().find(reason);
        let mut form = form.ok_or("the review page has no form for the time")?;
        let empty = form.fields.iter().find(|(_, value)| value.is_empty()).map(|(name, _)| name.clone());
        form.fill(&empty.ok_or("the form does not ask «Hva gjelder det?»")?, "Influensavaksine");
        let action = if form.action.is_empty() { path } else { form.action.clone() };
        Ok(BookingForm {
            head: self.post_head(&action),
            slot: slot.to_string(),
            timebook: timebook.to_string(),
            form,
        })
    }

    /// Sends bytes and keeps the cookies that come back.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        let answer = self.client.send(request).await?;
        for cookie in answer.headers("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    fn post_head(&self, path: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nAccept: text/html\r\n\
             Accept-Language: nb\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookies}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n",
            host = self.host,
            cookies = self.cookie_line()
        )
    }

    fn cookie_line(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// The portal's own form as one patient got it, ready to be sent for any time.
#[derive(Clone)]
pub(crate) struct BookingForm {
    head: String,
    form: Form,
    slot: String,
    timebook: String,
}

impl BookingForm {
    /// The bytes of a request for a time. Each is a new form with a new key.
    pub(crate) fn request(&self, timebook: TimebookId, slot: SlotId) -> Vec<u8> {
        let mut form = self.form.clone();
        for (_, value) in &mut form.fields {
            if *value == self.slot {
                *value = slot.to_string();
            } else if *value == self.timebook {
                *value = timebook.to_string();
            } else if Uuid::try_parse(value).is_ok() {
                *value = RandomIds.uuid().to_string();
            }
        }
        with_body(self.head.clone(), &form.encoded())
    }
}

fn with_body(mut head: String, body: &str) -> Vec<u8> {
    head.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    head.into_bytes()
}
