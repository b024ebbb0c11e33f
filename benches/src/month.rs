//! `month`: the page «Velg time» with its calendar, in a small clinic and in one ten times as big.
//!
//! Ten times the places is measured twice: ten times as many timebooks, and ten places where there
//! was one. Half of all places are held, and every third day is full.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use clinic::{Clinic, Ids, PatientActor, Request};
use serde_json::json;
use server::RandomIds;
use timebook::{PatientId, RequestKey, Slot, TimebookId, TimebookType};
use tokio::task::JoinSet;

use crate::floors::answer::Answering;
use crate::http::Client;
use crate::report::{Report, figure, grouped};
use crate::stage::{self, Databases, Engine, Stage, Wanted};
use crate::stats::{Times, count, median};
use crate::visit::Visitor;
use crate::{Failure, Result};

/// Twelve weeks of quarter-hours from 08 to 16 are 1,920 times in a timebook.
const WEEKS: u16 = 12;
const PATIENTS: usize = 64;
/// Pages that one client asks for, and that several ask for together.
const PAGES: usize = 1_000;
const CROWD_PAGES: usize = 4_000;
const CROWD: usize = 16;
const WARM_UP: usize = 200;

/// A clinic's size.
struct Size {
    name: &'static str,
    timebooks: usize,
    capacity: u16,
}

const SIZES: [Size; 3] = [
    Size { name: "small", timebooks: 6, capacity: 1 },
    Size { name: "ten_times_the_timebooks", timebooks: 60, capacity: 1 },
    Size { name: "ten_places_in_each_time", timebooks: 6, capacity: 10 },
];

/// A clinic that is open, and the pages that are asked for.
struct Place {
    size: &'static Size,
    stage: Stage,
    places: usize,
    requests: Arc<[Vec<u8>]>,
    floor: Answering,
    alone: Vec<Times>,
    crowd: Vec<Times>,
    floor_alone: Vec<Times>,
    floor_crowd: Vec<Times>,
}

/// Measures every size on both engines.
pub(crate) fn measure(rounds: usize) -> Result<Report> {
    let title = format!("the month page at ten times the places; medians of {rounds} rounds");
    let mut report = Report::new("month", title);
    report.set("rounds", rounds);
    let databases = Databases::from_environment();
    measure_on(Engine::Sqlite, rounds, &mut report)?;
    match &databases {
        Some(databases) => measure_on(Engine::Postgres(databases), rounds, &mut report)?,
        None => eprintln!("  RESSURSTIMEBOK_TEST_POSTGRES is not set: SQLite alone"),
    }
    Ok(report)
}

fn measure_on(engine: Engine<'_>, rounds: usize, report: &mut Report) -> Result<()> {
    let clients = stage::clients()?;
    let mut places = Vec::new();
    for size in &SIZES {
        eprintln!("  {}: filling the clinic «{}»", engine.name(), size.name);
        places.push(Place::open(engine, size)?);
    }
    for round in 1..=rounds {
        eprintln!("  {}: round {round} of {rounds}", engine.name());
        for place in &mut places {
            clients.block_on(place.round())?;
        }
    }
    tell(engine.name(), &places, report);
    Ok(())
}

impl Place {
    fn open(engine: Engine<'_>, size: &'static Size) -> Result<Self> {
        // Two timebooks for vaccines, whatever the size: the page shows all of its type.
        let wanted = |index: usize| Wanted {
            kind: if index < 2 { TimebookType::Vaccine } else { TimebookType::ALL[index % 2] },
            name: format!("Timebok {index}"),
            from: "08:00",
            to: "16:00",
            capacity: size.capacity,
            weeks: WEEKS,
        };
        let wanted: Vec<Wanted> = (0..size.timebooks).map(wanted).collect();
        let stage = Stage::open(engine, &wanted, PATIENTS)?;
        let mut places = 0;
        for timebook in &stage.timebooks {
            let slots = stage.slots(*timebook, WEEKS.into())?;
            places += slots.len() * usize::from(size.capacity);
            fill(&stage, *timebook, kind(&stage, *timebook), &slots)?;
        }
        let clients = stage::clients()?;
        let (requests, page) = clients.block_on(pages(&stage))?;
        Ok(Self {
            size,
            stage,
            places,
            requests,
            floor: Answering::with(page)?,
            alone: Vec::new(),
            crowd: Vec::new(),
            floor_alone: Vec::new(),
            floor_crowd: Vec::new(),
        })
    }

    async fn round(&mut self) -> Result<()> {
        let (requests, product, floor) = (&self.requests, self.stage.address, self.floor.address);
        for address in [floor, product] {
            ask(address, requests, CROWD, WARM_UP).await?;
        }
        self.floor_alone.push(ask(floor, requests, 1, PAGES).await?);
        self.alone.push(ask(product, requests, 1, PAGES).await?);
        self.floor_crowd.push(ask(floor, requests, CROWD, CROWD_PAGES).await?);
        self.crowd.push(ask(product, requests, CROWD, CROWD_PAGES).await?);
        Ok(())
    }
}

fn kind(stage: &Stage, timebook: TimebookId) -> TimebookType {
    let index = stage.timebooks.iter().position(|id| *id == timebook).unwrap_or_default();
    if index < 2 { TimebookType::Vaccine } else { TimebookType::ALL[index % 2] }
}

