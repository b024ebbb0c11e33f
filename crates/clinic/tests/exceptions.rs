//! Exceptions from the opening hours: what they do to the times, first shown and then saved.

use chrono::{NaiveDate, TimeDelta};
use clinic::{
    ChangeDraft, EXCEPTIONS_MOST, ExceptionDraft, NewEdit, OpeningDraft, PeriodDraft, PlanEffect, Problem,
    RulesDraft, SaveError, TimebookDraft, Transaction, Write,
};
use testkit::TestClinic;
use timebook::{
    Dates, DayChange, ExceptionId, ExceptionScope, LocationId, OpeningException, Revision, TimebookId,
    TimebookType, oslo, oslo_date, plan,
};
use uuid::Uuid;

fn exception(first: &str, last: &str, change: ChangeDraft) -> ExceptionDraft {
    let (first, last) = (first.to_owned(), last.to_owned());
    ExceptionDraft { scope: ExceptionScope::Clinic, first, last, change, note: String::new() }
}

fn closed(first: &str) -> ExceptionDraft {
    exception(first, "", ChangeDraft::Closed)
}

fn periods(periods: &[(&str, &str)]) -> Vec<PeriodDraft> {
    let period = |(from, to): &(&str, &str)| PeriodDraft { from: (*from).into(), to: (*to).into() };
    periods.iter().map(period).collect()
}

/// The starts of the free times of «Influensavaksine 2» on a date.
async fn free(day: &TestClinic, date: NaiveDate) -> String {
    let times = day.clinic.day(vaccines(day).await, date).await.expect("a day").slots;
    let starts: Vec<_> = times.iter().map(|slot| oslo(slot.start).format("%H:%M").to_string()).collect();
    starts.join(" ")
}

async fn vaccines(day: &TestClinic) -> TimebookId {
    let setup = day.clinic.setup().await.expect("a setup");
    let found = setup.timebooks.iter().find(|(book, _)| book.name.as_str() == "Influensavaksine 2");
    found.expect("the timebook").0.id
}

fn problems(error: &SaveError) -> Vec<(&str, Problem)> {
    match error {
        SaveError::Invalid(errors) => errors.0.iter().map(|one| (one.field.as_str(), one.problem)).collect(),
        other @ (SaveError::Conflict(_) | SaveError::NotFound | SaveError::Store(_)) => {
            panic!("expected refused fields, got {other}")
        }
    }
}

const QUARTERS: &str = "13:00 13:15 13:30 13:45 14:00 14:15 14:30 14:45 15:00";

#[tokio::test]
async fn a_day_is_closed_and_opened_again_and_a_booked_time_stays() {
    let day = TestClinic::demo().await;
    let (clinic, admin, today) = (&day.clinic, day.admin(), TestClinic::date(1, 21));
    let id = day.ask("Kurt", "13:30", "").await;
    let book = vaccines(&day).await;

    let effects = clinic.preview_exception(&admin, None, &closed("21.1.2025")).await.expect("a preview");
    assert_eq!(effects.len(), 7, "every timebook");
    let start = day.booking(id).await.slot.start;
    let effect = effects.iter().find(|effect| effect.timebook == book).expect("the timebook's");
    let expected = PlanEffect {
        timebook: book,
        added: 0,
        removed: 8,
        changed: 0,
        kept: 351,
        conflicts: vec![(start, 1)],
    };
    assert_eq!(*effect, expected);
    assert_eq!(free(&day, today).await.split(' ').count(), 8, "a preview saves nothing");
    assert_eq!(clinic.setup().await.expect("a setup").exceptions.rows.count(), 0);

    let saved = clinic.save_exception(&admin, None, &closed("21.1.2025")).await.expect("saved");
    assert_eq!(free(&day, today).await, "");
    assert_eq!(free(&day, TestClinic::date(1, 22)).await, QUARTERS);
    assert_eq!(day.booking(id).await.slot.start, start);
    let setup = clinic.setup().await.expect("a setup");
    let state = setup.timebooks.iter().find(|(one, _)| one.id == book).map(|(_, state)| state.conflicts);
    assert_eq!(state, Some(1));
    assert_eq!(clinic.extend_plans().await.expect("planned"), 0, "the plan is made with the exception");

    let effects = clinic.preview_exception_deleted(&admin, saved).await.expect("a preview");
    let effect = effects.iter().find(|effect| effect.timebook == book).expect("the timebook's");
    assert_eq!((effect.added, effect.changed, effect.kept, effect.conflicts.len()), (8, 1, 351, 0));
    clinic.delete_exception(&admin, saved, Revision::FIRST).await.expect("deleted");
    assert_eq!(free(&day, today).await, QUARTERS.replace("13:30 ", ""));
}

