//! The Fluent catalogue: every text a person reads, by its key.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::static_loader;

use crate::Language;
use crate::count::count;

static_loader! {
    static CATALOGUE = {
        locales: "../../locales",
        fallback_language: "nb",
        // Fluent puts direction marks around variables for text that mixes writing directions. These
        // languages never do, and the marks would show up in window titles, notifications and tests.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The value of a variable in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// A number. A text can use it to choose between singular and plural.
    Number(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Arg<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as u64)
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 usize }

/// The text of a key. If the language lacks it, the bokmål text is used. If no language has it, the key
/// itself is shown, and a debug build panics.
#[must_use]
pub fn text(language: Language, key: &str) -> String {
    find(language, key, None)
}

/// The text of a key with its variables filled in.
#[must_use]
pub fn text_with(language: Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let args = args.iter().map(|(name, value)| {
        let value = match value {
            Arg::Text(text) => FluentValue::String(Cow::Borrowed(text.as_ref())),
            Arg::Number(number) => FluentValue::from(*number),
        };
        (*name, value)
    });
    find(language, key, Some(&args.collect()))
}

fn find(language: Language, key: &str, args: Option<&HashMap<&str, FluentValue<'_>>>) -> String {
    count();
    let found = CATALOGUE.lookup_single_language(language.id(), key, args);
    found.unwrap_or_else(|reason| {
        debug_assert!(false, "{} has no text {key}: {reason}", language.code());
        let fallback = Language::default().id();
        CATALOGUE.lookup_single_language(fallback, key, args).unwrap_or_else(|_| key.to_owned())
    })
}

#[cfg(test)]
mod tests;
