//! Examples of changed opening hours on one day, then properties of every change.

use super::*;
use crate::bounded::LeadTime;
use crate::window::BookingWindow;
use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Eight o'clock on the day of all these tests.
fn morning() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2025, 1, 21).and_then(|day| day.and_hms_opt(8, 0, 0)).expect("a time").and_utc()
}

/// `number` quarters of an hour after [`morning`].
fn quarter(number: i32) -> DateTime<Utc> {
    morning() + TimeDelta::minutes(15) * number
}

fn id(number: u32) -> SlotId {
    SlotId::new(Uuid::from_u128(number.into()))
}

fn capacity(number: u16) -> Capacity {
    Capacity::new(number).expect("an allowed capacity")
}

fn planned(from: i32, to: i32) -> PlannedSlot {
    PlannedSlot { date: morning().date_naive(), start: quarter(from), end: quarter(to) }
}

/// An open slot for one patient.
fn stored(number: u32, from: i32, to: i32, held: u16) -> ExistingSlot {
    let (start, end) = (quarter(from), quarter(to));
    ExistingSlot { id: id(number), start, end, terms: terms(1, start), held, open: true }
}

/// The terms of a slot with this capacity and no rules.
fn terms(places: u16, start: DateTime<Utc>) -> SlotTerms {
    SlotTerms { capacity: capacity(places), window: BookingWindow::until(start) }
}

/// The changes for a timebook without rules.
fn replan(
    existing: &[ExistingSlot],
    planned: &[PlannedSlot],
    capacity: Capacity,
    now: DateTime<Utc>,
) -> Replan {
    super::replan(existing, planned, capacity, &BookingRules::default(), now)
}

/// Times to add with this capacity.
fn added(plan: &[PlannedSlot], places: u16) -> Vec<(PlannedSlot, SlotTerms)> {
    plan.iter().map(|slot| (*slot, terms(places, slot.start))).collect()
}

#[test]
fn a_first_plan_adds_every_time() {
    let plan = [planned(1, 2), planned(2, 3)];
    let steps = replan(&[], &plan, capacity(1), morning());
    assert_eq!(steps, Replan { add: added(&plan, 1), ..Replan::default() });
}

#[test]
fn free_times_go_and_held_ones_stay_as_conflicts() {
    let existing = [stored(1, 1, 2, 0), stored(2, 2, 3, 1), stored(3, 3, 4, 0), stored(4, 4, 5, 1)];
    let steps = replan(&existing, &[planned(3, 4), planned(4, 5)], capacity(1), morning());
    let expected = Replan { remove: vec![id(1)], conflicts: vec![id(2)], ..Replan::default() };
    assert_eq!(steps, expected);
}

#[test]
fn times_that_have_begun_are_left_alone() {
    let begun = [stored(1, -2, -1, 0), stored(2, -1, 1, 1), stored(3, 0, 1, 0)];
    assert_eq!(replan(&begun, &[], capacity(9), morning()), Replan::default());
    let late = [planned(-1, 0), planned(0, 1)];
    assert_eq!(replan(&[], &late, capacity(1), morning()), Replan::default());
}

#[test]
fn another_length_is_another_time() {
    let steps = replan(&[stored(1, 1, 2, 1)], &[planned(1, 3)], capacity(1), morning());
    assert_eq!(steps.conflicts, [id(1)]);
    assert_eq!(steps.add, added(&[planned(1, 3)], 1));
}

#[test]
fn a_conflict_that_the_plan_takes_back_opens_again() {
    let closed = ExistingSlot { open: false, ..stored(1, 1, 2, 1) };
    let steps = replan(&[closed], &[planned(1, 2)], capacity(1), morning());
    assert_eq!(steps, Replan { reopen: vec![(id(1), terms(1, quarter(1)))], ..Replan::default() });
}

#[test]
fn a_conflict_that_has_been_freed_goes() {
    let freed = ExistingSlot { open: false, ..stored(1, 1, 2, 0) };
    assert_eq!(replan(&[freed], &[], capacity(1), morning()).remove, [id(1)]);
}

#[test]
fn capacity_follows_the_timebook_but_not_below_what_is_held() {
    let of_five = |held| ExistingSlot { terms: terms(5, quarter(1)), ..stored(1, 1, 2, held) };
    let to_two = |held| replan(&[of_five(held)], &[planned(1, 2)], capacity(2), morning()).reopen;
    assert_eq!(to_two(0), [(id(1), terms(2, quarter(1)))]);
    assert_eq!(to_two(4), [(id(1), terms(4, quarter(1)))]);
    assert_eq!(to_two(5), []);
}

#[test]
fn of_a_time_stored_twice_the_booked_one_stays() {
    let twice = [stored(1, 1, 2, 0), stored(2, 1, 2, 1)];
    let steps = replan(&twice, &[planned(1, 2)], capacity(1), morning());
    assert_eq!(steps, Replan { remove: vec![id(1)], ..Replan::default() });
}

#[test]
fn other_rules_change_the_window_of_kept_and_new_times() {
    let rules = BookingRules { lead: LeadTime::new(15).ok(), ..BookingRules::default() };
    let late = |from| SlotTerms {
        window: BookingWindow { closes: quarter(from - 1), ..BookingWindow::until(quarter(from)) },
        ..terms(1, quarter(from))
    };
    let plan = [planned(2, 3), planned(3, 4)];
    let steps = super::replan(&[stored(1, 2, 3, 1)], &plan, capacity(1), &rules, morning());
    let expected =
        Replan { add: vec![(planned(3, 4), late(3))], reopen: vec![(id(1), late(2))], ..Replan::default() };
    assert_eq!(steps, expected);
    let kept = ExistingSlot { terms: late(2), ..stored(1, 2, 3, 1) };
    let again = super::replan(&[kept], &plan[..1], capacity(1), &rules, morning());
    assert_eq!(again, Replan::default());
}

