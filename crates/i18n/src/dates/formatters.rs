//! ICU4X's formatters, made once for each language, because loading the data takes much longer than
//! formatting a date.
//!
//! This module itself puts the weekday before the date: ICU4X writes «tirsdag 21 januar», without the point,
//! and shortens the nynorsk «tysdag» to «ty.».

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{E, M, MD, YM, YMD};
use icu::locale::{Locale, locale};

use crate::Language;
use crate::count::count;

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// The formatters and names of one language.
pub(super) struct Formatters {
    /// «21. januar 2025».
    long: Formatter<YMD>,
    /// «21. jan. 2025».
    short: Formatter<YMD>,
    /// «januar 2025».
    month_year: Formatter<YM>,
    /// «21. jan.».
    month_day: Formatter<MD>,
    /// «januar».
    months: [String; 12],
    /// «mandag».
    pub(super) weekdays: [String; 7],
    /// «Man».
    pub(super) heads: [String; 7],
    /// What follows the number of a day: a point in Norwegian.
    after_day: &'static str,
}

static FORMATTERS: LazyLock<[Formatters; 3]> = LazyLock::new(|| Language::ALL.map(Formatters::new));

macro_rules! formatter {
    ($locale:expr, $fields:expr) => {
        Formatter::try_new($locale.clone().into(), $fields)
            .expect("the dates of nb, nn and en are compiled in")
    };
}

impl Formatters {
    /// The formatters of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        &FORMATTERS[language.index()]
    }

    fn new(language: Language) -> Self {
        let locale = locale_of(language);
        let (month, weekday) = (formatter!(locale, M::long()), formatter!(locale, E::long()));
        let on = |month, day| Date::try_new_gregorian(2025, month, day).expect("a date of 2025");
        let months = std::array::from_fn(|index| month.format(&on(index as u8 + 1, 1)).to_string());
        // 6 January 2025 was a Monday.
        let weekdays: [String; 7] =
            std::array::from_fn(|index| weekday.format(&on(1, index as u8 + 6)).to_string());
        Self {
            long: formatter!(locale, YMD::long()),
            short: formatter!(locale, YMD::medium()),
            month_year: formatter!(locale, YM::long()),
            month_day: formatter!(locale, MD::medium()),
            months,
            heads: weekdays.each_ref().map(|name| capitalised(name.chars().take(3).collect())),
            weekdays,
            after_day: match language {
                Language::Nb | Language::Nn => ".",
                Language::En => "",
            },
        }
    }

    /// «tirsdag».
    pub(super) fn weekday(&self, weekday: Weekday) -> &str {
        &self.weekdays[weekday.num_days_from_monday() as usize]
    }

    /// «tir. 21. jan.».
    pub(super) fn day_short(&self, date: NaiveDate) -> String {
        let head: String = self.weekday(date.weekday()).chars().take(3).collect();
        format!("{head}{} {}", self.after_day, self.month_day(date))
    }

    /// «tirsdag 21. januar».
    pub(super) fn day_words(&self, date: NaiveDate) -> String {
        let (weekday, month) = (self.weekday(date.weekday()), &self.months[date.month0() as usize]);
        format!("{weekday} {}{} {month}", date.day(), self.after_day)
    }
}

macro_rules! written {
    ($($name:ident)*) => {
        impl Formatters {
            $(pub(super) fn $name(&self, date: NaiveDate) -> String {
                count();
                match gregorian(date) {
                    Some(known) => self.$name.format(&known).to_string(),
                    None => date.to_string(),
                }
            })*
        }
    };
}

written! { long short month_year month_day }

/// English is British English, because in Norway the day comes before the month.
const fn locale_of(language: Language) -> Locale {
    match language {
        Language::Nb => locale!("nb"),
        Language::Nn => locale!("nn"),
        Language::En => locale!("en-GB"),
    }
}

/// The date as an ICU4X value; `None` after the year 9999, which ICU4X does not support.
fn gregorian(date: NaiveDate) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(date.year(), date.month() as u8, date.day() as u8).ok()
}

/// The text with its first letter capitalised.
pub(super) fn capitalised(text: String) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(rest).collect(),
        Some(_) | None => text,
    }
}
