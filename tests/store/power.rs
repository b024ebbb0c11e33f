//! A power failure: what was answered is on the disk, even if the system had not yet written everything.
//!
//! Killing a program does not test this, because the system still writes a dead program's data. Here `strace`
//! records each write and flush of a program that books. From this record the disk is rebuilt as if the power
//! had failed after an answer: with everything that was flushed, and none or some of the rest.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use clinic::Store;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use crate::given::Given;

mod disk;

use disk::{Disk, Fate};

/// Set for the traced program: its data folder, and how it saves.
const FOLDER: &str = "RESSURSTIMEBOK_TEST_POWER_FOLDER";
const HOW: &str = "RESSURSTIMEBOK_TEST_POWER_HOW";

/// The number of answers of the traced program.
const ANSWERS: usize = 240;

/// The power fails after every answer with this interval.
const EVERY: usize = 24;

/// This test runs itself as the traced program.
#[tokio::test(flavor = "multi_thread")]
async fn answered_bookings_survive_a_power_cut() {
    if let Ok(folder) = env::var(FOLDER) {
        return save(Path::new(&folder), &env::var(HOW).unwrap()).await;
    }
    for how in ["store", "FULL"] {
        assert_eq!(lost(how).await, 0, "{how}");
    }
    // Negative control: with less than FULL the test must find lost answers.
    for how in ["NORMAL", "OFF"] {
        assert_ne!(lost(how).await, 0, "{how}");
    }
}

/// The number of answered bookings that are lost, over all power failures.
async fn lost(how: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("strace.log");
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let status = Command::new("strace")
        .args(["-f", "-qq", "-y", "-xx", "-s", "1000000", "-o"])
        .arg(&log)
        .args(["-e", "trace=write,pwrite64,lseek,ftruncate,unlink,fsync,fdatasync"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "power::answered_bookings_survive_a_power_cut", "--nocapture"])
        .env(FOLDER, &data)
        .env(HOW, how)
        .stdout(std::process::Stdio::null())
        .status()
        .expect("strace starts: `cargo xtask test` installs it");
    assert!(status.success(), "the watched program failed");

    let mut disk = Disk::default();
    let (mut answered, mut lost) = (Vec::new(), 0);
    for line in fs::read_to_string(&log).unwrap().lines() {
        for answer in disk.sees(line, &data) {
            answered.push(answer);
            if answered.len() % EVERY == 0 {
                for fate in [Fate::Lost, Fate::Some(answered.len() as u64)] {
                    lost += missing(&disk, fate, &answered).await;
                }
            }
        }
    }
    assert!(answered.len() >= ANSWERS, "{how}: {} answers", answered.len());
    lost
}

/// The number of answered bookings that are missing when the program starts on that disk.
async fn missing(disk: &Disk, fate: Fate, answered: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    disk.write_to(folder.path(), fate);
    let Ok(mut connection) = connect(folder.path(), "FULL").await else { return answered.len() };
    let question = "SELECT id FROM booking UNION ALL SELECT id FROM patient";
    let kept: Result<Vec<String>, _> = sqlx::query_scalar(question).fetch_all(&mut connection).await;
    let kept = kept.unwrap_or_default();
    answered.iter().filter(|id| !kept.contains(id)).count()
}

/// The traced program: saves bookings, and prints each when it is saved.
async fn save(folder: &Path, how: &str) {
    let store = crate::sqlite(folder).await;
    if how == "store" {
        return book(&store).await;
    }
    let clinic = Given::nothing(&store, 1).clinic;
    drop(store);
    let mut connection = connect(folder, how).await.unwrap();
    for number in 0..ANSWERS {
        let id = format!("00000000-0000-0000-0000-{number:012}");
        let row = "INSERT INTO patient (clinic_id, id, made, name, identity) VALUES ($1, $2, 1, 'Kurt', $2)";
        sqlx::query(row).bind(clinic.to_string()).bind(&id).execute(&mut connection).await.unwrap();
        println!("saved {id}");
    }
}

async fn book(store: &Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(store, 1).await);
    let tasks: Vec<_> = (1..=8)
        .map(|quarter| {
            let given = Arc::clone(&given);
            tokio::spawn(async move {
                let slot = given.slot(quarter * 15, 500).await;
                for _ in 0..ANSWERS / 8 {
                    let (id, _) = given.someone_asks(&slot).await.unwrap();
                    println!("saved {id}");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn connect(folder: &Path, synchronous: &str) -> sqlx::Result<SqliteConnection> {
    let file = folder.join("ressurstimebok.sqlite");
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await?;
    let how = format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}");
    sqlx::raw_sql(AssertSqlSafe(how)).execute(&mut connection).await?;
    Ok(connection)
}
