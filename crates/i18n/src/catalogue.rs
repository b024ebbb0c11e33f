//! The Fluent catalogue: every text a person reads, by its key.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::static_loader;

use crate::Language;

static_loader! {
    static CATALOGUE = {
        locales: "../../locales",
        fallback_language: "nb",
        // The marks around a variable guard mixed writing directions, which these languages lack;
        // in a window's title, a notification or a test they are only in the way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What a text is told of the case at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A number, by which a text may also choose between singular and plural.
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

/// The text of a key. One that the language lacks is shown in bokmål; one that no language has is
/// shown as its key, and stops a debug build.
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
    let found = CATALOGUE.lookup_single_language(language.id(), key, args);
    found.unwrap_or_else(|reason| {
        debug_assert!(false, "{} has no text {key}: {reason}", language.code());
        let fallback = Language::default().id();
        CATALOGUE.lookup_single_language(fallback, key, args).unwrap_or_else(|_| key.to_owned())
    })
}

#[cfg(test)]
mod tests;
