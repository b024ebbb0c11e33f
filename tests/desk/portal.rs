use std::sync::Arc;

use ressurstimebok::commands::dto::{self, CommandError};
use ressurstimebok::commands::portal::open_portal;
use ressurstimebok::commands::setup::read_setup;
use ressurstimebok::commands::state::start_state;
use ressurstimebok::desk::{Desk, OpenClinic};
use server::PortalState;

use crate::scene::{Notes, PORTAL, Scene};

#[tokio::test]
async fn the_portal_opens_in_the_systems_browser() {
    let scene = Scene::demo().await;
    open_portal(scene.desk).await.unwrap();
    assert_eq!(scene.notes.browsed(), [PORTAL]);
}

#[tokio::test]
async fn where_there_is_no_browser_the_window_learns_a_reference_and_nothing_else() {
    let scene = Scene::without_browser().await;
    let Err(CommandError::Broken { reference }) = open_portal(scene.desk).await else { panic!("broken") };
    assert!(uuid::Uuid::try_parse(&reference).is_ok());
}

#[tokio::test]
async fn a_taken_address_is_said_and_cannot_be_opened() {
    let scene = Scene::demo().await;
    let desk = Desk::new(false, scene.test.folder(), Arc::new(Notes::default()));
    let portal = PortalState::AddressTaken { address: "127.0.0.1:8750".to_owned() };
    desk.open(OpenClinic::new(scene.test.clinic.clone(), scene.test.kari().member().clone(), portal));

    let state = start_state(desk.clone()).await.unwrap();
    assert_eq!(state.portal, dto::PortalState::AddressTaken { address: "127.0.0.1:8750".to_owned() });
    assert!(!state.portal_open);
    assert_eq!(read_setup(desk.clone()).await.unwrap().portal_url, None);
    assert_eq!(open_portal(desk).await, Err(CommandError::NotFound));
}
