//! The domain of Ressurstimebok: what a clinic offers, and the life of a booking.
//!
//! Nothing here reads a clock, makes an id, waits or uses a disk. Instants and ids are parameters, so every
//! rule can be tested as a pure function. Instants are UTC; civil times are those of Europe/Oslo ([`OSLO`]).
//!
//! Where to look: [`text`] for what a person may type, [`identity`] for national identity numbers, [`hours`],
//! [`exceptions`], [`mod@plan`] and [`mod@replan`] for how opening hours become slots, [`window`] for when patients
//! may request them, [`calendar`] for which of them are free, [`soon`] for which must be answered first,
//! [`booking`] for a booking's states.

pub mod booking;
pub mod bounded;
pub mod calendar;
pub mod civil;
pub mod exceptions;
#[cfg(test)]
mod fixture;
pub mod holidays;
pub mod hours;
pub mod id;
pub mod identity;
pub mod plan;
pub mod replan;
pub mod schedule;
pub mod soon;
pub mod status;
pub mod text;
pub mod window;

pub use booking::*;
pub use bounded::*;
pub use calendar::*;
pub use civil::*;
pub use exceptions::*;
pub use holidays::*;
pub use hours::*;
pub use id::*;
pub use identity::*;
pub use plan::*;
pub use replan::*;
pub use schedule::*;
pub use soon::*;
pub use status::*;
pub use text::*;
pub use window::*;
