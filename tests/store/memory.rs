//! The cache always equals the tables, and pages need no statements.

mod lost;
mod unasked;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use clinic::{Store, Write};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use timebook::*;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::given::{Given, kari, morning};

/// Longer than anything here takes: a test that waits this long has failed.
const LONG: Duration = Duration::from_secs(20);

/// A step of what happens at a clinic. Slots and bookings are identified by a number, modulo their count.
#[derive(Debug, Clone, Copy)]
enum Step {
    Ask(usize),
    Confirm(usize),
    Reject(usize),
    Cancel(usize),
    Expire(usize),
    Undo(usize),
    Add(i64, u16),
    Remove(usize),
    Close(usize),
    Reopen(usize, u16),
    Publish(bool),
    /// Reads the calendar, so that it is cached.
    Look,
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0_usize..100;
    prop_oneof![
        4 => which().prop_map(Step::Ask),
        1 => which().prop_map(Step::Confirm),
        2 => which().prop_map(Step::Reject),
        1 => which().prop_map(Step::Cancel),
        1 => which().prop_map(Step::Expire),
        2 => which().prop_map(Step::Undo),
        2 => (-8_i64..4 * 96, 1_u16..4).prop_map(|(quarter, capacity)| Step::Add(quarter * 15, capacity)),
        1 => which().prop_map(Step::Remove),
        1 => which().prop_map(Step::Close),
        1 => (which(), 1_u16..4).prop_map(|(slot, capacity)| Step::Reopen(slot, capacity)),
        1 => any::<bool>().prop_map(Step::Publish),
        2 => Just(Step::Look),
    ]
}

/// One clinic, through one or several stores.
struct Day {
    desks: Vec<Given>,
    slots: Vec<Slot>,
    bookings: Vec<BookingId>,
}

fn nth<T: Clone>(all: &[T], number: usize) -> Option<T> {
    all.get(number.checked_rem(all.len())?).cloned()
}

impl Day {
    /// Executes a step at a desk. A refused step changes nothing, which is fine.
    async fn take(&mut self, desk: usize, step: Step) {
        let Some(given) = self.desks.get(desk % self.desks.len()) else { return };
        let slot = |number| nth(&self.slots, number);
        match step {
            Step::Ask(number) => {
                let Some(slot) = slot(number) else { return };
                let asked = given.someone_asks(&slot).await;
                self.bookings.extend(asked.map(|(id, _)| id));
            }
            Step::Confirm(number) => self.change(given, number, |booking| booking.confirm(kari())).await,
            Step::Reject(number) => {
                let text = DecisionText::parse("Dessverre").unwrap();
                self.change(given, number, |booking| booking.reject(kari(), text)).await;
            }
            Step::Cancel(number) => self.change(given, number, |booking| booking.cancel(kari(), None)).await,
            Step::Expire(number) => self.change(given, number, |booking| booking.expire(morning())).await,
            Step::Undo(number) => self.change(given, number, |booking| booking.undo(morning())).await,
            Step::Add(minutes, capacity) => self.slots.push(given.slot(minutes, capacity).await),
            Step::Remove(number) => {
                let gone = slot(number).into_iter().map(|slot| slot.id).collect();
                given.change_slots(vec![], vec![], gone, vec![]).await.unwrap();
            }
            Step::Close(number) => {
                let closed = slot(number).into_iter().map(|slot| slot.id).collect();
                given.change_slots(vec![], vec![], vec![], closed).await.unwrap();
            }
            Step::Reopen(number, capacity) => {
                let capacity = Capacity::new(capacity).unwrap();
                let open = slot(number)
                    .into_iter()
                    .map(|slot| (slot.id, SlotTerms { capacity, ..slot.terms() }))
                    .collect();
                given.change_slots(vec![], open, vec![], vec![]).await.unwrap();
            }
            Step::Publish(published) => {
                let timebook = Timebook { published, ..given.timebook.clone() };
                given.save_timebook(timebook).await.unwrap();
            }
            Step::Look => drop(given.calendar(morning()).await),
        }
    }

    async fn change(
        &self,
        given: &Given,
        number: usize,
        change: impl FnOnce(Booking) -> Result<Booking, Refused>,
    ) {
        let Some(id) = nth(&self.bookings, number) else { return };
        let booking = given.view(id).await.booking;
        let was = booking.revision;
        if let Ok(booking) = change(booking) {
            // The slot of an undone rejection may be full.
            let _ = given.write(Write::Change { booking: Box::new(booking), was }).await;
        }
    }
}

fn january() -> RangeInclusive<NaiveDate> {
    "2025-01-01".parse().unwrap()..="2025-01-31".parse().unwrap()
}

