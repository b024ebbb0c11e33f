//! The month of «Velg time».

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{Datelike as _, Days, Months, NaiveDate};
use clinic::Month;
use i18n::Language;
use timebook::oslo_date;

use crate::address::TimeAddress;
use crate::labels::Labels;

/// How many months ahead a patient can go. No clinic publishes times further ahead.
const REACH: Months = Months::new(24);

/// The texts of a month and of each of its days, in one language. They never change, so they are made once.
pub(crate) struct MonthWords {
    name: String,
    previous: String,
    next: String,
    empty: String,
    /// One for each day of the month, in order.
    days: Vec<DayWords>,
}

/// The texts of a day: with and without free times, chosen or not.
struct DayWords {
    /// «Ledige timer 21. jan. 2025», over its times.
    times_head: String,
    /// «Gå til neste ledige dag: 21. januar 2025».
    next_free: String,
    free: String,
    free_chosen: String,
    full_chosen: String,
}

/// The most cached months. All reachable months in all languages are fewer; only made-up URLs ask for more.
const MONTHS_KEPT: usize = 200;

/// Cached months by language and first day of the month.
type KeptMonths = HashMap<(&'static str, NaiveDate), Arc<MonthWords>>;

static MONTHS: LazyLock<Mutex<KeptMonths>> = LazyLock::new(Mutex::default);

impl MonthWords {
    /// The texts of the month that contains `date`.
    pub(crate) fn of(language: Language, date: NaiveDate) -> Arc<Self> {
        let first = date.with_day(1).unwrap_or(date);
        let mut months = MONTHS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = months.get(&(language.code(), first)) {
            return Arc::clone(kept);
        }
        if months.len() >= MONTHS_KEPT {
            months.clear();
        }
        let made = Arc::new(Self::new(language, first));
        months.insert((language.code(), first), Arc::clone(&made));
        made
    }

    fn new(language: Language, first: NaiveDate) -> Self {
        let turn = |to: Option<NaiveDate>, key| month_text(language, key, to.unwrap_or(first));
        let days = first.iter_days().take_while(|day| day.month() == first.month());
        Self {
            name: i18n::month_year(language, first),
            previous: turn(first.checked_sub_months(Months::new(1)), "portal-previous-month"),
            next: turn(first.checked_add_months(Months::new(1)), "portal-next-month"),
            empty: month_text(language, "portal-month-empty", first),
            days: days.map(|day| DayWords::new(language, day)).collect(),
        }
    }

    /// The heading over the times of a day of this month.
    pub(crate) fn times_head(&self, day: NaiveDate) -> &str {
        self.day(day).map_or("", |day| &day.times_head)
    }

    /// The link to the times of a day of this month, on the page of an earlier month without free times.
    fn next_free(&self, day: NaiveDate) -> &str {
        self.day(day).map_or("", |day| &day.next_free)
    }

    fn day(&self, day: NaiveDate) -> Option<&DayWords> {
        self.days.get(day.day0() as usize)
    }
}

impl DayWords {
    fn new(language: Language, date: NaiveDate) -> Self {
        let say = |key, day: &str| i18n::text_with(language, key, &[("day", day.into())]);
        let day = i18n::day_words(language, date);
        let (free, full) = (say("portal-day-free", &day), say("portal-day-full", &day));
        Self {
            times_head: say("portal-free-times", &i18n::date_short(language, date)),
            next_free: say("portal-next-free", &i18n::date_long(language, date)),
            free_chosen: say("portal-day-chosen", &free),
            full_chosen: say("portal-day-chosen", &full),
            free,
        }
    }

    /// The text for screen readers; empty for a day that is neither free nor chosen.
    fn of(&self, is_free: bool, chosen: bool) -> &str {
        match (is_free, chosen) {
            (true, false) => &self.free,
            (true, true) => &self.free_chosen,
            (false, true) => &self.full_chosen,
            (false, false) => "",
        }
    }
}

/// A month as a table of weeks.
pub(crate) struct MonthView<'a> {
    pub(crate) name: &'a str,
    pub(crate) today: String,
    pub(crate) previous: Option<Link<'a>>,
    pub(crate) next: Option<Link<'a>>,
    pub(crate) heads: Vec<Head>,
    pub(crate) weeks: Vec<[Cell<'a>; 7]>,
    /// The message when the month has no free times.
    pub(crate) empty: Option<Empty<'a>>,
}

/// A link and its text.
pub(crate) struct Link<'a> {
    pub(crate) href: String,
    pub(crate) text: Cow<'a, str>,
}

