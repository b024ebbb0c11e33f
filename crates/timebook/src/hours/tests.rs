//! Which opening hours are accepted, and how they are serialized.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn at(text: &str) -> MinuteOfDay {
    MinuteOfDay::parse(text).expect(text)
}

fn refused<T: serde::de::DeserializeOwned>(written: serde_json::Value) -> String {
    serde_json::from_value::<T>(written).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn times_of_day_are_four_digits_from_midnight_to_midnight() {
    assert_eq!(MinuteOfDay::parse("00:00"), Ok(MinuteOfDay::MIDNIGHT));
    assert_eq!(MinuteOfDay::parse("13:05").map(MinuteOfDay::get), Ok(13 * 60 + 5));
    assert_eq!(MinuteOfDay::parse("24:00"), Ok(MinuteOfDay::END_OF_DAY));
    let malformed =
        ["", "1:00", "24:01", "25:00", "12:60", "12.00", "12:0", " 12:00", "12:00:00", "-1:00", "１２:00"];
    for text in malformed {
        assert_eq!(MinuteOfDay::parse(text), Err(HoursError::Malformed), "{text:?}");
    }
}

#[test]
fn opening_hours_end_after_they_start() {
    let open = |from, to| OpeningHours::new(Weekday::Mon, at(from), at(to));
    assert!(open("13:00", "15:30").is_ok());
    assert!(open("23:59", "24:00").is_ok());
    assert_eq!(open("15:30", "13:00"), Err(HoursError::EndBeforeStart));
    assert_eq!(open("13:00", "13:00"), Err(HoursError::EndBeforeStart));
    assert_eq!(open("24:00", "24:00"), Err(HoursError::EndBeforeStart));
}

#[test]
fn opening_hours_are_written_as_a_weekday_number_and_times() {
    let sunday = OpeningHours::new(Weekday::Sun, at("13:00"), at("24:00")).expect("in order");
    let written = json!({ "weekday": 7, "from": "13:00", "to": "24:00" });
    assert_eq!(serde_json::to_value(sunday).ok(), Some(written.clone()));
    assert_eq!(serde_json::from_value(written).ok(), Some(sunday));
}

#[test]
fn written_opening_hours_are_checked() {
    let refused = |weekday: u8, from: &str, to: &str| {
        refused::<OpeningHours>(json!({ "weekday": weekday, "from": from, "to": to }))
    };
    assert_eq!(refused(1, "13:00", "15:30"), "");
    assert_eq!(refused(0, "13:00", "15:30"), "no weekday has number 0");
    assert_eq!(refused(8, "13:00", "15:30"), "no weekday has number 8");
    assert_eq!(refused(1, "15:30", "13:00"), "the end is not after the start");
    assert_eq!(refused(1, "24:00", "13:00"), "the end is not after the start");
    assert_eq!(refused(1, "kl. 13", "15:30"), "not a time of day");
}

#[test]
fn a_period_is_written_as_its_times_and_checked() {
    let morning = Period::new(at("08:00"), at("12:00")).expect("in order");
    let written = json!({ "from": "08:00", "to": "12:00" });
    assert_eq!(serde_json::to_value(morning).ok(), Some(written.clone()));
    assert_eq!(serde_json::from_value(written).ok(), Some(morning));
    let backwards = json!({ "from": "12:00", "to": "08:00" });
    assert_eq!(refused::<Period>(backwards), "the end is not after the start");
}

#[test]
fn a_time_fits_a_period_that_is_as_long() {
    let period = Period::new(at("13:00"), at("13:15")).expect("in order");
    assert!(SlotLength::new(15).is_ok_and(|length| period.fits(length)));
    assert!(SlotLength::new(16).is_ok_and(|length| !period.fits(length)));
}

#[test]
fn openings_that_touch_do_not_overlap() {
    let open = |from, to| OpeningHours::new(Weekday::Mon, at(from), at(to)).expect("in order");
    let morning = open("08:00", "12:00");
    assert!(!morning.overlaps(open("12:00", "16:00")));
    assert!(!open("12:00", "16:00").overlaps(morning));
    assert!(morning.overlaps(open("11:59", "16:00")));
    assert!(morning.overlaps(morning));
}

fn hours() -> impl Strategy<Value = OpeningHours> {
    (0_u8..7, 0_u16..1440, 0_u16..=1440).prop_filter_map("in order", |(weekday, from, to)| {
        let weekday = Weekday::try_from(weekday).ok()?;
        OpeningHours::new(weekday, MinuteOfDay::new(from).ok()?, MinuteOfDay::new(to).ok()?).ok()
    })
}

#[test]
fn a_minute_of_the_day_is_written_as_a_clock_shows_it() {
    let minute = MinuteOfDay::parse("09:05").unwrap();
    assert_eq!((minute.to_string(), format!("{minute:?}")), ("09:05".to_owned(), "09:05".to_owned()));
}

proptest! {
    #[test]
    fn every_minute_is_read_back_from_its_text(minutes in 0_u16..=1440) {
        let minute = MinuteOfDay::new(minutes);
        prop_assert_eq!(minute.and_then(|minute| MinuteOfDay::parse(&minute.to_string())), minute);
    }

    #[test]
    fn any_text_is_a_time_or_malformed(text in ".{0,6}|[0-9:]{5}") {
        match MinuteOfDay::parse(&text) {
            Ok(minute) => prop_assert_eq!(minute.to_string(), text),
            Err(error) => prop_assert_eq!(error, HoursError::Malformed),
        }
    }

    #[test]
    fn every_opening_is_read_back_as_written(hours in hours()) {
        let written = serde_json::to_string(&hours).expect("writable");
        prop_assert_eq!(serde_json::from_str::<OpeningHours>(&written).ok(), Some(hours));
    }

    #[test]
    fn openings_overlap_when_a_minute_is_in_both(one in hours(), other in hours()) {
        let shared = (0..1440).filter_map(|minute| MinuteOfDay::new(minute).ok()).any(|minute| {
            [one, other].iter().all(|it| it.from() <= minute && minute < it.to())
        });
        prop_assert_eq!(one.overlaps(other), shared && one.weekday() == other.weekday());
        prop_assert_eq!(one.overlaps(other), other.overlaps(one));
    }
}
