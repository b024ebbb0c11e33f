//! Exceptions from the opening hours.

use std::sync::Arc;

use clinic::{CommitError, Edit, Store, Transaction, Write};
use timebook::*;

use crate::given::{Given, closed, edit_of, member, morning};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(MinuteOfDay::parse(from).unwrap(), MinuteOfDay::parse(to).unwrap()).unwrap()
}

pub(crate) async fn an_exception_is_read_back_changed_and_deleted(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let other = Given::clinic(&store, 2).await;
    let id = || ExceptionId::new(given.uuid());
    let of_timebook = ExceptionScope::Timebook(given.timebook.id);
    let of_location = ExceptionScope::Location(given.timebook.location);
    let all = [
        closed(id(), "Planleggingsdag"),
        OpeningException { change: DayChange::HolidayOpen, note: None, ..closed(id(), "") },
        OpeningException {
            scope: of_location,
            dates: Dates::new(day("2025-06-30"), day("2025-07-31")).unwrap(),
            change: DayChange::Hours(vec![period("08:00", "12:00"), period("13:00", "24:00")]),
            ..closed(id(), "Sommer")
        },
        OpeningException {
            scope: of_timebook,
            change: DayChange::Extra(vec![period("17:00", "19:00")]),
            ..closed(id(), "")
        },
        OpeningException {
            scope: of_timebook,
            change: DayChange::Blocked(vec![period("09:00", "09:20")]),
            ..closed(id(), "")
        },
    ];
    assert_eq!(store.exceptions(given.clinic, day("2025-01-21")).await.unwrap().revision, Revision::NONE);
    for exception in &all {
        given.save_exception(exception.clone()).await.unwrap();
    }
    let edit =
        |number| Edit { revision: Revision::new(number), by: Some(member().name), at: Some(morning()) };
    let read = given.exceptions().await;
    assert_eq!(read, all.clone().map(|exception| (exception, edit(1))));
    let over = store.exceptions(given.clinic, day("2025-05-03")).await.unwrap();
    assert_eq!(over.rows, [(all[2].clone(), edit(1))]);
    let last_day = store.exceptions(given.clinic, day("2025-07-31")).await.unwrap();
    assert_eq!((last_day.rows.count(), last_day.revision), (1, Revision::new(5)));

    let moved = OpeningException { scope: ExceptionScope::Clinic, ..closed(all[2].id, "Uke 27") };
    given.save_exception(moved.clone()).await.unwrap();
    let first = Write::DeleteException { exception: all[0].id, was: Revision::FIRST };
    given.write(first.clone()).await.unwrap();
    assert!(matches!(given.write(first).await, Err(CommitError::Stale)));
    let stale = Write::DeleteException { exception: moved.id, was: Revision::FIRST };
    assert!(matches!(given.write(stale).await, Err(CommitError::Stale)));
    let left =
        [(all[1].clone(), edit(1)), (moved, edit(2)), (all[3].clone(), edit(1)), (all[4].clone(), edit(1))];
    assert_eq!(given.exceptions().await, left, "a changed one keeps its place");
    let stands = store.exceptions(given.clinic, day("2025-01-21")).await.unwrap().revision;
    assert_eq!(stands, Revision::new(7), "what was refused is not counted");
    assert_eq!(other.exceptions().await, []);
}

/// An exception of what is gone would be about nothing.
pub(crate) async fn exceptions_go_with_what_they_are_of(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let scopes = [
        ExceptionScope::Clinic,
        ExceptionScope::Location(given.timebook.location),
        ExceptionScope::Timebook(given.timebook.id),
    ];
    for scope in scopes {
        given
            .save_exception(OpeningException { scope, ..closed(ExceptionId::new(given.uuid()), "") })
            .await
            .unwrap();
    }
    let scopes_left = async || given.exceptions().await.iter().map(|(one, _)| one.scope).collect::<Vec<_>>();
    let was = Revision::FIRST;
    given.write(Write::DeleteTimebook { timebook: given.timebook.id, was }).await.unwrap();
    assert_eq!(scopes_left().await, scopes[..2]);
    given.write(Write::DeleteLocation { location: given.timebook.location, was }).await.unwrap();
    assert_eq!(scopes_left().await, scopes[..1]);
    let orphan = OpeningException { scope: scopes[2], ..closed(ExceptionId::new(given.uuid()), "") };
    assert!(matches!(given.save_exception(orphan).await, Err(CommitError::Store(_))));
}

pub(crate) async fn a_plan_made_with_old_exceptions_is_refused(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let timebook = given.timebook.id;
    let plan = |was, slot: Slot| {
        let (reopen, remove, close) = (vec![], vec![], vec![]);
        Transaction::new(vec![
            Write::OnExceptions { was },
            Write::ChangeSlots { timebook, add: vec![slot], reopen, remove, close },
        ])
    };
    let coming = async || store.coming_slots(given.clinic, timebook, morning()).await.unwrap().len();
    given.commit(plan(Revision::NONE, given.a_slot(60, 1))).await.unwrap();
    given.commit(plan(Revision::NONE, given.a_slot(75, 1))).await.unwrap();
    let early = plan(Revision::FIRST, given.a_slot(90, 1));
    assert!(matches!(given.commit(early).await, Err(CommitError::Stale)));

    let exception = closed(ExceptionId::new(given.uuid()), "");
    given.save_exception(exception.clone()).await.unwrap();
    let late = plan(Revision::NONE, given.a_slot(90, 1));
    assert!(matches!(given.commit(late).await, Err(CommitError::Stale)));
    given.commit(plan(Revision::FIRST, given.a_slot(90, 1))).await.unwrap();
    given.write(Write::DeleteException { exception: exception.id, was: Revision::FIRST }).await.unwrap();
    let late = plan(Revision::FIRST, given.a_slot(105, 1));
    assert!(matches!(given.commit(late).await, Err(CommitError::Stale)));
    assert_eq!(coming().await, 3, "nothing of a refused plan is saved");
}

/// Of plans and exceptions that are saved at once, each plan is saved before the exception or not at all.
pub(crate) async fn of_an_exception_and_plans_saved_at_once_no_plan_comes_later(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    for round in 0..8_u32 {
        let was = Revision::new(round);
        let slots: Vec<_> =
            (1..=6).map(|quarter| given.a_slot((i64::from(round) * 6 + quarter) * 15, 1)).collect();
        let plans = slots.into_iter().map(|slot| {
            let timebook = given.timebook.id;
            let (reopen, remove, close) = (vec![], vec![], vec![]);
            let change = Write::ChangeSlots { timebook, add: vec![slot], reopen, remove, close };
            Transaction::new(vec![Write::OnExceptions { was }, change])
        });
        let exception = closed(ExceptionId::new(given.uuid()), "");
        let save = Transaction::new(vec![
            Write::OnExceptions { was },
            Write::SaveException(Box::new(exception), edit_of(None)),
        ]);
        let all = plans.chain([save]).map(|transaction| {
            let given = Arc::clone(&given);
            tokio::spawn(async move { given.commit(transaction).await })
        });
        let all: Vec<_> = all.collect();
        for one in all {
            let answer = one.await.unwrap();
            assert!(matches!(answer, Ok(_) | Err(CommitError::Stale)), "{answer:?}");
        }
        let stands = store.exceptions(given.clinic, day("2025-01-21")).await.unwrap().revision;
        assert_eq!(stands, Revision::new(round + 1), "the exception waits for the plans and is saved");
    }
}
