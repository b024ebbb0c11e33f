//! Many clients that send forms as fast as they get answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use timebook::{SlotId, TimebookId};
use tokio::task::JoinSet;

use crate::http::Client;
use crate::stats::{Times, count};
use crate::visit::{BookingForm, SENT};
use crate::{Result, cpu};

/// The clients' task.
#[derive(Clone, Copy)]
pub(crate) struct Aim<'a> {
    /// The number of parallel clients.
    pub(crate) clients: usize,
    /// The patients' forms, used in turn.
    pub(crate) forms: &'a [BookingForm],
    /// The timebook of the times.
    pub(crate) timebook: TimebookId,
    /// The slot of the request with this index; `None` ends the run.
    pub(crate) slot: &'a dyn Fn(usize) -> Option<SlotId>,
    /// The number of acknowledged requests that ends the run.
    pub(crate) wanted: usize,
}

/// The results.
pub(crate) struct Tally {
    /// How long each acknowledged request took.
    pub(crate) acknowledged: Times,
    /// How long each refused request («someone else has the time») took.
    pub(crate) refused: Times,
    /// From the first request to the last acknowledgement.
    wall: Duration,
    /// Processor time of this process meanwhile, in microseconds.
    cpu: f64,
    /// The part of it that the clients took, which all run on the calling thread.
    clients_cpu: f64,
}

impl Tally {
    /// Acknowledged requests per second.
    pub(crate) fn acknowledged_per_second(&self) -> f64 {
        count(self.acknowledged.len()) / self.wall.as_secs_f64()
    }

    /// All answers per second.
    pub(crate) fn answers_per_second(&self) -> f64 {
        self.answers() / self.wall.as_secs_f64()
    }

    /// Microseconds of processor time for one answer, client included.
    pub(crate) fn cpu_per_answer(&self) -> f64 {
        self.cpu / self.answers()
    }

    /// The microseconds of it that the client took.
    pub(crate) fn client_cpu_per_answer(&self) -> f64 {
        self.clients_cpu / self.answers()
    }

    /// How long every answer took, refusals included, because their clients have waited too.
    pub(crate) fn all(&self) -> Times {
        let mut all = self.acknowledged.clone();
        all.extend(self.refused.clone());
        all
    }

    fn answers(&self) -> f64 {
        count(self.acknowledged.len() + self.refused.len())
    }
}

/// What the clients share: requests are numbered in the order they are sent.
#[derive(Default)]
struct Shared {
    sent: AtomicUsize,
    acknowledged: AtomicUsize,
}

/// What one client saw.
struct Seen {
    acknowledged: Times,
    refused: Times,
    last: Option<Instant>,
}

impl Aim<'_> {
    /// Connects every client, then starts them all.
    pub(crate) async fn run(&self, address: SocketAddr) -> Result<Tally> {
        let shared = Arc::new(Shared::default());
        let mut connections = Vec::new();
        for _ in 0..self.clients {
            connections.push(Client::connect(address).await?);
        }
        let forms: Arc<[BookingForm]> = self.forms.into();
        // Numbered requests are the same for every client, so they can be looked up beforehand.
        let slots: Arc<[SlotId]> = (0..).map_while(self.slot).take(self.most()).collect();
        let (timebook, wanted) = (self.timebook, self.wanted);
        let cpu = (cpu::microseconds(), cpu::microseconds_of_thread());
        let started = Instant::now();
        let mut clients = JoinSet::new();
        for client in connections {
            let (forms, slots, shared) = (Arc::clone(&forms), Arc::clone(&slots), Arc::clone(&shared));
            clients.spawn(ask(client, forms, timebook, slots, shared, wanted));
        }
        let mut tally = Tally {
            acknowledged: Times::default(),
            refused: Times::default(),
            wall: Duration::ZERO,
            cpu: f64::NAN,
            clients_cpu: f64::NAN,
        };
        while let Some(seen) = clients.join_next().await {
            let seen = seen??;
            tally.acknowledged.extend(seen.acknowledged);
            tally.refused.extend(seen.refused);
            let wall = seen.last.map(|last| last.duration_since(started)).unwrap_or_default();
            tally.wall = tally.wall.max(wall);
        }
        if let (Some(before), Some(after)) = (cpu.0, cpu::microseconds()) {
            tally.cpu = after - before;
        }
        if let (Some(before), Some(after)) = (cpu.1, cpu::microseconds_of_thread()) {
            tally.clients_cpu = after - before;
        }
        if tally.acknowledged.len() < wanted {
            let missing = format!("{} of {wanted} were acknowledged", tally.acknowledged.len());
            return Err(missing.into());
        }
        Ok(tally)
    }

    /// The most requests, so that the run ends even if the portal refuses free places.
    fn most(&self) -> usize {
        self.wanted * 10
    }
}

async fn ask(
    mut client: Client,
    forms: Arc<[BookingForm]>,
    timebook: TimebookId,
    slots: Arc<[SlotId]>,
    shared: Arc<Shared>,
    wanted: usize,
) -> Result<Seen> {
    let mut seen = Seen { acknowledged: Times::default(), refused: Times::default(), last: None };
    while shared.acknowledged.load(Ordering::Relaxed) < wanted {
        let number = shared.sent.fetch_add(1, Ordering::Relaxed);
        let (Some(slot), Some(form)) = (slots.get(number), forms.get(number % forms.len())) else { break };
        let request = form.request(timebook, *slot);
        let sent = Instant::now();
        let answer = client.send(&request).await?;
        let now = Instant::now();
        match answer.status {
            303 if answer.header("location").is_some_and(|to| to.starts_with(SENT)) => {
                shared.acknowledged.fetch_add(1, Ordering::Relaxed);
                seen.acknowledged.add(now.duration_since(sent));
                seen.last = Some(now);
            }
            409 => seen.refused.add(now.duration_since(sent)),
            other => return Err(format!("a request was answered {other}: {}", answer.text()).into()),
        }
    }
    Ok(seen)
}
