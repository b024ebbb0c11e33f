//! The commands of the window. Each takes its input, calls one use case and converts the answer;
//! none knows that there is a window, so a test calls it as a function.

pub mod decide;
pub mod dto;
pub mod language;
pub mod log;
pub mod outbox;
pub mod portal;
pub mod queue;
pub mod setup;
pub mod state;
pub mod text;

mod errors;
mod parts;
mod wording;

use std::str::FromStr;

use dto::CommandError;

/// Reads an id that the window was given earlier; a text that is no id names nothing here.
fn id<Id: FromStr>(text: &str) -> Result<Id, CommandError> {
    text.parse().map_err(|_| CommandError::NotFound)
}
