//! `month`: the page «Velg time» with its calendar, in a small clinic and in one ten times as big, while
//! patients book times of the timebook that is shown.
//!
//! Ten times the places is measured in three ways: ten times as many timebooks, ten places where there was
//! one, and ten times as many times in the timebooks that are shown. Half of all places are taken, and every
//! third day is full. Where ten times replace one, nine of them are taken, so that each page has as many free
//! times, and is as long, as that of the small clinic.

mod booker;
mod fill;
mod results;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use timebook::TimebookType;
use tokio::task::JoinSet;

use crate::floors::answer::Answering;
use crate::http::Client;
use crate::report::Report;
use crate::stage::{self, Databases, Engine, Stage, Wanted};
use crate::stats::Times;
use crate::visit::Visitor;
use crate::{Failure, Result};
use booker::Booker;

/// The number of weeks with times, which cover three months.
const WEEKS: u16 = 12;
/// The number of timebooks of the shown type; the page lists them all.
const SHOWN: usize = 2;
/// The interval between bookings during the measure.
const BETWEEN_BOOKINGS: Duration = Duration::from_millis(20);
/// The number of parallel clients.
const CROWD: usize = 16;

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    /// The number of timebooks of the small clinic.
    timebooks: usize,
    /// The length of each time, in minutes, in a day of 560 minutes; a quarter of it in a day of 1,400
    /// minutes with ten times as many.
    minutes: u16,
    patients: usize,
    /// The number of pages that one client requests.
    pages: usize,
    /// The number of pages that the parallel clients request together.
    crowd_pages: usize,
    warm_up: usize,
}

impl Scale {
    /// The scale of the reported figures: 28 times per day, 1,680 in a timebook.
    pub(crate) const FULL: Self = Self {
        timebooks: 6,
        minutes: 20,
        patients: clinic::PATIENTS_MOST as usize,
        pages: 1_000,
        crowd_pages: 4_000,
        warm_up: 200,
    };
    /// Only shows that the measure runs; its figures mean nothing.
    pub(crate) const TINY: Self =
        Self { timebooks: 2, minutes: 280, patients: 64, pages: 6, crowd_pages: 32, warm_up: 16 };
}

/// A clinic's size.
struct Size {
    name: &'static str,
    /// The factor for the number of timebooks.
    timebooks: usize,
    capacity: u16,
    /// The factor for the number of times in a shown timebook.
    times: usize,
}

const SIZES: [Size; 4] = [
    Size { name: "small", timebooks: 1, capacity: 1, times: 1 },
    Size { name: "ten_times_the_timebooks", timebooks: 10, capacity: 1, times: 1 },
    Size { name: "ten_places_in_each_time", timebooks: 1, capacity: 10, times: 1 },
    Size { name: "ten_times_the_times_shown", timebooks: 1, capacity: 1, times: 10 },
];

/// An open clinic, and the pages to request.
struct Place {
    size: &'static Size,
    scale: Scale,
    stage: Stage,
    places: usize,
    requests: Arc<[Vec<u8>]>,
    booker: Booker,
    floor: Answering,
    alone: Vec<Times>,
    crowd: Vec<Times>,
    floor_alone: Vec<Times>,
    floor_crowd: Vec<Times>,
}

/// Measures every size on both engines.
pub(crate) fn measure(scale: Scale, rounds: usize) -> Result<Report> {
    let title = format!(
        "the month page at ten times the places, no more of them free; median (least–greatest) of {rounds} rounds"
    );
    let mut report = Report::new("month", title);
    report.set("rounds", rounds);
    let databases = Databases::from_environment();
    measure_on(Engine::Sqlite, scale, rounds, &mut report)?;
    match &databases {
        Some(databases) => measure_on(Engine::Postgres(databases), scale, rounds, &mut report)?,
        None => eprintln!("  RESSURSTIMEBOK_TEST_POSTGRES is not set: SQLite alone"),
    }
    Ok(report)
}

