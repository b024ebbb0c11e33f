//! Texts that people type, and how long each may be.
//!
//! Limits count characters as a person does: the text is normalized to NFC and its grapheme clusters are
//! counted, so «é» is one character however it was typed, and a family emoji is one too. There is also a
//! limit in bytes, because one cluster can contain any number of combining marks. Nothing is ever cut: a text
//! that is too long is refused with its length.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Bytes allowed for each allowed character (an emoji family takes 25).
const BYTES_PER_CHARACTER: usize = 32;

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum TextError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More characters than allowed, counted as [`count`] does.
    #[error("{length} characters where {limit} are allowed")]
    TooLong {
        /// Characters allowed.
        limit: usize,
        /// Characters in the text.
        length: usize,
    },
    /// Few characters, but more bytes than any real text of that length.
    #[error("more than {limit} bytes")]
    TooManyBytes {
        /// Bytes allowed.
        limit: usize,
    },
    /// A control character, such as a line break in a one-line field.
    #[error("a control character")]
    ControlCharacter,
    /// Not in the field's format, such as letters in a postal code.
    #[error("malformed")]
    Malformed,
}

/// The number of characters in `text` as a person counts them: NFC, then grapheme clusters, without white
/// space at both ends. The window, the portal and the messages all count with this.
#[must_use]
pub fn count(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        return text.trim().len();
    }
    normalized(text).graphemes(true).count()
}

/// The form in which a text is counted and stored: NFC, line breaks as `\n`, ends trimmed.
fn normalized(text: &str) -> String {
    text.trim().nfc().collect::<String>().replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Several,
}

fn parse(text: &str, limit: usize, lines: Lines) -> Result<String, TextError> {
    let byte_limit = limit * BYTES_PER_CHARACTER;
    let typed = text.trim();
    // A text of megabytes is counted, but not normalised.
    if typed.len() > byte_limit * 2 {
        let length = typed.graphemes(true).count();
        return Err(if length > limit {
            TextError::TooLong { limit, length }
        } else {
            TextError::TooManyBytes { limit: byte_limit }
        });
    }
    let text = normalized(text);
    if text.chars().all(is_unseen) {
        return Err(TextError::Empty);
    }
    if text.chars().any(|c| is_forbidden(c, lines)) {
        return Err(TextError::ControlCharacter);
    }
    let length = text.graphemes(true).count();
    if length > limit {
        return Err(TextError::TooLong { limit, length });
    }
    if text.len() > byte_limit {
        return Err(TextError::TooManyBytes { limit: byte_limit });
    }
    Ok(text)
}

