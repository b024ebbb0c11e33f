//! Patients, their sessions and the journal.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::session::{Draft, DraftChange, Session, TokenHash};
use clinic::{Act, CommitError, Store, Transaction, Write};
use timebook::*;

use crate::given::{Given, member, morning, patient};

pub(crate) fn session(token: &str, patient: PatientId) -> Session {
    Session {
        token: TokenHash(token.into()),
        patient,
        form_token: "a secret of the form".into(),
        expires_at: morning() + TimeDelta::minutes(30),
        ends_at: morning() + TimeDelta::hours(2),
        draft: None,
    }
}

pub(crate) async fn patients_are_kept_in_the_order_they_came(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let mut ids: Vec<_> = (0..3).map(|_| PatientId::new(given.uuid())).collect();
    ids.reverse();
    for (id, name) in ids.iter().zip(["Kurt Håkon Grytten", "Åse Østby", "Émile Ærlig"]) {
        given.write(Write::SavePatient(patient(*id, name))).await.unwrap();
    }
    let renamed = clinic::Patient { phone: None, ..patient(ids[0], "Kurt H. Grytten") };
    given.write(Write::SavePatient(renamed.clone())).await.unwrap();
    let kept = store.patients(given.clinic, 99).await.unwrap();
    assert_eq!(kept, [renamed, patient(ids[1], "Åse Østby"), patient(ids[2], "Émile Ærlig")]);
}

pub(crate) async fn the_journal_keeps_the_order_of_writing(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;
    let (id, _) = given.ask(&slot, patient).await.unwrap();
    let mut expected = vec![given.a_line(id, patient, Actor::Patient, Act::Requested)];
    for act in Act::ALL {
        expected.push(given.a_line(id, patient, Actor::Staff(member()), act));
    }
    for actor in [Actor::Proxy, Actor::Helsenorge, Actor::System] {
        expected.push(given.a_line(id, patient, actor, Act::Opened));
    }
    let lines = expected.iter().skip(1).cloned().map(Write::Record);
    given.commit(Transaction::new(lines.collect())).await.unwrap();
    assert_eq!(store.journal(given.clinic, id, 99).await.unwrap(), expected);
}

pub(crate) async fn a_line_for_no_booking_is_refused(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let patient = given.patient().await;
    let line = given.a_line(BookingId::new(given.uuid()), patient, Actor::System, Act::Sent);
    assert!(matches!(given.write(Write::Record(line)).await, Err(CommitError::Store(_))));
}

pub(crate) async fn what_concerns_no_booking_is_found_by_the_patient(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (one, other) = (given.patient().await, given.patient().await);
    let (id, _) = given.ask(&slot, one).await.unwrap();
    let access = |patient, act| clinic::JournalEntry {
        booking: None,
        patient,
        ..given.a_line(id, one, Actor::Patient, act)
    };
    let login = access(Some(one), Act::LoggedIn);
    let lines = [login.clone(), access(Some(other), Act::LoggedIn), access(None, Act::LogInRefused)];
    given.commit(Transaction::new(lines.into_iter().map(Write::Record).collect())).await.unwrap();

    let request = given.a_line(id, one, Actor::Patient, Act::Requested);
    let read = |after, limit| store.journal_of_patient(given.clinic, one, after, limit);
    let all = read(None, 9).await.unwrap().map(|(_, entry)| entry);
    assert_eq!(all, [login.clone(), request.clone()]);
    let first = read(None, 1).await.unwrap();
    let [(cursor, entry)] = &first[..] else { panic!("one entry") };
    assert_eq!(*entry, login);
    assert_eq!(read(Some(*cursor), 1).await.unwrap().map(|(_, entry)| entry), std::slice::from_ref(&request));
    assert_eq!(store.journal(given.clinic, id, 99).await.unwrap(), [request]);
    let another = given.ids_of_another_clinic().clinic;
    assert_eq!(store.journal_of_patient(another, one, None, 9).await.unwrap(), []);
}