fn measure_on(engine: Engine<'_>, scale: Scale, rounds: usize, report: &mut Report) -> Result<()> {
    let clients = stage::clients()?;
    let mut places = Vec::new();
    for size in &SIZES {
        eprintln!("  {}: filling the clinic «{}»", engine.name(), size.name);
        places.push(Place::open(engine, scale, size)?);
    }
    for round in 1..=rounds {
        eprintln!("  {}: round {round} of {rounds}", engine.name());
        for place in &mut places {
            clients.block_on(place.round())?;
        }
    }
    results::add(engine.name(), &places, report);
    Ok(())
}

impl Place {
    fn open(engine: Engine<'_>, scale: Scale, size: &'static Size) -> Result<Self> {
        let wanted = |index: usize| {
            let many = index < SHOWN && size.times > 1;
            let (from, to, minutes) =
                if many { ("00:00", "23:20", scale.minutes / 4) } else { ("08:00", "17:20", scale.minutes) };
            let (kind, capacity) = (kind(index), size.capacity);
            Wanted { kind, name: format!("Timebok {index}"), from, to, minutes, capacity, weeks: WEEKS }
        };
        let wanted: Vec<Wanted> = (0..size.timebooks * scale.timebooks).map(wanted).collect();
        let stage = Stage::open(engine, &wanted, scale.patients)?;
        let mut places = 0;
        for (index, timebook) in stage.timebooks.iter().enumerate() {
            let slots = stage.slots(*timebook, WEEKS.into())?;
            places += slots.len() * usize::from(size.capacity);
            let times = if index < SHOWN { size.times } else { 1 };
            fill::fill(&stage, *timebook, kind(index), &slots, times)?;
        }
        let clients = stage::clients()?;
        let (requests, days, page) = clients.block_on(pages(&stage))?;
        let booker = clients.block_on(Booker::new(&stage, &days))?;
        Ok(Self {
            size,
            scale,
            stage,
            places,
            requests,
            booker,
            floor: Answering::with(page)?,
            alone: Vec::new(),
            crowd: Vec::new(),
            floor_alone: Vec::new(),
            floor_crowd: Vec::new(),
        })
    }

    async fn round(&mut self) -> Result<()> {
        let (requests, product, floor) = (&self.requests, self.stage.address, self.floor.address);
        let Scale { pages, crowd_pages, warm_up, .. } = self.scale;
        for address in [floor, product] {
            ask(address, requests, CROWD, warm_up).await?;
        }
        self.floor_alone.push(ask(floor, requests, 1, pages).await?);
        self.alone.push(self.booker.meanwhile(product, ask(product, requests, 1, pages)).await?);
        self.floor_crowd.push(ask(floor, requests, CROWD, crowd_pages).await?);
        self.crowd.push(self.booker.meanwhile(product, ask(product, requests, CROWD, crowd_pages)).await?);
        Ok(())
    }
}

/// The type of the timebook with this index.
fn kind(index: usize) -> TimebookType {
    if index < SHOWN { TimebookType::Vaccine } else { TimebookType::ALL[index % 2] }
}

/// The requests of the clients (each month of the first timebook, on a day with free times), those days, and
/// the bytes of one page for the floor.
async fn pages(stage: &Stage) -> Result<(Arc<[Vec<u8>]>, Vec<NaiveDate>, Vec<u8>)> {
    let patient = stage.patients.first().ok_or("no patients")?;
    let mut visitor = Visitor::of(stage.address, patient).await?;
    let timebook = stage.timebooks[0];
    let (mut requests, mut days) = (Vec::new(), Vec::new());
    for month in stage::MONDAY.iter_days().step_by(28).take(3) {
        let free = stage.clinic.month(timebook, month).await?.free_days;
        let day = free.get(free.len() / 2).ok_or("a month without free days")?;
        let path = format!("/bestill/vaksine/tid?sted={timebook}&maned={}&dag={day}", month.format("%Y-%m"));
        requests.push(visitor.get_bytes(&path, "gzip"));
        days.push(*day);
    }
    let answer = visitor.send(&requests[0]).await?;
    if answer.status != 200 {
        return Err(format!("the month page answered {}", answer.status).into());
    }
    Ok((requests.into(), days, answer.body))
}

/// The clients request `pages` pages together, each client one after the other.
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_month_page_is_measured_to_the_end() {
        super::measure(super::Scale::TINY, 1).unwrap();
    }
}
