//! The report of a measure: lines of text, and figures as JSON.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::machine;
use crate::stats::Spread;

/// The findings of one measure.
pub(crate) struct Report {
    name: &'static str,
    title: String,
    lines: Vec<String>,
    figures: Map<String, Value>,
}

impl Report {
    /// An empty report.
    pub(crate) fn new(name: &'static str, title: impl Into<String>) -> Self {
        let mut figures = machine::facts();
        figures.insert("bench".to_owned(), json!(name));
        Self { name, title: title.into(), lines: Vec::new(), figures }
    }

    /// Adds a line of text.
    pub(crate) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Adds figures to the JSON; NaN becomes `null`.
    pub(crate) fn set(&mut self, key: &str, figures: impl Into<Value>) {
        self.figures.insert(key.to_owned(), figures.into());
    }

    /// One object: the figures of the one measure, or of each by its name.
    pub(crate) fn json(mut reports: Vec<Self>) -> Value {
        if reports.len() == 1 {
            return Value::Object(reports.remove(0).figures);
        }
        let named = reports.into_iter().map(|report| (report.name.to_owned(), Value::Object(report.figures)));
        Value::Object(named.collect())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.name, self.title)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
        writeln!(f)
    }
}

/// A figure for JSON, rounded to three decimals.
pub(crate) fn figure(value: f64) -> Value {
    json!((value * 1000.0).round() / 1000.0)
}

/// The minimum, median and maximum of several rounds.
pub(crate) fn spread(spread: Spread) -> Value {
    json!({ "min": figure(spread.min), "median": figure(spread.median), "max": figure(spread.max) })
}

/// Rates as text: `12 345/s (11 000–13 000)`.
pub(crate) fn rates(spread: Spread) -> String {
    format!("{} ({}–{})", rate(spread.median), grouped(spread.min), grouped(spread.max))
}

/// A number with a few decimals as text: `1.25 (1.20–1.31)`.
pub(crate) fn decimals(spread: Spread) -> String {
    format!("{:.2} ({:.2}–{:.2})", spread.median, spread.min, spread.max)
}

/// A rate as text: `12 345/s`.
pub(crate) fn rate(per_second: f64) -> String {
    format!("{}/s", grouped(per_second))
}

/// A whole number with grouped thousands.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(999.4), "999");
        assert_eq!(grouped(12_345.0), "12 345");
        assert_eq!(rate(1_234_567.0), "1 234 567/s");
        assert_eq!(rates(Spread { min: 1000.4, median: 2000.0, max: 3000.0 }), "2 000/s (1 000–3 000)");
    }

    #[test]
    fn one_measure_is_one_flat_object() {
        let mut report = Report::new("rush", "");
        report.set("rate", figure(1.23456));
        let json = Report::json(vec![report]);
        assert_eq!((&json["bench"], &json["rate"]), (&json!("rush"), &json!(1.235)));
    }
}
