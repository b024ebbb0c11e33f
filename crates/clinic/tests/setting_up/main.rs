//! Setting up a clinic, publishing and changing its times.

mod rules;

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{
    Clinic, DeleteError, LocationDraft, OpeningDraft, Problem, ProfileDraft, ReleaseDraft, RulesDraft,
    SaveError, TimebookDraft,
};
use testkit::{Outage, SeededIds, TestClinic};
use timebook::{Revision, TimebookId, TimebookType, oslo_date, plan};
use uuid::Uuid;

fn problems(error: SaveError) -> Vec<(String, Problem)> {
    match error {
        SaveError::Invalid(errors) => errors.0.into_iter().map(|e| (e.field, e.problem)).collect(),
        other @ (SaveError::Conflict(_) | SaveError::NotFound | SaveError::Store(_)) => {
            panic!("expected refused fields, got {other}")
        }
    }
}

fn opening(weekday: u8, from: &str, to: &str) -> OpeningDraft {
    OpeningDraft { weekday, from: from.into(), to: to.into() }
}

fn lab(hours: Vec<OpeningDraft>) -> TimebookDraft {
    TimebookDraft {
        kind: TimebookType::Lab,
        name: "Lab".into(),
        description: String::new(),
        location: None,
        practitioner: String::new(),
        hours,
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: 15,
        pause_minutes: 0,
        capacity: 1,
        weeks_ahead: 1,
        rules: RulesDraft::default(),
    }
}

#[tokio::test]
async fn from_nothing_to_the_first_free_time() {
    let day = TestClinic::empty().await;
    let admin = day.admin();
    let profile = ProfileDraft { name: "Nye legesenter".into(), ..ProfileDraft::default() };
    day.clinic.save_profile(&admin, None, &profile).await.expect("a profile");
    let place = LocationDraft {
        name: "Sentrum".into(),
        street: "Storgata 1".into(),
        postal_code: "0155".into(),
        city: "Oslo".into(),
    };
    let location = day.clinic.save_location(&admin, None, &place).await.expect("a location");
    let draft = TimebookDraft { location: Some(location), ..lab(vec![opening(2, "10:00", "11:00")]) };
    let id = day.clinic.save_timebook(&admin, None, &draft).await.expect("a timebook");
    assert!(day.clinic.summary().await.expect("a summary").kinds.is_empty(), "not published yet");
    day.clinic.publish(&admin, id, Revision::FIRST).await.expect("published");
    assert_eq!(day.clinic.summary().await.expect("a summary").kinds, [TimebookType::Lab]);
    let times = day.clinic.day(id, TestClinic::date(1, 21)).await.expect("a day");
    assert_eq!(times.slots.len(), 4);
}

/// A colleague deletes the location after it was checked and before the timebook is saved.
#[tokio::test]
async fn a_location_that_was_deleted_meanwhile_is_a_wrong_field() {
    let day = TestClinic::empty().await;
    let admin = day.admin();
    let place = LocationDraft {
        name: "Sentrum".into(),
        street: "Storgata 1".into(),
        postal_code: "0155".into(),
        city: "Oslo".into(),
    };
    let location = day.clinic.save_location(&admin, None, &place).await.expect("a location");
    let draft = TimebookDraft { location: Some(location), ..lab(vec![opening(2, "10:00", "11:00")]) };
    let outage = Outage::default();
    let (store, clock) = (outage.of(Arc::clone(&day.store)), day.clock.clone());
    let here = Clinic::new(day.clinic.id(), store, clock, Arc::new(SeededIds::default()));
    let mut checked = outage.delay_answer("locations");
    let colleague = async {
        checked.is_done().await;
        day.clinic.delete_location(&admin, location, Revision::FIRST).await.expect("deleted");
        checked.release();
    };
    let (saved, ()) = tokio::join!(here.save_timebook(&admin, None, &draft), colleague);
    let refused = problems(saved.expect_err("no location"));
    assert_eq!(refused, [("locationId".to_owned(), Problem::Unknown)]);
}

#[tokio::test]
async fn a_name_that_another_location_has_is_refused() {
    let day = TestClinic::empty().await;
    let place = LocationDraft {
        name: "Sentrum".into(),
        street: "Storgata 1".into(),
        postal_code: "0155".into(),
        city: "Oslo".into(),
    };
    let first = day.clinic.save_location(&day.admin(), None, &place).await.expect("a location");
    let other = LocationDraft { street: "Storgata 2".into(), ..place.clone() };
    let refused = day.clinic.save_location(&day.admin(), None, &other).await.expect_err("a name twice");
    assert_eq!(problems(refused), [("name".to_owned(), Problem::Taken)]);
    day.clinic
        .save_location(&day.admin(), Some((first, Revision::FIRST)), &place)
        .await
        .expect("its own name");
}

