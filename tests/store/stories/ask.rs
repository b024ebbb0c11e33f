//! A patient requests a time.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{Act, Clinic, CommitError, LimitKind, PatientActor, QueueOrder, Request, RequestError, Store};
use server::RandomIds;
use testkit::TestClock;
use timebook::*;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::given::{Given, booked, limits, morning, profile};

pub(crate) async fn a_request_is_read_back_with_all_that_stands_around_it(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;
    let request = given.a_request(&slot, patient);
    let committed = given.commit(given.asking(request.clone())).await.unwrap();

    assert_eq!(committed.place, Some(Place::FIRST));
    let view = given.view(request.id).await;
    assert_eq!(view.booking, booked(&request, 1));
    assert_eq!(view.patient.id, patient);
    assert_eq!(view.patient.name.as_str(), "Kurt Håkon Grytten");
    assert_eq!(view.slot, slot);
    assert_eq!(view.kind, TimebookType::Vaccine);
    assert_eq!(view.timebook_name, given.timebook.name);
    assert_eq!(view.practitioner, given.timebook.practitioner);
    assert_eq!(view.location, given.location("Legekontoret"));
    assert_eq!(view.pending, None);
    assert_eq!(
        store.waiting(given.clinic, QueueOrder::Arrival, None, 9).await.unwrap(),
        std::slice::from_ref(&view)
    );
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 1);
    assert_eq!(store.bookings_of(given.clinic, patient, 99).await.unwrap(), [view]);
    let journal = store.journal(given.clinic, request.id, 99).await.unwrap();
    assert_eq!(journal, [given.a_line(request.id, patient, Actor::Patient, Act::Requested)]);
}

pub(crate) async fn what_a_form_has_made_and_what_a_patient_has_of_a_slot_are_found(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (slot, other) = (given.slot(60, 2).await, given.slot(120, 2).await);
    let (patient, stranger) = (given.patient().await, given.patient().await);
    let request = given.a_request(&slot, patient);
    let (id, key) = (request.id, request.key);
    let of_form = |patient, key| store.booking_of_form(given.clinic, patient, key);
    let live = |patient, slot| store.live_booking(given.clinic, patient, slot);
    assert_eq!(of_form(patient, key).await.unwrap(), None);
    given.commit(given.asking(request)).await.unwrap();

    assert_eq!(of_form(patient, key).await.unwrap(), Some((id, slot.id)));
    assert_eq!(of_form(stranger, key).await.unwrap(), None);
    assert_eq!(of_form(patient, RequestKey::new(Uuid::nil())).await.unwrap(), None);
    assert_eq!(live(patient, slot.id).await.unwrap(), Some(id));
    assert_eq!(live(stranger, slot.id).await.unwrap(), None);
    assert_eq!(live(patient, other.id).await.unwrap(), None);
    given.cancel(id).await;
    assert_eq!(of_form(patient, key).await.unwrap(), Some((id, slot.id)));
    assert_eq!(live(patient, slot.id).await.unwrap(), None);
}

pub(crate) async fn requests_take_the_lowest_free_place(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 3).await;
    for expected in 1..=3 {
        assert_eq!(given.someone_asks(&slot).await.unwrap().1, expected);
    }
}

pub(crate) async fn a_place_that_was_given_back_is_taken_again(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 4).await;
    let mut bookings = Vec::new();
    for _ in 0..4 {
        bookings.push(given.someone_asks(&slot).await.unwrap().0);
    }
    // First the one in the middle, then the one at the end, then the first.
    for gap in [2, 4, 1] {
        given.cancel(bookings[gap - 1]).await;
        let (booking, place) = given.someone_asks(&slot).await.unwrap();
        assert_eq!(usize::from(place), gap);
        bookings[gap - 1] = booking;
    }
    assert!(matches!(given.someone_asks(&slot).await, Err(CommitError::NoPlace)));
}

