//! Floor (c): bare PostgreSQL, driven by its own load generator.

use std::ffi::OsString;
use std::process::Command;

use sqlx::{Connection as _, PgConnection};

use super::{BOOKING, JOURNAL};
use crate::Result;
use crate::stage::{self, Databases};
use crate::stats::count;

/// The number of pgbench clients, the same as in the rush.
const CLIENTS: usize = 64;

/// The number of pgbench clients that save groups, the same as the store's connections for requests.
const GROUP_CLIENTS: usize = 3;

/// The floor has no foreign keys.
const NO_FOREIGN_KEYS: &str = "
    DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT conrelid::regclass AS held, conname FROM pg_constraint WHERE contype = 'f' LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.held, found.conname);
        END LOOP;
    END $$";

/// A booking and its journal entry, in one round trip.
fn script() -> String {
    format!(
        "WITH held AS ({BOOKING} VALUES (
            '01900000-0000-7000-8000-000000000001', gen_random_uuid()::text, gen_random_uuid()::text,
            '01900000-0000-7000-8000-000000010000', 'portal', 'Influensavaksine', 1737450000000, 1737450000000,
            gen_random_uuid()::text, 1, 'requested', 1
        ) RETURNING id)
        {JOURNAL} SELECT '01900000-0000-7000-8000-000000000001', 1737450000000, 'patient',
            '01900000-0000-7000-8000-000000010000', held.id, 'requested' FROM held;\n"
    )
}

/// Several bookings with their journal entries in one statement, as the product saves waiting requests.
fn grouped_script(group: usize) -> String {
    format!(
        "WITH held AS ({BOOKING} SELECT
            '01900000-0000-7000-8000-000000000001', gen_random_uuid()::text, gen_random_uuid()::text,
            '01900000-0000-7000-8000-000000010000', 'portal', 'Influensavaksine', 1737450000000, 1737450000000,
            gen_random_uuid()::text, 1, 'requested', 1
        FROM generate_series(1, {group}) RETURNING id)
        {JOURNAL} SELECT '01900000-0000-7000-8000-000000000001', 1737450000000, 'patient',
            '01900000-0000-7000-8000-000000010000', held.id, 'requested' FROM held;\n"
    )
}

/// Bookings per second, measured with `bookings` bookings, a commit for each, from 64 connections with
/// prepared statements.
pub(crate) fn bookings_per_second(databases: &Databases, bookings: usize) -> Result<f64> {
    transactions_per_second(databases, &script(), CLIENTS, bookings)
}

/// Bookings per second with `group` bookings in one commit, from as many connections as the product uses for
/// requests.
pub(crate) fn grouped_per_second(databases: &Databases, group: usize, bookings: usize) -> Result<f64> {
    let commits = bookings.div_ceil(group);
    let rate = transactions_per_second(databases, &grouped_script(group), GROUP_CLIENTS, commits)?;
    Ok(rate * count(group))
}

/// Runs a script `transactions` times, shared by `clients` connections.
fn transactions_per_second(
    databases: &Databases,
    script: &str,
    clients: usize,
    transactions: usize,
) -> Result<f64> {
    let database = databases.create()?;
    stage::clients()?.block_on(make_tables(database.url()))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("booking.sql");
    std::fs::write(&file, script)?;

    let program = std::env::var_os("RESSURSTIMEBOK_PGBENCH").unwrap_or_else(|| OsString::from("pgbench"));
    let mut pgbench = Command::new(&program);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    pgbench.args([
        "--no-vacuum",
        "--protocol=prepared",
        "--client",
        &clients.to_string(),
        "--jobs",
        &threads,
    ]);
    let each = transactions.div_ceil(clients).to_string();
    pgbench.args(["--transactions", &each]).arg("--file").arg(&file).arg(database.url());
    let output = pgbench.output().map_err(|e| format!("cannot start {}: {e}", program.display()))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let said = || format!("pgbench printed no rate:\n{printed}{}", String::from_utf8_lossy(&output.stderr));
    rate(&printed).ok_or_else(|| said().into())
}

async fn make_tables(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    store::POSTGRES_MIGRATIONS.run_direct(None, &mut connection, false).await?;
    sqlx::raw_sql(NO_FOREIGN_KEYS).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// The line `tps = 12345.6 (without initial connection time)`.
fn rate(printed: &str) -> Option<f64> {
    let line = printed.lines().find_map(|line| line.strip_prefix("tps = "))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rate_is_read_from_what_pgbench_prints() {
        let printed = "latency average = 3 ms\ntps = 21345.6 (without initial connection time)\n";
        assert_eq!(super::rate(printed), Some(21345.6));
    }
}
