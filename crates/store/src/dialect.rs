//! The statements that differ between the engines. Everything else is written once.

/// SQLite: takes the write lock at the start, so that no transaction fails half way because it cannot get it.
pub(crate) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// SQLite: writes the WAL into the database file and truncates it. The first column of the result says
/// whether a reader prevented this.
pub(crate) const EMPTY_LOG_SQLITE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// PostgreSQL: begins a transaction with the isolation set by [`SESSION_POSTGRES`]. In the same round trip it
/// returns the server's number of the transaction.
pub(crate) const BEGIN_POSTGRES: &str = "BEGIN; SELECT pg_current_xact_id()::text";

/// PostgreSQL: the outcome of the transaction with a number: `committed`, `aborted` or `in progress`.
pub(crate) const STATUS_OF_TRANSACTION: &str = "SELECT pg_xact_status(CAST($1 AS xid8))";

/// PostgreSQL: ends the connection of a transaction that is still in progress, so that it is settled.
pub(crate) const END_TRANSACTION: &str = "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
     WHERE datname = current_database() AND backend_xid = CAST(CAST($1 AS xid8) AS xid)";

/// The settings of every new connection to PostgreSQL: an answered commit is on disk, each statement sees
/// what was saved before it, and nothing waits forever. `jit` is off because no statement here runs long
/// enough for compiling to pay off.
pub(crate) const SESSION_POSTGRES: &str = "SET synchronous_commit = on; \
     SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED; \
     SET jit = off; \
     SET statement_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '10s'";

/// PostgreSQL: the settings of the connection that migrates the tables. Building an index over all of a
/// clinic's data may take long. But waiting for a lock is limited, whether on a table in use or for another
/// program that migrates, because a statement that waits for a table blocks everyone who uses it.
pub(crate) const MIGRATING_POSTGRES: &str =
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '30s'";

/// PostgreSQL: analyses the tables used to check a request, so that the right indexes are used.
pub(crate) const ANALYZE_POSTGRES: &str = "ANALYZE booking, slot, patient, timebook";

/// SQLite: whether the table of migrations exists.
pub(crate) const MIGRATED_SQLITE: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";

/// PostgreSQL: whether the table of migrations exists.
pub(crate) const MIGRATED_POSTGRES: &str = "SELECT table_name::text FROM information_schema.tables \
     WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'";

/// The number of the last migration that was done.
pub(crate) const VERSION: &str = "SELECT MAX(version) FROM _sqlx_migrations";

/// SQLite: a name for a backup that no earlier backup has.
pub(crate) const BACKUP_NAME: &str =
    "SELECT 'backup-' || $1 || '-' || strftime('%Y%m%dT%H%M%fZ', 'now') || '.sqlite'";

/// SQLite: writes the backup, a complete copy of the database.
pub(crate) const BACKUP: &str = "VACUUM INTO $1";

/// PostgreSQL: a name that no other program on the database uses, to recognise one's own notifications.
pub(crate) const OWN_NAME: &str = "SELECT gen_random_uuid()::text";

/// PostgreSQL: the server's time, in the stored form of instants.
macro_rules! server_now {
    () => {
        "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"
    };
}

/// PostgreSQL: reads the server's time.
pub(crate) const SERVER_NOW: &str = concat!("SELECT ", server_now!());

/// PostgreSQL: takes or renews a lease that is the holder's own or has expired. Returns a row on success.
pub(crate) const TAKE_LEASE: &str = concat!(
    "INSERT INTO job_lease (clinic_id, job, holder, until) VALUES ($1, $2, $3, ",
    server_now!(),
    " + $4) ON CONFLICT (clinic_id, job) DO UPDATE SET holder = excluded.holder, until = excluded.until",
    " WHERE job_lease.holder = excluded.holder OR job_lease.until <= ",
    server_now!(),
    " RETURNING holder"
);

