//! What an engine needs its own words for. Everything else is written once.

use crate::sql::judged;

/// SQLite: takes the one write lock at the start, so that no transaction fails half way for want of it.
pub(crate) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// SQLite: brings the log into the file and cuts it to nothing. Answers first with whether someone who
/// reads was in the way.
pub(crate) const EMPTY_LOG_SQLITE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// PostgreSQL: an ordinary transaction, in the isolation that [`SESSION_POSTGRES`] asks for. Answers, in
/// the same round trip, with the number by which the server knows it afterwards.
pub(crate) const BEGIN_POSTGRES: &str = "BEGIN; SELECT pg_current_xact_id()::text";

/// PostgreSQL: what became of the transaction of a number: `committed`, `aborted` or `in progress`.
pub(crate) const STATUS_OF_TRANSACTION: &str = "SELECT pg_xact_status(CAST($1 AS xid8))";

/// PostgreSQL: ends the connection of a transaction that is still in progress, so that it is settled.
pub(crate) const END_TRANSACTION: &str = "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
     WHERE datname = current_database() AND backend_xid = CAST(CAST($1 AS xid8) AS xid)";

/// What every new connection to PostgreSQL is told: that a commit that is answered is on disk, that
/// each statement sees what was saved before it, and that nothing waits for ever. Nothing asked here
/// runs long enough to be worth compiling (`jit`), which costs more than most statements.
pub(crate) const SESSION_POSTGRES: &str = "SET synchronous_commit = on; \
     SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED; \
     SET jit = off; \
     SET statement_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '10s'";

/// PostgreSQL: what the connection is told that brings the tables up to date. An index over all that a
/// clinic has ever written may take its time; but a table that somebody else keeps, or another program
/// that does the same work, is not waited for without end: what waits for a table stops all who use it.
pub(crate) const MIGRATING_POSTGRES: &str =
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '30s'";

/// PostgreSQL: looks at the tables that a request is judged by, so that the right indexes are used.
pub(crate) const ANALYZE_POSTGRES: &str = "ANALYZE booking, slot, patient, timebook";

/// Whether SQLite has the table of migrations.
pub(crate) const MIGRATED_SQLITE: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";

/// Whether PostgreSQL has the table of migrations.
pub(crate) const MIGRATED_POSTGRES: &str = "SELECT table_name::text FROM information_schema.tables \
     WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'";

/// The number of the last migration that was done.
pub(crate) const VERSION: &str = "SELECT MAX(version) FROM _sqlx_migrations";

/// SQLite: a whole copy of the database under a name that no earlier copy has.
pub(crate) const BACKUP_NAME: &str =
    "SELECT 'backup-' || $1 || '-' || strftime('%Y%m%dT%H%M%fZ', 'now') || '.sqlite'";

/// SQLite: writes the copy.
pub(crate) const BACKUP: &str = "VACUUM INTO $1";

/// PostgreSQL: a name that no other program on the database uses, to know one's own notices by.
pub(crate) const OWN_NAME: &str = "SELECT gen_random_uuid()::text";

/// PostgreSQL: the server's own time, as instants are kept.
macro_rules! server_now {
    () => {
        "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"
    };
}

/// PostgreSQL: what time it is there.
pub(crate) const SERVER_NOW: &str = concat!("SELECT ", server_now!());

/// PostgreSQL: takes or renews a lease that is the holder's own or has ended, and answers with a row.
pub(crate) const TAKE_LEASE: &str = concat!(
    "INSERT INTO job_lease (clinic_id, job, holder, until) VALUES ($1, $2, $3, ",
    server_now!(),
    " + $4) ON CONFLICT (clinic_id, job) DO UPDATE SET holder = excluded.holder, until = excluded.until",
    " WHERE job_lease.holder = excluded.holder OR job_lease.until <= ",
    server_now!(),
    " RETURNING holder"
);

/// PostgreSQL: gives a lease back.
pub(crate) const GIVE_LEASE_BACK: &str =
    "DELETE FROM job_lease WHERE clinic_id = $1 AND job = $2 AND holder = $3";

/// PostgreSQL: tells the other programs on the database.
pub(crate) const NOTIFY: &str = "SELECT pg_notify($1, $2)::text";