pub(crate) async fn places_that_were_given_back_go_to_those_who_ask_at_once(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 7).await;
    let mut bookings = Vec::new();
    for _ in 0..6 {
        bookings.push(given.someone_asks(&slot).await.unwrap().0);
    }
    for gap in [2, 4, 5] {
        given.cancel(bookings[gap - 1]).await;
    }
    let asking = || async {
        match given.someone_asks(&slot).await {
            Ok((_, place)) => Some(place),
            Err(CommitError::NoPlace) => None,
            Err(other) => panic!("{other:?}"),
        }
    };
    let (a, b, c, d, e) = tokio::join!(asking(), asking(), asking(), asking(), asking());
    let mut places = [a, b, c, d, e];
    places.sort_unstable();
    assert_eq!(places, [None, Some(2), Some(4), Some(5), Some(7)]);
}

pub(crate) async fn the_same_form_sent_twice_makes_one_booking(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    let patient = given.patient().await;
    let first = given.a_request(&slot, patient);
    let mut second = given.a_request(&slot, patient);
    second.key = first.key;
    let mut of_another = given.a_request(&slot, given.patient().await);
    of_another.key = first.key;

    given.commit(given.asking(first.clone())).await.unwrap();
    // The slot is full by now, and the answer is still the booking that was made.
    match given.commit(given.asking(second)).await {
        Err(CommitError::Duplicate(before)) => assert_eq!(before, first.id),
        other => panic!("{other:?}"),
    }
    assert!(matches!(given.commit(given.asking(of_another)).await, Err(CommitError::NoPlace)));
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 1);
}