#[tokio::test]
async fn a_day_has_other_hours_more_of_them_or_blocked_times() {
    let day = TestClinic::demo().await;
    let (clinic, admin, tomorrow) = (&day.clinic, day.admin(), TestClinic::date(1, 22));
    let of = ExceptionScope::Timebook(vaccines(&day).await);
    let draft = |change| ExceptionDraft { scope: of, ..exception("22.01.2025", "23.01.2025", change) };
    let hours = draft(ChangeDraft::Hours(periods(&[("08:00", "08:30"), ("9:00", "9:15")])));
    let wrong = clinic.save_exception(&admin, None, &hours).await.expect_err("9:00 is not written in full");
    assert_eq!(problems(&wrong).len(), 2);
    let hours = draft(ChangeDraft::Hours(periods(&[("08:00", "08:30"), ("09:00", "09:15")])));
    let id = clinic.save_exception(&admin, None, &hours).await.expect("saved");
    for date in [tomorrow, TestClinic::date(1, 23)] {
        assert_eq!(free(&day, date).await, "08:00 08:15 09:00");
    }
    assert_eq!(free(&day, TestClinic::date(1, 24)).await, QUARTERS);

    let extra = draft(ChangeDraft::Extra(periods(&[("15:15", "15:45")])));
    clinic.save_exception(&admin, Some((id, Revision::FIRST)), &extra).await.expect("changed");
    assert_eq!(free(&day, tomorrow).await, format!("{QUARTERS} 15:15 15:30"));
    let blocked = draft(ChangeDraft::Blocked(periods(&[("13:05", "14:45")])));
    clinic.save_exception(&admin, Some((id, Revision::new(2))), &blocked).await.expect("changed");
    assert_eq!(free(&day, tomorrow).await, "14:45 15:00");
    let other = clinic.choices(TimebookType::Lab).await.expect("choices").remove(0).timebook.id;
    assert_eq!(clinic.day(other, tomorrow).await.expect("a day").slots.len(), 9, "only the one timebook");
}

/// The demo plans eight weeks ahead: Easter is reached in March.
#[tokio::test]
async fn a_holiday_is_opened_for_a_location() {
    let day = TestClinic::demo().await;
    let (clinic, admin) = (&day.clinic, day.admin());
    day.wait(TimeDelta::days(40));
    clinic.extend_plans().await.expect("planned");
    let good_friday = TestClinic::date(4, 18);
    assert_eq!(free(&day, good_friday).await, "");
    let location = clinic.setup().await.expect("a setup").locations[0].id;
    let scope = ExceptionScope::Location(location);
    let open = ExceptionDraft { scope, ..exception("18.4.2025", "", ChangeDraft::HolidayOpen) };
    clinic.save_exception(&admin, None, &open).await.expect("saved");
    assert_eq!(free(&day, good_friday).await, QUARTERS);
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let day = TestClinic::demo().await;
    let refused = async |draft: ExceptionDraft| {
        let error = day.clinic.save_exception(&day.admin(), None, &draft).await.expect_err("refused");
        let preview = day.clinic.preview_exception(&day.admin(), None, &draft).await.expect_err("refused");
        assert_eq!(problems(&error), problems(&preview));
        problems(&error).into_iter().map(|(field, problem)| (field.to_owned(), problem)).collect::<Vec<_>>()
    };
    let named = |expected: &[(&str, Problem)]| {
        expected.iter().map(|(field, problem)| ((*field).to_owned(), *problem)).collect::<Vec<_>>()
    };
    let nowhere = ExceptionScope::Location(LocationId::new(Uuid::nil()));
    let all = ExceptionDraft {
        scope: nowhere,
        note: "x\u{7}".into(),
        ..exception("31.2.2025", "i morgen", ChangeDraft::Hours(periods(&[("8", "")])))
    };
    assert_eq!(
        refused(all).await,
        named(&[
            ("scope", Problem::Unknown),
            ("first", Problem::Malformed),
            ("last", Problem::Malformed),
            ("periods.0.from", Problem::Malformed),
            ("periods.0.to", Problem::Empty),
            ("note", Problem::ControlCharacter),
        ])
    );
    let empty = exception("", "", ChangeDraft::Blocked(Vec::new()));
    assert_eq!(refused(empty).await, named(&[("first", Problem::Empty), ("periods", Problem::Empty)]));
    assert_eq!(refused(closed("20.01.2025")).await, named(&[("first", Problem::Past)]));
    let over = exception("01.01.2025", "20.01.2025", ChangeDraft::Closed);
    assert_eq!(refused(over).await, named(&[("last", Problem::Past)]));
    let backwards = exception("02.02.2025", "01.02.2025", ChangeDraft::Closed);
    assert_eq!(refused(backwards).await, named(&[("last", Problem::EndBeforeStart)]));
    let long = exception("01.01.2025", "02.01.2026", ChangeDraft::Closed);
    assert_eq!(refused(long).await, named(&[("last", Problem::TooMany { most: 366 })]));
    let overlapping =
        ChangeDraft::Extra(periods(&[("08:00", "09:00"), ("08:59", "10:00"), ("12:00", "11:00")]));
    assert_eq!(
        refused(exception("01.02.2025", "", overlapping)).await,
        named(&[("periods.1.from", Problem::Overlap), ("periods.2.to", Problem::EndBeforeStart)])
    );
    let many: Vec<_> = (0..21)
        .map(|hour| PeriodDraft { from: format!("{hour:02}:00"), to: format!("{hour:02}:30") })
        .collect();
    let many = exception("01.02.2025", "", ChangeDraft::Blocked(many));
    assert_eq!(refused(many).await, named(&[("periods", Problem::TooMany { most: 20 })]));
}

