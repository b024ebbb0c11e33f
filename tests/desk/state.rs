use std::sync::Arc;

use ressurstimebok::commands::decide::{confirm_request, reject_request, undo_decision};
use ressurstimebok::commands::dto::{
    CommandError, DatabaseState, Language, LocationDraft, PortalState, ProfileDraft, QueueOrder, StartState,
};
use ressurstimebok::commands::outbox::{read_undelivered, send_again};
use ressurstimebok::commands::portal::open_portal;
use ressurstimebok::commands::queue::{read_done, read_queue, read_request};
use ressurstimebok::commands::setup::{
    publish_timebook, read_setup, save_location, save_profile, save_timebook, unpublish_timebook,
};
use ressurstimebok::commands::state::{start_state, window_painted};
use ressurstimebok::desk::Desk;
use ressurstimebok::events::ClinicEvent;
use timebook::BookingId;
use uuid::Uuid;

use crate::scene::{Notes, PORTAL, Scene, draft};

fn closed_desk() -> (Desk, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    (Desk::new(false, std::path::Path::new("nowhere"), notes.clone()), notes)
}

#[tokio::test]
async fn an_open_desk_says_how_it_stands() {
    let scene = Scene::demo().await;
    scene.test.ask("Kurt", "13:30", "").await;
    let state = start_state(scene.desk).await.unwrap();
    assert_eq!(
        state,
        StartState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: Language::Nb,
            demo: true,
            staff_name: "Kari Nilsen".to_owned(),
            clinic_name: Some("DDFL Test".to_owned()),
            needs_setup: false,
            waiting: 1,
            portal: PortalState::Listening { url: PORTAL.to_owned() },
            portal_open: true,
            database: DatabaseState::Ready,
            stalled: vec![],
        }
    );
}

#[tokio::test]
async fn until_the_store_opens_the_window_is_told_why() {
    let (desk, notes) = closed_desk();
    let state = start_state(desk.clone()).await.unwrap();
    assert_eq!((state.database, state.portal, state.waiting), (DatabaseState::Starting, PortalState::Off, 0));

    for why in [
        DatabaseState::Unavailable { reason: "connection refused".to_owned() },
        DatabaseState::NewerThanProgram { found: 9, known: 1 },
        DatabaseState::FolderNotWritable { path: "/srv/clinic".to_owned() },
        DatabaseState::FolderInUse { path: "/srv/clinic".to_owned() },
        DatabaseState::SeveralClinics { count: 3 },
        DatabaseState::NotTheDemo,
        DatabaseState::Broken { reference: "a reference".to_owned() },
    ] {
        desk.close(why.clone());
        // Announced once, however often it is tried again.
        desk.close(why.clone());
        assert_eq!(notes.take_events(), [ClinicEvent::StateChanged]);
        assert_eq!(start_state(desk.clone()).await.unwrap().database, why);
    }
}

#[tokio::test]
async fn until_the_store_opens_every_other_command_is_not_ready() {
    let (desk, _) = closed_desk();
    let (desk, id) = (|| desk.clone(), || Uuid::nil().to_string());
    let not_ready = CommandError::NotReady;
    let profile = ProfileDraft::default();
    assert_eq!(open_portal(desk()).await.unwrap_err(), not_ready);
    assert_eq!(read_setup(desk()).await.unwrap_err(), not_ready);
    assert_eq!(save_profile(desk(), None, profile).await.unwrap_err(), not_ready);
    assert_eq!(save_location(desk(), None, LocationDraft::default()).await.unwrap_err(), not_ready);
    assert_eq!(save_timebook(desk(), None, draft("")).await.unwrap_err(), not_ready);
    assert_eq!(publish_timebook(desk(), id(), 1).await.unwrap_err(), not_ready);
    assert_eq!(unpublish_timebook(desk(), id(), 1).await.unwrap_err(), not_ready);
    assert_eq!(read_queue(desk(), QueueOrder::Arrival, None).await.unwrap_err(), not_ready);
    assert_eq!(read_undelivered(desk()).await.unwrap_err(), not_ready);
    assert_eq!(send_again(desk(), id()).await.unwrap_err(), not_ready);
    assert_eq!(read_done(desk()).await.unwrap_err(), not_ready);
    assert_eq!(read_request(desk(), id()).await.unwrap_err(), not_ready);
    assert_eq!(confirm_request(desk(), id(), 1).await.unwrap_err(), not_ready);
    assert_eq!(reject_request(desk(), id(), 1, String::new()).await.unwrap_err(), not_ready);
    assert_eq!(undo_decision(desk(), id(), 2).await.unwrap_err(), not_ready);
}

#[tokio::test]
async fn a_request_that_was_clicked_before_there_was_a_page_is_shown_once_there_is() {
    let (desk, notes) = closed_desk();
    let (first, second) = (BookingId::new(Uuid::from_u128(1)), BookingId::new(Uuid::from_u128(2)));
    desk.show_request(first);
    assert_eq!(notes.take_events(), []);
    window_painted(desk.clone()).await.unwrap();
    assert_eq!(notes.take_events(), [ClinicEvent::show(first)]);
    desk.show_request(second);
    assert_eq!(notes.take_events(), [ClinicEvent::show(second)]);
}