/// Holds all places of every third day, and those of every fourth time on the others.
fn fill(stage: &Stage, timebook: TimebookId, kind: TimebookType, slots: &[Slot]) -> Result<()> {
    let mut days: Vec<NaiveDate> = slots.iter().map(|slot| slot.date).collect();
    days.dedup();
    let is_held = |(index, slot): &(usize, &Slot)| {
        let day = days.iter().position(|day| *day == slot.date).unwrap_or_default();
        day % 3 == 0 || index % 4 == 0
    };
    let held: Vec<Slot> = slots.iter().enumerate().filter(is_held).map(|(_, slot)| slot.clone()).collect();
    let patients: Arc<[PatientId]> = stage.patients.iter().map(|patient| patient.id).collect();
    stage.runtime().block_on(async {
        let mut asking = JoinSet::new();
        for (part, slots) in held.chunks(held.len().div_ceil(PATIENTS).max(1)).enumerate() {
            let who = PatientActor::new(patients[part % patients.len()]);
            asking.spawn(hold(stage.clinic.clone(), who, timebook, kind, slots.to_vec()));
        }
        while let Some(done) = asking.join_next().await {
            done??;
        }
        Ok(())
    })
}

async fn hold(
    clinic: Clinic,
    who: PatientActor,
    timebook: TimebookId,
    kind: TimebookType,
    slots: Vec<Slot>,
) -> Result<()> {
    for slot in slots {
        for _ in 0..slot.capacity.get() {
            let key = RequestKey::new(RandomIds.uuid());
            let request = Request { key, kind, timebook, slot: slot.id, reason: String::new() };
            clinic.request(who, request).await?;
        }
    }
    Ok(())
}

/// What the clients ask for: each month of the first timebook, on a day with free times. And one of
/// the pages as it travels, for the floor.
async fn pages(stage: &Stage) -> Result<(Arc<[Vec<u8>]>, Vec<u8>)> {
    let patient = stage.patients.first().ok_or("no patients")?;
    let mut visitor = Visitor::of(stage.address, patient).await?;
    let timebook = stage.timebooks[0];
    let mut requests = Vec::new();
    for month in stage::MONDAY.iter_days().step_by(28).take(3) {
        let free = stage.clinic.month(timebook, month).await?.free_days;
        let day = free.get(free.len() / 2).ok_or("a month without free days")?;
        let path = format!("/bestill/vaksine/tid?sted={timebook}&maned={}&dag={day}", month.format("%Y-%m"));
        requests.push(visitor.get_bytes(&path, "gzip"));
    }
    let answer = visitor.send(&requests[0]).await?;
    if answer.status != 200 {
        return Err(format!("the month page answered {}", answer.status).into());
    }
    Ok((requests.into(), answer.body))
}

/// The clients ask for so many pages together, each for one after the other.
async fn ask(address: SocketAddr, requests: &Arc<[Vec<u8>]>, clients: usize, pages: usize) -> Result<Times> {
    let mut asking = JoinSet::new();
    for first in 0..clients {
        let mut client = Client::connect(address).await?;
        let requests = Arc::clone(requests);
        asking.spawn(async move {
            let mut times = Times::default();
            for page in 0..pages.div_ceil(clients) {
                let sent = Instant::now();
                let answer = client.send(&requests[(first + page) % requests.len()]).await?;
                times.add(sent.elapsed());
                if answer.status != 200 {
                    return Err(Failure::from(format!("the month page answered {}", answer.status)));
                }
            }
            Ok(times)
        });
    }
    let mut all = Times::default();
    while let Some(times) = asking.join_next().await {
        all.extend(times??);
    }
    Ok(all)
}

fn tell(engine: &str, places: &[Place], report: &mut Report) {
    let mut figures = serde_json::Map::new();
    let p99 = |rounds: &[Times]| median(rounds.iter().map(Times::p99));
    let p50 = |rounds: &[Times]| median(rounds.iter().map(Times::p50));
    let small = places.first().map(|small| (p99(&small.alone), p99(&small.crowd)));
    let (small_alone, small_crowd) = small.unwrap_or((f64::NAN, f64::NAN));
    for place in places {
        let (alone, crowd) = (p99(&place.alone), p99(&place.crowd));
        report.say(format!(
            "{engine:<8} {:>7} places, {:<24} 1 client p50 {:.2} p99 {alone:.2} ms ({:.2}× small)   \
             {CROWD} clients p50 {:.2} p99 {crowd:.2} ms ({:.2}× small; floor (a) p99 {:.2})",
            grouped(count(place.places)),
            place.size.name.replace('_', " "),
            p50(&place.alone),
            alone / small_alone,
            p50(&place.crowd),
            crowd / small_crowd,
            p99(&place.floor_crowd),
        ));
        let of = |times: &[Times], floor: &[Times], small: f64| {
            json!({
                "p50_ms": figure(p50(times)), "p99_ms": figure(p99(times)),
                "p50_to_answer": figure(p50(times) / p50(floor)), "p99_to_answer": figure(p99(times) / p99(floor)),
                "p99_to_small": figure(p99(times) / small),
            })
        };
        figures.insert(
            place.size.name.to_owned(),
            json!({
                "places": place.places,
                "1_client": of(&place.alone, &place.floor_alone, small_alone),
                "16_clients": of(&place.crowd, &place.floor_crowd, small_crowd),
            }),
        );
    }
    report.set(engine, figures);
}
