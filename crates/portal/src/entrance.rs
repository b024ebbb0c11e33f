//! The address by which patients reach the portal, and which proxies are trusted.
//!
//! A client's headers never decide about cookies or limits. The program's options say whether a proxy with
//! TLS is in front, and only proxies named there are trusted for a client's address.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, STRICT_TRANSPORT_SECURITY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::failure::Failure;
use crate::serve::ClientAddress;
use crate::visit::Guest;
use crate::{Portal, guard};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A browser that has been here over TLS comes back over TLS alone, for a year (ASVS 5.0, 3.4.1).
const TLS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The address by which patients reach the portal, such as `https://time.legekontoret.no`: that of a proxy
/// with TLS in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    host: String,
    port: u16,
}

/// The text is not a valid [`PublicUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address such as https://time.legekontoret.no, with nothing after the name")]
pub struct NoPublicUrl;

impl PublicUrl {
    /// The port of TLS when the URL has no port.
    const TLS_PORT: u16 = 443;

    fn has_host(&self, (host, port): (&str, Option<u16>)) -> bool {
        self.host.eq_ignore_ascii_case(host) && self.port == port.unwrap_or(Self::TLS_PORT)
    }
}

impl std::str::FromStr for PublicUrl {
    type Err = NoPublicUrl;

    fn from_str(text: &str) -> Result<Self, NoPublicUrl> {
        let uri: Uri = text.parse().map_err(|_| NoPublicUrl)?;
        let authority = uri.authority().ok_or(NoPublicUrl)?;
        let is_bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        let is_plain = !authority.as_str().contains('@') && !authority.host().is_empty();
        if uri.scheme_str() != Some("https") || !is_bare || !is_plain {
            return Err(NoPublicUrl);
        }
        let port = authority.port_u16().unwrap_or(Self::TLS_PORT);
        Ok(Self { host: authority.host().to_ascii_lowercase(), port })
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port } = self;
        if *port == Self::TLS_PORT { write!(f, "https://{host}") } else { write!(f, "https://{host}:{port}") }
    }
}

/// How the portal is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Entrance {
    /// Only on this machine, as `localhost` or `127.0.0.1`.
    #[default]
    ThisMachine,
    /// Through a proxy that uses TLS towards patients.
    Proxy {
        /// The only address that is accepted.
        url: PublicUrl,
        /// The proxies that are trusted for a client's address.
        trusted: Vec<IpAddr>,
    },
}

impl Entrance {
    /// Whether the portal answers for this host.
    fn knows(&self, host: Option<&str>) -> bool {
        let Some((name, port)) = host.and_then(split) else { return false };
        match self {
            Self::ThisMachine => is_of_this_machine(name),
            Self::Proxy { url, .. } => url.has_host((name, port)),
        }
    }

    /// The proxies that are trusted for a client's address.
    #[must_use]
    pub fn proxies(&self) -> &[IpAddr] {
        match self {
            Self::Proxy { trusted, .. } => trusted,
            Self::ThisMachine => &[],
        }
    }

    /// The client's address: the peer's own, or what the nearest trusted proxy saw. A list of proxies is read
    /// from the last entry backwards, because a client can write anything into the first ones.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let Self::Proxy { trusted, .. } = self else { return peer };
        let mut client = peer.to_canonical();
        let said = headers.get_all(FORWARDED_FOR).into_iter().filter_map(|value| value.to_str().ok());
        let said: Vec<&str> = said.flat_map(|line| line.split(',')).collect();
        for said in said.into_iter().rev() {
            if !trusted.contains(&client) {
                break;
            }
            let Some(said) = address(said.trim()) else { break };
            client = said.to_canonical();
        }
        client
    }
}