/// The head of a column.
pub(crate) struct Head {
    pub(crate) short: &'static str,
    pub(crate) name: &'static str,
}

/// A month without free times.
pub(crate) struct Empty<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) next_free: Option<Link<'a>>,
}

/// One cell of the table; `None` for days of another month.
pub(crate) type Cell<'a> = Option<DayCell<'a>>;

/// A day of the month.
pub(crate) struct DayCell<'a> {
    pub(crate) number: u32,
    /// The URL that shows its times; `None` when it has no free times.
    pub(crate) href: Option<String>,
    /// The text for screen readers of a day that is free or chosen.
    pub(crate) words: &'a str,
    /// Whether its times are shown.
    pub(crate) chosen: bool,
    pub(crate) today: bool,
}

impl<'a> MonthView<'a> {
    /// The month of a URL, as seen today; `chosen` is the day whose times are shown.
    pub(crate) fn new(
        language: Language,
        said: &'a MonthWords,
        month: &Month,
        (today, chosen): (NaiveDate, Option<NaiveDate>),
        address: TimeAddress,
    ) -> Self {
        let at = |day: NaiveDate| TimeAddress { month: None, day: Some(day), slot: None, ..address };
        let turn = |to: Option<NaiveDate>, text: &'a str| {
            let to = to.filter(|to| is_within_reach(*to, today))?;
            let address = TimeAddress { month: Some(to), day: None, slot: None, ..address };
            Some(Link { href: format!("{}#kalender", address.text()), text: text.into() })
        };
        Self {
            name: &said.name,
            today: format!("{}#kalender", at(today).text()),
            previous: turn(month.first.checked_sub_months(Months::new(1)), &said.previous),
            next: turn(month.first.checked_add_months(Months::new(1)), &said.next),
            heads: heads(language),
            weeks: weeks(said, month, (today, chosen), |day| format!("{}#tider", at(day).text())),
            empty: month.free_days.is_empty().then(|| empty(language, said, month, |day| at(day).text())),
        }
    }
}

fn heads(language: Language) -> Vec<Head> {
    let names = i18n::weekday_heads(language).iter().zip(i18n::weekday_names(language));
    names.map(|(short, name)| Head { short, name }).collect()
}

/// «Forrige måned, desember 2024».
fn month_text(language: Language, key: &str, month: NaiveDate) -> String {
    i18n::text_with(language, key, &[("month", i18n::month_words(language, month).into())])
}

fn is_within_reach(month: NaiveDate, today: NaiveDate) -> bool {
    let reach = |date: Option<NaiveDate>| date.unwrap_or(today);
    reach(today.checked_sub_months(REACH)) < month && month < reach(today.checked_add_months(REACH))
}

fn empty<'a>(
    language: Language,
    said: &'a MonthWords,
    month: &Month,
    href: impl Fn(NaiveDate) -> String,
) -> Empty<'a> {
    match month.next_free {
        Some(day) => {
            let text = MonthWords::of(language, day).next_free(day).to_owned();
            Empty { text: (&said.empty).into(), next_free: Some(Link { href: href(day), text: text.into() }) }
        }
        None => {
            let here = &said.empty;
            let later = month.next_release.map_or_else(
                || Labels::of(language).none_later.clone(),
                |instant| {
                    let day = i18n::day_words(language, oslo_date(instant));
                    let facts = [("day", day.into()), ("time", i18n::clock(instant).into())];
                    i18n::text_with(language, "portal-next-release", &facts)
                },
            );
            Empty { text: format!("{here} {later}").into(), next_free: None }
        }
    }
}