/// The future slots and the visible days, from the cache and from the tables.
async fn both(given: &Given) -> [(Vec<ExistingSlot>, Vec<NaiveDate>); 2] {
    let now = morning();
    let stored = given.store.coming_slots(given.clinic, given.timebook.id, now).await.unwrap();
    let timebooks = given.store.timebooks(given.clinic).await.unwrap();
    let is_published = timebooks.iter().any(|timebook| timebook.published);
    let is_free = |slot: &&ExistingSlot| slot.open && slot.held < slot.terms.capacity.get() && is_published;
    let mut days: Vec<NaiveDate> = stored.iter().filter(is_free).map(|slot| oslo_date(slot.start)).collect();
    days.dedup();

    let calendar = given.calendar(now).await;
    let kept = calendar.slots().filter(|slot| slot.slot.start > now);
    let kept =
        kept.filter(|slot| slot.open || slot.held.count() > 0).map(|CalendarSlot { slot, held, open }| {
            let (held, open) = (held.count(), *open);
            ExistingSlot { id: slot.id, start: slot.start, end: slot.end, terms: slot.terms(), held, open }
        });
    [(kept.collect(), calendar.free_days(january(), now)), (stored, days)]
}

/// Waits until the cache equals the tables.
async fn soon_the_same(given: &Given) {
    let becoming = async {
        loop {
            let [memory, tables] = both(given).await;
            if memory == tables {
                return;
            }
        }
    };
    if timeout(LONG, becoming).await.is_err() {
        let [memory, tables] = both(given).await;
        assert_eq!(memory, tables);
    }
}

fn any_day(runtime: &Runtime, run: impl AsyncFn(u64, Vec<(usize, Step)>)) {
    let clinics = AtomicU64::new(1);
    let steps = proptest::collection::vec((0_usize..2, step()), 1..40);
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&steps, |steps| {
            let clinic = clinics.fetch_add(1, Ordering::Relaxed);
            runtime.block_on(run(clinic, steps));
            Ok(())
        })
        .unwrap();
}

#[test]
fn memory_is_what_the_tables_are_after_every_step_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(crate::sqlite(folder.path()));
    any_day(&runtime, async |clinic, steps| {
        let desks = vec![Given::clinic(&store, clinic).await];
        let mut day = Day { desks, slots: vec![], bookings: vec![] };
        for (desk, step) in steps {
            day.take(desk, step).await;
            let [memory, tables] = both(&day.desks[0]).await;
            assert_eq!(memory, tables, "after {step:?}");
        }
    });
    drop(store);
}

#[test]
fn memory_is_soon_what_the_tables_are_at_two_desks_on_postgres() {
    let runtime = Runtime::new().unwrap();
    let database = runtime.block_on(testkit::postgres::database());
    let open = || runtime.block_on(crate::postgres(&database.url));
    let (first, second) = (open(), open());
    any_day(&runtime, async |clinic, steps| {
        let here = Given::clinic(&first, clinic).await;
        let there = here.through(&second);
        let mut day = Day { desks: vec![here, there], slots: vec![], bookings: vec![] };
        for (desk, step) in steps {
            day.take(desk, step).await;
        }
        for desk in &day.desks {
            soon_the_same(desk).await;
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rush_with_a_change_of_plan_in_it_ends_in_agreement_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    rush(&[crate::sqlite(folder.path()).await]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rush_with_a_change_of_plan_in_it_ends_in_agreement_on_postgres() {
    let database = testkit::postgres::database().await;
    rush(&[crate::postgres(&database.url).await, crate::postgres(&database.url).await]).await;
}

/// Patients request and read at the same time, staff reject, and the calendar is repeatedly read again.
async fn rush(stores: &[Arc<dyn Store>]) {
    let given = Given::clinic(&stores[0], 1).await;
    let mut slots = Vec::new();
    for quarter in 1..=30 {
        slots.push(given.slot(quarter * 15, 3).await);
    }
    let mut tasks = JoinSet::new();
    for task in 0..16_u32 {
        let there = given.through_as(&stores[task as usize % stores.len()], task);
        let slots = slots.clone();
        tasks.spawn(async move {
            for (number, slot) in slots.iter().enumerate() {
                if let Ok((id, _)) = there.someone_asks(slot).await
                    && number % 3 == 0
                {
                    there.reject(id).await;
                }
                there.calendar(morning()).await;
                if task == 0 && number % 5 == 0 {
                    there.save_timebook(there.timebook.clone()).await.unwrap();
                }
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    for store in stores {
        soon_the_same(&given.through(store)).await;
    }
    if let [store] = stores {
        let [memory, tables] = both(&given.through(store)).await;
        assert_eq!(memory, tables);
    }
}