#[tokio::test]
async fn a_clinic_has_a_limit_of_exceptions_that_are_not_over() {
    let day = TestClinic::demo().await;
    let date = TestClinic::date(12, 24);
    let save = |number: u32| {
        let exception = OpeningException {
            id: ExceptionId::new(Uuid::from_u128(number.into())),
            scope: ExceptionScope::Clinic,
            dates: Dates::stored(date, date),
            change: DayChange::Closed,
            note: None,
        };
        let by = day.admin().member().name.clone();
        Write::SaveException(Box::new(exception), NewEdit { was: None, by, at: day.clinic.now() })
    };
    let full = Transaction::new((0..EXCEPTIONS_MOST).map(save).collect());
    day.store.commit(day.clinic.id(), full).await.expect("saved");
    let error =
        day.clinic.save_exception(&day.admin(), None, &closed("24.12.2025")).await.expect_err("refused");
    assert_eq!(problems(&error), [("first", Problem::TooMany { most: EXCEPTIONS_MOST })]);
    let known = ExceptionId::new(Uuid::from_u128(7));
    let change = exception("25.12.2025", "", ChangeDraft::Closed);
    day.clinic.save_exception(&day.admin(), Some((known, Revision::FIRST)), &change).await.expect("changed");
    day.wait(TimeDelta::days(365));
    day.clinic.save_exception(&day.admin(), None, &closed("24.12.2026")).await.expect("they are over");
}

#[tokio::test]
async fn the_second_of_two_colleagues_is_told_and_what_is_gone_is_not_found() {
    let day = TestClinic::demo().await;
    let (clinic, admin) = (&day.clinic, day.admin());
    let id = clinic.save_exception(&admin, None, &closed("24.12.2025")).await.expect("saved");
    let noted = ExceptionDraft { note: "Julaften".into(), ..closed("24.12.2025") };
    let was = Some((id, Revision::FIRST));
    clinic.save_exception(&admin, was, &noted).await.expect("changed");
    let late =
        clinic.save_exception(&admin, was, &closed("23.12.2025")).await.expect_err("changed meanwhile");
    let SaveError::Conflict(now) = late else { panic!("{late}") };
    let (stands, edit) = &now.exceptions.rows[0];
    assert_eq!(
        (stands.note.as_ref().map(|note| note.as_str()), edit.revision),
        (Some("Julaften"), Revision::new(2))
    );
    let late = clinic.delete_exception(&admin, id, Revision::FIRST).await;
    assert!(matches!(late, Err(SaveError::Conflict(_))), "{late:?}");
    clinic.delete_exception(&admin, id, Revision::new(2)).await.expect("deleted");
    let gone = clinic.delete_exception(&admin, id, Revision::new(2)).await;
    assert!(matches!(gone, Err(SaveError::NotFound)), "{gone:?}");
    let gone = clinic.save_exception(&admin, Some((id, Revision::new(2))), &noted).await;
    assert!(matches!(gone, Err(SaveError::NotFound)), "{gone:?}");
}