#[tokio::test]
async fn what_is_used_is_not_deleted_and_what_is_not_used_is_gone() {
    let day = TestClinic::empty().await;
    let admin = day.admin();
    let place = LocationDraft {
        name: "Sentrum".into(),
        street: "Storgata 1".into(),
        postal_code: "0155".into(),
        city: "Oslo".into(),
    };
    let location = day.clinic.save_location(&admin, None, &place).await.expect("a location");
    let draft = TimebookDraft { location: Some(location), ..lab(vec![opening(2, "10:00", "11:00")]) };
    let timebook = day.clinic.save_timebook(&admin, None, &draft).await.expect("a timebook");

    let used = day.clinic.delete_location(&admin, location, Revision::FIRST).await;
    assert!(matches!(used, Err(DeleteError::LocationUsed { timebooks: 1 })), "{used:?}");
    let stale = day.clinic.delete_timebook(&admin, timebook, Revision::new(2)).await;
    assert!(matches!(stale, Err(DeleteError::Conflict(_))), "{stale:?}");
    day.clinic.delete_timebook(&admin, timebook, Revision::FIRST).await.expect("deleted");
    day.clinic.delete_location(&admin, location, Revision::FIRST).await.expect("deleted");
    let setup = day.clinic.setup().await.expect("a store");
    assert!(setup.timebooks.is_empty() && setup.locations.is_empty());
    let gone = day.clinic.delete_location(&admin, location, Revision::FIRST).await;
    assert!(matches!(gone, Err(DeleteError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn a_timebook_with_bookings_is_not_deleted_and_the_live_ones_are_counted() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    day.ask("Line", "13:45", "").await;
    day.clinic.reject(&day.kari(), id, Revision::FIRST, "Ring oss.").await.expect("rejected");
    let timebook = day.booking(id).await.slot.timebook;
    let used = day.clinic.delete_timebook(&day.admin(), timebook, Revision::new(2)).await;
    assert!(matches!(used, Err(DeleteError::HasBookings { live: 1 })), "{used:?}");
}

#[tokio::test]
async fn a_save_is_for_a_timebook_that_exists() {
    let day = TestClinic::demo().await;
    let nobody = Some((TimebookId::new(Uuid::from_u128(7)), Revision::FIRST));
    let missing = day.clinic.save_timebook(&day.admin(), nobody, &lab(Vec::new())).await;
    assert!(matches!(missing, Err(SaveError::NotFound)), "{missing:?}");
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let day = TestClinic::demo().await;
    let draft = TimebookDraft {
        name: " ".into(),
        slot_minutes: 0,
        pause_minutes: 241,
        capacity: 0,
        weeks_ahead: 99,
        rules: RulesDraft {
            lead_minutes: Some(4),
            horizon_days: Some(367),
            release: ReleaseDraft::From { date: "31.02.2026".into(), at: "8".into() },
        },
        ..lab(vec![
            opening(1, "08:00", "07:00"),
            opening(8, "kl 8", ""),
            opening(2, "08:00", "09:00"),
            opening(2, "08:30", "10:00"),
        ])
    };
    let refused = day.clinic.save_timebook(&day.admin(), None, &draft).await.expect_err("refused");
    let problems = problems(refused);
    let fields: Vec<&str> = problems.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "name",
            "locationId",
            "slotMinutes",
            "pauseMinutes",
            "capacity",
            "weeksAhead",
            "hours.0.to",
            "hours.1.weekday",
            "hours.1.from",
            "hours.1.to",
            "hours.3.from",
            "leadMinutes",
            "horizonDays",
            "release.date",
            "release.at"
        ]
    );
    assert_eq!(problems[6].1, Problem::EndBeforeStart);
    assert_eq!(problems[10].1, Problem::Overlap);
}

#[tokio::test]
async fn an_opening_shorter_than_one_time_is_refused() {
    let day = TestClinic::demo().await;
    let locations = day.clinic.setup().await.expect("a setup").locations;
    let draft = TimebookDraft { location: Some(locations[0].id), ..lab(vec![opening(1, "08:00", "08:10")]) };
    let refused = day.clinic.save_timebook(&day.admin(), None, &draft).await.expect_err("refused");
    assert_eq!(problems(refused), [("hours.0.to".to_owned(), Problem::SlotTooLong)]);
}

#[tokio::test]
async fn two_timebooks_of_a_type_may_not_share_a_name() {
    let day = TestClinic::demo().await;
    let locations = day.clinic.setup().await.expect("a setup").locations;
    let draft = TimebookDraft {
        name: "Laboratoriet".into(),
        location: Some(locations[0].id),
        ..lab(vec![opening(1, "08:00", "09:00")])
    };
    let refused = day.clinic.save_timebook(&day.admin(), None, &draft).await.expect_err("refused");
    assert_eq!(problems(refused), [("name".to_owned(), Problem::Taken)]);
}

/// Rule 9: a booked time never disappears; it is closed for new bookings and listed as a conflict.
#[tokio::test]
async fn new_hours_move_free_times_and_leave_held_ones() {
    let day = TestClinic::demo().await;
    let id = day.ask("Kurt", "13:30", "").await;
    let setup = day.clinic.setup().await.expect("a setup");
    let (timebook, _) =
        setup.timebooks.iter().find(|(t, _)| t.name.as_str() == "Influensavaksine 2").expect("the timebook");
    let draft = TimebookDraft {
        kind: timebook.kind,
        name: timebook.name.to_string(),
        location: Some(timebook.location),
        ..lab(vec![opening(2, "15:00", "16:00")])
    };
    day.clinic
        .save_timebook(&day.admin(), Some((timebook.id, Revision::new(2))), &draft)
        .await
        .expect("saved");
    let times = day.clinic.day(timebook.id, TestClinic::date(1, 21)).await.expect("a day");
    assert_eq!(times.slots.len(), 4, "15:00 to 16:00");
    let setup = day.clinic.setup().await.expect("a setup");
    let state = setup.timebooks.iter().find(|(t, _)| t.id == timebook.id).map(|(_, state)| state.clone());
    assert_eq!(state.map(|state| state.conflicts), Some(1));
    assert_eq!(day.clinic.extend_plans().await.expect("planned"), 0, "it is closed once");
    let kept = day.booking(id).await;
    assert_eq!(kept.booking.slot, kept.slot.id);
}

#[tokio::test]
async fn tomorrow_comes_within_reach() {
    let day = TestClinic::demo().await;
    assert_eq!(day.clinic.extend_plans().await.expect("planned"), 0, "nothing new today");
    day.wait(TimeDelta::days(1));
    assert_eq!(day.clinic.extend_plans().await.expect("planned"), 7);
    assert_eq!(day.clinic.extend_plans().await.expect("planned"), 0);
}

#[tokio::test]
async fn a_hidden_timebook_offers_nothing_and_keeps_its_bookings() {
    let day = TestClinic::demo().await;
    let form = day.form("13:30", "").await;
    let id = day.ask("Kurt", "13:45", "").await;
    day.clinic.unpublish(&day.admin(), form.timebook, Revision::new(2)).await.expect("hidden");
    let kurt = day.patient("Kurt").await;
    assert!(day.clinic.request(kurt, form).await.is_err());
    assert_eq!(day.booking(id).await.booking.id, id);
}

/// Three desks change a timebook at the same time and one wins, while days are planned. Each plan is made
/// from what was read before, so a plan that is saved later must not restore the times of removed hours.
#[tokio::test]
async fn the_times_are_those_of_the_hours_that_were_saved_last() {
    let day = TestClinic::demo().await;
    let (clinic, admin) = (&day.clinic, day.admin());
    let location = clinic.setup().await.expect("a setup").locations[0].id;
    let draft = |from: &str, minutes| TimebookDraft {
        location: Some(location),
        slot_minutes: minutes,
        ..lab(vec![opening(2, from, "15:00"), opening(4, from, "15:00")])
    };
    let id = clinic.save_timebook(&admin, None, &draft("10:00", 15)).await.expect("a timebook");
    clinic.publish(&admin, id, Revision::FIRST).await.expect("published");
    for round in 0..12_u16 {
        let (early, late) = (draft("09:30", 15 + round), draft("12:10", 25 + round));
        let was = Revision::new(2 + u32::from(round));
        let (first, second, third, planned) = tokio::join!(
            clinic.save_timebook(&admin, Some((id, was)), &early),
            clinic.save_timebook(&admin, Some((id, was)), &late),
            clinic.publish(&admin, id, was),
            clinic.extend_plans(),
        );
        assert!(planned.is_ok(), "{planned:?}");
        let saved = [first.map(|_| ()), second.map(|_| ()), third];
        let lost = saved.iter().filter(|saved| matches!(saved, Err(SaveError::Conflict(_))));
        assert_eq!((saved.iter().filter(|saved| saved.is_ok()).count(), lost.count()), (1, 2), "{saved:?}");

        let setup = clinic.setup().await.expect("a setup");
        let (book, _) = setup.timebooks.iter().find(|(book, _)| book.id == id).expect("the timebook");
        let now = clinic.now();
        let days = oslo_date(now).iter_days().take(7);
        let planned = plan(book, &[], days);
        let planned: Vec<_> = planned.iter().map(|slot| slot.start).filter(|start| *start > now).collect();
        let stored = day.store.coming_slots(clinic.id(), id, now).await.expect("times");
        let stored: Vec<_> = stored.iter().map(|slot| slot.start).collect();
        assert_eq!(stored, planned, "round {round}");
    }
}
