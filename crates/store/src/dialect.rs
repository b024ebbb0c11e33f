//! What an engine needs its own words for. Everything else is written once.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::sql::{free, held, lowest_place};
use crate::writes::hold::{TAKE_PLACE_VALUES, take_place};
use crate::writes::journal::RECORD_VALUES;

/// SQLite: takes the one write lock at the start, so that no unit fails half way for want of it.
pub(crate) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// SQLite: brings the log into the file and cuts it to nothing. Answers first with whether someone who
/// reads was in the way.
pub(crate) const EMPTY_LOG_SQLITE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// PostgreSQL: an ordinary transaction, in the isolation that [`SESSION_POSTGRES`] asks for.
pub(crate) const BEGIN_POSTGRES: &str = "BEGIN";

/// What every new connection to PostgreSQL is told: that a commit that is answered is on disk, that
/// each statement sees what was saved before it, and that nothing waits for ever.
pub(crate) const SESSION_POSTGRES: &str = "SET synchronous_commit = on; \
     SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED; \
     SET statement_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '10s'";

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

/// PostgreSQL: a word that no other program on the database uses, to know one's own notifier by.
pub(crate) const OWN_NAME: &str = "SELECT gen_random_uuid()::text";

/// PostgreSQL: tells the other programs on the database.
pub(crate) const NOTIFY: &str = "SELECT pg_notify($1, $2)::text";

/// PostgreSQL: a request and its line of the journal in one statement, which is a transaction by
/// itself: one round trip for a booking. Its parameters are those of the place, and of the line all
/// but the clinic and the booking, which it shares.
pub(crate) const ASK_POSTGRES: &str = concat!(
    "WITH held AS (",
    take_place!(),
    "), line AS (INSERT INTO journal (clinic_id, booking_id, at, actor_kind, actor_staff_id,",
    " actor_staff_name, patient_id, act)",
    " SELECT $1, held.id, $12, $13, $14, $15, $16, $17 FROM held)",
    " SELECT held.id, held.place FROM held"
);

/// SQLite: what the first statement of [`asks_sqlite`] reads of each request: the parameters of
/// [`take_place_values`](crate::writes::hold::take_place_values), and the request's rank.
const ASKS: (&str, usize) = (
    "WITH ask (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key, revision, \
     timebook_id, kind, rank) AS (VALUES ",
    TAKE_PLACE_VALUES + 1,
);

/// SQLite: what the second reads, the parameters of [`record_values`](crate::writes::record_values).
const LINES: (&str, usize) = (
    "WITH ask (clinic_id, id, at, actor_kind, actor_staff_id, actor_staff_name, patient_id, act) AS (VALUES ",
    RECORD_VALUES,
);

/// SQLite: as `take_place`, for many requests. All of them see the slots as they were before the
/// first, so those for one slot have ranks, from 0, and take places one after the other. Where a gap
/// is to be filled only the first does; who gets nothing here is done by itself.
const TAKE_PLACES: &str = concat!(
    ") INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key,",
    " revision, status, place)",
    " SELECT ask.clinic_id, ask.id, slot.id, ask.patient_id, ask.channel, ask.reason, ask.requested_at,",
    " ask.request_key, ask.revision, 'requested', ask.rank + ",
    lowest_place!(),
    " FROM ask",
    // The order of the joins is said, for SQLite cannot know how few the requests are.
    " CROSS JOIN slot ON slot.clinic_id = ask.clinic_id AND slot.id = ask.slot_id",
    " AND slot.timebook_id = ask.timebook_id",
    " CROSS JOIN timebook ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
    " AND timebook.kind = ask.kind AND timebook.published = 1",
    " WHERE ",
    free!("ask.requested_at"),
    " AND (ask.rank = 0 OR (slot.capacity > ask.rank + ",
    held!(),
    " AND ",
    lowest_place!(),
    " = 1 + ",
    held!(),
    ")) ON CONFLICT DO NOTHING RETURNING id, place;\n"
);

/// SQLite: the lines of those that got a place.
const RECORD_ALL: &str = ") INSERT INTO journal (clinic_id, booking_id, at, actor_kind, actor_staff_id, \
     actor_staff_name, patient_id, act) \
     SELECT booking.clinic_id, booking.id, ask.at, ask.actor_kind, ask.actor_staff_id, \
     ask.actor_staff_name, ask.patient_id, ask.act FROM ask \
     CROSS JOIN booking ON booking.clinic_id = ask.clinic_id AND booking.id = ask.id";

/// SQLite: so many requests with their lines, in two statements and one hand-over to the thread that
/// owns the connection: each row of an answer wakes whoever waits, so the rows come last and together.
/// Their parameters follow each other and have no names, which SQLite would look up one by one.
pub(crate) fn asks_sqlite(requests: usize) -> SqlStr {
    let rows = |(words, values): (&str, usize)| {
        let row = format!("({})", vec!["?"; values].join(", "));
        words.to_owned() + &vec![row; requests].join(", ")
    };
    // Made of constants alone.
    AssertSqlSafe(rows(ASKS) + TAKE_PLACES + &rows(LINES) + RECORD_ALL).into_sql_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_of_a_group_has_parameters_of_its_own() {
        let words = asks_sqlite(5);
        let parameters = words.as_str().matches('?').count();
        assert_eq!(parameters, 5 * (TAKE_PLACE_VALUES + 1 + RECORD_VALUES));
    }
}
