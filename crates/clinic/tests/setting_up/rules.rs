//! When patients may request a timebook's times.

use chrono::TimeDelta;
use clinic::{Problem, ReleaseDraft, RequestError, RulesDraft, TimebookDraft};
use testkit::TestClinic;
use timebook::{Revision, TimebookType};

use crate::{lab, opening, problems};

fn rules(rules: RulesDraft) -> TimebookDraft {
    TimebookDraft { rules, weeks_ahead: 4, ..lab(vec![opening(2, "10:00", "11:00")]) }
}

#[tokio::test]
async fn wrong_rules_are_named() {
    let day = TestClinic::demo().await;
    let locations = day.clinic.setup().await.expect("a setup").locations;
    let weekly = |weeks_before, weekday, at: &str| RulesDraft {
        release: ReleaseDraft::Weekly { weeks_before, weekday, at: at.into() },
        ..RulesDraft::default()
    };
    let from = |date: &str| RulesDraft {
        release: ReleaseDraft::From { date: date.into(), at: "08:00".into() },
        ..RulesDraft::default()
    };
    let limits = |lead, horizon| RulesDraft {
        lead_minutes: Some(lead),
        horizon_days: Some(horizon),
        ..RulesDraft::default()
    };
    let range = |min, max| Problem::OutOfRange { min, max };
    for (wrong, refused) in [
        (
            weekly(13, 0, ""),
            vec![
                ("release.weeksBefore", range(0, 12)),
                ("release.weekday", range(1, 7)),
                ("release.at", Problem::Empty),
            ],
        ),
        (from(""), vec![("release.date", Problem::Empty)]),
        (from("2026-11-30"), vec![("release.date", Problem::Malformed)]),
        (from("30.11.26"), vec![("release.date", Problem::Malformed)]),
        (limits(24 * 60, 1), vec![("horizonDays", Problem::NeverOpen)]),
        (limits(24 * 60 - 1, 1), vec![]),
        (from("1.2.2025"), vec![]),
        (weekly(0, 7, "24:00"), vec![]),
    ] {
        let draft =
            TimebookDraft { location: Some(locations[0].id), name: "Regler".into(), ..rules(wrong.clone()) };
        let saved = day.clinic.save_timebook(&day.admin(), None, &draft).await;
        let found = match saved {
            Ok(id) => {
                day.clinic.delete_timebook(&day.admin(), id, Revision::FIRST).await.expect("deleted");
                Vec::new()
            }
            Err(error) => problems(error),
        };
        let refused: Vec<_> =
            refused.into_iter().map(|(field, problem)| (field.to_owned(), problem)).collect();
        assert_eq!(found, refused, "{wrong:?}");
    }
}

/// Tuesday 21 January at 09:00: the times of the week after are released on Thursday, and times must be requested
/// two hours before.
#[tokio::test]
async fn patients_request_times_when_the_rules_allow_it_and_changed_rules_apply_at_once() {
    let day = TestClinic::demo().await;
    let kurt = day.patient("Kurt").await;
    let admin = day.admin();
    let locations = day.clinic.setup().await.expect("a setup").locations;
    let release = ReleaseDraft::Weekly { weeks_before: 1, weekday: 4, at: "08:00".into() };
    let draft = TimebookDraft {
        location: Some(locations[0].id),
        name: "Regler".into(),
        ..rules(RulesDraft { lead_minutes: Some(120), horizon_days: None, release })
    };
    let id = day.clinic.save_timebook(&admin, None, &draft).await.expect("saved");
    day.clinic.publish(&admin, id, Revision::FIRST).await.expect("published");
    let (today, next) = (TestClinic::date(1, 21), TestClinic::date(1, 28));
    let free = async |date| day.clinic.day(id, date).await.expect("a store").slots.len();
    let state = async || {
        let setup = day.clinic.setup().await.expect("a setup");
        setup.timebooks.iter().find(|(timebook, _)| timebook.id == id).map(|(_, state)| state.free_places)
    };
    assert_eq!((free(today).await, free(next).await, state().await), (0, 0, Some(16)), "staff see all");

    // A request for a time that is not released is refused, as it was shown nowhere.
    let calendar = day.store.calendar(day.clinic.id(), id, day.clinic.now()).await.expect("a store");
    let later = calendar.slots().find(|slot| slot.slot.date == next).expect("a time").slot.clone();
    let mut form = day.form("13:30", "").await;
    (form.kind, form.timebook, form.slot) = (TimebookType::Lab, id, later.id);
    let refused = day.clinic.request(kurt, form.clone()).await;
    assert!(matches!(refused, Err(RequestError::Taken)), "{refused:?}");

    day.wait(TimeDelta::hours(47));
    assert_eq!((free(next).await, state().await), (4, Some(12)), "released on Thursday at 08:00");
    day.clinic.request(kurt, form).await.expect("a request");

    // Without the rules the same times are free as soon as that is saved.
    let draft = TimebookDraft { rules: RulesDraft::default(), ..draft };
    day.clinic.save_timebook(&admin, Some((id, Revision::new(2))), &draft).await.expect("saved");
    let week_after = TestClinic::date(2, 4);
    assert_eq!((free(next).await, free(week_after).await), (3, 4));
}