/// White space, and characters that show nothing by themselves (Unicode's default ignorable ones): a text
/// of nothing else would be a name or a reason that nobody can see. Some of them have a meaning between
/// others, as in the emoji of a family.
fn is_unseen(c: char) -> bool {
    let shows_nothing = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2065}' | '\u{2800}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}');
    shows_nothing || (c.is_whitespace() && !matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Control characters, and marks that change the direction of the text around them (they can make one name
/// look like another).
fn is_forbidden(c: char, lines: Lines) -> bool {
    match c {
        '\n' => lines == Lines::One,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => true,
        '\u{2028}' | '\u{2029}' => true,
        other => other.is_control(),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $limit:literal, $lines:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Characters allowed, counted as [`count`] does.
            pub const LIMIT: usize = $limit;

            /// Reads what was typed.
            ///
            /// # Errors
            /// [`TextError`] when it is empty, too long or contains a control character.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                parse(text, Self::LIMIT, Lines::$lines).map(Self)
            }

            /// Reads a field that may be left empty.
            ///
            /// # Errors
            /// [`TextError`] as [`Self::parse`], but never [`TextError::Empty`].
            pub fn parse_optional(text: &str) -> Result<Option<Self>, TextError> {
                match Self::parse(text) {
                    Ok(text) => Ok(Some(text)),
                    Err(TextError::Empty) => Ok(None),
                    Err(other) => Err(other),
                }
            }

            /// Wraps a stored text without checking it. Rules are for input; what was valid when it was saved
            /// stays readable when they change.
            #[must_use]
            pub fn stored(text: &str) -> Self {
                Self(text.to_owned())
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // Free text can contain health data, so logs show only its length.
                write!(f, "{}({} characters)", stringify!($name), count(&self.0))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )*};
}

texts! {
    /// «Informasjon fra legekontoret»: 300 characters, several lines (guide, step 2).
    InfoText, 300, Several;
    /// «Hva gjelder det?»: 50 characters, one line (guide, step 4).
    Reason, 50, One;
    /// What the clinic writes to the patient with a decision: 1000 characters (Dialogmelding).
    DecisionText, 1000, Several;
    /// The name of a clinic, a location, a timebook or a practitioner.
    Name, 100, One;
    /// What a timebook is for, shown under its name in «Velg sted».
    Description, 200, One;
    /// Why the opening hours of some dates are changed, for staff.
    ExceptionNote, 100, One;
    /// Street and number of a location.
    StreetAddress, 100, One;
    /// Postal place (poststed).
    City, 60, One;
}

macro_rules! digits {
    ($($(#[$doc:meta])* $name:ident, $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads what was typed; spaces between digits are allowed and dropped.
            ///
            /// # Errors
            /// [`TextError::Empty`] or [`TextError::Malformed`].
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                if digits.is_empty() {
                    return Err(TextError::Empty);
                }
                let check: fn(&str) -> bool = $check;
                if check(&digits) { Ok(Self(digits)) } else { Err(TextError::Malformed) }
            }

            /// Reads a field that may be left empty.
            ///
            /// # Errors
            /// [`TextError::Malformed`].
            pub fn parse_optional(text: &str) -> Result<Option<Self>, TextError> {
                match Self::parse(text) {
                    Ok(value) => Ok(Some(value)),
                    Err(TextError::Empty) => Ok(None),
                    Err(other) => Err(other),
                }
            }

            /// Wraps a stored value without checking it. Rules are for input; what was valid when it was
            /// saved stays readable when they change.
            #[must_use]
            pub fn stored(text: &str) -> Self {
                Self(text.to_owned())
            }

            /// The digits, without spaces.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

fn all_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The modulus 11 check of Brønnøysund's organisation numbers, weights 3 2 7 6 5 4 3 2.
fn is_org_number(text: &str) -> bool {
    if !all_digits(text, 9..=9) {
        return false;
    }
    let digits: Vec<u32> = text.bytes().map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = digits.iter().zip([3, 2, 7, 6, 5, 4, 3, 2]).map(|(d, w)| d * w).sum();
    let check = (11 - sum % 11) % 11;
    // A check value of 10 is not a digit, so no number has it.
    digits.get(8) == Some(&check)
}

digits! {
    /// Norwegian postal code, four digits.
    PostalCode, |text| all_digits(text, 4..=4);
    /// Organisation number with its check digit (Brønnøysund, modulus 11).
    OrgNumber, is_org_number;
    /// HER-id in the address register (Adresseregisteret).
    HerId, |text| all_digits(text, 1..=10);
    /// Telephone number: three to fifteen digits, with an optional country prefix.
    Phone, |text| all_digits(text.strip_prefix('+').unwrap_or(text), 3..=15);
}

impl Phone {
    /// The form for people: eight digits in pairs, «22 33 44 55»; other numbers unchanged.
    #[must_use]
    pub fn grouped(&self) -> String {
        let number = self.as_str();
        match (number.len(), number.get(..2), number.get(2..4), number.get(4..6), number.get(6..)) {
            (8, Some(a), Some(b), Some(c), Some(d)) if !number.starts_with('+') => format!("{a} {b} {c} {d}"),
            _ => number.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
