//! Books places of a clinic before its pages are measured.

use std::iter;

use chrono::NaiveDate;
use clinic::{Ids, NewRequest, Transaction, Write};
use server::RandomIds;
use timebook::{Actor, BookingId, Channel, PatientId, RequestKey, Slot, TimebookId, TimebookType};
use tokio::task::JoinSet;

use crate::Result;
use crate::stage::Stage;

/// The number of parallel requests, each of another patient: the store saves them together.
const TOGETHER: usize = 256;

/// Books all places of every third day, and those of every fourth time on the others. Where several times
/// replace one, all but the first of them are booked.
///
/// The patients take turns, because the store counts a patient's bookings with each request. A few patients
/// with thousands of places would make that unrealistically slow.
pub(super) fn fill(
    stage: &Stage,
    timebook: TimebookId,
    kind: TimebookType,
    slots: &[Slot],
    times: usize,
) -> Result<()> {
    let mut days: Vec<NaiveDate> = slots.iter().map(|slot| slot.date).collect();
    days.dedup();
    let is_held = |(index, slot): &(usize, &Slot)| {
        let day = days.iter().position(|day| *day == slot.date).unwrap_or_default();
        day % 3 == 0 || index % times != 0 || (index / times).is_multiple_of(4)
    };
    let held = slots.iter().enumerate().filter(is_held).map(|(_, slot)| slot);
    let places = held.flat_map(|slot| iter::repeat_n(slot, slot.capacity.get().into()));
    let patients = stage.patients.iter().map(|patient| patient.id).cycle();
    let requests: Vec<NewRequest> =
        places.zip(patients).map(|(slot, patient)| request(stage, patient, (timebook, kind), slot)).collect();
    stage.runtime().block_on(save(stage, &requests))
}

fn request(
    stage: &Stage,
    patient: PatientId,
    (timebook, kind): (TimebookId, TimebookType),
    slot: &Slot,
) -> NewRequest {
    NewRequest {
        id: BookingId::new(RandomIds.uuid()),
        key: RequestKey::new(RandomIds.uuid()),
        patient,
        actor: Actor::Patient,
        channel: Channel::Portal,
        kind,
        timebook,
        slot: slot.id,
        reason: None,
        requested_at: stage.clinic.now(),
    }
}

/// Saves through the store's own queue, which combines requests in one commit.
async fn save(stage: &Stage, requests: &[NewRequest]) -> Result<()> {
    for together in requests.chunks(TOGETHER) {
        let mut saving = JoinSet::new();
        for request in together {
            let (store, clinic) = (stage.store.clone(), stage.clinic.id());
            let transaction = Transaction::new(vec![Write::Request(Box::new(request.clone()))]);
            saving.spawn(async move { store.commit(clinic, transaction).await });
        }
        while let Some(saved) = saving.join_next().await {
            saved??;
        }
    }
    Ok(())
}