fn lab(location: LocationId, to: &str, pause_minutes: u16) -> TimebookDraft {
    TimebookDraft {
        kind: TimebookType::Lab,
        name: "Blodprøver".into(),
        description: String::new(),
        location: Some(location),
        practitioner: String::new(),
        hours: vec![OpeningDraft { weekday: 3, from: "08:00".into(), to: to.into() }],
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: 15,
        pause_minutes,
        capacity: 1,
        weeks_ahead: 1,
        rules: RulesDraft::default(),
    }
}

#[tokio::test]
async fn a_change_of_a_timebook_is_shown_before_it_is_saved() {
    let day = TestClinic::demo().await;
    let (clinic, admin) = (&day.clinic, day.admin());
    let location = clinic.setup().await.expect("a setup").locations[0].id;
    let effect = clinic.preview_timebook(&admin, None, &lab(location, "09:00", 0)).await.expect("a preview");
    assert_eq!((effect.added, effect.kept), (4, 0), "of a new timebook");
    let id = clinic.save_timebook(&admin, None, &lab(location, "09:00", 0)).await.expect("saved");
    clinic.publish(&admin, id, Revision::FIRST).await.expect("published");
    let effect =
        clinic.preview_timebook(&admin, Some(id), &lab(location, "10:00", 5)).await.expect("a preview");
    assert_eq!((effect.added, effect.removed, effect.kept), (5, 3, 1), "20 minutes apart");
    clinic
        .save_timebook(&admin, Some((id, Revision::new(2))), &lab(location, "10:00", 5))
        .await
        .expect("saved");
    let times = clinic.day(id, TestClinic::date(1, 22)).await.expect("a day").slots;
    let starts: Vec<_> = times.iter().map(|slot| oslo(slot.start).format("%H:%M").to_string()).collect();
    assert_eq!(starts, ["08:00", "08:20", "08:40", "09:00", "09:20", "09:40"]);
    let unknown =
        clinic.preview_timebook(&admin, Some(TimebookId::new(Uuid::nil())), &lab(location, "9", 0)).await;
    assert!(matches!(unknown, Err(SaveError::NotFound)), "{unknown:?}");
}

/// Desks save exceptions and a timebook while days are planned. Each plan is made from what was read before; one
/// that was made from something older must not be saved.
#[tokio::test]
async fn the_times_are_those_of_the_hours_and_exceptions_that_were_saved_last() {
    let day = TestClinic::demo().await;
    let (clinic, admin) = (&day.clinic, day.admin());
    let location = clinic.setup().await.expect("a setup").locations[0].id;
    let id = clinic.save_timebook(&admin, None, &lab(location, "09:00", 0)).await.expect("saved");
    clinic.publish(&admin, id, Revision::FIRST).await.expect("published");
    for round in 0..10_u16 {
        let hours = lab(location, ["10:00", "11:00"][usize::from(round % 2)], round);
        let block = ChangeDraft::Blocked(periods(&[("08:30", "08:45")]));
        let extra = ChangeDraft::Extra(periods(&[("12:00", "12:30")]));
        let (blocked, more) = (exception("22.1.2025", "", block), exception("22.1.2025", "", extra));
        let was = Some((id, Revision::new(2 + u32::from(round))));
        let (first, second, saved, planned) = tokio::join!(
            clinic.save_exception(&admin, None, &blocked),
            clinic.save_exception(&admin, None, &more),
            clinic.save_timebook(&admin, was, &hours),
            clinic.extend_plans(),
        );
        let (first, second) = (first.expect("saved"), second.expect("saved"));
        saved.expect("saved");
        planned.expect("planned");
        as_planned(&day, id).await;
        let (first, second, planned) = tokio::join!(
            clinic.delete_exception(&admin, first, Revision::FIRST),
            clinic.delete_exception(&admin, second, Revision::FIRST),
            clinic.extend_plans(),
        );
        first.expect("deleted");
        second.expect("deleted");
        planned.expect("planned");
        as_planned(&day, id).await;
    }
}

async fn as_planned(day: &TestClinic, id: TimebookId) {
    let (setup, now) = (day.clinic.setup().await.expect("a setup"), day.clinic.now());
    let (book, _) = setup.timebooks.iter().find(|(book, _)| book.id == id).expect("the timebook");
    let planned = plan(book, &setup.exceptions.readable(), oslo_date(now).iter_days().take(7));
    let planned: Vec<_> = planned.iter().map(|slot| slot.start).filter(|start| *start > now).collect();
    let stored = day.store.coming_slots(day.clinic.id(), id, now).await.expect("times");
    let stored: Vec<_> = stored.iter().map(|slot| slot.start).collect();
    assert_eq!(stored, planned);
}
