//! The hot path: a patient asks for a time.
//!
//! Such a unit is always the same two writes, a request and its line of the journal. Each engine has
//! a way to do both in one step (see [`crate::dialect`]); what comes of it is the same as from
//! [`crate::writes::apply`].

use std::collections::HashMap;
use std::sync::OnceLock;

use clinic::unit::Hold;
use clinic::{CommitError, Committed, JournalEntry, StoreError, Unit, Write};
use sqlx::SqlStr;
use timebook::ClinicId;

use crate::dialect::{ASK_POSTGRES, asks_sqlite};
use crate::engine::{Connection, Value};
use crate::fault::store_error;
use crate::writes::hold::{TAKE_PLACE_VALUES, TRIES, place, take_place_values, too_many_tries, why_not};
use crate::writes::journal::RECORD_VALUES;
use crate::writes::{self, record_values};

/// How many requests are handed over at once: each size is a set of statements that stays prepared.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// A request and its line of the journal.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'u> {
    clinic: ClinicId,
    unit: &'u Unit,
    hold: &'u Hold,
    line: &'u JournalEntry,
}

impl<'u> Ask<'u> {
    /// The unit as a request, if that is what it is.
    pub(crate) fn of(clinic: ClinicId, unit: &'u Unit) -> Option<Self> {
        match unit.writes.as_slice() {
            [Write::Hold(hold), Write::Record(line)] if line.booking == hold.booking.id => {
                Some(Self { clinic, unit, hold, line })
            }
            _ => None,
        }
    }

    /// PostgreSQL: saves the request in a transaction of its own.
    pub(crate) async fn save(&self, connection: &mut Connection) -> Result<Committed, CommitError> {
        let mut values = take_place_values(self.clinic, self.hold);
        // The clinic and the booking are there already.
        values.extend(record_values(self.clinic, self.line).into_iter().skip(2));
        for _ in 0..TRIES {
            let row = connection.row(ASK_POSTGRES, values.clone()).await.map_err(store_error)?;
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
/// When one of them breaks a rule of the tables. Some may be done then: the transaction is to be
/// rolled back.
pub(crate) async fn save_some(
    connection: &mut Connection,
    waiting: &[Ask<'_>],
) -> Result<Answers, StoreError> {
    let Some((size, words)) = sizes().iter().find(|(size, _)| *size <= waiting.len()) else {
        return Ok(Vec::new());
    };
    let asks = waiting.get(..*size).unwrap_or(waiting);
    let rows = connection.rows_of(words.clone(), ranked(asks)).await.map_err(store_error)?;
    let mut places = HashMap::with_capacity(rows.len());
    for row in &rows {
        places.insert(row.text(0).map_err(store_error)?.unwrap_or_default(), place(row)?);
    }
    let mut answers = Vec::with_capacity(asks.len());
    for ask in asks {
        let place = places.get(ask.hold.booking.id.to_string().as_str());
        answers.push(match place {
            Some(place) => Ok(Committed { place: Some(*place) }),
            None => by_itself(connection, ask).await?,
        });
    }
    Ok(answers)
}

/// The parameters of all requests, each with its rank among those for the same slot, and then those
/// of all lines.
fn ranked(asks: &[Ask<'_>]) -> Vec<Value> {
    let mut ranks = HashMap::new();
    let mut values = Vec::with_capacity(asks.len() * (TAKE_PLACE_VALUES + 1 + RECORD_VALUES));
    for ask in asks {
        let rank: &mut i64 = ranks.entry((ask.clinic, ask.hold.booking.slot)).or_default();
        values.extend(take_place_values(ask.clinic, ask.hold));
        values.push((*rank).into());
        *rank += 1;
    }
    values.extend(asks.iter().flat_map(|ask| record_values(ask.clinic, ask.line)));
    values
}

/// A request that got no place among the others: for a reason, or because one before it did not take
/// the place that was meant for it.
async fn by_itself(
    connection: &mut Connection,
    ask: &Ask<'_>,
) -> Result<Result<Committed, CommitError>, StoreError> {
    if let Some(reason) = why_not(connection, ask.clinic, ask.hold).await? {
        return Ok(Err(reason));
    }
    match writes::apply(connection, ask.clinic, ask.unit).await {
        Err(CommitError::Store(error)) => Err(error),
        answer => Ok(answer),
    }
}

fn sizes() -> &'static [(usize, SqlStr); SIZES.len()] {
    static WORDS: OnceLock<[(usize, SqlStr); SIZES.len()]> = OnceLock::new();
    WORDS.get_or_init(|| SIZES.map(|size| (size, asks_sqlite(size))))
}
