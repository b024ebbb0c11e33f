//! The profile, the locations and the timebooks.

use std::sync::Arc;

use clinic::{CommitError, Edit, SetupPart, Store, Write};
use timebook::*;

use crate::given::{Given, closed, edit_of, member, morning, profile, timebook};

pub(crate) async fn a_clinic_is_set_up_and_read_back(store: Arc<dyn Store>) {
    let empty = Given::nothing(&store, 1);
    assert_eq!(store.profile(empty.clinic).await.unwrap(), None);
    assert_eq!(store.clinics().await.unwrap(), []);

    let given = Given::clinic(&store, 1).await;
    let location = given.location("Legekontoret");
    assert_eq!(store.clinics().await.unwrap(), [given.clinic]);
    assert_eq!(store.profile(given.clinic).await.unwrap(), Some(profile("DDFL Test")));
    assert_eq!(store.locations(given.clinic).await.unwrap(), std::slice::from_ref(&location));
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), std::slice::from_ref(&given.timebook));
    assert_eq!(store.published_kinds(given.clinic).await.unwrap(), [TimebookType::Vaccine]);
    let published = store.published(given.clinic, TimebookType::Vaccine).await.unwrap();
    assert_eq!(published, [(given.timebook.clone(), location)]);
    assert_eq!(store.published(given.clinic, TimebookType::Lab).await.unwrap(), []);
}

pub(crate) async fn saving_again_replaces_and_keeps_the_order(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let location = given.timebook.location;
    // Ids that sort before the first.
    let second = timebook(TimebookId::new(uuid::Uuid::from_u128(2)), "Lab", location);
    let third = timebook(TimebookId::new(uuid::Uuid::from_u128(1)), "Koronatest", location);
    for timebook in [&second, &third] {
        given.save_timebook(timebook.clone()).await.unwrap();
    }
    let changed = Timebook {
        kind: TimebookType::CoronaTest,
        description: None,
        practitioner: None,
        hours: vec![],
        slot_pause: SlotPause::NONE,
        valid: Validity::ALWAYS,
        published: false,
        ..given.timebook.clone()
    };
    given.save_timebook(changed.clone()).await.unwrap();
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), [changed, second, third]);

    let moved = Location { city: City::parse("Bærum").unwrap(), ..given.location("Nytt navn") };
    given.save_location(moved.clone()).await.unwrap();
    assert_eq!(store.locations(given.clinic).await.unwrap(), [moved]);

    let bare = ClinicProfile { org_number: None, her_id: None, phone: None, info: None, ..profile("Nytt") };
    given.save_profile(bare.clone()).await.unwrap();
    assert_eq!(store.profile(given.clinic).await.unwrap(), Some(bare));
}

pub(crate) async fn clinics_are_listed_oldest_first(store: Arc<dyn Store>) {
    let first = Given::clinic(&store, 9).await;
    let second = Given::clinic(&store, 3).await;
    first.save_profile(profile("Nytt navn")).await.unwrap();
    assert_eq!(store.clinics().await.unwrap(), [first.clinic, second.clinic]);
}

pub(crate) async fn each_part_says_which_edit_stands_and_who_made_it(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let other = Given::clinic(&store, 2).await;
    let parts = parts(&given);
    let edit =
        |number| Edit { revision: Revision::new(number), by: Some(member().name), at: Some(morning()) };
    let edits = store.edits(given.clinic).await.unwrap();
    assert_eq!(edits.0, parts.map(|part| (part, edit(1))).into());
    given.save_profile(profile("Nytt navn")).await.unwrap();
    given.save_timebook(given.timebook.clone()).await.unwrap();
    given.save_timebook(given.timebook.clone()).await.unwrap();
    let edits = store.edits(given.clinic).await.unwrap();
    assert_eq!(parts.map(|part| edits.of(part).cloned()), [2, 1, 3].map(|number| Some(edit(number))));
    assert!(store.edits(other.clinic).await.unwrap().0.values().all(|other| *other == edit(1)));
}

fn parts(given: &Given) -> [SetupPart; 3] {
    [SetupPart::Profile, SetupPart::Location(given.timebook.location), SetupPart::Timebook(given.timebook.id)]
}

