//! Chooses the language of a response.

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, HeaderValue};
use i18n::Language;

use crate::guard::{cookie, is_tls};

/// The cookie that stores the choice. Behind TLS it carries the prefix that binds it to this host alone.
const fn name(tls: bool) -> &'static str {
    if tls { "__Host-sprak" } else { "sprak" }
}

/// The chosen language; otherwise nynorsk if the browser prefers it; otherwise bokmål.
///
/// English is offered on every page but never guessed: in Norway many browsers prefer English although their
/// users read Norwegian.
pub(crate) fn of_request(headers: &HeaderMap) -> Language {
    if let Some(chosen) = cookie(headers, name(is_tls(headers))).and_then(Language::from_code) {
        return chosen;
    }
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.split(',').find_map(norwegian).unwrap_or_default()
}

/// The Norwegian language named by one entry of `Accept-Language`.
fn norwegian(entry: &str) -> Option<Language> {
    match entry.trim().split([';', '-']).next() {
        Some("nn") => Some(Language::Nn),
        Some("nb" | "no") => Some(Language::Nb),
        Some(_) | None => None,
    }
}

/// The cookie that stores a choice for a year.
pub(crate) fn remember(headers: &HeaderMap, language: Language) -> Option<HeaderValue> {
    let tls = is_tls(headers);
    let secure = if tls { "; Secure" } else { "" };
    let (name, code) = (name(tls), language.code());
    let line = format!("{name}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
    HeaderValue::try_from(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(accept: &'static str, cookie: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
        headers.insert(axum::http::header::COOKIE, HeaderValue::from_static(cookie));
        of_request(&headers)
    }

    #[test]
    fn bokmal_unless_nynorsk_is_asked_for_first() {
        assert_eq!(asking("", ""), Language::Nb);
        assert_eq!(asking("nn-NO,nn;q=0.9,nb;q=0.8", ""), Language::Nn);
        assert_eq!(asking("nb-NO,nb;q=0.9,nn;q=0.8", ""), Language::Nb);
        assert_eq!(asking("en-US,en;q=0.9", ""), Language::Nb);
        assert_eq!(asking("en-US, nn;q=0.5", ""), Language::Nn);
    }

    #[test]
    fn a_choice_stands_above_the_browser() {
        assert_eq!(asking("nn", "sprak=en"), Language::En);
        assert_eq!(asking("nn", "sprak=klingonsk"), Language::Nn);
    }
}
