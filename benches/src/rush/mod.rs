//! `rush`: 64 patients book 1,000 places through the portal's real form, on both engines.
//!
//! There are 250 times with four places each, and for each time five patients ask at once: every
//! place is fought for, and a fifth of the requests must be refused. Sessions and forms are there
//! before the clock starts; it stops when the thousandth booking is acknowledged.

mod crowd;

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use timebook::{Slot, TimebookId, TimebookType};

use crate::Result;
use crate::floors::answer::Answering;
use crate::floors::{postgres, sqlite};
use crate::report::{Report, figure, rate};
use crate::stage::{self, Databases, Engine, Stage, Wanted};
use crate::stats::{Times, median};
use crate::visit::{BookingForm, Visitor};
use crowd::{Aim, Tally};

const CLIENTS: usize = 64;
const TIMES: usize = 250;
const CAPACITY: u16 = 4;
const PLACES: usize = TIMES * CAPACITY as usize;
/// Who ask for the same time at once.
const RIVALS: usize = 5;
/// Bookings on another timebook before the clock starts: connections and statements are then ready.
const WARM_UP: usize = 256;
/// Requests to the handler that answers at once.
const ANSWERS: usize = 8_000;
/// Bookings in one commit of floor (b).
const GROUP: usize = 64;

/// What all rounds found.
#[derive(Default)]
struct Found {
    answers: Vec<f64>,
    sqlite_single: Vec<f64>,
    sqlite_grouped: Vec<f64>,
    pgbench: Vec<f64>,
    engines: Vec<(&'static str, Vec<Round>)>,
}

/// One rush.
struct Round {
    bookings_per_second: f64,
    answers_per_second: f64,
    times: Times,
    refused: usize,
    overbooked: usize,
    lost: usize,
}

/// Measures floors and both engines in turn, so that a busy moment of the machine meets all alike.
pub(crate) fn measure(rounds: usize) -> Result<Report> {
    let databases = Databases::from_environment();
    if databases.is_none() {
        eprintln!("  RESSURSTIMEBOK_TEST_POSTGRES is not set: SQLite alone");
    }
    let mut found = Found { engines: vec![("sqlite", Vec::new())], ..Found::default() };
    if databases.is_some() {
        found.engines.push(("postgres", Vec::new()));
    }
    for round in 1..=rounds {
        eprintln!("  round {round} of {rounds}");
        let folder = stage::folder()?;
        found.sqlite_single.push(sqlite::bookings_per_second(&folder, 1, 2_000)?);
        found.sqlite_grouped.push(sqlite::bookings_per_second(&folder, GROUP, 200)?);
        let answers = rush(Engine::Sqlite, &mut found.engines[0].1)?;
        found.answers.push(answers);
        if let Some(databases) = &databases {
            found.pgbench.push(postgres::bookings_per_second(databases, 2)?);
            let answers = rush(Engine::Postgres(databases), &mut found.engines[1].1)?;
            found.answers.push(answers);
        }
    }
    Ok(told(rounds, &found))
}

/// One rush on a new clinic. Answers with what floor (a) did with the same requests.
fn rush(engine: Engine<'_>, rounds: &mut Vec<Round>) -> Result<f64> {
    let timebook = |kind, to, capacity| Wanted {
        kind,
        name: "Influensavaksine".to_owned(),
        from: "08:00",
        to,
        capacity,
        weeks: 2,
    };
    // 25 times on each of ten weekdays; and one day's times for the warm-up.
    let wanted =
        [timebook(TimebookType::Vaccine, "14:15", CAPACITY), timebook(TimebookType::Lab, "10:00", 500)];
    let stage = Stage::open(engine, &wanted, CLIENTS)?;
    let (fought_for, warm_up) = (stage.timebooks[0], stage.timebooks[1]);
    let slots = stage.slots(fought_for, 2)?;
    let warm_up_slots = stage.slots(warm_up, 1)?;
    if slots.len() != TIMES {
        return Err(format!("{} times where {TIMES} were wanted", slots.len()).into());
    }
    let clients = stage::clients()?;
    let (forms, warm_up_forms) =
        clients.block_on(prepare(&stage, (fought_for, &slots), (warm_up, &warm_up_slots)))?;

    let walk = |at: usize| (at < 10 * TIMES * RIVALS).then(|| slots[at / RIVALS % TIMES].id);
    let aim = Aim { forms: &forms, timebook: fought_for, slot: &walk, wanted: PLACES };
    let answering = Answering::with(Vec::new())?;
    let any = |at: usize| Some(slots[at % TIMES].id);
    let to_floor = Aim { slot: &any, wanted: ANSWERS, ..aim };
    let warm = Aim { slot: &any, wanted: WARM_UP, ..aim };
    clients.block_on(warm.run(answering.address))?;
    let answers = clients.block_on(to_floor.run(answering.address))?.acknowledged_per_second();

    let ahead = |at: usize| Some(warm_up_slots[at % warm_up_slots.len()].id);
    let warm = Aim { forms: &warm_up_forms, timebook: warm_up, slot: &ahead, wanted: WARM_UP };
    clients.block_on(warm.run(stage.address))?;
    let tally = clients.block_on(aim.run(stage.address))?;
    rounds.push(checked(&stage, fought_for, tally)?);
    Ok(answers)
}

/// Logs everyone in and gives each the forms of both timebooks, through the portal's own pages.
async fn prepare(
    stage: &Stage,
    fought_for: (TimebookId, &[Slot]),
    warm_up: (TimebookId, &[Slot]),
) -> Result<(Vec<BookingForm>, Vec<BookingForm>)> {
    let (mut forms, mut warm_up_forms) = (Vec::new(), Vec::new());
    for patient in &stage.patients {
        let mut visitor = Visitor::of(stage.address, patient).await?;
        warm_up_forms.push(visitor.review(TimebookType::Lab, warm_up.0, warm_up.1[0].id).await?);
        forms.push(visitor.review(TimebookType::Vaccine, fought_for.0, fought_for.1[0].id).await?);
    }
    Ok((forms, warm_up_forms))
}

/// Holds what was acknowledged against what the store has.
fn checked(stage: &Stage, timebook: TimebookId, tally: Tally) -> Result<Round> {
    let saved = stage.runtime().block_on(stage.store.waiting(stage.clinic.id()))?;
    let mut held: HashMap<_, usize> = HashMap::new();
    let mut places = HashSet::new();
    let mut count = 0;
    let mut shared = 0;
    for view in saved.iter().filter(|view| view.slot.timebook == timebook) {
        count += 1;
        *held.entry(view.slot.id).or_default() += 1;
        if !places.insert((view.slot.id, view.booking.status.place())) {
            shared += 1;
        }
    }
    let too_many: usize = held.values().map(|held| held.saturating_sub(usize::from(CAPACITY))).sum();
    Ok(Round {
        bookings_per_second: tally.acknowledged_per_second(),
        answers_per_second: tally.answers_per_second(),
        refused: tally.refused,
        overbooked: too_many.max(shared),
        lost: tally.acknowledged.len().saturating_sub(count),
        times: tally.acknowledged,
    })
}

fn told(rounds: usize, found: &Found) -> Report {
    let title = format!("{CLIENTS} patients book {PLACES} places over HTTP; medians of {rounds} rounds");
    let mut report = Report::new("rush", title);
    let [answers, single, grouped, pgbench] =
        [&found.answers, &found.sqlite_single, &found.sqlite_grouped, &found.pgbench]
            .map(|figures| median(figures.iter().copied()));
    report.say(format!("floor (a) a handler that answers at once   {:>9}", rate(answers)));
    report.say(format!("floor (b) SQLite, a commit for each         {:>9}", rate(single)));
    report.say(format!("          SQLite, a commit for {GROUP}           {:>9}", rate(grouped)));
    if !found.pgbench.is_empty() {
        report.say(format!("floor (c) PostgreSQL, through pgbench       {:>9}", rate(pgbench)));
    }
    report.set("clients", CLIENTS);
    report.set("places", PLACES);
    report.set("rounds", rounds);
    report.set(
        "floors",
        json!({
            "answer_per_second": figure(answers),
            "sqlite_single_per_second": figure(single),
            "sqlite_grouped_per_second": figure(grouped),
            "pgbench_per_second": figure(pgbench),
        }),
    );
    for (name, rounds) in &found.engines {
        let own = if *name == "sqlite" { ("b", grouped) } else { ("c", pgbench) };
        let figures = engine(&mut report, name, rounds, answers, own);
        report.set(name, figures);
    }
    report
}

fn engine(report: &mut Report, name: &str, rounds: &[Round], answers: f64, own: (&str, f64)) -> Value {
    let middle = |of: &dyn Fn(&Round) -> f64| median(rounds.iter().map(of));
    let (letter, own) = own;
    let bookings = middle(&|round| round.bookings_per_second);
    let requests = middle(&|round| round.answers_per_second);
    let (p50, p99) = (middle(&|round| round.times.p50()), middle(&|round| round.times.p99()));
    let (overbooked, lost): (usize, usize) =
        (rounds.iter().map(|round| round.overbooked).sum(), rounds.iter().map(|round| round.lost).sum());
    let refused: usize = rounds.iter().map(|round| round.refused).sum();
    report.say(format!(
        "{name:<9} {:>9} acknowledged ({} answered)   p50 {p50:.1} ms  p99 {p99:.1} ms   overbooked {overbooked}, \
         lost {lost}",
        rate(bookings),
        rate(requests),
    ));
    report.say(format!(
        "          {:.2} of (a), {:.2} of ({letter}), {:.2} of the lower of them (aim 0.50)",
        bookings / answers,
        bookings / own,
        bookings / answers.min(own)
    ));
    json!({
        "bookings_per_second": figure(bookings),
        "answers_per_second": figure(requests),
        "p50_ms": figure(p50),
        "p99_ms": figure(p99),
        "refused": refused,
        "overbooked": overbooked,
        "lost": lost,
        "to_answer": figure(bookings / answers),
        "to_own_floor": figure(bookings / own),
        "to_lower_floor": figure(bookings / answers.min(own)),
    })
}
