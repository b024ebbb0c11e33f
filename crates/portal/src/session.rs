//! The session's cookie. The browser has the token, the store only its hash.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clinic::session::{SESSION_KEPT, SESSION_LIFE, TokenHash};
use sha2::{Digest as _, Sha256};

use crate::guard::{cookie, is_tls, token};

/// The cookie's name. With TLS it has the prefix that binds it to this host.
const fn name(tls: bool) -> &'static str {
    if tls { "__Host-sesjon" } else { "sesjon" }
}

/// The token hash of a request's session, if it has one.
pub(crate) fn of_request(headers: &HeaderMap) -> Option<TokenHash> {
    cookie(headers, name(is_tls(headers))).filter(|token| !token.is_empty()).map(hash)
}

/// A new session: the hash for the store, and the cookie for the browser.
pub(crate) fn new(headers: &HeaderMap) -> (TokenHash, Option<HeaderValue>) {
    let token = token();
    // The browser keeps it as long as the store, so that a draft is found again.
    let sent = set(headers, &token, (SESSION_LIFE + SESSION_KEPT).num_seconds());
    (hash(&token), sent)
}

/// The header that deletes the browser's session cookie.
pub(crate) fn forget(headers: &HeaderMap) -> Option<HeaderValue> {
    set(headers, "", 0)
}

fn set(headers: &HeaderMap, token: &str, seconds: i64) -> Option<HeaderValue> {
    let tls = is_tls(headers);
    let secure = if tls { "; Secure" } else { "" };
    let name = name(tls);
    let line = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::try_from(line).ok()
}

fn hash(token: &str) -> TokenHash {
    TokenHash(URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes())))
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    fn sent(headers: &HeaderMap) -> String {
        new(headers).1.unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn the_store_never_sees_the_token() {
        let (kept, sent) = new(&HeaderMap::new());
        let line = sent.unwrap().to_str().unwrap().to_owned();
        let token = line.strip_prefix("sesjon=").and_then(|rest| rest.split(';').next()).unwrap().to_owned();
        assert_ne!(kept.0, token);
        let mut back = HeaderMap::new();
        back.insert(COOKIE, HeaderValue::try_from(format!("sesjon={token}")).unwrap());
        assert_eq!(of_request(&back), Some(kept));
    }

    #[test]
    fn behind_tls_the_cookie_is_bound_to_the_host() {
        let plain = sent(&HeaderMap::new());
        assert!(plain.contains("; HttpOnly; SameSite=Lax;") && !plain.contains("Secure"), "{plain}");
        let mut tls = HeaderMap::new();
        tls.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        let bound = sent(&tls);
        assert!(bound.starts_with("__Host-sesjon=") && bound.ends_with("; Secure"), "{bound}");
    }

    #[test]
    fn an_empty_cookie_is_no_session() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("sesjon="));
        assert_eq!(of_request(&headers), None);
    }
}
