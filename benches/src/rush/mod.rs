//! `rush`: 64 patients book 10,000 places through the portal's real form, on both engines.
//!
//! There are 2,500 times with four places each, and five patients request each time at once: every place is
//! disputed, and a fifth of the requests must be refused. Sessions and forms are prepared before the measure
//! starts; it stops when the last booking is acknowledged. The same number of undisputed bookings shows what
//! the dispute costs.

mod crowd;
mod results;

use std::collections::{HashMap, HashSet};

use timebook::{Slot, TimebookId, TimebookType};

use crate::Result;
use crate::floors::answer::Answering;
use crate::floors::{postgres, sqlite};
use crate::report::Report;
use crate::stage::{self, Databases, Engine, Stage, Wanted};
use crate::stats::Times;
use crate::visit::{BookingForm, Visitor};
use crowd::{Aim, Tally};

/// The number of places in each disputed time.
const CAPACITY: u16 = 4;
/// The number of patients who request the same time at once.
const RIVALS: usize = 5;
/// The number of bookings in one commit of the grouped floors (b) and (c).
const GROUP: usize = 64;

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    clients: usize,
    /// The number of patients: as many as can log in, so that each has only a few bookings.
    patients: usize,
    /// Disputed times of fifteen minutes are from 08:00 until this on every weekday.
    until: &'static str,
    /// The number of weeks with disputed times.
    weeks: u16,
    /// The number of weeks with undisputed times.
    weeks_alone: u16,
    /// The number of disputed times.
    times: usize,
    /// The number of bookings on another timebook before the measure, so that connections and statements are
    /// ready.
    warm_up: usize,
    /// The number of requests to the handler that answers at once.
    answers: usize,
}

impl Scale {
    /// The scale of the reported figures: 50 times on each of 50 weekdays.
    pub(crate) const FULL: Self = Self {
        clients: 64,
        patients: clinic::PATIENTS_MOST as usize,
        until: "20:30",
        weeks: 10,
        weeks_alone: 4,
        times: 2_500,
        warm_up: 256,
        answers: 10_000,
    };
    /// Only shows that the measure runs; its figures mean nothing.
    pub(crate) const TINY: Self = Self {
        clients: 8,
        patients: 32,
        until: "09:00",
        weeks: 1,
        weeks_alone: 1,
        times: 20,
        warm_up: 8,
        answers: 64,
    };

    /// The number of disputed places, which is also that of undisputed ones.
    const fn places(self) -> usize {
        self.times * CAPACITY as usize
    }
}

