//! What an engine needs its own words for. Everything else is written once.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::writes::RECORD;
use crate::writes::hold::{TAKE_PLACE, TAKE_PLACE_VALUES, take_place};

/// SQLite: takes the one write lock at the start, so that no unit fails half way for want of it.
pub(crate) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// PostgreSQL: an ordinary transaction, in the isolation that [`GREETING_POSTGRES`] asks for.
pub(crate) const BEGIN_POSTGRES: &str = "BEGIN";

/// What every new connection to PostgreSQL is told: that a commit that is answered is on disk, that
/// each statement sees what was saved before it, and that nothing waits for ever.
pub(crate) const GREETING_POSTGRES: &str = "SET synchronous_commit = on; \
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

/// PostgreSQL: a word that no other program on the database uses, to know one's own notices by.
pub(crate) const OWN_NAME: &str = "SELECT gen_random_uuid()::text";

/// PostgreSQL: tells the other programs on the database.
pub(crate) const NOTIFY: &str = "SELECT pg_notify($1, $2)::text";

/// How many parameters a request with its line of the journal has: those of the place, and of the
/// line all but the clinic and the booking, which it shares.
pub(crate) const ASK_VALUES: usize = TAKE_PLACE_VALUES + RECORD_VALUES - SHARED_VALUES;

/// How many parameters the line of the journal has.
const RECORD_VALUES: usize = 8;

/// How many of them the request has too.
pub(crate) const SHARED_VALUES: usize = 2;

/// PostgreSQL: a request and its line of the journal in one statement, which is a transaction by
/// itself: one round trip for a booking.
pub(crate) const ASK_POSTGRES: &str = concat!(
    "WITH held AS (",
    take_place!(),
    "), line AS (INSERT INTO journal (clinic_id, booking_id, at, actor_kind, actor_staff_id,",
    " actor_staff_name, patient_id, act)",
    " SELECT $1, held.id, $12, $13, $14, $15, $16, $17 FROM held)",
    " SELECT held.id, held.place FROM held"
);

/// SQLite: so many requests with their lines, one after the other, in one hand-over to the thread
/// that owns the connection. The savepoint lets all of them be taken back if one breaks a rule.
pub(crate) fn asks_sqlite(requests: usize) -> SqlStr {
    let mut words = format!("SAVEPOINT {ASKS};\n");
    for request in 0..requests {
        let first = request * ASK_VALUES;
        words.push_str(&renumbered(TAKE_PLACE, |number| first + number));
        words.push_str(";\n");
        words.push_str(&renumbered(RECORD, |number| {
            let own = if number > SHARED_VALUES { TAKE_PLACE_VALUES - SHARED_VALUES } else { 0 };
            first + own + number
        }));
        words.push_str(";\n");
    }
    words.push_str(RELEASE_ASKS);
    // Made of constants and parameter numbers alone.
    AssertSqlSafe(words).into_sql_str()
}

const ASKS: &str = "asks";

/// SQLite: takes back what [`asks_sqlite`] did.
pub(crate) const ROLLBACK_ASKS: &str = "ROLLBACK TO SAVEPOINT asks; RELEASE SAVEPOINT asks";

const RELEASE_ASKS: &str = "RELEASE SAVEPOINT asks";

/// The statement with other parameter numbers.
fn renumbered(statement: &str, number: impl Fn(usize) -> usize) -> String {
    let mut pieces = statement.split('$');
    let mut renumbered = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (old, rest) = piece.split_at(digits);
        renumbered.push('$');
        renumbered.push_str(&old.parse().map(&number).unwrap_or_default().to_string());
        renumbered.push_str(rest);
    }
    renumbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_get_other_numbers() {
        let moved = renumbered("VALUES ($1, $12) WHERE a = $1", |number| number + 10);
        assert_eq!(moved, "VALUES ($11, $22) WHERE a = $11");
    }

    #[test]
    fn each_request_of_a_group_has_parameters_of_its_own() {
        let words = asks_sqlite(2).as_str().to_owned();
        let number = |text: &str| {
            text.bytes().take_while(u8::is_ascii_digit).fold(0, |n, digit| n * 10 + usize::from(digit - b'0'))
        };
        let mut numbers: Vec<usize> = words.split('$').skip(1).map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers, (1..=2 * ASK_VALUES).collect::<Vec<_>>());
    }
}
