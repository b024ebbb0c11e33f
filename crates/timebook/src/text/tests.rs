use proptest::prelude::*;

use super::*;

const FAMILY: &str = "👨‍👩‍👧‍👦";

#[test]
fn a_family_is_one_character() {
    assert_eq!(count(FAMILY), 1);
    assert!(Reason::parse(&FAMILY.repeat(50)).is_ok());
    assert_eq!(Reason::parse(&FAMILY.repeat(51)), Err(TextError::TooLong { limit: 50, length: 51 }));
}

#[test]
fn a_letter_counts_once_however_it_was_typed() {
    assert_eq!(count("blåbær"), 6);
    assert_eq!(count("bla\u{30A}bær"), 6);
    let typed = Name::parse("Ha\u{30A}kon").map(String::from);
    assert_eq!(typed.as_deref(), Ok("Håkon"));
}

#[test]
fn three_hundred_characters_fit_in_the_info_text_and_no_more() {
    assert!(InfoText::parse(&"å".repeat(300)).is_ok());
    assert_eq!(InfoText::parse(&"å".repeat(301)), Err(TextError::TooLong { limit: 300, length: 301 }));
}

#[test]
fn one_character_cannot_have_unlimited_marks() {
    let zalgo = format!("a{}", "\u{301}".repeat(2000));
    assert_eq!(count(&zalgo), 1);
    assert_eq!(Reason::parse(&zalgo), Err(TextError::TooManyBytes { limit: 1600 }));
}

#[test]
fn control_characters_are_refused_and_lines_only_where_they_belong() {
    assert_eq!(Reason::parse("to\nlinjer"), Err(TextError::ControlCharacter));
    assert_eq!(Reason::parse("null\0"), Err(TextError::ControlCharacter));
    assert_eq!(Name::parse("snudd\u{202E}navn"), Err(TextError::ControlCharacter));
    let info = InfoText::parse("to\r\nlinjer").map(String::from);
    assert_eq!(info.as_deref(), Ok("to\nlinjer"));
}

#[test]
fn an_optional_field_may_be_blank() {
    assert_eq!(Reason::parse_optional(" \t "), Ok(None));
    assert_eq!(Reason::parse(" "), Err(TextError::Empty));
}

#[test]
fn free_text_stays_out_of_debug_output() {
    let reason = Reason::parse("hemmelig").map(|r| format!("{r:?}"));
    assert_eq!(reason.as_deref(), Ok("Reason(8 characters)"));
}

#[test]
fn numbers_of_the_registers() {
    // 974 760 673 is Brønnøysundregistrene's own number.
    assert!(OrgNumber::parse("974 760 673").is_ok());
    assert_eq!(OrgNumber::parse("974760674"), Err(TextError::Malformed));
    assert!(PostalCode::parse("1325").is_ok());
    assert_eq!(PostalCode::parse("13255"), Err(TextError::Malformed));
    assert!(Phone::parse("+47 22 33 44 55").is_ok());
    assert_eq!(HerId::parse("12a"), Err(TextError::Malformed));
}

#[test]
fn a_norwegian_telephone_number_is_read_in_pairs() {
    let grouped = |text| Phone::parse(text).map(|phone| phone.grouped());
    assert_eq!(grouped("22334455").as_deref(), Ok("22 33 44 55"));
    assert_eq!(grouped("+4722334455").as_deref(), Ok("+4722334455"));
    assert_eq!(grouped("116117").as_deref(), Ok("116117"));
    assert_eq!(grouped("+4722334").as_deref(), Ok("+4722334"));
}

#[test]
fn a_text_that_shows_nothing_is_empty() {
    for unseen in ["", "  ", "\u{200B}\u{200B}", "\u{2060} \u{AD}", "\u{FE0F}", "\u{3164}"] {
        assert_eq!(Reason::parse(unseen), Err(TextError::Empty), "{unseen:?}");
        assert_eq!(Name::parse(unseen), Err(TextError::Empty), "{unseen:?}");
    }
    assert!(Reason::parse("👨\u{200D}👩\u{200D}👧").is_ok());
}

#[test]
fn a_line_break_counts_once_however_it_was_typed() {
    assert_eq!(count("a\r\nb"), 3);
    assert_eq!(count("å\r\nb"), 3);
}

/// A text much too long is told so whatever its length, and one of few characters is refused by its bytes.
#[test]
fn too_many_bytes_and_too_many_characters_are_different_errors() {
    let limit = Reason::LIMIT * BYTES_PER_CHARACTER;
    let twice = "x".repeat(2 * limit);
    assert_eq!(Reason::parse(&twice), Err(TextError::TooLong { limit: Reason::LIMIT, length: 2 * limit }));
    let beyond = Err(TextError::TooLong { limit: Reason::LIMIT, length: 2 * limit + 1 });
    assert_eq!(Reason::parse(&(twice + "x")), beyond);
    let marks = format!("x{}", "\u{30D}".repeat(limit));
    assert!(marks.len() > 2 * limit);
    assert_eq!(Reason::parse(&marks), Err(TextError::TooManyBytes { limit }));
}

/// Two characters, one of them with enough combining marks to reach the byte limit exactly.
#[test]
fn few_characters_are_still_limited_in_bytes() {
    let limit = Reason::LIMIT * BYTES_PER_CHARACTER;
    let full = format!("xx{}", "\u{30D}".repeat((limit - 2) / 2));
    assert_eq!(full.len(), limit);
    assert!(Reason::parse(&full).is_ok());
    assert_eq!(Reason::parse(&format!("x{full}")), Err(TextError::TooManyBytes { limit }));
    assert_eq!(Reason::parse(&format!("xx{full}")), Err(TextError::TooManyBytes { limit }));
}

/// A stricter rule, or an edit made directly in the database, does not make a stored value unreadable.
#[test]
fn stored_values_are_read_without_checks() {
    let long = "x".repeat(Reason::LIMIT + 1);
    for odd in ["", " ", "a\nb", "\u{7}", long.as_str()] {
        assert!(Reason::parse(odd).is_err(), "{odd:?}");
        assert_eq!(Reason::stored(odd).as_str(), odd);
    }
    assert_eq!(PostalCode::stored("N-13").as_str(), "N-13");
    assert_eq!(Phone::stored("ring Kari").grouped(), "ring Kari");
}

proptest! {
    #[test]
    fn what_is_accepted_is_within_its_limits_and_stays_accepted(text in "\\PC{0,80}") {
        if let Ok(reason) = Reason::parse(&text) {
            prop_assert!(count(reason.as_str()) <= Reason::LIMIT);
            prop_assert_eq!(Reason::parse(reason.as_str()), Ok(reason.clone()));
            prop_assert_eq!(Reason::stored(reason.as_str()), reason);
        }
    }

    #[test]
    fn nothing_is_cut(text in "[a-zæøå ]{1,50}") {
        if let Ok(reason) = Reason::parse(&text) {
            prop_assert_eq!(reason.as_str(), text.trim());
        }
    }

    #[test]
    fn the_count_of_any_text_agrees_with_what_the_refusal_says(text in "\\PC{51,90}") {
        if let Err(TextError::TooLong { length, .. }) = Reason::parse(&text) {
            prop_assert_eq!(length, count(&text));
        }
    }

    #[test]
    fn ascii_text_is_counted_the_same_by_the_fast_path(text in "[ -~]{0,60}") {
        prop_assert_eq!(count(&text), normalized(&text).graphemes(true).count());
    }
}
