//! The one rule of availability: what the store says is free is what the domain says is free.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{NaiveDate, TimeDelta};
use clinic::{CommitError, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use timebook::{BookingWindow, Slot};
use tokio::runtime::Runtime;

use crate::given::{Given, morning};

/// A slot, the number of requests for it, and what happens to each.
#[derive(Debug, Clone)]
struct Planned {
    quarter: i64,
    capacity: u16,
    asked: Vec<Fate>,
    closed: bool,
    /// When patients may request it, if not until it begins: the quarter in which that starts, and for how many
    /// quarters before the slot it has ended.
    window: Option<(i64, i64)>,
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Waits,
    Confirmed,
    Rejected,
    Cancelled,
}

fn planned() -> impl Strategy<Value = Planned> {
    use Fate::{Cancelled, Confirmed, Rejected, Waits};
    let fate = proptest::sample::select(vec![Waits, Confirmed, Rejected, Cancelled]);
    let fates = proptest::collection::vec(fate, 0..4);
    let window = proptest::option::of((-8_i64..4 * 96, 0_i64..96));
    (1_i64..4 * 96, 1_u16..4, fates, proptest::bool::weighted(0.2), window).prop_map(
        |(quarter, capacity, asked, closed, window)| Planned { quarter, capacity, asked, closed, window },
    )
}

#[test]
fn the_store_and_the_domain_agree_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(crate::sqlite(folder.path()));
    agree(&runtime, &store);
    drop(store);
}

#[test]
fn the_store_and_the_domain_agree_on_postgres() {
    let runtime = Runtime::new().unwrap();
    let database = runtime.block_on(testkit::postgres::database());
    let store = runtime.block_on(crate::postgres(&database.url));
    agree(&runtime, &store);
}

fn agree(runtime: &Runtime, store: &Arc<dyn Store>) {
    let clinics = AtomicU64::new(1);
    let days = (proptest::collection::vec(planned(), 0..12), 0_i64..4 * 96);
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&days, |(planned, quarters_later)| {
            let clinic = clinics.fetch_add(1, Ordering::Relaxed);
            runtime.block_on(check(store, clinic, planned, quarters_later));
            Ok(())
        })
        .unwrap();
}

async fn check(store: &Arc<dyn Store>, clinic: u64, mut planned: Vec<Planned>, quarters_later: i64) {
    let given = Given::clinic(store, clinic).await;
    planned.sort_by_key(|planned| planned.quarter);
    planned.dedup_by_key(|planned| planned.quarter);
    let mut stored = Vec::new();
    for planned in &planned {
        stored.push(carry_out(&given, planned).await);
    }
    let now = morning() + TimeDelta::minutes(quarters_later * 15);
    let of = |(slot, held, open): &(Slot, u16, bool)| slot.availability(*held, *open, now);
    let for_patients = |slot: &&(Slot, u16, bool)| of(slot).is_free_for_patients();
    let for_staff = |slot: &&(Slot, u16, bool)| of(slot).is_free_for_staff();
    let free: Vec<Slot> = stored.iter().filter(for_patients).map(|(slot, ..)| slot.clone()).collect();

    let calendar = given.calendar(now).await;
    let days: BTreeSet<NaiveDate> = free.iter().map(|slot| slot.date).collect();
    let (first, last) = ("2025-01-01".parse().unwrap(), "2025-01-31".parse().unwrap());
    assert_eq!(calendar.free_days(first..=last, now), days.iter().copied().collect::<Vec<_>>());
    assert_eq!(calendar.next_free_day(first, now), days.first().copied());
    for day in stored.iter().map(|(slot, ..)| slot.date).collect::<BTreeSet<_>>() {
        assert!(calendar.free_slots(day, now).eq(free.iter().filter(|slot| slot.date == day)));
    }
    let places = stored.iter().filter(for_staff).map(|(slot, held, _)| u32::from(slot.capacity.get() - held));
    let conflict = |(slot, held, open): &&(Slot, u16, bool)| !open && *held > 0 && slot.start > now;
    assert_eq!(calendar.free_places(now), places.sum::<u32>());
    assert_eq!(calendar.first_free(now), stored.iter().find(for_staff).map(|(slot, ..)| slot.start));
    assert_eq!(calendar.conflicts(now) as usize, stored.iter().filter(conflict).count());
    // Booking follows the same rule.
    for row in &stored {
        let (slot, ..) = row;
        let patient = given.patient().await;
        let mut request = given.a_request(slot, patient);
        request.requested_at = now;
        let asked = given.commit(given.asking(request)).await;
        match asked {
            Ok(_) => assert!(for_patients(&row)),
            Err(CommitError::NoPlace) => assert!(!for_patients(&row)),
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// Creates the slot and its bookings. Returns the number of live bookings, and whether it is open.
async fn carry_out(given: &Given, planned: &Planned) -> (Slot, u16, bool) {
    let mut slot = given.slot(planned.quarter * 15, planned.capacity).await;
    let mut held = 0;
    for fate in &planned.asked {
        let Ok((id, _)) = given.someone_asks(&slot).await else { continue };
        match fate {
            Fate::Waits => held += 1,
            Fate::Confirmed => {
                given.confirm(id).await;
                held += 1;
            }
            Fate::Rejected => given.reject(id).await,
            Fate::Cancelled => given.cancel(id).await,
        }
    }
    if let Some((opens, lead)) = planned.window {
        let opens = morning() + TimeDelta::minutes(opens * 15);
        slot.window = BookingWindow { opens, closes: slot.start - TimeDelta::minutes(lead * 15) };
        given.change_slots(vec![], vec![(slot.id, slot.terms())], vec![], vec![]).await.unwrap();
    }
    if planned.closed {
        given.change_slots(vec![], vec![], vec![], vec![slot.id]).await.unwrap();
    }
    (slot, held, !planned.closed)
}
