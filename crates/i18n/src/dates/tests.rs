use insta::assert_snapshot;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant named by its civil time.
fn civil(text: &str) -> DateTime<Utc> {
    let civil: chrono::NaiveDateTime = format!("{text}:00").parse().unwrap();
    civil.and_local_timezone(timebook::OSLO).earliest().unwrap().to_utc()
}

/// One line for each language.
fn in_each(write: impl Fn(Language) -> String) -> String {
    Language::ALL.map(write).join("\n")
}

fn all_dates(date: NaiveDate) -> String {
    in_each(|language| {
        let forms = [
            date_long(language, date),
            date_weekday(language, date),
            date_short(language, date),
            day_short(language, date),
            day_words(language, date),
            month_year(language, date),
        ];
        forms.join(" | ")
    })
}

#[test]
fn a_date_in_every_form() {
    assert_snapshot!(all_dates(day("2025-01-21")), @"
    21. januar 2025 | Tirsdag 21. januar 2025 | 21. jan. 2025 | tir. 21. jan. | tirsdag 21. januar | Januar 2025
    21. januar 2025 | Tysdag 21. januar 2025 | 21. jan. 2025 | tys. 21. jan. | tysdag 21. januar | Januar 2025
    21 January 2025 | Tuesday 21 January 2025 | 21 Jan 2025 | Tue 21 Jan | Tuesday 21 January | January 2025
    ");
    assert_snapshot!(all_dates(day("2025-05-01")), @"
    1. mai 2025 | Torsdag 1. mai 2025 | 1. mai 2025 | tor. 1. mai | torsdag 1. mai | Mai 2025
    1. mai 2025 | Torsdag 1. mai 2025 | 1. mai 2025 | tor. 1. mai | torsdag 1. mai | Mai 2025
    1 May 2025 | Thursday 1 May 2025 | 1 May 2025 | Thu 1 May | Thursday 1 May | May 2025
    ");
    assert_snapshot!(all_dates(day("2028-02-29")), @"
    29. februar 2028 | Tirsdag 29. februar 2028 | 29. feb. 2028 | tir. 29. feb. | tirsdag 29. februar | Februar 2028
    29. februar 2028 | Tysdag 29. februar 2028 | 29. feb. 2028 | tys. 29. feb. | tysdag 29. februar | Februar 2028
    29 February 2028 | Tuesday 29 February 2028 | 29 Feb 2028 | Tue 29 Feb | Tuesday 29 February | February 2028
    ");
}

#[test]
fn every_month_and_weekday_has_its_name() {
    let months = (1..=12).map(|month| {
        let date = NaiveDate::from_ymd_opt(2025, month, 8).unwrap();
        Language::ALL.map(|l| format!("{}, {}", date_long(l, date), date_short(l, date))).join(" | ")
    });
    assert_snapshot!(months.collect::<Vec<_>>().join("\n"), @"
    8. januar 2025, 8. jan. 2025 | 8. januar 2025, 8. jan. 2025 | 8 January 2025, 8 Jan 2025
    8. februar 2025, 8. feb. 2025 | 8. februar 2025, 8. feb. 2025 | 8 February 2025, 8 Feb 2025
    8. mars 2025, 8. mars 2025 | 8. mars 2025, 8. mars 2025 | 8 March 2025, 8 Mar 2025
    8. april 2025, 8. apr. 2025 | 8. april 2025, 8. apr. 2025 | 8 April 2025, 8 Apr 2025
    8. mai 2025, 8. mai 2025 | 8. mai 2025, 8. mai 2025 | 8 May 2025, 8 May 2025
    8. juni 2025, 8. juni 2025 | 8. juni 2025, 8. juni 2025 | 8 June 2025, 8 Jun 2025
    8. juli 2025, 8. juli 2025 | 8. juli 2025, 8. juli 2025 | 8 July 2025, 8 Jul 2025
    8. august 2025, 8. aug. 2025 | 8. august 2025, 8. aug. 2025 | 8 August 2025, 8 Aug 2025
    8. september 2025, 8. sep. 2025 | 8. september 2025, 8. sep. 2025 | 8 September 2025, 8 Sept 2025
    8. oktober 2025, 8. okt. 2025 | 8. oktober 2025, 8. okt. 2025 | 8 October 2025, 8 Oct 2025
    8. november 2025, 8. nov. 2025 | 8. november 2025, 8. nov. 2025 | 8 November 2025, 8 Nov 2025
    8. desember 2025, 8. des. 2025 | 8. desember 2025, 8. des. 2025 | 8 December 2025, 8 Dec 2025
    ");
    assert_snapshot!(in_each(|language| weekday_heads(language).join(" ")), @"
    Man Tir Ons Tor Fre Lør Søn
    Mån Tys Ons Tor Fre Lau Søn
    Mon Tue Wed Thu Fri Sat Sun
    ");
    assert_snapshot!(in_each(|language| weekday_names(language).join(" ")), @"
    mandag tirsdag onsdag torsdag fredag lørdag søndag
    måndag tysdag onsdag torsdag fredag laurdag søndag
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    ");
}

#[test]
fn a_slot_is_written_as_in_the_guide() {
    let (start, end) = (civil("2025-01-21T13:30"), civil("2025-01-21T13:45"));
    assert_eq!(slot_text(Language::Nb, start, end), "Tirsdag 21. januar 2025 kl. 13:30 - 13:45");
    assert_eq!(slot_text_lower(Language::Nb, start, end), "21. januar 2025 kl. 13:30 - 13:45");
    assert_snapshot!(in_each(|language| slot_text(language, start, end)), @"
    Tirsdag 21. januar 2025 kl. 13:30 - 13:45
    Tysdag 21. januar 2025 kl. 13:30 - 13:45
    Tuesday 21 January 2025 at 13:30 - 13:45
    ");
    assert_snapshot!(in_each(|language| duration_text(language, start, end)), @"
    15 min
    15 min
    15 min
    ");
}

#[test]
fn summer_time_and_midnight_are_those_of_oslo() {
    let summer = "2025-07-01T22:30:00Z".parse().unwrap();
    assert_eq!(clock(summer), "00:30");
    assert_eq!(slot_text_lower(Language::Nb, summer, summer), "2. juli 2025 kl. 00:30 - 00:30");
}

#[test]
fn a_near_time_is_named_by_its_day() {
    let now = civil("2025-01-21T09:00");
    let starts = [
        "2024-12-30T10:00",
        "2025-01-14T10:00",
        "2025-01-20T23:45",
        "2025-01-21T00:00",
        "2025-01-21T13:30",
        "2025-01-22T08:15",
        "2025-01-23T13:45",
        "2025-01-27T13:45",
        "2025-01-28T13:45",
        "2025-02-03T10:00",
        "2026-01-02T10:00",
    ];
    let lines =
        starts.map(|start| Language::ALL.map(|language| when_text(language, now, civil(start))).join(" | "));
    assert_snapshot!(lines.join("\n"), @"
    30. des. 2024 kl. 10:00 | 30. des. 2024 kl. 10:00 | 30 Dec 2024 at 10:00
    14. jan. kl. 10:00 | 14. jan. kl. 10:00 | 14 Jan at 10:00
    I går kl. 23:45 | I går kl. 23:45 | Yesterday at 23:45
    I dag kl. 00:00 | I dag kl. 00:00 | Today at 00:00
    I dag kl. 13:30 | I dag kl. 13:30 | Today at 13:30
    I morgen kl. 08:15 | I morgon kl. 08:15 | Tomorrow at 08:15
    Torsdag kl. 13:45 | Torsdag kl. 13:45 | Thursday at 13:45
    Mandag kl. 13:45 | Måndag kl. 13:45 | Monday at 13:45
    28. jan. kl. 13:45 | 28. jan. kl. 13:45 | 28 Jan at 13:45
    3. feb. kl. 10:00 | 3. feb. kl. 10:00 | 3 Feb at 10:00
    2. jan. 2026 kl. 10:00 | 2. jan. 2026 kl. 10:00 | 2 Jan 2026 at 10:00
    ");
}

#[test]
fn a_date_icu_does_not_support_is_written_in_digits() {
    assert_eq!(date_long(Language::Nb, NaiveDate::MAX), NaiveDate::MAX.to_string());
}
