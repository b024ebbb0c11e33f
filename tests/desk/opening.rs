//! The store opens in the background, or the window says why not.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use clap::Parser;
use ressurstimebok::commands::dto::{DatabaseState, PortalState};
use ressurstimebok::commands::state::{start_state, try_again};
use ressurstimebok::desk::Desk;
use ressurstimebok::opening::{Opening, open};
use server::Options;

use crate::scene::Notes;

fn options(folder: &Path, more: &[&str]) -> Options {
    let folder = folder.to_str().expect("a folder in plain letters");
    let program = ["ressurstimebok", "--data", folder, "--portal", "127.0.0.1:0"];
    Options::try_parse_from(program.iter().chain(more)).expect("options")
}

fn desk(folder: &Path) -> (Desk, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    (Desk::new(false, folder, notes.clone()), notes)
}

/// Tries to open until the window has been notified, and returns the state it shows.
pub(crate) async fn first_word(folder: &Path, more: &[&str]) -> DatabaseState {
    let (desk, notes) = desk(folder);
    let options = options(folder, more);
    tokio::select! {
        _ = open(&desk, &options) => panic!("it opened"),
        () = notes.told_so_often(1) => {}
    }
    start_state(desk).await.unwrap().database
}

#[tokio::test]
async fn an_empty_folder_opens_to_the_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, _) = desk(folder.path());
    open(&desk, &options(folder.path(), &[])).await;
    let state = start_state(desk).await.unwrap();
    assert_eq!((state.database, state.needs_setup, state.clinic_name), (DatabaseState::Ready, true, None));
    assert!(matches!(state.portal, PortalState::Listening { .. }));
    assert!(!state.portal_open);
}

#[tokio::test]
async fn a_taken_address_leaves_the_desk_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("an address").to_string();
    let (desk, _) = desk(folder.path());
    let options = Options { portal: address.clone(), ..options(folder.path(), &[]) };
    open(&desk, &options).await;
    let state = start_state(desk).await.unwrap();
    assert_eq!((state.database, state.portal), (DatabaseState::Ready, PortalState::AddressTaken { address }));
}

#[tokio::test]
async fn a_folder_that_another_program_has_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, _) = desk(folder.path());
    let opening = open(&first, &options(folder.path(), &[])).await;
    let path = folder.path().display().to_string();
    assert_eq!(first_word(folder.path(), &[]).await, DatabaseState::FolderInUse { path });
    drop(opening);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    // A file where the folder should be: no user can write below it, not even root.
    std::fs::write(folder.path().join("file"), "").expect("a file");
    let below = folder.path().join("file").join("data");
    let path = below.display().to_string();
    assert_eq!(first_word(&below, &[]).await, DatabaseState::FolderNotWritable { path });
}

#[tokio::test]
async fn a_file_that_is_no_database_of_ours_is_broken_until_a_person_mends_it_and_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ressurstimebok.sqlite");
    std::fs::write(&file, "not a database, and longer than the head of one ".repeat(64)).expect("a file");
    let (desk, notes) = desk(folder.path());
    let options = options(folder.path(), &[]);
    let mended = async {
        notes.told_so_often(1).await;
        let state = start_state(desk.clone()).await.unwrap().database;
        assert!(matches!(state, DatabaseState::Broken { .. }), "{state:?}");
        std::fs::remove_file(&file).expect("it is taken away");
        try_again(desk.clone()).await.unwrap();
    };
    tokio::join!(open(&desk, &options), mended);
    assert_eq!(start_state(desk).await.unwrap().database, DatabaseState::Ready);
}

#[tokio::test]
async fn the_demo_that_finds_another_clinic_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (other, _) = desk(folder.path());
    let Opening { clinic, running, .. } = open(&other, &options(folder.path(), &[])).await;
    let profile = clinic::ProfileDraft { name: "Et annet legekontor".to_owned(), ..Default::default() };
    clinic.save_profile(&other.open_clinic().unwrap().admin, None, &profile).await.expect("a profile");
    running.stop().await;
    drop((clinic, other));
    assert_eq!(first_word(folder.path(), &["--demo"]).await, DatabaseState::NotTheDemo);
}

#[tokio::test]
async fn a_database_server_that_is_down_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    // A port that was just released, so nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let url = format!("postgres://clinic@127.0.0.1:{port}/clinic");
    let state = first_word(folder.path(), &["--database", &url]).await;
    assert!(matches!(state, DatabaseState::Unavailable { .. }), "{state:?}");
}
