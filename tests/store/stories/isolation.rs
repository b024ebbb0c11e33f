//! Clinics on one database are isolated from each other.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::session::TokenHash;
use clinic::{Act, CommitError, QueueOrder, Store, Write};
use timebook::*;

use super::records::session;
use crate::given::{Given, booked, delivered, kari, morning};

pub(crate) async fn a_clinic_sees_only_its_own(store: Arc<dyn Store>) {
    let theirs = Given::clinic(&store, 1).await;
    let slot = theirs.slot(60, 2).await;
    let patient = theirs.patient().await;
    let (booking, _) = theirs.ask(&slot, patient).await.unwrap();
    let (decided, _) = theirs.someone_asks(&slot).await.unwrap();
    theirs.confirm(decided).await;
    theirs.write(Write::Queue(theirs.outbox_item(decided))).await.unwrap();
    theirs.write(Write::OpenSession(session("token", patient))).await.unwrap();

    let ours = ClinicId::new(theirs.uuid());
    let (timebook, later) = (theirs.timebook.id, morning() + TimeDelta::days(1));
    assert_eq!(store.profile(ours).await.unwrap(), None);
    assert_eq!(store.locations(ours).await.unwrap(), []);
    assert_eq!(store.timebooks(ours).await.unwrap(), []);
    assert_eq!(store.published_kinds(ours).await.unwrap(), []);
    assert_eq!(store.published(ours, TimebookType::Vaccine).await.unwrap(), []);
    assert_eq!(store.coming_slots(ours, timebook, morning()).await.unwrap(), []);
    assert!(!theirs.calendar(morning()).await.is_empty());
    assert!(store.calendar(ours, timebook, morning()).await.unwrap().is_empty());
    assert_eq!(store.slot(ours, slot.id).await.unwrap(), None);
    assert_eq!(store.booking(ours, booking).await.unwrap(), None);
    assert_eq!(store.waiting(ours, QueueOrder::Arrival, None, 9).await.unwrap(), []);
    assert_eq!(store.waiting(ours, QueueOrder::Start, None, 9).await.unwrap(), []);
    assert_eq!(store.waiting_before(ours, morning() + TimeDelta::days(99)).await.unwrap(), 0);
    assert_eq!(store.waiting_count(ours).await.unwrap(), 0);
    assert_eq!(store.decided_since(ours, morning(), 9).await.unwrap(), []);
    assert_eq!(store.bookings_of(ours, patient, 99).await.unwrap(), []);
    assert_eq!(store.overdue(ours, later, 0, 9).await.unwrap(), []);
    assert_eq!(store.patients(ours, 99).await.unwrap(), []);
    assert_eq!(store.session(ours, &TokenHash("token".into())).await.unwrap(), None);
    assert_eq!(store.due(ours, later).await.unwrap(), []);
    assert_eq!(store.next_due(ours).await.unwrap(), None);
    assert_eq!(store.journal(ours, booking, 99).await.unwrap(), []);
}

pub(crate) async fn a_clinic_changes_only_its_own(store: Arc<dyn Store>) {
    let theirs = Given::clinic(&store, 1).await;
    let ours = Given::clinic(&store, 2).await;
    let slot = theirs.slot(60, 2).await;
    let patient = theirs.patient().await;
    let (id, _) = theirs.ask(&slot, patient).await.unwrap();
    let item = theirs.outbox_item(id);
    theirs.write(Write::Queue(item.clone())).await.unwrap();
    theirs.write(Write::OpenSession(session("token", patient))).await.unwrap();
    let before = theirs.view(id).await;

    let confirmed = before.booking.clone().confirm(kari()).unwrap();
    let change = Write::Change { booking: Box::new(confirmed), was: Revision::FIRST };
    assert!(matches!(ours.write(change).await, Err(CommitError::Stale)));
    assert!(matches!(ours.write(Write::Unqueue(id)).await, Err(CommitError::Sent)));
    let noted = delivered(item.id, morning());
    assert!(matches!(ours.write(noted).await, Err(CommitError::Stale)));
    let line = ours.a_line(id, patient, Actor::System, Act::Opened);
    assert!(matches!(ours.write(Write::Record(line)).await, Err(CommitError::Store(_))));
    let mut request = ours.a_request(&slot, ours.patient().await);
    request.timebook = theirs.timebook.id;
    assert!(matches!(ours.commit(ours.asking(request)).await, Err(CommitError::NoSuchSlot)));
    let (reopen, remove, close) = (vec![(slot.id, slot.terms())], vec![slot.id], vec![slot.id]);
    let timebook = theirs.timebook.id;
    ours.write(Write::ChangeSlots { timebook, add: vec![], reopen, remove, close }).await.unwrap();
    ours.write(Write::CloseSession(TokenHash("token".into()))).await.unwrap();

    assert_eq!(theirs.view(id).await, before);
    assert!(theirs.calendar(morning()).await.free_slots(slot.date, morning()).eq([&slot]));
    assert!(store.session(theirs.clinic, &TokenHash("token".into())).await.unwrap().is_some());
}

pub(crate) async fn two_clinics_may_use_the_same_ids(store: Arc<dyn Store>) {
    let first = Given::clinic(&store, 1).await;
    let second = first.ids_of_another_clinic();
    let location = second.location("Det andre kontoret");
    second.save_location(location).await.unwrap();
    second.save_timebook(second.timebook.clone()).await.unwrap();
    let slot = first.slot(60, 1).await;
    second.change_slots(vec![slot.clone()], vec![], vec![], vec![]).await.unwrap();
    let patient = first.patient().await;
    second.write(Write::SavePatient(crate::given::patient(patient, "En annen"))).await.unwrap();
    let request = first.a_request(&slot, patient);

    first.commit(first.asking(request.clone())).await.unwrap();
    second.commit(second.asking(request.clone())).await.unwrap();
    first.confirm(request.id).await;
    assert_eq!(second.view(request.id).await.booking, booked(&request, 1));
    assert_eq!(second.view(request.id).await.patient.name.as_str(), "En annen");
}
