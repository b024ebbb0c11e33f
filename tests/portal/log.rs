//! The log files: every reference shown on a page, and nothing about any person.

use std::path::Path;
use std::sync::Arc;

use clinic::Clinic;
use portal::Login;
use testkit::{SeededIds, TestClinic};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::browser::{KURT, Patient};
use crate::resilience::Fragile;

/// From now on, this thread logs to files as a program does.
fn logs_to(folder: &Path) -> DefaultGuard {
    let files = server::log::files("test", folder);
    tracing::subscriber::set_default(tracing_subscriber::registry().with(files))
}

fn written(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("test.log")).unwrap()
}

/// The text after «Referanse» on the page.
fn reference(patient: &Patient) -> String {
    let words = patient.page.words();
    let found = words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()));
    let is_one =
        |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    found.clone().find(is_one).unwrap_or_else(|| panic!("no reference in {words}")).to_owned()
}

#[tokio::test]
async fn the_reference_of_each_kind_of_error_page_stands_in_the_files() {
    let test = TestClinic::demo().await;
    let fragile = Fragile::of(&test);
    let ids = Arc::new(SeededIds::default());
    let clinic = Clinic::new(test.clinic.id(), Arc::clone(&test.store), fragile.clone(), ids);
    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;
    let folder = tempfile::tempdir().unwrap();
    let logging = logs_to(folder.path());

    let url = format!("sqlite://{}", test.folder().join("ressurstimebok.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE booking RENAME COLUMN reason TO elsewhere").execute(&pool).await.unwrap();
    kurt.goes_to("/innboks").await;
    assert_eq!(kurt.page.status, 500);
    let broken = reference(&kurt);
    fragile.breaks();
    kurt.goes_to("/innboks").await;
    assert_eq!(kurt.page.status, 500);
    let panicked = reference(&kurt);
    drop(logging);

    assert_ne!(broken, panicked);
    let log = written(folder.path());
    for (reference, what) in [(broken, "a page cannot be shown"), (panicked, "a page panicked")] {
        let line = log.lines().find(|line| line.contains(&reference));
        assert!(line.is_some_and(|line| line.contains(what)), "{reference} in {log}");
    }
}

#[tokio::test]
async fn a_day_of_bookings_leaves_nobodys_name_number_or_reason_in_the_files() {
    let test = TestClinic::demo().await;
    let fragile = Fragile::of(&test);
    let ids = Arc::new(SeededIds::default());
    let clinic = Clinic::new(test.clinic.id(), Arc::clone(&test.store), fragile.clone(), ids);
    let folder = tempfile::tempdir().unwrap();
    let logging = logs_to(folder.path());

    let mut kurt = Patient::at(&clinic, Login::Demo);
    kurt.logs_in(KURT).await;
    kurt.books("13:30", "vondt i kneet").await;
    let id = test.ask(KURT, "14:00", "utslett på ryggen").await;
    let seen = test.booking(id).await.booking.revision;
    test.clinic.reject(&test.kari(), id, seen, "Ring oss heller på mandag").await.unwrap();
    kurt.goes_to("/innboks").await;
    kurt.goes_to("/timeavtaler/ingen-slik").await;
    // The store's errors and panic messages could contain what was written.
    let url = format!("sqlite://{}", test.folder().join("ressurstimebok.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let spoil = "UPDATE booking SET channel = 'brevdue' WHERE id = $1";
    sqlx::query(spoil).bind(id.to_string()).execute(&pool).await.unwrap();
    kurt.goes_to("/innboks").await;
    sqlx::query("ALTER TABLE booking RENAME COLUMN reason TO elsewhere").execute(&pool).await.unwrap();
    kurt.goes_to("/timeavtaler").await;
    fragile.breaks();
    kurt.goes_to("/innboks").await;
    let last = reference(&kurt);
    drop(logging);

    let log = written(folder.path());
    assert!(log.contains(&last) && log.contains("a row is left out"), "{log}");
    for secret in ["Kurt", "Grytten", "13916931063", "kneet", "utslett", "mandag"] {
        assert!(!log.contains(secret), "«{secret}» in {log}");
    }
}