/// PostgreSQL: keeps others from saving requests of the same patients until the transaction ends, so that
/// what [`REQUESTS_POSTGRES`] counts of them stays true. A statement of its own, for each sees what was
/// saved before it began; in one order, so that nobody waits in a circle.
pub(crate) const LOCK_PATIENTS_POSTGRES: &str = "SELECT patient.id \
     FROM jsonb_array_elements(CAST($1 AS jsonb)) AS element (value) \
     JOIN patient ON patient.clinic_id = element.value ->> 0 AND patient.id = element.value ->> 3 \
     ORDER BY patient.clinic_id, patient.id FOR NO KEY UPDATE OF patient";

/// PostgreSQL: saves the requests of a JSON array with their entries in the journal, all in one
/// statement and with one flush. Answers as [`crate::requests`] reads it.
///
/// Places are taken in the order of the slots, so that two such statements cannot wait for each other in
/// a circle. Whoever comes second to a place waits for what becomes of the first, and then gets none.
/// Public for the race tests, which run it with and without the index that guards it.
pub const REQUESTS_POSTGRES: &str = concat!(
    judged!("jsonb_array_elements(CAST($1 AS jsonb)) WITH ORDINALITY AS element (value, key)"),
    ", placed AS (INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at,",
    " request_key, revision, status, place)",
    " SELECT judged.clinic_id, judged.id, judged.slot_id, judged.patient_id, judged.channel, judged.reason,",
    " judged.requested_at, judged.request_key, 1, 'requested', judged.place",
    " FROM judged WHERE judged.place IS NOT NULL ORDER BY judged.clinic_id, judged.slot_id, judged.place",
    " ON CONFLICT DO NOTHING RETURNING clinic_id, id, place), noted AS (INSERT INTO journal (clinic_id,",
    " booking_id, at, actor_kind, actor_staff_id, actor_staff_name, patient_id, act)",
    " SELECT asked.clinic_id, asked.id, asked.requested_at, asked.actor_kind, asked.actor_staff_id,",
    " asked.actor_staff_name, asked.patient_id, 'requested' FROM placed",
    " JOIN asked ON asked.clinic_id = placed.clinic_id AND asked.id = placed.id)",
    " SELECT CAST(json_agg(json_build_array(judged.turn - 1, judged.verdict, placed.place, judged.before))",
    " AS text) FROM judged LEFT JOIN placed",
    " ON placed.clinic_id = judged.clinic_id AND placed.id = judged.id"
);

/// SQLite: what [`REQUESTS_SQLITE`] keeps from one of its statements to the next, in the memory of the
/// connection that writes. SQLite has no statement that changes two tables.
pub(crate) const REQUESTS_SQLITE_TABLE: &str = "CREATE TEMP TABLE judged (turn INTEGER, verdict TEXT, \
     place INTEGER, before TEXT, clinic_id TEXT, id TEXT, slot_id TEXT, patient_id TEXT, channel TEXT, \
     reason TEXT, requested_at INTEGER, request_key TEXT, actor_kind TEXT, actor_staff_id TEXT, \
     actor_staff_name TEXT)";

/// SQLite: as [`REQUESTS_POSTGRES`], in one hand-over to the thread that owns the connection. Nobody else
/// writes meanwhile, so a place that was judged free is free.
pub(crate) const REQUESTS_SQLITE: &str = concat!(
    "DELETE FROM judged; INSERT INTO temp.judged SELECT * FROM (",
    judged!("json_each($1) AS element"),
    " SELECT turn, verdict, place, before, clinic_id, id, slot_id, patient_id, channel, reason,",
    " requested_at, request_key, actor_kind, actor_staff_id, actor_staff_name FROM judged);",
    " INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key,",
    " revision, status, place)",
    " SELECT clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key,",
    " 1, 'requested', place FROM judged WHERE place IS NOT NULL;",
    " INSERT INTO journal (clinic_id, booking_id, at, actor_kind, actor_staff_id, actor_staff_name,",
    " patient_id, act)",
    " SELECT clinic_id, id, requested_at, actor_kind, actor_staff_id, actor_staff_name, patient_id,",
    " 'requested' FROM judged WHERE place IS NOT NULL;",
    " SELECT json_group_array(json_array(turn, verdict, place, before)) FROM judged"
);
