//! Floor (c): bare PostgreSQL, driven by its own load generator.

use std::ffi::OsString;
use std::process::Command;

use super::tables;
use crate::Result;
use crate::stage::Databases;

/// A booking and its line in the journal, in one round trip.
const SCRIPT: &str = "\
WITH held AS (
    INSERT INTO booking VALUES (
        '01900000-0000-7000-8000-000000000001', gen_random_uuid()::text, gen_random_uuid()::text,
        '01900000-0000-7000-8000-000000010000', 'portal', 'Influensavaksine', 1737450000000,
        gen_random_uuid()::text, 1, 'requested', 1
    ) RETURNING id
)
INSERT INTO journal (clinic_id, at, actor_kind, patient_id, booking_id, act)
SELECT '01900000-0000-7000-8000-000000000001', 1737450000000, 'patient',
    '01900000-0000-7000-8000-000000010000', held.id, 'requested'
FROM held;
";

/// Bookings per second from 64 connections with prepared statements.
pub(crate) fn bookings_per_second(databases: &Databases, seconds: u32) -> Result<f64> {
    let database = databases.create()?;
    database.run(&tables("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))?;
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("booking.sql");
    std::fs::write(&script, SCRIPT)?;

    let program = std::env::var_os("RESSURSTIMEBOK_PGBENCH").unwrap_or_else(|| OsString::from("pgbench"));
    let mut pgbench = Command::new(&program);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--client=64", "--jobs", &threads]);
    pgbench.args(["--time", &seconds.to_string()]).arg("--file").arg(&script).arg(database.url());
    let output = pgbench.output().map_err(|e| format!("cannot start {}: {e}", program.display()))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let said = || format!("pgbench told no rate:\n{printed}{}", String::from_utf8_lossy(&output.stderr));
    rate(&printed).ok_or_else(|| said().into())
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