prop_compose! {
    fn any_stored()(
        from in -4_i32..12, length in 1_i32..3, places in 1_u16..5, held in 0_u16..5, open: bool,
    ) -> ExistingSlot {
        let held = held.min(places);
        ExistingSlot { terms: terms(places, quarter(from)), open, ..stored(0, from, from + length, held) }
    }
}

/// Slots with different ids and mostly different times.
fn any_existing() -> impl Strategy<Value = Vec<ExistingSlot>> {
    prop::collection::vec(any_stored(), 0..12).prop_map(|slots| {
        slots.into_iter().zip(1..).map(|(slot, number)| ExistingSlot { id: id(number), ..slot }).collect()
    })
}

fn any_plan() -> impl Strategy<Value = Vec<PlannedSlot>> {
    prop::collection::vec((-4_i32..12, 1_i32..3), 0..12)
        .prop_map(|slots| slots.into_iter().map(|(from, length)| planned(from, from + length)).collect())
}

fn any_capacity() -> impl Strategy<Value = Capacity> {
    (1_u16..6).prop_map(capacity)
}

/// The stored slots after the changes are applied.
fn applied(existing: &[ExistingSlot], steps: &Replan) -> Vec<ExistingSlot> {
    let remaining = existing.iter().filter(|slot| !steps.remove.contains(&slot.id)).map(|slot| {
        let reopened = steps.reopen.iter().find(|(id, _)| *id == slot.id);
        match reopened {
            Some((_, terms)) => ExistingSlot { terms: *terms, open: true, ..*slot },
            None => ExistingSlot { open: slot.open && !steps.conflicts.contains(&slot.id), ..*slot },
        }
    });
    let added = steps.add.iter().zip(1000..).map(|((slot, terms), number)| {
        let PlannedSlot { start, end, .. } = *slot;
        ExistingSlot { id: id(number), start, end, terms: *terms, held: 0, open: true }
    });
    remaining.chain(added).collect()
}

proptest! {
    #[test]
    fn held_times_never_disappear(
        existing in any_existing(), plan in any_plan(), capacity in any_capacity(),
    ) {
        let steps = replan(&existing, &plan, capacity, morning());
        let after = applied(&existing, &steps);
        for before in existing.iter().filter(|slot| slot.held > 0) {
            let kept = after.iter().find(|slot| slot.id == before.id);
            prop_assert!(kept.is_some_and(|slot| slot.held == before.held
                && slot.terms.capacity.get() >= slot.held
                && (slot.start, slot.end) == (before.start, before.end)));
        }
    }

    #[test]
    fn what_has_begun_stays_as_it_was(
        existing in any_existing(), plan in any_plan(), capacity in any_capacity(),
    ) {
        let begun = |slots: &[ExistingSlot]| -> Vec<ExistingSlot> {
            slots.iter().filter(|slot| slot.start <= morning()).copied().collect()
        };
        let steps = replan(&existing, &plan, capacity, morning());
        prop_assert_eq!(begun(&applied(&existing, &steps)), begun(&existing));
    }

    #[test]
    fn a_second_replan_changes_nothing(
        existing in any_existing(), plan in any_plan(), capacity in any_capacity(),
    ) {
        let first = replan(&existing, &plan, capacity, morning());
        let after = applied(&existing, &first);
        let second = replan(&after, &plan, capacity, morning());
        prop_assert_eq!(&second, &Replan { conflicts: first.conflicts, ..Replan::default() });
        prop_assert_eq!(applied(&after, &second), after);
    }

    #[test]
    fn afterwards_the_plan_is_what_is_on_offer(
        existing in any_existing(), plan in any_plan(), capacity in any_capacity(),
    ) {
        let steps = replan(&existing, &plan, capacity, morning());
        let after = applied(&existing, &steps);
        let offered: Vec<_> =
            after.iter().filter(|slot| slot.open && slot.start > morning()).collect();
        let times: BTreeSet<_> = offered.iter().map(|slot| (slot.start, slot.end)).collect();
        let wanted: BTreeSet<_> = plan.iter()
            .filter(|slot| slot.start > morning())
            .map(|slot| (slot.start, slot.end))
            .collect();
        prop_assert_eq!(times.len(), offered.len());
        prop_assert_eq!(times, wanted);
        for slot in offered {
            prop_assert_eq!(slot.terms.capacity.get(), capacity.get().max(slot.held));
        }
    }

    #[test]
    fn every_step_is_about_one_time_and_has_a_reason(
        existing in any_existing(), plan in any_plan(), capacity in any_capacity(),
    ) {
        let steps = replan(&existing, &plan, capacity, morning());
        let of = |id: &SlotId| existing.iter().find(|slot| slot.id == *id).copied();
        let in_plan = |slot: &ExistingSlot| {
            plan.iter().any(|planned| (planned.start, planned.end) == (slot.start, slot.end))
        };
        prop_assert!(steps.remove.iter().filter_map(of).all(|slot| slot.held == 0));
        prop_assert!(steps.conflicts.iter().filter_map(of).all(|slot| slot.held > 0));
        for (id, terms) in &steps.reopen {
            prop_assert!(of(id).is_some_and(|slot| in_plan(&slot)
                && (!slot.open || slot.terms != *terms)));
        }
        let touched = steps.reopen.iter().map(|(id, _)| id).chain(&steps.remove).chain(&steps.conflicts);
        let touched: Vec<_> = touched.collect();
        prop_assert_eq!(touched.iter().collect::<BTreeSet<_>>().len(), touched.len());
    }
}
