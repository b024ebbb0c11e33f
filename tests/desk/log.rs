//! The log: every reference that the window shows is in its files, and the window opens their folder.

use std::path::Path;
use std::sync::atomic::Ordering;

use ressurstimebok::commands::dto::{CommandError, DatabaseState, QueueOrder};
use ressurstimebok::commands::log::{note_problem, open_log};
use ressurstimebok::commands::queue::read_queue;
use ressurstimebok::commands::state::start_state;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::opening;
use crate::scene::Scene;

fn logs_to(folder: &Path) -> DefaultGuard {
    let files = server::log::files("test", folder);
    tracing::subscriber::set_default(tracing_subscriber::registry().with(files))
}

/// The line of the log with this reference.
#[track_caller]
fn line(folder: &Path, reference: &str) -> String {
    let log = std::fs::read_to_string(folder.join("test.log")).expect("a log");
    let found = log.lines().find(|line| line.contains(reference));
    found.unwrap_or_else(|| panic!("no {reference} in {log}")).to_owned()
}

#[tokio::test]
async fn what_breaks_under_a_command_stands_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let scene = Scene::demo().await;
    scene.test.ask("Kurt", "13:30", "").await;
    let _logging = logs_to(folder.path());
    let url = format!("sqlite://{}", scene.test.folder().join("ressurstimebok.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.expect("the file");
    sqlx::query("ALTER TABLE booking RENAME COLUMN reason TO elsewhere")
        .execute(&pool)
        .await
        .expect("renamed");
    let Err(CommandError::Broken { reference }) = read_queue(scene.desk, QueueOrder::Arrival, None).await
    else {
        panic!("broken")
    };
    assert!(line(folder.path(), &reference).contains("a command broke"));
}

#[tokio::test]
async fn what_the_window_did_not_foresee_stands_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let _logging = logs_to(folder.path());
    let reference = "01a21385-4e82-73b7-9338-25aaabb88dd6";
    note_problem(reference.to_owned(), "RangeError < QueuePage.svelte:3:1".to_owned()).await.unwrap();
    assert!(line(folder.path(), reference).contains("RangeError < QueuePage.svelte:3:1"));
}

#[tokio::test]
async fn why_a_clinic_cannot_be_read_stands_there() {
    let (folder, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let _logging = logs_to(folder.path());
    let file = data.path().join("ressurstimebok.sqlite");
    std::fs::write(file, "not a database, and longer than the head of one ".repeat(64)).expect("a file");
    let DatabaseState::Broken { reference } = opening::first_word(data.path(), &[]).await else {
        panic!("broken")
    };
    assert!(line(folder.path(), &reference).contains("the store is broken"));
}

#[tokio::test]
async fn its_folder_is_opened_in_the_file_manager_also_while_the_clinic_is_closed() {
    let scene = Scene::demo().await;
    scene.desk.close(DatabaseState::Starting);
    open_log(scene.desk.clone()).await.unwrap();
    assert_eq!(scene.notes.log_opened.load(Ordering::Acquire), 1);
    assert_eq!(start_state(scene.desk).await.unwrap().database, DatabaseState::Starting);
}

#[tokio::test]
async fn without_a_file_manager_that_is_said_and_stands_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let scene = Scene::without_browser().await;
    let _logging = logs_to(folder.path());
    let Err(CommandError::Broken { reference }) = open_log(scene.desk).await else { panic!("broken") };
    assert!(line(folder.path(), &reference).contains("no file manager"));
}