/// Each page has a key of its own. Sent one after the other, and sixteen at the same time.
pub(crate) async fn one_patient_gets_one_place_of_a_time(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let slot = given.slot(60, 20).await;
    let patient = given.patient().await;
    let first = given.a_request(&slot, patient);
    given.commit(given.asking(first.clone())).await.unwrap();
    let again = || async {
        match given.commit(given.asking(given.a_request(&slot, patient))).await {
            Err(CommitError::Duplicate(before)) => before,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(again().await, first.id);
    given.confirm(first.id).await;
    assert_eq!(again().await, first.id);
    given.change_slots(vec![], vec![], vec![], vec![slot.id]).await.unwrap();
    assert_eq!(again().await, first.id, "no new booking is possible, and the patient has one");
    let reopen = vec![(slot.id, slot.terms())];
    given.change_slots(vec![], reopen, vec![], vec![]).await.unwrap();
    given.cancel(first.id).await;

    let mut pages = JoinSet::new();
    for _ in 0..16 {
        let given = Arc::clone(&given);
        let request = given.a_request(&slot, patient);
        pages.spawn(async move { (request.id, given.commit(given.asking(request)).await) });
    }
    let answers = pages.join_all().await;
    let made: Vec<_> = answers.iter().filter(|(_, answer)| answer.is_ok()).map(|(id, _)| *id).collect();
    assert_eq!(made.len(), 1, "{answers:?}");
    for (_, answer) in &answers {
        assert!(
            answer.is_ok() || matches!(answer, Err(CommitError::Duplicate(id)) if *id == made[0]),
            "{answer:?}"
        );
    }
    let other = given.a_request(&slot, given.patient().await);
    given.commit(given.asking(other)).await.unwrap();
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 2);
}

pub(crate) async fn the_same_form_sent_for_another_time_is_refused(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (slot, another) = (given.slot(60, 2).await, given.slot(75, 2).await);
    let patient = given.patient().await;
    let first = given.a_request(&slot, patient);
    let mut second = given.a_request(&another, patient);
    second.key = first.key;
    given.commit(given.asking(first.clone())).await.unwrap();
    match given.commit(given.asking(second)).await {
        Err(CommitError::SentForAnotherTime(before)) => assert_eq!(before, first.id),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 1);
}

/// Sixty at the same time, each for another slot.
pub(crate) async fn one_person_who_asks_for_sixty_times_at_once_gets_two(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let patient = given.patient().await;
    let mut asking = Vec::new();
    for quarter in 1..=60 {
        let (given, slot) = (Arc::clone(&given), given.slot(quarter * 15, 1).await);
        asking.push(async move { given.ask(&slot, patient).await });
    }
    let asking: Vec<_> = asking.into_iter().map(tokio::spawn).collect();
    let mut got = 0;
    for asked in asking {
        match asked.await.unwrap() {
            Ok(_) => got += 1,
            Err(CommitError::LimitReached(limit)) => assert_eq!(limit, LimitKind::OfType),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(got, 2);
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 2);
}

pub(crate) async fn a_person_has_as_many_live_bookings_as_the_clinic_allows(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let profile = ClinicProfile { limits: limits(2, 3), ..profile("DDFL Test") };
    given.save_profile(profile).await.unwrap();
    let lab = Timebook {
        id: TimebookId::new(given.uuid()),
        kind: TimebookType::Lab,
        name: Name::parse("Blodprøve").unwrap(),
        ..given.timebook.clone()
    };
    given.save_timebook(lab.clone()).await.unwrap();
    let mut at_the_lab = given.through(&store);
    at_the_lab.timebook = lab;
    let patient = given.patient().await;
    let refused = |answer: Result<_, CommitError>| match answer {
        Err(CommitError::LimitReached(limit)) => limit,
        other => panic!("{other:?}"),
    };

    let (first, _) = given.ask(&given.slot(60, 9).await, patient).await.unwrap();
    let (second, _) = given.ask(&given.slot(75, 9).await, patient).await.unwrap();
    let third = given.slot(90, 9).await;
    assert_eq!(refused(given.ask(&third, patient).await), LimitKind::OfType);
    // A confirmed booking still counts; one that is not live does not.
    given.confirm(first).await;
    assert_eq!(refused(given.ask(&third, patient).await), LimitKind::OfType);
    given.cancel(second).await;
    given.ask(&third, patient).await.unwrap();
    at_the_lab.ask(&at_the_lab.slot(60, 9).await, patient).await.unwrap();
    let full = at_the_lab.slot(75, 9).await;
    assert_eq!(refused(at_the_lab.ask(&full, patient).await), LimitKind::InAll);

    // Another person is not affected, and a slot that has begun no longer counts.
    given.someone_asks(&third).await.unwrap();
    let mut later = at_the_lab.a_request(&full, patient);
    later.requested_at = morning() + TimeDelta::minutes(61);
    given.commit(given.asking(later)).await.unwrap();
}

/// A limit counts a booking as the type that its timebook has today, and the refusal lists those it counts.
pub(crate) async fn a_refusal_lists_the_bookings_that_count(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let vaccine = given.timebook.clone();
    let book = |name, kind| Timebook {
        id: TimebookId::new(given.uuid()),
        kind,
        name: Name::parse(name).unwrap(),
        ..vaccine.clone()
    };
    let beside = |timebook, number| {
        let mut there = given.through_as(&store, number);
        there.timebook = timebook;
        there
    };
    let other = beside(book("Reise", TimebookType::Vaccine), 1);
    let lab = beside(book("Blodprøve", TimebookType::Lab), 2);
    for given in [&other, &lab] {
        given.save_timebook(given.timebook.clone()).await.unwrap();
    }
    let patient = given.patient().await;
    let first = given.ask(&given.slot(75, 9).await, patient).await.unwrap().0;
    let second = given.ask(&given.slot(60, 9).await, patient).await.unwrap().0;
    given.save_timebook(Timebook { kind: TimebookType::Lab, ..vaccine.clone() }).await.unwrap();
    // It no longer counts as a vaccine, so this one is allowed.
    let third = other.ask(&other.slot(90, 9).await, patient).await.unwrap().0;

    let clock = Arc::new(TestClock::at("2025-01-21T09:00"));
    let clinic = Clinic::new(given.clinic, Arc::clone(&store), clock, Arc::new(RandomIds));
    let listed = async |at: &Given, minutes| {
        let request = Request {
            key: RequestKey::new(at.uuid()),
            kind: at.timebook.kind,
            timebook: at.timebook.id,
            slot: at.slot(minutes, 9).await.id,
            reason: String::new(),
        };
        match clinic.request(PatientActor::new(patient), request).await {
            Err(RequestError::LimitReached { has, .. }) => {
                has.iter().map(|view| view.booking.id).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(listed(&lab, 105).await, [second, first]);
    let fourth = other.ask(&other.slot(120, 9).await, patient).await.unwrap().0;
    assert_eq!(listed(&other, 135).await, [third, fourth]);
    let all = given.save_profile(ClinicProfile { limits: limits(4, 4), ..profile("DDFL Test") }).await;
    all.unwrap();
    assert_eq!(listed(&lab, 150).await, [second, first, third, fourth]);
}

/// Of long lists the latest entries are read.
pub(crate) async fn long_lists_end_at_their_limit(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let profile = ClinicProfile { limits: limits(9, 9), ..profile("DDFL Test") };
    given.save_profile(profile).await.unwrap();
    let patient = given.patient().await;
    let mut own = Vec::new();
    for minute in 0..4 {
        let slot = given.slot(60 + 15 * minute, 1).await;
        let mut request = given.a_request(&slot, patient);
        request.requested_at = morning() + TimeDelta::minutes(minute);
        own.push(request.id);
        given.commit(given.asking(request)).await.unwrap();
    }
    let latest = store.bookings_of(given.clinic, patient, 2).await.unwrap();
    assert_eq!(latest.iter().map(|view| view.booking.id).collect::<Vec<_>>(), [own[3], own[2]]);
    for act in [Act::Opened, Act::ReadByPatient, Act::Sent] {
        let line = given.a_line(own[0], patient, Actor::Patient, act);
        given.write(clinic::Write::Record(line)).await.unwrap();
    }
    let acts = store.journal(given.clinic, own[0], 2).await.unwrap().map(|entry| entry.act);
    assert_eq!(acts, [Act::ReadByPatient, Act::Sent]);
    given.patient().await;
    let oldest = store.patients(given.clinic, 1).await.unwrap();
    assert_eq!(oldest.iter().map(|known| known.id).collect::<Vec<_>>(), [patient]);
}

pub(crate) async fn a_full_time_takes_no_more(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (first, _) = given.someone_asks(&slot).await.unwrap();
    given.someone_asks(&slot).await.unwrap();
    assert!(matches!(given.someone_asks(&slot).await, Err(CommitError::NoPlace)));
    // A confirmed booking takes its place as a request does.
    given.confirm(first).await;
    assert!(matches!(given.someone_asks(&slot).await, Err(CommitError::NoPlace)));
}

pub(crate) async fn a_time_that_has_begun_takes_none(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let begins_now = given.slot(0, 1).await;
    assert_eq!(begins_now.start, morning());
    assert!(matches!(given.someone_asks(&begins_now).await, Err(CommitError::NoPlace)));
}

pub(crate) async fn a_closed_time_takes_none(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    given.change_slots(vec![], vec![], vec![], vec![slot.id]).await.unwrap();
    assert!(matches!(given.someone_asks(&slot).await, Err(CommitError::NoPlace)));
}

pub(crate) async fn a_time_of_another_timebook_or_type_is_no_such_slot(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;

    let mut other_timebook = given.a_request(&slot, patient);
    other_timebook.timebook = TimebookId::new(given.uuid());
    let mut other_kind = given.a_request(&slot, patient);
    other_kind.kind = TimebookType::Lab;
    let mut no_slot = given.a_request(&slot, patient);
    no_slot.slot = SlotId::new(Uuid::max());
    for request in [other_timebook, other_kind, no_slot] {
        assert!(matches!(given.commit(given.asking(request)).await, Err(CommitError::NoSuchSlot)));
    }
}

pub(crate) async fn a_hidden_timebook_has_no_times_to_ask_for(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let hidden = Timebook { published: false, ..given.timebook.clone() };
    given.save_timebook(hidden).await.unwrap();
    assert!(matches!(given.someone_asks(&slot).await, Err(CommitError::NoSuchSlot)));
}

pub(crate) async fn a_request_that_fails_leaves_nothing(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    given.someone_asks(&slot).await.unwrap();
    let patient = given.patient().await;
    let late = given.a_request(&slot, patient);
    assert!(matches!(given.commit(given.asking(late.clone())).await, Err(CommitError::NoPlace)));
    // An unknown patient violates a rule of the tables, not one of the clinic.
    let stranger = given.a_request(&given.slot(75, 1).await, PatientId::new(given.uuid()));
    assert!(matches!(given.commit(given.asking(stranger.clone())).await, Err(CommitError::Store(_))));

    for id in [late.id, stranger.id] {
        assert_eq!(store.booking(given.clinic, id).await.unwrap(), None);
        assert_eq!(store.journal(given.clinic, id, 99).await.unwrap(), []);
    }
    assert_eq!(store.bookings_of(given.clinic, patient, 99).await.unwrap(), []);
}
