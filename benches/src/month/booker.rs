//! Patients who book times of the timebook that is shown, while others look at it.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::pin::pin;

use chrono::NaiveDate;
use timebook::{SlotId, TimebookId, TimebookType};
use tokio::time::{MissedTickBehavior, interval};

use super::{BETWEEN_BOOKINGS, WEEKS};
use crate::Result;
use crate::http::Client;
use crate::stage::Stage;
use crate::visit::{BookingForm, Visitor};

/// Who take turns, so that nobody comes to have more bookings than people have.
const BOOKERS: usize = 32;

/// The patients' forms, and the times that nobody looks at.
pub(super) struct Booker {
    forms: Vec<BookingForm>,
    timebook: TimebookId,
    free: VecDeque<SlotId>,
    /// How many were booked so far.
    pub(super) booked: usize,
}

impl Booker {
    /// Books on all days but those that are looked at, whose pages are to stay as they are.
    pub(super) async fn new(stage: &Stage, looked_at: &[NaiveDate]) -> Result<Self> {
        let timebook = stage.timebooks[0];
        let mut free = VecDeque::new();
        for date in crate::stage::MONDAY.iter_days().take(usize::from(WEEKS) * 7) {
            if !looked_at.contains(&date) {
                free.extend(stage.clinic.day(timebook, date).await?.slots.iter().map(|slot| slot.id));
            }
        }
        let first = *free.front().ok_or("nothing is free")?;
        let mut forms = Vec::with_capacity(BOOKERS);
        for patient in stage.patients.iter().rev().take(BOOKERS) {
            let mut visitor = Visitor::of(stage.address, patient).await?;
            forms.push(visitor.review(TimebookType::Vaccine, timebook, first).await?);
        }
        Ok(Self { forms, timebook, free, booked: 0 })
    }

    /// Books at a steady pace until the work is done, and answers with what that answers.
    pub(super) async fn meanwhile<T>(
        &mut self,
        address: SocketAddr,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let mut work = pin!(work);
        let mut client = Client::connect(address).await?;
        let mut pace = interval(BETWEEN_BOOKINGS);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                done = &mut work => return done,
                _ = pace.tick() => {}
            }
            let Some(slot) = self.free.pop_front() else { return work.await };
            let form = self.forms.get(self.booked % BOOKERS).ok_or("nobody books")?;
            let request = form.request(self.timebook, slot);
            // The work goes on while this one waits for its answer.
            let answer = tokio::select! {
                done = &mut work => return done,
                answer = client.send(&request) => answer?,
            };
            match answer.status {
                303 => self.booked += 1,
                other => return Err(format!("a booking meanwhile was answered {other}").into()),
            }
        }
    }
}