/// An address as proxies write it: bare, or with the port that the client spoke from.
fn address(said: &str) -> Option<IpAddr> {
    let bare = said.strip_prefix('[').and_then(|said| said.strip_suffix(']')).unwrap_or(said);
    let with_port = || said.parse().map(|address: SocketAddr| address.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

/// The name and the port of a host: `localhost:8750`, `[::1]:8750`.
fn split(host: &str) -> Option<(&str, Option<u16>)> {
    let end = host.rfind(']').map_or(0, |bracket| bracket + 1);
    match host.get(end..)?.rfind(':') {
        Some(colon) => Some((host.get(..end + colon)?, Some(host.get(end + colon + 1..)?.parse().ok()?))),
        None => Some((host, None)),
    }
}

fn is_of_this_machine(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Accepts requests for this portal's own hosts, and sets the verified client address and TLS state on them.
pub(crate) async fn entered(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    let entrance = &portal.entrance;
    let mut hosts = request.headers().get_all(HOST).into_iter();
    let host = hosts.next().map(|host| host.to_str().unwrap_or_default());
    if hosts.next().is_some() {
        // Which of them a proxy has looked at is not known (RFC 9112, 3.2).
        let guest = Guest::new(&portal, request.headers(), request.uri());
        return guest.fail(Failure::Malformed).into_response();
    }
    let host = host.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    let is_known = entrance.knows(host);
    if let Some(ClientAddress(peer)) = request.extensions().get().copied() {
        let client = entrance.client(peer, request.headers());
        request.extensions_mut().insert(ClientAddress(client));
    }
    let is_tls = matches!(entrance, Entrance::Proxy { .. });
    guard::set_tls(request.headers_mut(), is_tls);
    let mut response = if is_known {
        next.run(request).await
    } else {
        Guest::new(&portal, request.headers(), request.uri()).fail(Failure::Misdirected).into_response()
    };
    if is_tls {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, TLS_ALONE);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(trusted: &[&str]) -> Entrance {
        let url = "https://time.legekontoret.no".parse().unwrap();
        Entrance::Proxy { url, trusted: trusted.iter().map(|address| address.parse().unwrap()).collect() }
    }

    #[test]
    fn a_public_url_is_https_and_a_name() {
        for (good, said) in [
            ("https://time.legekontoret.no", "https://time.legekontoret.no"),
            ("https://Time.Legekontoret.no/", "https://time.legekontoret.no"),
            ("https://time.legekontoret.no:8443", "https://time.legekontoret.no:8443"),
        ] {
            assert_eq!(good.parse::<PublicUrl>().unwrap().to_string(), said);
        }
        for bad in
            ["", "time.no", "http://time.no", "https://", "https://time.no/bestill", "https://a@time.no"]
        {
            assert_eq!(bad.parse::<PublicUrl>(), Err(NoPublicUrl), "{bad}");
        }
    }

    #[test]
    fn only_its_own_hosts_are_known() {
        for host in ["localhost", "LOCALHOST:8750", "127.0.0.1:8750", "127.1.2.3", "[::1]:8750", "[::1]"] {
            assert!(Entrance::ThisMachine.knows(Some(host)), "{host}");
        }
        for host in ["", "time.legekontoret.no", "10.0.0.7:8750", "localhost.evil.example", "127.0.0.1:x"] {
            assert!(!Entrance::ThisMachine.knows(Some(host)), "{host}");
        }
        assert!(!Entrance::ThisMachine.knows(None));
        for host in ["time.legekontoret.no", "TIME.legekontoret.no:443"] {
            assert!(behind(&[]).knows(Some(host)), "{host}");
        }
        for host in ["localhost:8750", "time.legekontoret.no:8750", "legekontoret.no"] {
            assert!(!behind(&[]).knows(Some(host)), "{host}");
        }
    }

    #[test]
    fn a_trusted_proxy_alone_is_believed_and_only_about_what_it_saw() {
        let check = |entrance: Entrance, peer: &str, said: &[&'static str], client: &str| {
            let mut headers = HeaderMap::new();
            for line in said {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
            }
            let client: IpAddr = client.parse().unwrap();
            assert_eq!(entrance.client(peer.parse().unwrap(), &headers), client, "{peer} {said:?}");
        };
        let local = || behind(&["127.0.0.1"]);
        check(local(), "127.0.0.1", &["203.0.113.9"], "203.0.113.9");
        check(local(), "::ffff:127.0.0.1", &["203.0.113.9"], "203.0.113.9");
        // If a client writes the header itself, its entry comes before what the proxy adds.
        check(local(), "127.0.0.1", &["10.9.9.9, 203.0.113.9"], "203.0.113.9");
        check(local(), "127.0.0.1", &["10.9.9.9", "203.0.113.9"], "203.0.113.9");
        check(behind(&["127.0.0.1", "10.0.0.2"]), "127.0.0.1", &["203.0.113.9, 10.0.0.2"], "203.0.113.9");
        // Some proxies add the client's port.
        check(local(), "127.0.0.1", &["203.0.113.9:4711"], "203.0.113.9");
        check(local(), "127.0.0.1", &["[2001:db8::9]:4711"], "2001:db8::9");
        check(local(), "127.0.0.1", &["[2001:db8::9]"], "2001:db8::9");
        check(local(), "198.51.100.4", &["203.0.113.9"], "198.51.100.4");
        check(local(), "127.0.0.1", &["unknown"], "127.0.0.1");
        check(local(), "127.0.0.1", &[], "127.0.0.1");
        check(Entrance::ThisMachine, "127.0.0.1", &["203.0.113.9"], "127.0.0.1");
    }
}