/// PostgreSQL: releases a lease.
pub(crate) const GIVE_LEASE_BACK: &str =
    "DELETE FROM job_lease WHERE clinic_id = $1 AND job = $2 AND holder = $3";

/// PostgreSQL: a question that any connection can answer.
pub(crate) const STILL_THERE: &str = "SELECT 1";

/// PostgreSQL: notifies the other programs on the database.
pub(crate) const NOTIFY: &str = "SELECT pg_notify($1, $2)::text";

/// The bookings that count towards the limits of the patient of the row `asked`.
macro_rules! coming {
    () => {
        concat!(
            " FROM booking AS own",
            " WHERE own.clinic_id = asked.clinic_id AND own.patient_id = asked.patient_id AND ",
            $crate::sql::counted!("own", "asked.requested_at")
        )
    };
}

/// Which limit the patient of the row `asked` has reached, `own` if one of the bookings is of the same slot, or
/// `free`. The bookings of the type are counted only if all bookings together are as many as the type's limit,
/// because then the type of each must be looked up. A clinic without a profile has the default limits.
macro_rules! limit_reached {
    () => {
        concat!(
            "(SELECT CASE WHEN MAX(CASE WHEN own.slot_id = asked.slot_id THEN 1 END) = 1 THEN 'own'",
            " WHEN COUNT(*) >= COALESCE(clinic.limit_in_all, 5) THEN 'all'",
            " WHEN COUNT(*) >= COALESCE(clinic.limit_of_type, 2) AND (SELECT COUNT(*)",
            coming!(),
            " AND ",
            $crate::sql::counted_type!("own"),
            " = asked.kind)",
            " >= COALESCE(clinic.limit_of_type, 2) THEN 'type' ELSE 'free' END",
            coming!(),
            ")"
        )
    };
}

/// The live booking of the patient and the slot of a row, which can be the only one: who has a place of a slot
/// gets no second one.
macro_rules! own_of_slot {
    ($row:literal) => {
        concat!(
            "(SELECT own.id FROM booking AS own WHERE own.clinic_id = ",
            $row,
            ".clinic_id AND own.patient_id = ",
            $row,
            ".patient_id AND own.slot_id = ",
            $row,
            ".slot_id AND ",
            $crate::sql::live!("own"),
            " LIMIT 1)"
        )
    };
}

