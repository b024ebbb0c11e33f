//! A landed migration must never be edited, because existing tables were made with it.

use sqlx::migrate::Migrator;
use store::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};

/// The checksum of every landed migration, one per line. A new migration adds two lines.
const LANDED: &str = include_str!("landed.txt");

#[test]
fn no_landed_migration_was_edited() {
    let now: Vec<String> = [("sqlite", &SQLITE_MIGRATIONS), ("postgres", &POSTGRES_MIGRATIONS)]
        .into_iter()
        .flat_map(|(engine, migrator)| lines(engine, migrator))
        .collect();
    let landed: Vec<&str> = LANDED.lines().collect();
    let edited: Vec<&&str> = landed.iter().filter(|line| !now.iter().any(|now| now == **line)).collect();
    assert!(edited.is_empty(), "edited after it landed, or taken away:\n{edited:#?}");
    let new: Vec<&str> = now.iter().map(String::as_str).filter(|line| !landed.contains(line)).collect();
    assert!(new.is_empty(), "add to tests/migrations/landed.txt:\n{}", new.join("\n"));
}

fn lines(engine: &str, migrator: &Migrator) -> Vec<String> {
    let line = |migration: &sqlx::migrate::Migration| {
        let checksum: String = migration.checksum.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{engine} {:04} {checksum}", migration.version)
    };
    migrator.iter().map(line).collect()
}