/// The results of all rounds.
struct Found {
    scale: Scale,
    answers: Vec<Answered>,
    sqlite_single: Vec<f64>,
    sqlite_grouped: Vec<f64>,
    pgbench: Vec<f64>,
    pgbench_grouped: Vec<f64>,
    engines: Vec<(&'static str, Vec<Round>)>,
}

/// The results of floor (a).
#[derive(Clone, Copy)]
struct Answered {
    per_second: f64,
    cpu: Cpu,
}

/// Microseconds of processor time for one answer.
#[derive(Clone, Copy)]
struct Cpu {
    /// Client and server.
    all: f64,
    client: f64,
}

impl Cpu {
    fn of(tally: &Tally) -> Self {
        Self { all: tally.cpu_per_answer(), client: tally.client_cpu_per_answer() }
    }
}

/// One rush.
struct Round {
    bookings_per_second: f64,
    answers_per_second: f64,
    /// Bookings per second where nobody is refused.
    undisputed: f64,
    undisputed_cpu: Cpu,
    cpu: Cpu,
    acknowledged: Times,
    refused: Times,
    /// Of both.
    all: Times,
    overbooked: usize,
    lost: usize,
}

/// Measures floors and both engines in turn, so that a busy moment of the machine affects all equally.
pub(crate) fn measure(scale: Scale, rounds: usize) -> Result<Report> {
    let databases = Databases::from_environment();
    if databases.is_none() {
        eprintln!("  RESSURSTIMEBOK_TEST_POSTGRES is not set: SQLite alone");
    }
    let mut found = Found {
        scale,
        answers: Vec::new(),
        sqlite_single: Vec::new(),
        sqlite_grouped: Vec::new(),
        pgbench: Vec::new(),
        pgbench_grouped: Vec::new(),
        engines: vec![("sqlite", Vec::new())],
    };
    let places = scale.places();
    if databases.is_some() {
        found.engines.push(("postgres", Vec::new()));
    }
    for round in 1..=rounds {
        eprintln!("  round {round} of {rounds}");
        let folder = stage::folder()?;
        found.sqlite_single.push(sqlite::bookings_per_second(&folder, 1, places)?);
        found.sqlite_grouped.push(sqlite::bookings_per_second(&folder, GROUP, places.div_ceil(GROUP))?);
        let answers = rush(Engine::Sqlite, scale, &mut found.engines[0].1)?;
        found.answers.push(answers);
        if let Some(databases) = &databases {
            found.pgbench.push(postgres::bookings_per_second(databases, places)?);
            found.pgbench_grouped.push(postgres::grouped_per_second(databases, GROUP, places)?);
            let answers = rush(Engine::Postgres(databases), scale, &mut found.engines[1].1)?;
            found.answers.push(answers);
        }
    }
    Ok(results::report(rounds, &found))
}

/// One rush on a new clinic. Returns the result of floor (a) with the same requests.
fn rush(engine: Engine<'_>, scale: Scale, rounds: &mut Vec<Round>) -> Result<Answered> {
    let timebook = |kind, to, capacity, weeks| Wanted {
        kind,
        name: "Influensavaksine".to_owned(),
        from: "08:00",
        to,
        minutes: 15,
        capacity,
        weeks,
    };
    // Besides the disputed times, more places than needed.
    let vaccine = timebook(TimebookType::Vaccine, scale.until, CAPACITY, scale.weeks);
    let lab = timebook(TimebookType::Lab, "16:00", 20, scale.weeks_alone);
    let stage = Stage::open(engine, &[vaccine, lab], scale.patients)?;
    let fought_for = Offer::of(&stage, 0, TimebookType::Vaccine, scale.weeks)?;
    let plenty = Offer::of(&stage, 1, TimebookType::Lab, scale.weeks_alone)?;
    let (times, places) = (scale.times, scale.places());
    if fought_for.slots.len() != times {
        return Err(format!("{} times where {times} were wanted", fought_for.slots.len()).into());
    }
    let clients = stage::clients()?;
    let [forms, undisputed_forms] = clients.block_on(prepare(&stage, [&fought_for, &plenty]))?;

    let rivals = |at: usize| (at < 10 * times * RIVALS).then(|| fought_for.slots[at / RIVALS % times].id);
    let alone = |at: usize| Some(plenty.slots[at % plenty.slots.len()].id);
    let fight = Aim {
        clients: scale.clients,
        forms: &forms,
        timebook: fought_for.timebook,
        slot: &rivals,
        wanted: places,
    };
    let undisputed = Aim { forms: &undisputed_forms, timebook: plenty.timebook, slot: &alone, ..fight };
    let warm_up = Aim { wanted: scale.warm_up, ..undisputed };

    let answering = Answering::with(Vec::new())?;
    clients.block_on(warm_up.run(answering.address))?;
    let floor = clients.block_on(Aim { wanted: scale.answers, ..undisputed }.run(answering.address))?;
    clients.block_on(warm_up.run(stage.address))?;
    let undisputed = clients.block_on(undisputed.run(stage.address))?;
    let tally = clients.block_on(fight.run(stage.address))?;
    rounds.push(checked(&stage, fought_for.timebook, tally, &undisputed)?);
    Ok(Answered { per_second: floor.acknowledged_per_second(), cpu: Cpu::of(&floor) })
}

/// A timebook and its times.
struct Offer {
    kind: TimebookType,
    timebook: TimebookId,
    slots: Vec<Slot>,
}

impl Offer {
    fn of(stage: &Stage, index: usize, kind: TimebookType, weeks: u16) -> Result<Self> {
        let timebook = stage.timebooks[index];
        Ok(Self { kind, timebook, slots: stage.slots(timebook, weeks.into())? })
    }
}

/// Logs in every patient and gets the form of every timebook, through the portal's own pages.
async fn prepare<const N: usize>(stage: &Stage, offers: [&Offer; N]) -> Result<[Vec<BookingForm>; N]> {
    let mut forms = [const { Vec::new() }; N];
    for patient in &stage.patients {
        let mut visitor = Visitor::of(stage.address, patient).await?;
        for (forms, offer) in forms.iter_mut().zip(offers) {
            forms.push(visitor.review(offer.kind, offer.timebook, offer.slots[0].id).await?);
        }
    }
    Ok(forms)
}

/// Compares what was acknowledged with what the store has.
fn checked(stage: &Stage, timebook: TimebookId, tally: Tally, undisputed: &Tally) -> Result<Round> {
    let saved = stage.runtime().block_on(stage.store.waiting(
        stage.clinic.id(),
        clinic::QueueOrder::Arrival,
        None,
        u32::MAX,
    ))?;
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
        undisputed: undisputed.acknowledged_per_second(),
        undisputed_cpu: Cpu::of(undisputed),
        cpu: Cpu::of(&tally),
        all: tally.all(),
        overbooked: too_many.max(shared),
        lost: tally.acknowledged.len().saturating_sub(count),
        acknowledged: tally.acknowledged,
        refused: tally.refused,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rush_is_measured_to_the_end() {
        super::measure(super::Scale::TINY, 1).unwrap();
    }
}
