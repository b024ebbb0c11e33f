//! The results of the rounds of a rush, as text and as JSON.

use serde_json::{Value, json};

use super::{Cpu, Found, GROUP, Round, Scale};
use crate::report::{Report, decimals, rates, spread};
use crate::stats::{Spread, Times};

/// The floors of all rounds.
struct Floors {
    answers: Spread,
    answer_cpu: CpuSpread,
    single: Spread,
    grouped: Spread,
    pgbench: Spread,
    pgbench_grouped: Spread,
}

pub(super) fn report(rounds: usize, found: &Found) -> Report {
    let Scale { clients, .. } = found.scale;
    let places = found.scale.places();
    let title =
        format!("{clients} patients book {places} places over HTTP; median (least–greatest) of {rounds}");
    let mut report = Report::new("rush", title);
    let floors = Floors {
        answers: Spread::of(found.answers.iter().map(|answered| answered.per_second)),
        answer_cpu: CpuSpread::of(found.answers.iter().map(|answered| answered.cpu)),
        single: Spread::of(found.sqlite_single.iter().copied()),
        grouped: Spread::of(found.sqlite_grouped.iter().copied()),
        pgbench: Spread::of(found.pgbench.iter().copied()),
        pgbench_grouped: Spread::of(found.pgbench_grouped.iter().copied()),
    };
    floors_report(&mut report, &floors, !found.pgbench.is_empty());
    report.set("clients", clients);
    report.set("places", places);
    report.set("rounds", rounds);
    report.set(
        "floors",
        json!({
            "answer_per_second": spread(floors.answers),
            "answer_cpu_us": spread(floors.answer_cpu.all),
            "answer_client_cpu_us": spread(floors.answer_cpu.client),
            "sqlite_single_per_second": spread(floors.single),
            "sqlite_grouped_per_second": spread(floors.grouped),
            "pgbench_per_second": spread(floors.pgbench),
            "pgbench_grouped_per_second": spread(floors.pgbench_grouped),
        }),
    );
    for (name, rounds) in &found.engines {
        let own = if *name == "sqlite" { ("b", floors.grouped) } else { ("c", floors.pgbench) };
        let mut figures = engine(&mut report, name, rounds, floors.answers.median, (own.0, own.1.median));
        if *name == "postgres" {
            figures["to_grouped"] = to_grouped(&mut report, rounds, floors.pgbench_grouped.median);
        }
        report.set(name, figures);
    }
    report
}

fn floors_report(report: &mut Report, floors: &Floors, with_postgres: bool) {
    let floor = |name: &str, per_second| format!("{name:<44}{:>9}", rates(per_second));
    report.line(format!(
        "{}   {}",
        floor("floor (a) a handler that answers at once", floors.answers),
        floors.answer_cpu.text()
    ));
    report.line(floor("floor (b) SQLite, a commit for each", floors.single));
    report.line(floor(&format!("          SQLite, a commit for {GROUP}"), floors.grouped));
    if with_postgres {
        report.line(floor("floor (c) pgbench, a commit for each", floors.pgbench));
        report.line(floor(&format!("          pgbench, a commit for {GROUP}"), floors.pgbench_grouped));
    }
}

