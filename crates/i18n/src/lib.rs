//! The texts of every screen, in three languages (internationalisation, «i18n»): the Fluent catalogue, dates,
//! and the names of the domain's values.
//!
//! Texts live in `locales/{nb,nn,en}/*.ftl` and are found by key ([`text`], [`text_with`]). Dates are
//! written by ICU4X, because neither the browser nor chrono writes nynorsk; the civil times are those
//! of Europe/Oslo. The names of the domain's values ([`kind_name`], [`status_name`]) are functions, so
//! that a value without a name does not compile.

mod catalogue;
mod count;
mod dates;
mod language;
mod names;

pub use catalogue::{Arg, text, text_with};
pub use count::texts_made;
pub use dates::{
    clock, clock_range, date_long, date_short, date_weekday, day_short, day_words, duration_text,
    month_words, month_year, slot_text, slot_text_lower, start_text, weekday_heads, weekday_names, when_text,
};
pub use language::{Language, PerLanguage};
pub use names::{
    act_text, channel_name, holiday_name, kind_choice, kind_name, patient_status_name, status_name, title,
};
