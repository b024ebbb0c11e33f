//! A database that becomes unavailable while the desk is open.

use std::sync::Arc;

use clinic::Clinic;
use ressurstimebok::commands::decide::{confirm_request, undo_decision};
use ressurstimebok::commands::dto::{CommandError, DatabaseState, QueueOrder};
use ressurstimebok::commands::queue::{read_done, read_queue, read_request};
use ressurstimebok::commands::setup::{publish_timebook, read_setup};
use ressurstimebok::commands::state::start_state;
use ressurstimebok::desk::{Desk, OpenClinic};
use ressurstimebok::events::ClinicEvent;
use ressurstimebok::watch::until_it_answers;
use server::{PortalState, RandomIds};
use testkit::{Outage, TestClinic};

use crate::scene::{Notes, PORTAL};

/// A desk with its recorded calls, its clinic, and an outage of its store.
fn desk_with_outage(test: &TestClinic) -> (Desk, Arc<Notes>, Clinic, Outage) {
    let outage = Outage::default();
    let store = outage.of(Arc::clone(&test.store));
    let clinic = Clinic::new(test.clinic.id(), store, test.clock.clone(), Arc::new(RandomIds));
    let notes = Arc::new(Notes::default());
    let desk = Desk::new(true, test.folder(), notes.clone());
    let portal = PortalState::Listening { url: PORTAL.to_owned() };
    desk.open(OpenClinic::new(clinic.clone(), test.kari().member().clone(), portal));
    notes.take_events();
    (desk, notes, clinic, outage)
}

#[tokio::test]
async fn commands_say_that_the_database_does_not_answer_and_work_again_when_it_does() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "").await.to_string();
    let (desk, _, _, outage) = desk_with_outage(&test);
    outage.begin();
    let away = CommandError::Unavailable;
    assert_eq!(read_queue(desk.clone(), QueueOrder::Arrival, None).await.unwrap_err(), away);
    assert_eq!(read_done(desk.clone()).await.unwrap_err(), away);
    assert_eq!(read_setup(desk.clone()).await.unwrap_err(), away);
    assert_eq!(read_request(desk.clone(), id.clone()).await.unwrap_err(), away);
    assert_eq!(confirm_request(desk.clone(), id.clone(), 1).await.unwrap_err(), away);
    assert_eq!(undo_decision(desk.clone(), id.clone(), 2).await.unwrap_err(), away);
    assert_eq!(publish_timebook(desk.clone(), id.clone(), 2).await.unwrap_err(), away);

    outage.end();
    confirm_request(desk, id, 1).await.unwrap();
}

#[tokio::test]
async fn the_state_says_so_without_naming_the_server() {
    let test = TestClinic::demo().await;
    let (desk, _, _, outage) = desk_with_outage(&test);
    outage.begin();
    let state = start_state(desk.clone()).await.unwrap();
    let reason = "Forbindelsen til databasen er brutt.".to_owned();
    assert_eq!(state.database, DatabaseState::Unavailable { reason });
    assert_eq!(state.staff_name, "Kari Nilsen");
    outage.end();
    assert_eq!(start_state(desk).await.unwrap().database, DatabaseState::Ready);
}

#[tokio::test]
async fn the_window_is_told_when_the_database_goes_and_when_it_is_back() {
    let test = TestClinic::demo().await;
    let (desk, notes, clinic, outage) = desk_with_outage(&test);
    outage.begin();
    read_queue(desk.clone(), QueueOrder::Arrival, None).await.unwrap_err();
    outage.end();
    let watching = tokio::spawn(until_it_answers(desk.clone(), clinic));
    notes.told_so_often(3).await;
    watching.abort();
    let again = ClinicEvent::StateChanged;
    assert_eq!(notes.take_events(), [again.clone(), again, ClinicEvent::Refresh]);
}
