//! National identity numbers: fødselsnummer and D-number.
//!
//! Eleven digits: `ddmmyy`, a three-digit individual number and two check digits. A D-number has 40
//! added to the day. Synthetic numbers, which belong to no living person, have something added to
//! the month: 40 (NAV's Dolly), 65 (Norsk helsenett's reserved persons) or 80 (Skatteetaten's
//! Test-Norge). They are refused where real patients are.
//!
//! The rules are Skatteetaten's «Nytt fødselsnummer fra 2032»
//! (<https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/>). Three
//! of them shape this module:
//!
//! * The first check digit k1 has been `11 - (sum mod 11)`. From 2032 it may be any of
//!   `{11, 12, 13, 14} - (sum mod 11)`, less 11 where that exceeds 10, and never 10: the weighted sum
//!   with k1 in it leaves a remainder of 0, 1, 2 or 3. Programs must accept both kinds.
//! * The second check digit k2 is unchanged: its sum leaves no remainder.
//! * The individual number no longer says the century or the sex for anyone who gets a number after 2031,
//!   whatever their year of birth. So neither is derived here, and the date only has to exist in some
//!   century. Of the two-digit years only `00` differs between centuries; 29 February `00` is accepted as a
//!   date in 2000, as Skatteetaten's own validator does.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

/// The number of digits.
const LENGTH: usize = 11;

/// Weights of the sum for k1, with that of k1 itself last.
const K1_WEIGHTS: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];

/// Weights of the sum for k2, with that of k2 itself last.
const K2_WEIGHTS: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// The highest remainder allowed for k1's sum. Until 2032 only 0 is issued.
const K1_GREATEST_REMAINDER: u32 = 3;

/// What is added to the month in synthetic numbers.
const SYNTHETIC_MONTHS: [u32; 3] = [40, 65, 80];

/// Why a text is not an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// It contains something other than digits, apart from one space after the sixth.
    #[error("something other than digits")]
    NotDigits,
    /// Digits, but not eleven.
    #[error("{length} digits instead of {LENGTH}")]
    WrongLength {
        /// The number of digits in the text.
        length: usize,
    },
    /// The first six digits are not a date.
    #[error("the first six digits are not a date")]
    NotADate,
    /// The check digits do not match: something was mistyped.
    #[error("wrong check digit")]
    WrongCheckDigit,
    /// A valid number of a synthetic person, who does not exist.
    #[error("a synthetic number, and only real ones are accepted")]
    SyntheticRefused,
}

/// Whether synthetic numbers are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synthetic {
    /// With real patients.
    Refused,
    /// In the demo and in tests.
    Accepted,
}

/// The two kinds of identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// Fødselsnummer: for people born or resident in Norway.
    BirthNumber,
    /// D-number: for people who stay a shorter time.
    DNumber,
}

/// A fødselsnummer or D-number that has been checked.
///
/// It is never shown in full by accident: [`fmt::Debug`] prints [`Self::masked`], and there is no `Display`.
/// It cannot be deserialized: callers use [`Self::parse`] and choose with [`Synthetic`] whether synthetic
/// numbers are accepted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct IdentityNumber(String);

impl IdentityNumber {
    /// Parses what a person typed: eleven digits, optionally with white space around them and one space after
    /// the sixth digit.
    ///
    /// # Errors
    /// [`IdentityError`]. [`IdentityError::SyntheticRefused`] is checked last, so it means that the number is
    /// otherwise valid.
    pub fn parse(text: &str, synthetic: Synthetic) -> Result<Self, IdentityError> {
        let text = text.trim();
        let joined = match text.split_once([' ', '\u{a0}']) {
            Some((date, rest)) if date.chars().count() == 6 => [date, rest].concat(),
            Some(_) | None => text.to_owned(),
        };
        let digits = digits(&joined)?;
        let series = series(&digits).ok_or(IdentityError::NotADate)?;
        if !check_digits_match(&digits) {
            return Err(IdentityError::WrongCheckDigit);
        }
        match (series, synthetic) {
            (Series::Synthetic, Synthetic::Refused) => Err(IdentityError::SyntheticRefused),
            (Series::Synthetic, Synthetic::Accepted) | (Series::Real, _) => Ok(Self(joined)),
        }
    }

    /// Wraps a stored number without checking it. The rules were applied when it was entered; stored patients
    /// must stay readable if the rules change.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The eleven digits, for storage and for messages that must carry them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form for a person who must read all of it: `131169 12345`. A stored text that is not eleven digits
    /// is returned unchanged.
    #[must_use]
    pub fn grouped(&self) -> String {
        match (digits(&self.0).is_ok(), self.0.split_at_checked(6)) {
            (true, Some((date, rest))) => format!("{date} {rest}"),
            (_, _) => self.0.clone(),
        }
    }

    /// The form for screens: `131169 •••••`. For a stored text that is not eleven digits, only dots.
    #[must_use]
    pub fn masked(&self) -> String {
        let date = if digits(&self.0).is_ok() { self.0.get(..6).unwrap_or_default() } else { "" };
        format!("{date} •••••")
    }

    /// Whether it is a fødselsnummer or a D-number.
    #[must_use]
    pub fn kind(&self) -> IdentityKind {
        if self.0.as_bytes().first().is_some_and(|digit| *digit >= b'4') {
            IdentityKind::DNumber
        } else {
            IdentityKind::BirthNumber
        }
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdentityNumber").field(&format_args!("{}", self.masked())).finish()
    }
}

/// Whether the number belongs to a real or a synthetic series.
enum Series {
    Real,
    Synthetic,
}

/// The eleven digits of a text that contains nothing else.
fn digits(text: &str) -> Result<[u32; LENGTH], IdentityError> {
    if text.is_empty() {
        return Err(IdentityError::Empty);
    }
    let digits: Vec<u32> = text
        .chars()
        .map(|character| character.to_digit(10))
        .collect::<Option<_>>()
        .ok_or(IdentityError::NotDigits)?;
    let length = digits.len();
    digits.try_into().map_err(|_| IdentityError::WrongLength { length })
}

/// The series that the date belongs to; `None` when it is not a date in any of them.
fn series(digits: &[u32; LENGTH]) -> Option<Series> {
    let [d1, d2, m1, m2, y1, y2, ..] = *digits;
    let day = d1 * 10 + d2 - if (4..=7).contains(&d1) { 40 } else { 0 };
    let written = m1 * 10 + m2;
    let year = 2000 + i32::try_from(y1 * 10 + y2).ok()?;
    let is_date = |month| NaiveDate::from_ymd_opt(year, month, day).is_some();
    if is_date(written) {
        return Some(Series::Real);
    }
    let mut months = SYNTHETIC_MONTHS.iter().filter_map(|added| written.checked_sub(*added));
    months.any(is_date).then_some(Series::Synthetic)
}

/// Whether both check digits match the digits before them.
fn check_digits_match(digits: &[u32; LENGTH]) -> bool {
    remainder(digits, &K1_WEIGHTS) <= K1_GREATEST_REMAINDER && remainder(digits, &K2_WEIGHTS) == 0
}

/// The weighted sum modulo 11.
fn remainder(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11
}

#[cfg(test)]
mod tests;
