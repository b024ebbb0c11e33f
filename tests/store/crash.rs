//! A program that is killed loses nothing that it has answered.

use std::env;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use timebook::BookingId;

use crate::given::Given;

/// Set for the program to be killed: its data folder.
const FOLDER: &str = "RESSURSTIMEBOK_TEST_CRASH_FOLDER";

/// This test runs itself as a second program. It books as fast as it can and prints each booking when it is
/// answered. Then it is killed.
#[tokio::test(flavor = "multi_thread")]
async fn answered_bookings_survive_a_kill() {
    if let Ok(folder) = env::var(FOLDER) {
        return book_until_killed(Path::new(&folder)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env::current_exe().unwrap())
        .args(["--exact", "crash::answered_bookings_survive_a_kill", "--nocapture"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answered = Vec::new();
    for line in BufReader::new(program.stdout.take().unwrap()).lines() {
        let Ok(line) = line else { break };
        if let Some(id) = line.strip_prefix("booked ")
            && let Ok(id) = id.parse::<BookingId>()
        {
            answered.push(id);
        }
        if answered.len() == 500 {
            program.kill().unwrap();
        }
    }
    program.wait().unwrap();
    assert!(answered.len() >= 500, "killed too early: {}", answered.len());

    let store = crate::sqlite(folder.path()).await;
    let given = Given::nothing(&store, 1);
    for id in &answered {
        let view = given.view(*id).await;
        assert_eq!(view.booking.id, *id);
        assert_eq!(store.journal(given.clinic, *id, 99).await.unwrap().len(), 1);
    }
}

async fn book_until_killed(folder: &Path) {
    let given = Arc::new(Given::clinic(&crate::sqlite(folder).await, 1).await);
    let _tasks: Vec<_> = (1..=16)
        .map(|quarter| {
            let given = Arc::clone(&given);
            tokio::spawn(async move {
                loop {
                    let slot = given.slot(quarter * 15, 500).await;
                    while let Ok((id, _)) = given.someone_asks(&slot).await {
                        writeln!(std::io::stdout().lock(), "booked {id}").unwrap();
                    }
                }
            })
        })
        .collect();
    // None of them ends.
    std::future::pending::<()>().await;
}