/// The statement's requests as the table `asked`, and their results as the table `judged`; `$elements` selects
/// the elements of the JSON array and their index.
///
/// `answer` is `free` with a `place`, or the reason why there is none. Requests for one slot take its free
/// places from the lowest up, in order of arrival. If the taken places have no gap, the next place is the
/// number of taken ones plus one; otherwise it is found by counting the free places below it.
///
/// What is read from the tables for each request is `MATERIALIZED`: otherwise both engines put the subqueries
/// into the window function's columns and into its sort key, and run them twice.
macro_rules! judged {
    ($elements:literal) => {
        concat!(
            "WITH element (value, key) AS MATERIALIZED (",
            $elements,
            "), asked AS MATERIALIZED (SELECT CAST(element.key AS BIGINT) AS turn,",
            " element.value ->> 0 AS clinic_id, element.value ->> 1 AS id, element.value ->> 2 AS slot_id,",
            " element.value ->> 3 AS patient_id, element.value ->> 4 AS channel,",
            " element.value ->> 5 AS reason, CAST(element.value ->> 6 AS BIGINT) AS requested_at,",
            " element.value ->> 7 AS request_key, element.value ->> 8 AS timebook_id,",
            " element.value ->> 9 AS kind, element.value ->> 10 AS actor_kind,",
            " element.value ->> 11 AS actor_staff_id, element.value ->> 12 AS actor_staff_name FROM element",
            "), standing AS MATERIALIZED (SELECT asked.*, slot.capacity, slot.starts_at, ",
            $crate::sql::held!(),
            " AS held, (SELECT MAX(holder.place)",
            $crate::sql::holders!(),
            ") AS highest,",
            " (SELECT earlier.id FROM booking AS earlier WHERE earlier.clinic_id = asked.clinic_id",
            " AND earlier.patient_id = asked.patient_id AND earlier.request_key = asked.request_key)",
            " AS before,",
            " CASE WHEN patient.id IS NULL THEN 'stranger' WHEN timebook.id IS NULL THEN 'nowhere'",
            " WHEN NOT (",
            $crate::sql::open!("asked.requested_at"),
            ") THEN CASE WHEN ",
            own_of_slot!("asked"),
            " IS NULL THEN 'full' ELSE 'own' END ELSE ",
            limit_reached!(),
            " END AS answer",
            // The order of the joins is fixed, because SQLite cannot know that there are few requests.
            " FROM asked LEFT JOIN patient",
            " ON patient.clinic_id = asked.clinic_id AND patient.id = asked.patient_id",
            " LEFT JOIN slot ON slot.clinic_id = asked.clinic_id AND slot.id = asked.slot_id",
            " AND slot.timebook_id = asked.timebook_id",
            " LEFT JOIN timebook ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
            " AND timebook.kind = asked.kind AND timebook.published = 1",
            " LEFT JOIN clinic ON clinic.clinic_id = asked.clinic_id",
            "), ranked AS (SELECT standing.*, ROW_NUMBER() OVER (PARTITION BY standing.clinic_id,",
            " standing.slot_id, standing.before IS NULL, standing.answer ORDER BY standing.turn) AS rank",
            " FROM standing",
            "), judged AS (SELECT ranked.*, CASE WHEN ranked.before IS NOT NULL THEN CASE WHEN",
            " (SELECT earlier.slot_id FROM booking AS earlier WHERE earlier.clinic_id = ranked.clinic_id",
            " AND earlier.id = ranked.before) = ranked.slot_id THEN 'sent' ELSE 'other' END",
            " WHEN ranked.answer = 'own' THEN 'sent'",
            " WHEN ranked.answer = 'free' AND ranked.rank > ranked.capacity - ranked.held THEN 'full'",
            " ELSE ranked.answer END AS verdict, CASE WHEN ranked.before IS NULL AND ranked.answer = 'own' THEN ",
            own_of_slot!("ranked"),
            " ELSE ranked.before END AS booked, CASE WHEN ranked.before IS NULL AND ranked.answer = 'free'",
            " AND ranked.rank <= ranked.capacity - ranked.held THEN CASE",
            " WHEN ranked.held = COALESCE(ranked.highest, 0) THEN ranked.held + ranked.rank",
            " ELSE (WITH RECURSIVE number (n) AS (SELECT CAST(1 AS BIGINT)",
            " UNION ALL SELECT number.n + 1 FROM number WHERE number.n < ranked.capacity)",
            " SELECT number.n FROM number WHERE number.n - (SELECT COUNT(*) FROM booking AS below",
            " WHERE below.clinic_id = ranked.clinic_id AND below.slot_id = ranked.slot_id",
            " AND below.place <= number.n AND ",
            $crate::sql::live!("below"),
            ") = ranked.rank ORDER BY number.n LIMIT 1) END END AS place FROM ranked)"
        )
    };
}

/// PostgreSQL: locks the patients until the transaction ends, so that no other transaction saves requests of
/// theirs and the counts in [`REQUESTS_POSTGRES`] stay correct. It is a separate statement, because each
/// statement sees what was saved before it began. Rows are locked in a fixed order, so that there are no
/// deadlocks.
pub(crate) const LOCK_PATIENTS_POSTGRES: &str = "SELECT patient.id \
     FROM jsonb_array_elements(CAST($1 AS jsonb)) AS element (value) \
     JOIN patient ON patient.clinic_id = element.value ->> 0 AND patient.id = element.value ->> 3 \
     ORDER BY patient.clinic_id, patient.id FOR NO KEY UPDATE OF patient";

