//! Counting typed text, with the function that also checks it when it is saved.

use timebook::{DecisionText, Description, InfoText, Name, Reason, TextError};

use super::dto::error::short;
use super::dto::{CommandError, TextKind, TextMeasure};

/// Counts a text as a person does, and says why it would be refused, if it would.
///
/// # Errors
/// Never; the bindings need the same form for all commands.
#[tauri::command]
#[specta::specta]
pub async fn measure_text(kind: TextKind, text: String) -> Result<TextMeasure, CommandError> {
    let (limit, refused): (usize, Option<TextError>) = match kind {
        TextKind::Info => (InfoText::LIMIT, InfoText::parse(&text).err()),
        TextKind::Name => (Name::LIMIT, Name::parse(&text).err()),
        TextKind::Description => (Description::LIMIT, Description::parse(&text).err()),
        TextKind::Reason => (Reason::LIMIT, Reason::parse(&text).err()),
        TextKind::Rejection => (DecisionText::LIMIT, DecisionText::parse(&text).err()),
    };
    let problem = refused.map(|error| clinic::Problem::from(error).into());
    Ok(TextMeasure { length: short(timebook::count(&text)), limit: short(limit), problem })
}
