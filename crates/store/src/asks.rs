//! The hot path: a patient asks for a time.
//!
//! Such a unit is always the same two writes, a request and its line of the journal. Each engine has
//! a way to do both in one step (see [`crate::dialect`]); what comes of it is the same as from
//! [`crate::writes::apply`].

use std::sync::OnceLock;

use clinic::unit::Hold;
use clinic::{CommitError, Committed, JournalEntry, StoreError, Unit, Write};
use sqlx::SqlStr;
use timebook::{ClinicId, Place};

use crate::dialect::{ASK_POSTGRES, ASK_VALUES, SHARED_VALUES, asks_sqlite};
use crate::engine::{Connection, Row, Value};
use crate::fault::store_error;
use crate::writes::hold::{TRIES, place, take_place_values, too_many_tries, why_not};
use crate::writes::record_values;

/// How many requests are handed over at once: each size is a set of statements that stays prepared.
const SIZES: [usize; 3] = [16, 4, 1];

/// A request and its line of the journal.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'u> {
    clinic: ClinicId,
    hold: &'u Hold,
    line: &'u JournalEntry,
}

impl<'u> Ask<'u> {
    /// The unit as a request, if that is what it is.
    pub(crate) fn of(clinic: ClinicId, unit: &'u Unit) -> Option<Self> {
        match unit.writes.as_slice() {
            [Write::Hold(hold), Write::Record(line)] if line.booking == hold.booking.id => {
                Some(Self { clinic, hold, line })
            }
            _ => None,
        }
    }

    fn values(&self) -> Vec<Value> {
        let mut values = Vec::with_capacity(ASK_VALUES);
        values.extend(take_place_values(self.clinic, self.hold));
        values.extend(record_values(self.clinic, self.line).into_iter().skip(SHARED_VALUES));
        values
    }

    /// PostgreSQL: saves the request in a transaction of its own.
    pub(crate) async fn save(&self, connection: &mut Connection) -> Result<Committed, CommitError> {
        for _ in 0..TRIES {
            let row = connection.row(ASK_POSTGRES, self.values()).await.map_err(store_error)?;
            if let Some(row) = row {
                return Ok(Committed { place: Some(place(&row)?) });
            }
            if let Some(reason) = why_not(connection, self.clinic, self.hold).await? {
                return Err(reason);
            }
        }
        Err(too_many_tries())
    }
}

/// What came of each of several requests.
pub(crate) type Answers = Vec<Result<Committed, CommitError>>;

/// SQLite: does some requests of those that wait, in order, and answers each.
///
/// # Errors
/// When one of them breaks a rule of the tables: then none of these is done, and the open transaction
/// stands as before, but for the savepoint that is to be rolled back.
pub(crate) async fn save_some(
    connection: &mut Connection,
    waiting: &[Ask<'_>],
) -> Result<Answers, StoreError> {
    let Some((size, words)) = sizes().iter().find(|(size, _)| *size <= waiting.len()) else {
        return Ok(Vec::new());
    };
    let asks = waiting.get(..*size).unwrap_or(waiting);
    let values = asks.iter().flat_map(Ask::values).collect();
    let rows = connection.rows_of(words.clone(), values).await.map_err(store_error)?;

    let mut rows = rows.iter().peekable();
    let mut answers = Vec::with_capacity(asks.len());
    for ask in asks {
        let id = ask.hold.booking.id.to_string();
        let answer = match rows.next_if(|row| is_of(row, &id)) {
            Some(row) => place(row).map(|place: Place| Committed { place: Some(place) }),
            None => Err(refusal(connection, ask).await?),
        };
        answers.push(answer);
    }
    Ok(answers)
}

fn sizes() -> &'static [(usize, SqlStr); SIZES.len()] {
    static WORDS: OnceLock<[(usize, SqlStr); SIZES.len()]> = OnceLock::new();
    WORDS.get_or_init(|| SIZES.map(|size| (size, asks_sqlite(size))))
}

fn is_of(row: &Row, id: &str) -> bool {
    row.text(0).is_ok_and(|text| text == Some(id))
}

/// Nobody else writes meanwhile, so a request without a place has a reason.
async fn refusal(connection: &mut Connection, ask: &Ask<'_>) -> Result<CommitError, StoreError> {
    Ok(why_not(connection, ask.clinic, ask.hold).await?.unwrap_or(CommitError::NoPlace))
}
