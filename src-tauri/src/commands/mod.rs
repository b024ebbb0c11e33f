//! The commands of the window. Each takes its input, calls one use case and converts the answer; none depends
//! on the window, so tests call them as functions.

pub mod conflicts;
pub mod decide;
pub mod dto;
pub mod exceptions;
pub mod language;
pub mod log;
pub mod outbox;
pub mod portal;
pub mod queue;
pub mod setup;
pub mod state;
pub mod text;

mod errors;
mod exception_parts;
mod parts;
mod wording;

use std::str::FromStr;

use dto::CommandError;

/// Parses an id from the window. A text that is not an id is not found.
fn id<Id: FromStr>(text: &str) -> Result<Id, CommandError> {
    text.parse().map_err(|_| CommandError::NotFound)
}
