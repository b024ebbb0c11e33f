//! Patients who book times of the shown timebook while others read it.

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
use crate::visit::{BookingForm, SENT, Visitor};

/// The number of patients, who take turns so that nobody has unrealistically many bookings.
const BOOKERS: usize = 32;

/// The patients' forms, and the times on days that are not shown.
pub(super) struct Booker {
    forms: Vec<BookingForm>,
    timebook: TimebookId,
    free: VecDeque<SlotId>,
    /// The number of bookings so far.
    pub(super) booked: usize,
}

impl Booker {
    /// Books on all days except those that are shown, whose pages must not change.
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

    /// Books at a steady pace until the work is done, and returns its result.
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
            let slot = self.free.pop_front().ok_or("no times are left to book meanwhile")?;
            let form = self.forms.get(self.booked % BOOKERS).ok_or("nobody books")?;
            let request = form.request(self.timebook, slot);
            // The work continues while the booking waits for its answer.
            let answer = tokio::select! {
                done = &mut work => return done,
                answer = client.send(&request) => answer?,
            };
            match answer.status {
                303 if answer.header("location").is_some_and(|to| to.starts_with(SENT)) => self.booked += 1,
                other => return Err(format!("a booking meanwhile was answered {other}").into()),
            }
        }
    }
}