/// Each desk has read the same revision; the second save would overwrite changes it has not seen.
pub(crate) async fn of_desks_that_save_one_part_at_once_one_wins(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let save = |part, name: String, was| match part {
        SetupPart::Profile => Write::SaveProfile(Box::new(profile(&name)), edit_of(was)),
        SetupPart::Location(_) => Write::SaveLocation(Box::new(given.location(&name)), edit_of(was)),
        SetupPart::Timebook(id) => {
            Write::SaveTimebook(Box::new(timebook(id, &name, given.timebook.location)), edit_of(was))
        }
        SetupPart::Exception(id) => Write::SaveException(Box::new(closed(id, &name)), edit_of(was)),
    };
    let name = async |part| match part {
        SetupPart::Profile => store.profile(given.clinic).await.unwrap().unwrap().name.to_string(),
        SetupPart::Location(_) => store.locations(given.clinic).await.unwrap()[0].name.to_string(),
        SetupPart::Timebook(_) => store.timebooks(given.clinic).await.unwrap()[0].name.to_string(),
        SetupPart::Exception(_) => given.exceptions().await[0].0.note.clone().unwrap().to_string(),
    };
    let exception = ExceptionId::new(given.uuid());
    given.save_exception(closed(exception, "Stengt")).await.unwrap();
    for part in parts(&given).into_iter().chain([SetupPart::Exception(exception)]) {
        for round in 1..=4 {
            let was = Some(Revision::new(round));
            assert_eq!(given.revision(part).await, was);
            let desks: Vec<_> = (1..=8)
                .map(|desk| format!("Skranke {desk}"))
                .map(|name| (name.clone(), save(part, name, was)))
                .map(|(name, write)| {
                    let given = Arc::clone(&given);
                    tokio::spawn(async move { (name, given.write(write).await) })
                })
                .collect();
            let mut winners = Vec::new();
            for desk in desks {
                match desk.await.unwrap() {
                    (name, Ok(_)) => winners.push(name),
                    (_, Err(CommitError::Stale)) => {}
                    (_, Err(other)) => panic!("{other:?}"),
                }
            }
            assert_eq!(winners, [name(part).await], "{part:?}");
        }
    }
}

pub(crate) async fn of_desks_that_begin_a_clinic_at_once_one_wins(store: Arc<dyn Store>) {
    let given = Arc::new(Given::nothing(&store, 1));
    let desks: Vec<_> = (1..=8)
        .map(|desk| Write::SaveProfile(Box::new(profile(&format!("Skranke {desk}"))), edit_of(None)))
        .map(|write| {
            let given = Arc::clone(&given);
            tokio::spawn(async move { given.write(write).await })
        })
        .collect();
    let mut won = 0;
    for desk in desks {
        match desk.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert!(matches!(error, CommitError::Stale), "{error:?}"),
        }
    }
    assert_eq!((won, given.revision(SetupPart::Profile).await), (1, Some(Revision::FIRST)));
}

pub(crate) async fn what_is_gone_does_not_come_back_by_a_save(store: Arc<dyn Store>) {
    let given = Given::nothing(&store, 1);
    let was = Some(Revision::FIRST);
    for write in [
        Write::SaveProfile(Box::new(profile("Borte")), edit_of(was)),
        Write::SaveLocation(Box::new(given.location("Borte")), edit_of(was)),
        Write::SaveTimebook(Box::new(given.timebook.clone()), edit_of(was)),
        Write::SaveException(Box::new(closed(ExceptionId::new(given.uuid()), "Borte")), edit_of(was)),
    ] {
        assert!(matches!(given.write(write).await, Err(CommitError::Stale)));
    }
    assert!(store.edits(given.clinic).await.unwrap().0.is_empty());
    assert_eq!(given.exceptions().await, []);
}

pub(crate) async fn what_was_never_used_is_deleted_and_what_is_used_stays(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let other = Given::clinic(&store, 2).await;
    let was = Revision::FIRST;
    let slot = given.slot(60, 1).await;
    let location = |was| Write::DeleteLocation { location: given.timebook.location, was };
    let timebook = |was| Write::DeleteTimebook { timebook: given.timebook.id, was };
    let calendar = async || store.calendar(given.clinic, given.timebook.id, morning()).await.unwrap();
    assert_eq!(calendar().await.free_places(morning()), 1);

    assert!(matches!(given.write(location(was)).await, Err(CommitError::InUse)));
    for write in [location(Revision::new(2)), timebook(Revision::new(2))] {
        assert!(matches!(given.write(write).await, Err(CommitError::Stale)));
    }
    given.write(timebook(was)).await.unwrap();
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), []);
    assert_eq!(store.published_kinds(given.clinic).await.unwrap(), []);
    assert_eq!(store.slot(given.clinic, slot.id).await.unwrap(), None);
    assert_eq!(calendar().await.free_places(morning()), 0);
    assert!(matches!(given.write(timebook(was)).await, Err(CommitError::Stale)));
    given.write(location(was)).await.unwrap();
    assert_eq!(store.locations(given.clinic).await.unwrap(), []);
    assert_eq!(store.timebooks(other.clinic).await.unwrap(), [other.timebook]);
}

pub(crate) async fn a_timebook_with_a_booking_is_not_deleted_whatever_became_of_it(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (taken, _free) = (given.slot(60, 1).await, given.slot(120, 1).await);
    let (booking, _) = given.someone_asks(&taken).await.unwrap();
    given.cancel(booking).await;
    let delete = Write::DeleteTimebook { timebook: given.timebook.id, was: Revision::FIRST };
    assert!(matches!(given.write(delete).await, Err(CommitError::InUse)));
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), std::slice::from_ref(&given.timebook));
    assert_eq!(store.coming_slots(given.clinic, given.timebook.id, morning()).await.unwrap().len(), 2);
}
