//! Published numbers first, then properties of every number.

use super::*;
use proptest::prelude::*;
use proptest::sample::select;

fn real(text: &str) -> Result<IdentityNumber, IdentityError> {
    IdentityNumber::parse(text, Synthetic::Refused)
}

fn any_series(text: &str) -> Result<IdentityNumber, IdentityError> {
    IdentityNumber::parse(text, Synthetic::Accepted)
}

/// The examples of «Nytt fødselsnummer fra 2032»: k1 with remainder 0, 1 and 2.
#[test]
fn skatteetatens_examples_of_2032_are_accepted() {
    for number in ["02013299997", "02013299903", "02013299806", "30108299920", "30108299939"] {
        let read = real(number).expect(number);
        assert_eq!((read.as_str(), read.kind()), (number, IdentityKind::BirthNumber));
    }
}

/// Skatteetaten's test persons with the widened D-number series of 2021 (month + 80), from
/// «Utvidelse av D-nummerserien» in the same documentation.
#[test]
fn skatteetatens_synthetic_d_numbers_are_accepted_where_synthetic_ones_are() {
    let born_1940 = ["41814061033", "41814065640", "41814075603"];
    let born_2000 = ["41810021827", "41810025091", "41810034422"];
    for number in born_1940.into_iter().chain(born_2000) {
        assert_eq!(any_series(number).map(|read| read.kind()), Ok(IdentityKind::DNumber));
        assert_eq!(real(number), Err(IdentityError::SyntheticRefused));
    }
}

/// Published pairs of fødselsnummer and D-number for the same invented people: from NAV's Identpool
/// (month + 40) and from Skatteetaten's Tenor (month + 80), leap day and three centuries included
/// (<https://github.com/navikt/fnrvalidator/issues/116>).
#[test]
fn published_synthetic_people_are_accepted_where_synthetic_ones_are() {
    let navs = [
        ("15507600333", "55507608360"),
        ("29422059278", "69422056629"),
        ("05440355678", "45440356293"),
        ("12429400544", "52429405181"),
        ("12505209719", "52505209540"),
        ("21483609245", "61483601467"),
        ("21528704651", "61528703428"),
    ];
    let tenors = [
        ("17912099997", "57912075186"),
        ("29822099635", "69822075096"),
        ("05840399895", "45840375084"),
        ("12829499914", "52829400197"),
        ("12905299938", "52905200100"),
        ("21883649874", "61883600222"),
        ("21929774873", "61929750062"),
    ];
    for (birth_number, d_number) in navs.into_iter().chain(tenors) {
        let kinds = [(birth_number, IdentityKind::BirthNumber), (d_number, IdentityKind::DNumber)];
        for (number, kind) in kinds {
            assert_eq!(any_series(number).map(|read| read.kind()), Ok(kind), "{number}");
            assert_eq!(real(number), Err(IdentityError::SyntheticRefused), "{number}");
        }
    }
}

/// Norsk helsenett's test patients («Testaktører») with numbers of the ordinary form.
#[test]
fn norsk_helsenetts_test_patients_are_accepted() {
    assert_eq!(real("13116900216").map(|read| read.kind()), Ok(IdentityKind::BirthNumber));
    assert_eq!(real("70019950032").map(|read| read.kind()), Ok(IdentityKind::DNumber));
}

#[test]
fn white_space_around_and_one_space_after_the_date_are_accepted() {
    for typed in ["13116900216", " 13116900216\n", "131169 00216", "\t131169\u{a0}00216 "] {
        assert_eq!(real(typed).expect(typed).as_str(), "13116900216");
    }
}

