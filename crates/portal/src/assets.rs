//! Style, script and fonts: the only files that pages use. Their names change with their content.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

/// The URLs of the files.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) css: String,
    pub(crate) js: String,
    pub(crate) font: String,
    pub(crate) icon: String,
}

impl Links {
    pub(crate) fn get() -> &'static Self {
        &ASSETS.links
    }
}

struct Assets {
    links: Links,
    files: Vec<File>,
}

struct File {
    name: String,
    kind: &'static str,
    content: Vec<u8>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::new);

impl Assets {
    fn new() -> Self {
        let latin =
            File::new("inter-latin.woff2", "font/woff2", include_bytes!("../assets/inter-latin.woff2"));
        let more = File::new(
            "inter-latin-ext.woff2",
            "font/woff2",
            include_bytes!("../assets/inter-latin-ext.woff2"),
        );
        let style = include_str!("../assets/portal.css")
            .replace("inter-latin.woff2", &latin.name)
            .replace("inter-latin-ext.woff2", &more.name);
        let style = File::new("portal.css", "text/css; charset=utf-8", style.as_bytes());
        let script = include_bytes!("../assets/portal.js");
        let script = File::new("portal.js", "text/javascript; charset=utf-8", script);
        let icon = File::new("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg"));
        let links =
            Links { css: style.address(), js: script.address(), font: latin.address(), icon: icon.address() };
        Self { links, files: vec![latin, more, style, script, icon] }
    }
}

impl File {
    /// Names a file by a hash of its content: `portal.css` becomes `portal-k3Jd92xA.css`.
    fn new(name: &str, kind: &'static str, content: &[u8]) -> Self {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(content));
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let name = format!("{stem}-{}.{ending}", &hash[..8]);
        Self { name, kind, content: content.to_vec() }
    }

    fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// Serves the files. The content of a name never changes, so browsers can cache it forever.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let worth_it = SizeAbove::new(512).and(NotForContentType::new("font/"));
    let gzip = CompressionLayer::new().compress_when(worth_it);
    Router::new().route("/assets/{name}", get(send)).layer(gzip)
}

async fn send(Path(name): Path<String>) -> Response {
    const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
    match ASSETS.files.iter().find(|file| file.name == name) {
        Some(file) => {
            ([(CACHE_CONTROL, FOREVER), (CONTENT_TYPE, HeaderValue::from_static(file.kind))], &*file.content)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_names_the_fonts_that_are_served() {
        let style = ASSETS.files.iter().find(|file| file.kind.starts_with("text/css")).unwrap();
        let text = std::str::from_utf8(&style.content).unwrap();
        let fonts: Vec<_> = ASSETS.files.iter().filter(|file| file.kind == "font/woff2").collect();
        assert_eq!(fonts.len(), 2);
        assert!(fonts.iter().all(|font| text.contains(&font.name)), "{text}");
    }
}