/// PostgreSQL: saves the requests of a JSON array with their entries in the journal, all in one statement and
/// with one flush. [`crate::requests`] reads the result.
///
/// Places are taken in the order of the slots, so that two such statements cannot deadlock. A second insert
/// of the same place waits for the first transaction, and then gets no place. Public for the race tests,
/// which run it with and without the unique index.
pub const REQUESTS_POSTGRES: &str = concat!(
    judged!("SELECT * FROM jsonb_array_elements(CAST($1 AS jsonb)) WITH ORDINALITY"),
    ", placed AS (INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at,",
    " starts_at, request_key, revision, status, place)",
    " SELECT judged.clinic_id, judged.id, judged.slot_id, judged.patient_id, judged.channel, judged.reason,",
    " judged.requested_at, judged.starts_at, judged.request_key, 1, 'requested', judged.place",
    " FROM judged WHERE judged.place IS NOT NULL ORDER BY judged.clinic_id, judged.slot_id, judged.place",
    " ON CONFLICT DO NOTHING RETURNING clinic_id, id, place), noted AS (INSERT INTO journal (clinic_id,",
    " booking_id, at, actor_kind, actor_staff_id, actor_staff_name, patient_id, act)",
    " SELECT asked.clinic_id, asked.id, asked.requested_at, asked.actor_kind, asked.actor_staff_id,",
    " asked.actor_staff_name, asked.patient_id, 'requested' FROM placed",
    " JOIN asked ON asked.clinic_id = placed.clinic_id AND asked.id = placed.id)",
    " SELECT CAST(json_agg(json_build_array(judged.turn - 1, judged.verdict, placed.place, judged.booked))",
    " AS text) FROM judged LEFT JOIN placed",
    " ON placed.clinic_id = judged.clinic_id AND placed.id = judged.id"
);

/// SQLite: the temporary table for values passed between the statements of [`REQUESTS_SQLITE`], in memory of
/// the writing connection. SQLite has no statement that changes two tables.
pub(crate) const REQUESTS_SQLITE_TABLE: &str = "CREATE TEMP TABLE judged (turn INTEGER, verdict TEXT, \
     place INTEGER, booked TEXT, clinic_id TEXT, id TEXT, slot_id TEXT, patient_id TEXT, channel TEXT, \
     reason TEXT, requested_at INTEGER, starts_at INTEGER, request_key TEXT, actor_kind TEXT, actor_staff_id TEXT, \
     actor_staff_name TEXT)";

/// SQLite: as [`REQUESTS_POSTGRES`], sent to the connection's thread in one call. Nobody else writes
/// meanwhile, so a place that was found free stays free.
pub(crate) const REQUESTS_SQLITE: &str = concat!(
    "DELETE FROM judged; INSERT INTO temp.judged SELECT * FROM (",
    judged!("SELECT jsonb(value), key FROM json_each($1)"),
    " SELECT turn, verdict, place, booked, clinic_id, id, slot_id, patient_id, channel, reason,",
    " requested_at, starts_at, request_key, actor_kind, actor_staff_id, actor_staff_name FROM judged);",
    " INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, starts_at,",
    " request_key, revision, status, place)",
    " SELECT clinic_id, id, slot_id, patient_id, channel, reason, requested_at, starts_at, request_key,",
    " 1, 'requested', place FROM judged WHERE place IS NOT NULL;",
    " INSERT INTO journal (clinic_id, booking_id, at, actor_kind, actor_staff_id, actor_staff_name,",
    " patient_id, act)",
    " SELECT clinic_id, id, requested_at, actor_kind, actor_staff_id, actor_staff_name, patient_id,",
    " 'requested' FROM judged WHERE place IS NOT NULL;",
    " SELECT json_group_array(json_array(turn, verdict, place, booked)) FROM judged"
);
