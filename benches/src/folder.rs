//! The data folder for the real program: the guide's clinic with more patients, more times, and waiting
//! requests.
//!
//! No patient exceeds the booking limits or the rate limits.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use clinic::{Admin, Clinic, Ids, OpeningDraft, Patient, PatientActor, Request, RulesDraft, TimebookDraft};
use server::{DemoClock, RandomIds, SystemClock};
use timebook::{RequestKey, Revision, Slot, TimebookId, TimebookType};
use tokio::runtime::Runtime;

use crate::{Result, people};

/// The number of requests of one patient: the default limit of a clinic.
pub(crate) const EACH: usize = 2;

/// When the program's clock starts.
pub(crate) const TODAY: &str = "2025-01-21T09:00";

/// The day after, when no time has begun.
const TOMORROW: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 22).expect("a date");

/// What the folder contains besides the guide's clinic.
pub(crate) struct Filled {
    /// Patients without requests.
    pub(crate) patients: Vec<Patient>,
    /// The timebook with the many times.
    pub(crate) timebook: TimebookId,
    /// Its times, each with enough places.
    pub(crate) slots: Vec<Slot>,
}

/// Fills a new folder with `waiting` requests, and with patients for `to_come` more.
pub(crate) fn fill(folder: &Path, waiting: usize, to_come: usize) -> Result<Filled> {
    // The store's writer answers callers on the runtime that opened it.
    Runtime::new()?.block_on(filled(folder, waiting, to_come))
}

async fn filled(folder: &Path, waiting: usize, to_come: usize) -> Result<Filled> {
    let store = Arc::new(store::open_sqlite(folder).await?);
    let today = chrono::NaiveDateTime::parse_from_str(TODAY, "%Y-%m-%dT%H:%M")?;
    let clock = DemoClock::starting_at(today, Arc::new(SystemClock));
    let clinic = Clinic::new(server::demo::CLINIC, store, Arc::new(clock), Arc::new(RandomIds));
    server::demo::fill(&clinic).await?;
    let asked = waiting.div_ceil(EACH);
    let mut patients = people::patients(asked + to_come.div_ceil(EACH))?;
    for patient in &patients {
        clinic.save_patient(patient.clone()).await?;
    }
    let timebook = publish(&clinic).await?;
    let slots = clinic.day(timebook, TOMORROW).await?.slots;
    for (number, patient) in
        patients.drain(..asked).flat_map(|patient| [patient.id; EACH]).enumerate().take(waiting)
    {
        let request = Request {
            key: RequestKey::new(RandomIds.uuid()),
            kind: TimebookType::Vaccine,
            timebook,
            slot: slots[number % slots.len()].id,
            reason: "Influensavaksine".to_owned(),
        };
        clinic.request(PatientActor::new(patient), request).await?;
    }
    Ok(Filled { patients, timebook, slots })
}

/// A timebook that is open all of Wednesday, with twenty places in each quarter of an hour.
async fn publish(clinic: &Clinic) -> Result<TimebookId> {
    let admin = Admin::new(server::demo::staff());
    let setup = clinic.setup().await?;
    let draft = TimebookDraft {
        kind: TimebookType::Vaccine,
        name: "Massevaksinering".to_owned(),
        description: String::new(),
        practitioner: String::new(),
        location: setup.locations.first().map(|location| location.id),
        hours: vec![OpeningDraft { weekday: 3, from: "00:00".to_owned(), to: "24:00".to_owned() }],
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: 15,
        pause_minutes: 0,
        capacity: 20,
        weeks_ahead: 1,
        rules: RulesDraft::default(),
    };
    let id = clinic.save_timebook(&admin, None, &draft).await?;
    clinic.publish(&admin, id, Revision::FIRST).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_who_waits_and_who_is_to_come() {
        let folder = tempfile::tempdir().unwrap();
        let filled = fill(folder.path(), 5, 4).unwrap();
        assert_eq!((filled.patients.len(), filled.slots.len()), (2, 96));
        let store = Runtime::new().unwrap().block_on(async {
            let store = store::open_sqlite(folder.path()).await.unwrap();
            clinic::BookingStore::waiting_count(&store, server::demo::CLINIC).await.unwrap()
        });
        assert_eq!(store, 5);
    }
}
