//! Writes and parses the portal's URLs.

use std::fmt::Write as _;

use chrono::NaiveDate;
use timebook::{BookingId, SlotId, TimebookId, TimebookType};

/// The URL of «Velg time» with what has been chosen so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeAddress {
    pub(crate) kind: TimebookType,
    pub(crate) timebook: TimebookId,
    pub(crate) month: Option<NaiveDate>,
    pub(crate) day: Option<NaiveDate>,
    pub(crate) slot: Option<SlotId>,
}

impl TimeAddress {
    /// A place, without a day or a time.
    pub(crate) const fn of(kind: TimebookType, timebook: TimebookId) -> Self {
        Self { kind, timebook, month: None, day: None, slot: None }
    }

    /// The URL as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(160);
        let _ = write!(text, "/bestill/{}/tid?sted={}", self.kind.slug(), self.timebook);
        if let Some(month) = self.month {
            let _ = write!(text, "&maned={}", month.format("%Y-%m"));
        }
        if let Some(day) = self.day {
            let _ = write!(text, "&dag={day}");
        }
        if let Some(slot) = self.slot {
            let _ = write!(text, "&tid={slot}");
        }
        text
    }
}

/// The URL of «Se gjennom før du sender».
pub(crate) fn review(kind: TimebookType, timebook: TimebookId, slot: SlotId) -> String {
    format!("/bestill/{}/se-gjennom?sted={timebook}&tid={slot}", kind.slug())
}

/// The URL of «Timebestillingen er sendt».
pub(crate) fn sent(booking: BookingId) -> String {
    format!("/bestill/sendt?time={booking}")
}

/// The type of the booking, if the path is that of «Se gjennom før du sender».
pub(crate) fn type_of_review(path: &str) -> Option<TimebookType> {
    TimebookType::from_slug(path.strip_prefix("/bestill/")?.strip_suffix("/se-gjennom")?)
}

/// Parses a month of four and two digits: `2025-01`.
pub(crate) fn month(text: &str) -> Option<NaiveDate> {
    (text.len() == 7).then(|| day(&format!("{text}-01"))).flatten()
}

/// Parses a day of four, two and two digits: `2025-01-21`.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let is_digits = text.len() == 10 && !text.contains('+') && !text.starts_with('-');
    is_digits.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

/// The text if it is a local URL path to continue to, otherwise the front page: a login must not redirect
/// people to another site.
pub(crate) fn local(text: &str) -> &str {
    let is_local = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_local { text } else { "/" }
}

/// The text encoded as a query value.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_local_addresses_are_gone_on_to() {
        for good in ["/", "/bestill", "/bestill/vaksine/tid?sted=1&maned=2025-01"] {
            assert_eq!(local(good), good);
        }
        for bad in ["", "bestill", "//evil.example", "/\\evil.example", "https://evil.example", "/\r\nX: 1"] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn months_and_days_are_read_to_the_digit() {
        assert_eq!(month("2025-01"), NaiveDate::from_ymd_opt(2025, 1, 1));
        assert_eq!(day("2025-01-21"), NaiveDate::from_ymd_opt(2025, 1, 21));
        for bad in ["", "2025-13", "2025-1", "+12025-01", "-999-01", "januar"] {
            assert_eq!(month(bad), None, "{bad:?}");
        }
        for bad in ["2025-02-30", "2025-1-1", "99999-01-1", "-999-01-01", "+999-01-01"] {
            assert_eq!(day(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_address_says_what_was_chosen() {
        let address = TimeAddress {
            month: month("2025-02"),
            day: day("2025-02-03"),
            ..TimeAddress::of(TimebookType::Vaccine, TimebookId::new(Uuid::nil()))
        };
        let place = "00000000-0000-0000-0000-000000000000";
        assert_eq!(address.text(), format!("/bestill/vaksine/tid?sted={place}&maned=2025-02&dag=2025-02-03"));
        assert_eq!(encoded("/a?b=c&d"), "%2Fa%3Fb%3Dc%26d");
    }
}
