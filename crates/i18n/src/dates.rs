//! Dates and times as text, the way people in Norway write them.
//!
//! Instants are shown in the civil time of Europe/Oslo. The text comes from ICU4X unchanged, except for a
//! capital letter at the start of a line.

mod formatters;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use timebook::{oslo, oslo_date};

use crate::{Language, text_with};
use formatters::{Formatters, capitalised};

/// «21. januar 2025».
#[must_use]
pub fn date_long(language: Language, date: NaiveDate) -> String {
    Formatters::of(language).long(date)
}

/// «Tirsdag 21. januar 2025».
#[must_use]
pub fn date_weekday(language: Language, date: NaiveDate) -> String {
    let formatters = Formatters::of(language);
    capitalised(format!("{} {}", formatters.weekday(date.weekday()), formatters.long(date)))
}

/// «21. jan. 2025».
#[must_use]
pub fn date_short(language: Language, date: NaiveDate) -> String {
    Formatters::of(language).short(date)
}

/// «tir. 21. jan.».
#[must_use]
pub fn day_short(language: Language, date: NaiveDate) -> String {
    Formatters::of(language).day_short(date)
}

/// «tirsdag 21. januar», as a screen reader says a day of a calendar.
#[must_use]
pub fn day_words(language: Language, date: NaiveDate) -> String {
    Formatters::of(language).day_words(date)
}

/// «Januar 2025».
#[must_use]
pub fn month_year(language: Language, date: NaiveDate) -> String {
    capitalised(Formatters::of(language).month_year(date))
}

/// «januar 2025», as within a sentence.
#[must_use]
pub fn month_words(language: Language, date: NaiveDate) -> String {
    Formatters::of(language).month_year(date)
}

/// «Man», «Tir» … «Søn».
#[must_use]
pub fn weekday_heads(language: Language) -> &'static [String; 7] {
    &Formatters::of(language).heads
}

/// «mandag», «tirsdag» … «søndag», as within a sentence.
#[must_use]
pub fn weekday_names(language: Language) -> &'static [String; 7] {
    &Formatters::of(language).weekdays
}

/// «13:30».
#[must_use]
pub fn clock(instant: DateTime<Utc>) -> String {
    let civil = oslo(instant);
    format!("{:02}:{:02}", civil.hour(), civil.minute())
}

/// «13:30 - 13:45».
#[must_use]
pub fn clock_range(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    format!("{} - {}", clock(start), clock(end))
}

/// «Tirsdag 21. januar 2025 kl. 13:30 - 13:45».
#[must_use]
pub fn slot_text(language: Language, start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    at(language, date_weekday(language, oslo_date(start)), clock_range(start, end))
}

/// «21. januar 2025 kl. 13:30 - 13:45», as within a sentence.
#[must_use]
pub fn slot_text_lower(language: Language, start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    at(language, date_long(language, oslo_date(start)), clock_range(start, end))
}

/// «21. januar 2025 kl. 13:30».
#[must_use]
pub fn start_text(language: Language, start: DateTime<Utc>) -> String {
    at(language, date_long(language, oslo_date(start)), clock(start))
}

/// The shortest unambiguous text for a time: «I dag kl. 13:30», «Torsdag kl. 13:45» within the coming week,
/// «3. feb. kl. 10:00» otherwise, with the year when it is another.
#[must_use]
pub fn when_text(language: Language, now: DateTime<Utc>, start: DateTime<Utc>) -> String {
    let (today, date) = (oslo_date(now), oslo_date(start));
    let time = clock(start);
    let named = |key| text_with(language, key, &[("time", time.as_str().into())]);
    match (date - today).num_days() {
        0 => named("when-today"),
        1 => named("when-tomorrow"),
        -1 => named("when-yesterday"),
        2..=6 => {
            let weekday = Formatters::of(language).weekday(date.weekday());
            at(language, capitalised(weekday.to_owned()), time)
        }
        _ if date.year() == today.year() => at(language, Formatters::of(language).month_day(date), time),
        _ => at(language, date_short(language, date), time),
    }
}

/// «15 min».
#[must_use]
pub fn duration_text(language: Language, start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    let minutes = u64::try_from((end - start).num_minutes()).unwrap_or_default();
    text_with(language, "duration-minutes", &[("minutes", minutes.into())])
}

fn at(language: Language, day: String, time: String) -> String {
    text_with(language, "when-at", &[("day", day.into()), ("time", time.into())])
}

#[cfg(test)]
mod tests;