fn engine(report: &mut Report, name: &str, rounds: &[Round], answers: f64, own: (&str, f64)) -> Value {
    let over = |of: &dyn Fn(&Round) -> f64| Spread::of(rounds.iter().map(of));
    let total = |of: &dyn Fn(&Round) -> usize| rounds.iter().map(of).sum::<usize>();
    let (letter, own) = own;
    let bookings = over(&|round| round.bookings_per_second);
    let requests = over(&|round| round.answers_per_second);
    let undisputed = over(&|round| round.undisputed);
    let cpu = CpuSpread::of(rounds.iter().map(|round| round.cpu));
    let undisputed_cpu = CpuSpread::of(rounds.iter().map(|round| round.undisputed_cpu));
    let without_server = if name == "sqlite" { "" } else { ", the database server not counted" };
    let (overbooked, lost) = (total(&|round| round.overbooked), total(&|round| round.lost));
    report.line(format!("{name:<9} {} acknowledged, {} answered", rates(bookings), rates(requests)));
    for (of, times) in times_of() {
        let (p50, p99) = (over(&|round| times(round).p50()), over(&|round| times(round).p99()));
        report.line(format!("          {of:<13} p50 {} ms, p99 {} ms", decimals(p50), decimals(p99)));
    }
    report.line(format!(
        "          disputed {} of (a), {} of ({letter}); {}{without_server}",
        decimals(bookings.to(answers)),
        decimals(bookings.to(own)),
        cpu.text()
    ));
    report.line(format!(
        "          where nobody is refused {}: {} of (a), {} of ({letter}); {}{without_server}",
        rates(undisputed),
        decimals(undisputed.to(answers)),
        decimals(undisputed.to(own)),
        undisputed_cpu.text()
    ));
    report.line(format!("          overbooked {overbooked}, lost {lost}"));
    let milliseconds: serde_json::Map<String, Value> = times_of()
        .into_iter()
        .map(|(of, times)| {
            let (p50, p99) = (over(&|round| times(round).p50()), over(&|round| times(round).p99()));
            (of.to_owned(), json!({ "p50_ms": spread(p50), "p99_ms": spread(p99) }))
        })
        .collect();
    json!({
        "bookings_per_second": spread(bookings),
        "answers_per_second": spread(requests),
        "undisputed_per_second": spread(undisputed),
        "times": milliseconds,
        "cpu_us_per_answer": spread(cpu.all),
        "client_cpu_us_per_answer": spread(cpu.client),
        "undisputed_cpu_us_per_answer": spread(undisputed_cpu.all),
        "undisputed_client_cpu_us_per_answer": spread(undisputed_cpu.client),
        "cpu_includes_database": name == "sqlite",
        "refused": total(&|round| round.refused.len()),
        "overbooked": overbooked,
        "lost": lost,
        "to_answer": spread(bookings.to(answers)),
        "to_own_floor": spread(bookings.to(own)),
        "undisputed_to_answer": spread(undisputed.to(answers)),
        "undisputed_to_own_floor": spread(undisputed.to(own)),
    })
}

/// The processor time for an answer in all rounds.
struct CpuSpread {
    all: Spread,
    client: Spread,
}

impl CpuSpread {
    fn of(rounds: impl Iterator<Item = Cpu> + Clone) -> Self {
        Self {
            all: Spread::of(rounds.clone().map(|cpu| cpu.all)),
            client: Spread::of(rounds.map(|cpu| cpu.client)),
        }
    }

    fn text(&self) -> String {
        let (all, client) = (self.all.median, self.client.median);
        format!("{all:.0} µs of processor for each answer, {client:.0} of them the client's")
    }
}

/// PostgreSQL's bookings compared with the floor that saves several in one commit, as the product does.
fn to_grouped(report: &mut Report, rounds: &[Round], floor: f64) -> Value {
    let to = |of: &dyn Fn(&Round) -> f64| Spread::of(rounds.iter().map(of)).to(floor);
    let (disputed, undisputed) = (to(&|round| round.bookings_per_second), to(&|round| round.undisputed));
    report.line(format!(
        "          of (c) with a commit for {GROUP}: disputed {}, where nobody is refused {}",
        decimals(disputed),
        decimals(undisputed)
    ));
    json!({ "disputed": spread(disputed), "undisputed": spread(undisputed) })
}

/// Some of a round's times.
type TimesOf = fn(&Round) -> &Times;

/// The times to report, with their names.
fn times_of() -> [(&'static str, TimesOf); 3] {
    [
        ("acknowledged", |round| &round.acknowledged),
        ("refused", |round| &round.refused),
        ("all", |round| &round.all),
    ]
}