pub(crate) async fn a_session_keeps_a_draft_and_ends(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let id = given.patient().await;
    let opened = session("token", id);
    given.write(Write::OpenSession(opened.clone())).await.unwrap();
    let read = || store.session(given.clinic, &opened.token);
    let (found, whose) = read().await.unwrap().unwrap();
    assert_eq!((found, whose.id), (opened.clone(), id));

    let draft = Draft {
        kind: TimebookType::Vaccine,
        timebook: Some(given.timebook.id),
        day: None,
        slot: None,
        reason: " skrevet, ikke sendt ".into(),
        others: vec![(TimebookType::Lab, "også skrevet".into())],
    };
    let change = |change| given.write(Write::ChangeDraft { session: opened.token.clone(), change });
    change(DraftChange::Keep(Draft::of(TimebookType::Lab, "også skrevet".into()))).await.unwrap();
    change(DraftChange::Keep(draft.clone())).await.unwrap();
    assert_eq!(read().await.unwrap().unwrap().0.draft, Some(draft.clone()));
    for kind in [TimebookType::Vaccine, TimebookType::Lab] {
        let written = draft.written_for(kind).to_owned();
        change(DraftChange::Remove { kind, written }).await.unwrap();
    }
    assert_eq!(read().await.unwrap().unwrap().0, opened);

    let later = opened.expires_at + TimeDelta::minutes(10);
    let extend = |expires_at| Write::ExtendSession { session: opened.token.clone(), expires_at };
    given.write(extend(later)).await.unwrap();
    given.write(extend(opened.expires_at)).await.unwrap();
    assert_eq!(read().await.unwrap().unwrap().0.expires_at, later, "the later use counts");
    let delete = |before| Write::DeleteExpiredSessions { before };
    given.write(delete(opened.expires_at)).await.unwrap();
    assert!(read().await.unwrap().is_some());
    given.write(Write::OpenSession(session("another", id))).await.unwrap();
    given.write(delete(later)).await.unwrap();
    assert_eq!(read().await.unwrap(), None);
    given.write(Write::OpenSession(opened.clone())).await.unwrap();

    given.write(Write::CloseSession(opened.token.clone())).await.unwrap();
    assert_eq!(read().await.unwrap(), None);
    given.write(Write::CloseSession(opened.token.clone())).await.unwrap();
}

pub(crate) async fn pages_that_change_a_draft_at_once_lose_no_text(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let opened = session("token", given.patient().await);
    given.write(Write::OpenSession(opened.clone())).await.unwrap();
    let change = |change| given.write(Write::ChangeDraft { session: opened.token.clone(), change });
    let read = async || store.session(given.clinic, &opened.token).await.unwrap().unwrap().0.draft;
    for round in 0..20 {
        let written = |kind| Draft::of(kind, format!("{kind:?} {round}"));
        let pages = TimebookType::ALL.map(|kind| change(DraftChange::Keep(written(kind))));
        for kept in futures_util::future::join_all(pages).await {
            kept.unwrap();
        }
        let draft = read().await.unwrap();
        for kind in TimebookType::ALL {
            assert_eq!(draft.written_for(kind), written(kind).reason);
        }
    }

    // What was written after a page read the draft is not removed by that page.
    let was = read().await.unwrap();
    change(DraftChange::Keep(Draft::of(TimebookType::Lab, "nytt".into()))).await.unwrap();
    change(DraftChange::Choose(Draft::of(TimebookType::Vaccine, String::new()))).await.unwrap();
    for kind in [TimebookType::Lab, TimebookType::CoronaTest] {
        let written = was.written_for(kind).to_owned();
        change(DraftChange::Remove { kind, written }).await.unwrap();
    }
    let draft = read().await.unwrap();
    assert_eq!(draft.written_for(TimebookType::Lab), "nytt");
    assert_eq!(draft.written_for(TimebookType::Vaccine), "Vaccine 19");
    assert_eq!(draft.written_for(TimebookType::CoronaTest), "");
}
