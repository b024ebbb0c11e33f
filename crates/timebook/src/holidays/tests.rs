//! The printed calendars of 2020 to 2030, then properties of every year.

use super::*;
use chrono::{TimeDelta, Weekday};
use proptest::prelude::*;

fn date(year: i32, (day, month): (u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn holidays_of(year: i32) -> Vec<(NaiveDate, Holiday)> {
    date(year, (1, 1))
        .iter_days()
        .take_while(|day| day.year() == year)
        .filter_map(|day| norwegian_holiday(day).map(|holiday| (day, holiday)))
        .collect()
}

/// Skjærtorsdag, langfredag, 1. and 2. påskedag, Kristi himmelfartsdag, 1. and 2. pinsedag as
/// (day, month).
type Movable = [(u32, u32); 7];

const PRINTED: [(i32, Movable); 11] = [
    (2020, [(9, 4), (10, 4), (12, 4), (13, 4), (21, 5), (31, 5), (1, 6)]),
    (2021, [(1, 4), (2, 4), (4, 4), (5, 4), (13, 5), (23, 5), (24, 5)]),
    (2022, [(14, 4), (15, 4), (17, 4), (18, 4), (26, 5), (5, 6), (6, 6)]),
    (2023, [(6, 4), (7, 4), (9, 4), (10, 4), (18, 5), (28, 5), (29, 5)]),
    (2024, [(28, 3), (29, 3), (31, 3), (1, 4), (9, 5), (19, 5), (20, 5)]),
    (2025, [(17, 4), (18, 4), (20, 4), (21, 4), (29, 5), (8, 6), (9, 6)]),
    (2026, [(2, 4), (3, 4), (5, 4), (6, 4), (14, 5), (24, 5), (25, 5)]),
    (2027, [(25, 3), (26, 3), (28, 3), (29, 3), (6, 5), (16, 5), (17, 5)]),
    (2028, [(13, 4), (14, 4), (16, 4), (17, 4), (25, 5), (4, 6), (5, 6)]),
    (2029, [(29, 3), (30, 3), (1, 4), (2, 4), (10, 5), (20, 5), (21, 5)]),
    (2030, [(18, 4), (19, 4), (21, 4), (22, 4), (30, 5), (9, 6), (10, 6)]),
];

#[test]
fn holidays_match_the_printed_calendars() {
    for (year, [maundy, good, easter, easter_monday, ascension, whit, whit_monday]) in PRINTED {
        let mut printed = vec![
            (date(year, (1, 1)), Holiday::NewYear),
            (date(year, maundy), Holiday::MaundyThursday),
            (date(year, good), Holiday::GoodFriday),
            (date(year, easter), Holiday::EasterSunday),
            (date(year, easter_monday), Holiday::EasterMonday),
            (date(year, (1, 5)), Holiday::LabourDay),
            (date(year, (17, 5)), Holiday::ConstitutionDay),
            (date(year, ascension), Holiday::Ascension),
            (date(year, whit), Holiday::WhitSunday),
            (date(year, whit_monday), Holiday::WhitMonday),
            (date(year, (25, 12)), Holiday::ChristmasDay),
            (date(year, (26, 12)), Holiday::SecondChristmasDay),
        ];
        // On a shared date the fixed holiday is the one listed.
        printed.sort_by_key(|(day, _)| *day);
        printed.dedup_by_key(|(day, _)| *day);
        assert_eq!(holidays_of(year), printed);
    }
}

#[test]
fn a_date_in_may_keeps_its_own_name() {
    assert_eq!(norwegian_holiday(date(2027, (17, 5))), Some(Holiday::ConstitutionDay));
    assert_eq!(norwegian_holiday(date(2008, (1, 5))), Some(Holiday::LabourDay));
    assert_eq!(norwegian_holiday(date(2012, (17, 5))), Some(Holiday::ConstitutionDay));
}

#[test]
fn eves_and_saturdays_are_ordinary_days() {
    for ordinary in [(19, 4), (24, 12), (31, 12), (16, 4), (2, 5), (7, 6)] {
        assert_eq!(norwegian_holiday(date(2025, ordinary)), None);
    }
}

#[test]
fn dates_beyond_every_calendar_have_an_answer() {
    assert_eq!(norwegian_holiday(NaiveDate::MIN), Some(Holiday::NewYear));
    assert_eq!(norwegian_holiday(NaiveDate::MAX), None);
}

proptest! {
    #[test]
    fn movable_holidays_keep_their_weekday(year in 1583_i32..=9999) {
        for (day, holiday) in holidays_of(year) {
            let weekday = match holiday {
                Holiday::MaundyThursday | Holiday::Ascension => Weekday::Thu,
                Holiday::GoodFriday => Weekday::Fri,
                Holiday::EasterSunday | Holiday::WhitSunday => Weekday::Sun,
                Holiday::EasterMonday | Holiday::WhitMonday => Weekday::Mon,
                Holiday::NewYear
                | Holiday::LabourDay
                | Holiday::ConstitutionDay
                | Holiday::ChristmasDay
                | Holiday::SecondChristmasDay => day.weekday(),
            };
            prop_assert_eq!(day.weekday(), weekday, "{} {:?}", day, holiday);
        }
    }

    #[test]
    fn every_year_closes_eleven_or_twelve_days(year in 1583_i32..=9999) {
        let holidays = holidays_of(year);
        prop_assert!((11..=12).contains(&holidays.len()), "{:?}", holidays);
        let mut names: Vec<Holiday> = holidays.iter().map(|(_, holiday)| *holiday).collect();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), holidays.len());
    }

    #[test]
    fn easter_is_a_sunday_from_22_march_to_25_april(year in 1583_i32..=9999) {
        let easter = holidays_of(year).into_iter().find(|(_, it)| *it == Holiday::EasterSunday);
        let (easter, _) = easter.expect("every year has an Easter");
        let (first, last) = (date(year, (22, 3)), date(year, (25, 4)));
        prop_assert!((first..=last).contains(&easter));
        prop_assert_eq!(norwegian_holiday(easter - TimeDelta::days(1)), None);
    }
}
