//! The results of the rounds, as text and as JSON.

use serde_json::json;

use super::{CROWD, Place};
use crate::report::{Report, decimals, figure, grouped, spread};
use crate::stats::{Spread, Times, count};

pub(super) fn add(engine: &str, places: &[Place], report: &mut Report) {
    let mut figures = serde_json::Map::new();
    let p99 = |rounds: &[Times]| Spread::of(rounds.iter().map(Times::p99));
    let p50 = |rounds: &[Times]| Spread::of(rounds.iter().map(Times::p50));
    let small = places.first().map(|small| (p99(&small.alone).median, p99(&small.crowd).median));
    let (small_alone, small_crowd) = small.unwrap_or((f64::NAN, f64::NAN));
    for place in places {
        let name = place.size.name.replace('_', " ");
        report.line(format!(
            "{engine:<8} {name}: {} places, {} booked meanwhile",
            grouped(count(place.places)),
            place.booker.booked
        ));
        for (clients, times, floor, small) in [
            (1, &place.alone, &place.floor_alone, small_alone),
            (CROWD, &place.crowd, &place.floor_crowd, small_crowd),
        ] {
            report.line(format!(
                "    {clients:>2} clients  p50 {} ms, p99 {} ms, {:.2} of small; floor (a) p99 {} ms",
                decimals(p50(times)),
                decimals(p99(times)),
                p99(times).median / small,
                decimals(p99(floor))
            ));
        }
        let of = |times: &[Times], floor: &[Times], small: f64| {
            json!({
                "p50_ms": spread(p50(times)), "p99_ms": spread(p99(times)),
                "p50_to_answer": spread(p50(times).to(p50(floor).median)),
                "p99_to_answer": spread(p99(times).to(p99(floor).median)),
                "p99_to_small": figure(p99(times).median / small),
            })
        };
        figures.insert(
            place.size.name.to_owned(),
            json!({
                "places": place.places,
                "booked_meanwhile": place.booker.booked,
                "1_client": of(&place.alone, &place.floor_alone, small_alone),
                "16_clients": of(&place.crowd, &place.floor_crowd, small_crowd),
            }),
        );
    }
    report.set(engine, figures);
}
