use ressurstimebok::commands::dto::{
    BasedOn, CommandError, Edit, FieldProblem, LocationDraft, Problem, ProfileDraft, SetupPart, TimebookDraft,
};
use ressurstimebok::commands::setup::{
    delete_location, delete_timebook, publish_timebook, read_setup, save_location, save_profile,
    save_timebook, unpublish_timebook,
};
use ressurstimebok::commands::state::start_state;

use crate::scene::{PORTAL, Scene, draft, hours, timebook_id};

fn profile() -> ProfileDraft {
    ProfileDraft { name: "DDFL Test".to_owned(), ..ProfileDraft::default() }
}

fn location() -> LocationDraft {
    LocationDraft {
        name: "DDFL Test".to_owned(),
        street: "Influensaveien 3a".to_owned(),
        postal_code: "1325".to_owned(),
        city: "Lysaker".to_owned(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the commands take it")]
fn based_on(id: &str, revision: u32) -> Option<BasedOn> {
    Some(BasedOn { id: id.to_owned(), revision })
}

fn problem(field: &str, problem: Problem) -> FieldProblem {
    FieldProblem { field: field.to_owned(), problem }
}

/// The fields that were refused.
fn refused<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> Vec<FieldProblem> {
    match answer {
        Err(CommandError::Invalid { fields }) => fields,
        other => panic!("expected refused fields, got {other:?}"),
    }
}

#[tokio::test]
async fn a_clinic_goes_from_nothing_to_its_first_free_time() {
    let scene = Scene::empty().await;
    let desk = || scene.desk.clone();
    assert!(start_state(desk()).await.unwrap().needs_setup);

    save_profile(desk(), None, profile()).await.unwrap();
    let setup = save_location(desk(), None, location()).await.unwrap();
    assert_eq!(setup.locations[0].address_text, "Influensaveien 3a, 1325 Lysaker");
    let setup = save_timebook(desk(), None, draft(&setup.locations[0].id)).await.unwrap();
    let book = &setup.timebooks[0];
    assert_eq!((book.published, book.free_places), (false, 0));
    assert_eq!(book.title_text, "Time til vaksine hos DDFL Test");

    let setup = publish_timebook(desk(), book.id.clone(), book.edit.revision).await.unwrap();
    let book = &setup.timebooks[0];
    // Ten quarters on each Tuesday for eight weeks.
    assert_eq!((book.published, book.free_places), (true, 80));
    assert_eq!(book.first_free_text.as_deref(), Some("I dag kl. 13:00"));
    assert_eq!(setup.portal_url.as_deref(), Some(PORTAL));
    let state = start_state(desk()).await.unwrap();
    assert!(!state.needs_setup);
    assert_eq!(state.clinic_name.as_deref(), Some("DDFL Test"));
}

#[tokio::test]
async fn the_profile_says_all_that_is_wrong_at_once() {
    let scene = Scene::empty().await;
    let draft = ProfileDraft {
        name: " ".to_owned(),
        org_number: "123456789".to_owned(),
        her_id: "ABC".to_owned(),
        phone: "22 33 44 55".to_owned(),
        info: "a".repeat(301),
        limit_of_type: Some(0.0),
        limit_in_all: None,
    };
    let fields = refused(save_profile(scene.desk.clone(), None, draft).await);
    assert_eq!(
        fields,
        [
            problem("name", Problem::Empty),
            problem("orgNumber", Problem::Malformed),
            problem("herId", Problem::Malformed),
            problem("info", Problem::TooLong { limit: 300, length: 301 }),
            problem("limitOfType", Problem::OutOfRange { min: 1, max: 20 }),
            problem("limitInAll", Problem::OutOfRange { min: 1, max: 20 }),
        ]
    );
    assert_eq!(read_setup(scene.desk).await.unwrap().profile, None);
}

#[tokio::test]
async fn the_limits_of_a_person_begin_at_two_and_five_and_are_the_clinics_own() {
    let scene = Scene::empty().await;
    let limits = async |revision, draft| {
        let saved = save_profile(scene.desk.clone(), revision, draft).await.unwrap().profile.unwrap();
        (saved.limit_of_type, saved.limit_in_all)
    };
    assert_eq!(limits(None, profile()).await, (2, 5));
    let draft = ProfileDraft { limit_of_type: Some(1.0), limit_in_all: Some(20.0), ..profile() };
    assert_eq!(limits(Some(1), draft).await, (1, 20));
}

#[tokio::test]
async fn the_info_text_takes_300_characters_however_many_bytes_they_are() {
    let scene = Scene::empty().await;
    let info = "👩‍👩‍👧‍👦".repeat(300);
    let draft = ProfileDraft { info: info.clone(), ..profile() };
    let setup = save_profile(scene.desk, None, draft).await.unwrap();
    assert_eq!(setup.profile.and_then(|profile| profile.info), Some(info));
}

#[tokio::test]
async fn a_location_is_corrected_under_its_own_id() {
    let scene = Scene::empty().await;
    let setup = save_location(scene.desk.clone(), None, location()).await.unwrap();
    let id = setup.locations[0].id.clone();
    let moved = LocationDraft { street: "Influensaveien 4".to_owned(), ..location() };
    let setup = save_location(scene.desk.clone(), based_on(&id, 1), moved).await.unwrap();
    assert_eq!(setup.locations.len(), 1);
    assert_eq!((setup.locations[0].id.clone(), setup.locations[0].street.as_str()), (id, "Influensaveien 4"));

    let fields =
        refused(save_location(scene.desk, None, LocationDraft { city: String::new(), ..location() }).await);
    assert_eq!(fields, [problem("city", Problem::Empty), problem("name", Problem::Taken)]);
}

#[tokio::test]
async fn a_timebook_says_all_that_is_wrong_with_its_hours() {
    let scene = Scene::demo().await;
    let setup = read_setup(scene.desk.clone()).await.unwrap();
    let wrong = TimebookDraft {
        name: "Reisevaksine".to_owned(),
        hours: vec![
            hours(1, "08:00", "12:00"),
            hours(1, "11:00", "13:00"),
            hours(2, "15:00", "14:00"),
            hours(3, "8", "24:00"),
            hours(9, "08:00", "24:00"),
            hours(5, "08:00", "08:10"),
        ],
        ..draft(&setup.locations[0].id)
    };
    let fields = refused(save_timebook(scene.desk, None, wrong).await);
    assert_eq!(
        fields,
        [
            problem("hours.1.from", Problem::Overlap),
            problem("hours.2.to", Problem::EndBeforeStart),
            problem("hours.3.from", Problem::Malformed),
            problem("hours.4.weekday", Problem::OutOfRange { min: 1, max: 7 }),
            problem("hours.5.to", Problem::SlotTooLong),
        ]
    );
}

#[tokio::test]
async fn a_number_field_may_hold_anything_and_is_told_its_range() {
    let scene = Scene::demo().await;
    let setup = read_setup(scene.desk.clone()).await.unwrap();
    for wrong in [None, Some(-1.0), Some(1.5), Some(70_000.0), Some(f64::NAN), Some(f64::INFINITY)] {
        let wrong = TimebookDraft {
            name: "Reisevaksine".to_owned(),
            slot_minutes: wrong,
            capacity: wrong,
            weeks_ahead: wrong,
            ..draft(&setup.locations[0].id)
        };
        let fields = refused(save_timebook(scene.desk.clone(), None, wrong).await);
        assert_eq!(
            fields,
            [
                problem("slotMinutes", Problem::OutOfRange { min: 5, max: 480 }),
                problem("capacity", Problem::OutOfRange { min: 1, max: 500 }),
                problem("weeksAhead", Problem::OutOfRange { min: 1, max: 52 }),
            ]
        );
    }
}

#[tokio::test]
async fn a_timebook_needs_one_of_the_clinics_locations() {
    let scene = Scene::demo().await;
    let save = |location: &str| save_timebook(scene.desk.clone(), None, draft(location));
    let named = |problem| vec![self::problem("name", Problem::Taken), self::problem("locationId", problem)];
    assert_eq!(refused(save("").await), named(Problem::Empty));
    let elsewhere = "00000000-0000-0000-0000-00000000dead";
    assert_eq!(refused(save(elsewhere).await), named(Problem::Unknown));
    assert_eq!(refused(save("here").await), [problem("locationId", Problem::Unknown)]);
}

#[tokio::test]
async fn a_hidden_timebook_keeps_its_bookings() {
    let scene = Scene::demo().await;
    let booking = scene.test.ask("Kurt", "13:30", "").await;
    let setup = read_setup(scene.desk.clone()).await.unwrap();
    let id = timebook_id(&setup, "Influensavaksine 2");
    let setup = unpublish_timebook(scene.desk.clone(), id.clone(), 2).await.unwrap();
    assert!(!setup.timebooks.iter().find(|book| book.id == id).expect("the timebook").published);
    assert!(scene.test.booking(booking).await.booking.status.code().is_live());
}

#[tokio::test]
async fn what_the_clinic_does_not_have_is_not_found() {
    let scene = Scene::demo().await;
    for id in ["", "1 or 1=1", "00000000-0000-0000-0000-00000000dead"] {
        let desk = || scene.desk.clone();
        let not_found = CommandError::NotFound;
        assert_eq!(publish_timebook(desk(), id.to_owned(), 1).await, Err(not_found.clone()));
        assert_eq!(unpublish_timebook(desk(), id.to_owned(), 1).await, Err(not_found.clone()));
        assert_eq!(save_location(desk(), based_on(id, 1), location()).await, Err(not_found.clone()));
        assert_eq!(save_timebook(desk(), based_on(id, 1), draft("")).await, Err(not_found));
    }
}

/// Two desks have the same form open. Per saves first. Kari is told what he saved, who he is and when, and
/// then saves again based on that.
#[tokio::test]
async fn whoever_saves_second_is_told_what_stands_by_then() {
    let scene = Scene::demo().await;
    let (kari, per) = (|| scene.desk.clone(), scene.pers_desk());
    let pers_edit =
        |revision| Edit { revision, by: Some("Per Vik".to_owned()), at_text: Some("kl. 09:00".to_owned()) };
    let before = read_setup(kari()).await.unwrap();

    save_profile(per.clone(), Some(1), ProfileDraft { phone: "90000000".to_owned(), ..profile() })
        .await
        .unwrap();
    let now = conflict(save_profile(kari(), Some(1), profile()).await);
    let SetupPart::Profile(stands) = &now else { panic!("{now:?}") };
    assert_eq!((stands.phone.as_deref(), &stands.edit), (Some("90000000"), &pers_edit(2)));
    assert_eq!(read_setup(kari()).await.unwrap().profile.as_ref(), Some(stands), "nothing was saved");
    let setup = save_profile(kari(), Some(2), profile()).await.unwrap();
    assert_eq!(setup.profile.map(|profile| (profile.phone, profile.edit.revision)), Some((None, 3)));

    let id = before.locations[0].id.clone();
    let moved = LocationDraft { street: "Influensaveien 4".to_owned(), ..location() };
    save_location(per.clone(), based_on(&id, 1), moved).await.unwrap();
    let now = conflict(save_location(kari(), based_on(&id, 1), location()).await);
    let SetupPart::Location(stands) = &now else { panic!("{now:?}") };
    assert_eq!((stands.street.as_str(), &stands.edit), ("Influensaveien 4", &pers_edit(2)));

    let id = timebook_id(&before, "Influensavaksine");
    let changed = TimebookDraft { capacity: Some(3.0), ..draft(&before.locations[0].id) };
    save_timebook(per.clone(), based_on(&id, 2), changed).await.unwrap();
    let refused = [
        save_timebook(kari(), based_on(&id, 2), draft(&before.locations[0].id)).await,
        publish_timebook(kari(), id.clone(), 2).await,
        unpublish_timebook(kari(), id.clone(), 2).await,
    ];
    for now in refused.map(conflict) {
        let SetupPart::Timebook(stands) = &now else { panic!("{now:?}") };
        assert_eq!((stands.capacity, &stands.edit), (3, &pers_edit(3)));
    }
}

/// The conflict returned to the second save.
fn conflict<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> SetupPart {
    match answer {
        Err(CommandError::Conflict { now }) => *now,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

#[tokio::test]
async fn a_timebook_without_bookings_and_then_its_location_are_deleted() {
    let scene = Scene::demo().await;
    let desk = || scene.desk.clone();
    let setup = save_location(desk(), None, location()).await.unwrap();
    let town = setup.locations[1].id.clone();
    let setup = save_timebook(desk(), None, TimebookDraft { name: "Reise".to_owned(), ..draft(&town) })
        .await
        .unwrap();
    let book = setup.timebooks[7].id.clone();
    publish_timebook(desk(), book.clone(), 1).await.unwrap();

    let used = delete_location(desk(), town.clone(), 1).await.unwrap_err();
    assert_eq!(used, CommandError::LocationUsed { timebooks: 1 });
    let stale = delete_timebook(desk(), book.clone(), 1).await.unwrap_err();
    assert!(matches!(stale, CommandError::Conflict { .. }), "{stale:?}");

    assert_eq!(delete_timebook(desk(), book.clone(), 2).await.unwrap().timebooks.len(), 7);
    assert_eq!(delete_timebook(desk(), book, 2).await.unwrap_err(), CommandError::NotFound);
    assert_eq!(delete_location(desk(), town, 1).await.unwrap().locations.len(), 1);
}

#[tokio::test]
async fn a_timebook_with_bookings_stays_and_says_how_many_are_live() {
    let scene = Scene::demo().await;
    scene.test.ask("Kurt", "13:30", "").await;
    scene.test.ask("Berit", "14:15", "").await;
    let setup = read_setup(scene.desk.clone()).await.unwrap();
    let asked = timebook_id(&setup, "Influensavaksine 2");
    let revision = setup.timebooks.iter().find(|one| one.id == asked).unwrap().edit.revision;
    let refused = delete_timebook(scene.desk.clone(), asked, revision).await.unwrap_err();
    assert_eq!(refused, CommandError::HasBookings { live: 2 });
    assert_eq!(read_setup(scene.desk).await.unwrap(), setup);
}
