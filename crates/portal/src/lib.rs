//! The patient's web pages: plain forms, one URL for each step, and no need for JavaScript.
//!
//! [`router`] makes the pages of one clinic; [`serve`] serves them on a socket. Each page is a file in
//! `pages` with its template's struct, its handlers and its tests. What all pages share is beside that
//! folder: `visit` (who is logged in, in which language), `public_info` (what every page shows of the
//! clinic), `failure` (a page for each way things go wrong), `guard` (cookies, tokens, headers), `resilience`
//! (limits of a handler), `serve` (limits of a connection), `entrance` (the address by which it is reached).
//!
//! Nothing about a person's health is ever in a URL: «Hva gjelder det?» is sent in forms and kept in the
//! session's draft.

mod address;
mod assets;
mod entrance;
mod failure;
mod filled;
mod guard;
mod labels;
mod language;
mod page;
mod pages;
mod public_info;
mod rate;
mod resilience;
mod serve;
mod session;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::get;
use clinic::Clinic;
use tower_http::csrf::CsrfLayer;

pub use entrance::{Entrance, NoPublicUrl, PublicUrl};
use public_info::PublicInfoCache;
use rate::Rates;
pub use rate::{Rate, RequestRates};
pub use serve::{ClientAddress, Limits, serve, serve_within};

/// The most bytes of a request's body. Our forms are smaller: a reason has at most 4000 characters (`maxlength`),
/// of at most 9 bytes each in a form.
const BODY_LIMIT: usize = 64 * 1024;

/// The configuration of the portal.
#[derive(Clone)]
pub struct Config {
    /// The clinic.
    pub clinic: Clinic,
    /// How patients prove who they are.
    pub login: Login,
    /// How many requests a person and a client address can send per time.
    pub rates: RequestRates,
    /// How patients reach the pages.
    pub entrance: Entrance,
}

/// How patients prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// No login is set up: the pages are closed.
    Closed,
    /// The demo: everyone can choose one of the synthetic people.
    Demo,
}

/// The state shared by all handlers.
pub(crate) struct Portal {
    clinic: Clinic,
    login: Login,
    public_info: PublicInfoCache,
    rates: Rates,
    entrance: Entrance,
}

/// The pages of a clinic.
pub fn router(config: Config) -> Router {
    let public_info = PublicInfoCache::new(&config.clinic);
    let rates = Rates::new(config.rates, &config.clinic);
    let Config { clinic, login, entrance, .. } = config;
    let portal = Arc::new(Portal { clinic, login, public_info, rates, entrance });
    let foreign = CsrfLayer::new().with_rejection_response(|_| resilience::foreign());
    Router::new()
        .route("/", get(pages::home::show).post(pages::home::forget))
        .route("/bestill", get(pages::need::show).post(pages::need::leave))
        .route("/bestill/sendt", get(pages::sent::show))
        .route("/bestill/{kind}/tid", get(pages::time::show).post(pages::time::leave))
        .route(pages::review::ADDRESS, get(pages::review::show).post(pages::review::send))
        .route("/innboks", get(pages::inbox::show))
        .route("/innboks/{booking}", get(pages::thread::show))
        .route("/timeavtaler", get(pages::appointments::show))
        .route("/timeavtaler/{booking}", get(pages::appointment::show))
        .route("/logg-inn", get(pages::login::show).post(pages::login::enter))
        .route("/logg-ut", axum::routing::post(pages::login::leave))
        .route("/sprak", get(pages::language::choose).post(pages::language::choose_by_form))
        .fallback(pages::lost)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(foreign)
        .merge(assets::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(Arc::clone(&portal), resilience::protect))
        .layer(from_fn_with_state(Arc::clone(&portal), entrance::entered))
        .layer(map_response(guard::secured))
        .with_state(portal)
}
