//! The languages that the program speaks.

use fluent_templates::{LanguageIdentifier, langid};

/// A language that every screen can be shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Bokmål.
    #[default]
    Nb,
    /// Nynorsk.
    Nn,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The BCP 47 code, as in `<html lang>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// The language with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's own name.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::En => "English",
        }
    }

    /// The index in a table with one row for each language.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// The identifier used by the catalogue.
    pub(crate) const fn id(self) -> &'static LanguageIdentifier {
        static IDS: [LanguageIdentifier; 3] = [langid!("nb"), langid!("nn"), langid!("en")];
        &IDS[self.index()]
    }
}

/// One value for each language, made once.
#[derive(Debug, Clone, Default)]
pub struct PerLanguage<T>([T; 3]);

impl<T> PerLanguage<T> {
    /// Makes the value of every language.
    #[must_use]
    pub fn new(make: impl FnMut(Language) -> T) -> Self {
        Self(Language::ALL.map(make))
    }

    /// The value of a language.
    #[must_use]
    pub const fn of(&self, language: Language) -> &T {
        &self.0[language.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_by_code() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
            assert_eq!(language.id().to_string(), language.code());
        }
        assert_eq!(Language::from_code("se"), None);
    }

    #[test]
    fn each_language_has_its_own_value() {
        let codes = PerLanguage::new(Language::code);
        for language in Language::ALL {
            assert_eq!(*codes.of(language), language.code());
        }
    }
}