fn weeks<'a>(
    said: &'a MonthWords,
    month: &Month,
    (today, chosen): (NaiveDate, Option<NaiveDate>),
    href: impl Fn(NaiveDate) -> String,
) -> Vec<[Cell<'a>; 7]> {
    let mut free = month.free_days.iter().copied().peekable();
    let mut cell = |date: NaiveDate| {
        if date.month() != month.first.month() {
            return None;
        }
        let (is_free, chosen) = (free.next_if_eq(&date).is_some(), Some(date) == chosen);
        Some(DayCell {
            number: date.day(),
            href: is_free.then(|| href(date)),
            words: said.day(date).map_or("", |day| day.of(is_free, chosen)),
            chosen,
            today: date == today,
        })
    };
    let before = Days::new(u64::from(month.first.weekday().num_days_from_monday()));
    let monday = month.first.checked_sub_days(before).unwrap_or(month.first);
    let mondays = std::iter::successors(Some(monday), |monday| monday.checked_add_days(Days::new(7)));
    mondays
        .take_while(|monday| *monday <= month.first || monday.month() == month.first.month())
        .map(|monday| {
            std::array::from_fn(|index| monday.checked_add_days(Days::new(index as u64)).and_then(&mut cell))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use timebook::{TimebookId, TimebookType};
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn view(first: &str, free: &[&str], chosen: Option<&str>, next_free: Option<&str>) -> MonthView<'static> {
        let month = Month {
            first: day(first),
            free_days: free.iter().copied().map(day).collect(),
            next_free: next_free.map(day),
            next_release: None,
        };
        let place = TimeAddress::of(TimebookType::Vaccine, TimebookId::new(Uuid::nil()));
        let words = Box::leak(Box::new(MonthWords::new(Language::Nb, month.first)));
        MonthView::new(Language::Nb, words, &month, (day("2025-01-21"), chosen.map(day)), place)
    }

    /// The table as text: `[21]` is free, `(21)` is chosen.
    fn drawn(view: &MonthView<'_>) -> String {
        let cell = |cell: &Cell<'_>| match cell {
            None => String::new(),
            Some(day) if day.chosen => format!("({})", day.number),
            Some(day) if day.href.is_some() => format!("[{}]", day.number),
            Some(day) => day.number.to_string(),
        };
        let row = |week: &[Cell<'_>; 7]| {
            let days: String = week.iter().map(|day| format!("{:>5}", cell(day))).collect();
            format!("|{}", days.trim_end())
        };
        view.weeks.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn january_2025_is_the_guides() {
        let free = ["2025-01-21", "2025-01-22", "2025-01-23", "2025-01-24", "2025-01-31"];
        let view = view("2025-01-01", &free, Some("2025-01-21"), None);
        insta::assert_snapshot!(drawn(&view), @"
        |              1    2    3    4    5
        |    6    7    8    9   10   11   12
        |   13   14   15   16   17   18   19
        |   20 (21) [22] [23] [24]   25   26
        |   27   28   29   30 [31]
        ");
        assert_eq!(view.name, "Januar 2025");
        assert_eq!(view.previous.unwrap().text, "Forrige måned, desember 2024");
        assert_eq!(view.next.unwrap().text, "Neste måned, februar 2025");
        let day = |index: usize| view.weeks[3][index].as_ref().unwrap();
        assert_eq!(day(2).words, "onsdag 22. januar, ledige timer");
        assert!(day(2).href.as_ref().unwrap().ends_with("&dag=2025-01-22#tider"));
        assert_eq!(day(1).words, "tirsdag 21. januar, ledige timer, valgt");
        assert_eq!((day(1).today, day(2).today), (true, false));
    }

    #[test]
    fn the_words_of_a_month_are_made_once_for_each_language() {
        let first = day("2024-02-01");
        let words = MonthWords::of(Language::Nn, first);
        assert!(Arc::ptr_eq(&words, &MonthWords::of(Language::Nn, first)));
        assert!(!Arc::ptr_eq(&words, &MonthWords::of(Language::En, first)));
        assert_eq!(words.days.len(), 29);
        assert_eq!(words.days[28].of(true, true), "torsdag 29. februar, ledige timar, vald");
    }

    #[test]
    fn months_start_and_end_on_any_weekday() {
        for (first, weeks, last) in [("2026-02-01", 5, 28), ("2027-02-01", 4, 28), ("2025-03-01", 6, 31)] {
            let view = view(first, &[], None, None);
            assert_eq!(view.weeks.len(), weeks, "{first}");
            let last_day = view.weeks.iter().flatten().flatten().next_back();
            assert_eq!(last_day.map(|day| day.number), Some(last), "{first}");
        }
    }

    #[test]
    fn a_month_without_times_says_so_and_shows_the_way() {
        let empty = view("2025-01-01", &[], None, Some("2025-02-03")).empty.unwrap();
        assert_eq!(empty.text, "Ingen ledige timer i januar 2025.");
        let link = empty.next_free.unwrap();
        assert_eq!(link.text, "Gå til neste ledige dag: 3. februar 2025");
        assert!(link.href.ends_with("&dag=2025-02-03"), "{}", link.href);
        let never = view("2025-01-01", &[], None, None).empty.unwrap();
        assert!(never.next_free.is_none() && never.text.contains("senere heller"), "{}", never.text);
    }

    #[test]
    fn pages_turn_two_years_and_no_further() {
        assert!(view("2027-01-01", &[], None, None).next.is_none());
        assert!(view("2023-02-01", &[], None, None).previous.is_none());
    }
}