#[test]
fn each_mistake_has_its_own_error() {
    let cases = [
        ("", IdentityError::Empty),
        (" \u{a0}\n", IdentityError::Empty),
        ("1311690021x", IdentityError::NotDigits),
        ("131169-00216", IdentityError::NotDigits),
        ("131169  00216", IdentityError::NotDigits),
        ("13 11 69 00216", IdentityError::NotDigits),
        ("1311690 0216", IdentityError::NotDigits),
        ("١٣١١٦٩٠٠٢١٦", IdentityError::NotDigits),
        ("131169", IdentityError::WrongLength { length: 6 }),
        ("1311690021", IdentityError::WrongLength { length: 10 }),
        ("131169002166", IdentityError::WrongLength { length: 12 }),
        ("13116900217", IdentityError::WrongCheckDigit),
        ("13116900226", IdentityError::WrongCheckDigit),
        ("32116900216", IdentityError::NotADate),
        ("00116900216", IdentityError::NotADate),
        ("13136900216", IdentityError::NotADate),
        ("29020112345", IdentityError::NotADate),
        ("93116900216", IdentityError::NotADate),
        ("00000000000", IdentityError::NotADate),
    ];
    for (typed, error) in cases {
        assert_eq!(any_series(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn the_leap_day_of_2000_is_a_date_whatever_the_individual_number() {
    assert!(real("29020075838").is_ok());
    let nineteen_hundred_in_the_old_series = with_check_digits("290200", 100, 0);
    assert!(nineteen_hundred_in_the_old_series.is_some_and(|number| real(&number).is_ok()));
}

#[test]
fn a_number_is_masked_on_screen_and_in_debug() {
    let number = real("131169 00216").expect("a test patient");
    assert_eq!(number.masked(), "131169 •••••");
    assert_eq!(format!("{number:?}"), "IdentityNumber(131169 •••••)");
    assert_eq!(serde_json::to_string(&number).ok().as_deref(), Some("\"13116900216\""));
}

#[test]
fn stored_numbers_are_read_without_checks() {
    let wrong_check_digit = IdentityNumber::stored("13116900217");
    assert_eq!(
        (wrong_check_digit.as_str(), wrong_check_digit.masked().as_str()),
        ("13116900217", "131169 •••••")
    );
    // A text that is not an identity number could contain anything, so none of it is shown.
    for odd in ["", "131169", "131169 00216", "1311690021x"] {
        let odd = IdentityNumber::stored(odd);
        assert_eq!((odd.masked().as_str(), odd.kind()), (" •••••", IdentityKind::BirthNumber));
    }
}

/// Makes a number the way Skatteetaten's page calculates it: k1 is `11 + extra - (sum mod 11)`, less 11 where
/// that exceeds 10. With a k1 or k2 of 10 the number is never issued.
fn with_check_digits(date: &str, individual: u32, extra: u32) -> Option<String> {
    let nine = format!("{date}{individual:03}");
    let sum = |text: &str, weights: &[u32]| -> u32 {
        text.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
    };
    let single = |k: u32| Some(if k > 10 { k - 11 } else { k }).filter(|k| *k != 10);
    let k1 = single(11 + extra - sum(&nine, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)?;
    let ten = format!("{nine}{k1}");
    let k2 = single(11 - sum(&ten, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)?;
    Some(format!("{ten}{k2}"))
}

/// Numbers for 29 February exist in leap years only.
#[test]
fn leap_days_are_dates_in_leap_years_alone() {
    for (year, is_leap) in
        [("00", true), ("04", true), ("12", true), ("96", true), ("10", false), ("02", false)]
    {
        let numbers = (0..50).filter_map(|person| with_check_digits(&format!("2902{year}"), person, 0));
        let accepted: Vec<bool> = numbers.map(|number| real(&number).is_ok()).collect();
        assert!(accepted.len() > 10 && accepted.iter().all(|accepted| *accepted == is_leap), "{year}");
    }
}

prop_compose! {
    /// A birth date that a number can have, in the form used in numbers.
    fn written_date(added_months: &'static [u32])(
        days in 0_i64..68_000,
        added_day in select(&[0_u32, 40][..]),
        added_month in select(added_months),
    ) -> String {
        use chrono::Datelike;
        let first = NaiveDate::from_ymd_opt(1854, 1, 1).expect("a date");
        let date = first + chrono::TimeDelta::days(days);
        let (day, month) = (date.day() + added_day, date.month() + added_month);
        // 29 February 1900 did not exist, so every date from 1854 to 2040 is also a date in the 2000s.
        format!("{day:02}{month:02}{:02}", date.year() % 100)
    }
}

fn number(added_months: &'static [u32]) -> impl Strategy<Value = String> {
    (written_date(added_months), 0_u32..1000, 0_u32..4)
        .prop_filter_map("no such number is handed out", |(date, individual, extra)| {
            with_check_digits(&date, individual, extra)
        })
}

const EVERY_SERIES: &[u32] = &[0, 40, 65, 80];

proptest! {
    #[test]
    fn real_numbers_are_accepted_everywhere(number in number(&[0])) {
        prop_assert_eq!(real(&number).map(|read| read.0), Ok(number.clone()));
        prop_assert_eq!(any_series(&number).map(|read| read.0), Ok(number));
    }

    #[test]
    fn synthetic_numbers_are_accepted_only_where_they_are_welcome(number in number(&[40, 65, 80])) {
        prop_assert_eq!(real(&number), Err(IdentityError::SyntheticRefused));
        prop_assert_eq!(any_series(&number).map(|read| read.0), Ok(number));
    }

    /// k2 has only one valid value and its weights are all coprime to 11, so k2 alone detects one wrong
    /// digit.
    #[test]
    fn one_wrong_digit_is_always_found(
        number in number(EVERY_SERIES), place in 0_usize..LENGTH, added in 1_u8..10,
    ) {
        let mut typed = number.into_bytes();
        typed[place] = b'0' + (typed[place] - b'0' + added) % 10;
        let typed = String::from_utf8(typed).expect("digits");
        prop_assert!(any_series(&typed).is_err(), "{typed}");
    }

    /// Neighbouring digits have different weights in k2's sum, so k2 alone detects two swapped digits.
    #[test]
    fn two_neighbours_that_changed_places_are_always_found(
        number in number(EVERY_SERIES), place in 0_usize..LENGTH - 1,
    ) {
        let mut typed = number.clone().into_bytes();
        typed.swap(place, place + 1);
        let typed = String::from_utf8(typed).expect("digits");
        prop_assert_eq!(any_series(&typed).is_ok(), typed == number);
    }

    /// Of the ten possible digits for k1, each with its matching k2, only those from the four published
    /// calculations are accepted.
    #[test]
    fn the_first_check_digit_is_one_of_four(
        date in written_date(&[0]), individual in 0_u32..1000,
    ) {
        let published: Vec<String> =
            (0..4).filter_map(|extra| with_check_digits(&date, individual, extra)).collect();
        for last_two in 0..100 {
            let typed = format!("{date}{individual:03}{last_two:02}");
            prop_assert_eq!(real(&typed).is_ok(), published.contains(&typed), "{}", typed);
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in ".{0,20}") {
        if let Ok(read) = any_series(&text) {
            prop_assert_eq!(IdentityNumber::stored(read.as_str()), read);
        }
    }

    #[test]
    fn debug_output_ends_with_the_date(number in number(EVERY_SERIES)) {
        let printed = any_series(&number).map(|read| format!("{read:?}"));
        prop_assert_eq!(printed, Ok(format!("IdentityNumber({} •••••)", &number[..6])));
    }
}
