//! Saves requests: several at a time, with one statement, whatever their number. There is no other way to
//! save one.
//!
//! All requests of a round go to the engine as one JSON array, so that one prepared statement serves every
//! size. The statement checks each of them against the tables, gives the accepted ones the lowest free places
//! of their slots in order of arrival, and writes the bookings and their entries in the journal. It returns
//! one JSON array. The unique index `booking_holds_place` decides: on PostgreSQL a request that loses its
//! place to another program is tried again, and is refused with a reason when no place is left.

use std::collections::HashSet;

use clinic::{CommitError, LimitKind, NewRequest, StoreError};
use serde::{Deserialize, Serialize};
use timebook::{BookingId, Capacity, ClinicId, PatientId, Place, RequestKey, SlotId, TimebookId};

use crate::dialect::{LOCK_PATIENTS_POSTGRES, REQUESTS_POSTGRES, REQUESTS_SQLITE};
use crate::engine::{Connection, values};
use crate::fault::{copies, store_error};
use crate::rows::{actor_columns, millis};

/// The most attempts. A lost race means that someone else got a place, so there cannot be more of them than
/// places; the extra attempts are for places that are freed meanwhile.
pub(crate) const TRIES: u16 = Capacity::RANGE.1 + 100;

/// A request and its clinic.
#[derive(Clone, Copy)]
pub(crate) struct PendingRequest<'u> {
    /// The clinic.
    pub(crate) clinic: ClinicId,
    /// The request.
    pub(crate) request: &'u NewRequest,
}

/// The result of a request: its place, or why it got none.
pub(crate) type Outcome = Result<Place, CommitError>;

/// A request in the form the statement reads: the columns of `asked`, in their order.
#[derive(Serialize)]
struct PendingRow<'u>(
    ClinicId,
    BookingId,
    SlotId,
    PatientId,
    &'static str,
    Option<&'u str>,
    i64,
    RequestKey,
    TimebookId,
    &'static str,
    &'static str,
    Option<String>,
    Option<&'u str>,
);

/// The statement's result for a request: its index, the answer, its place, and the booking that the same form
/// has made before or that the patient has of the slot.
#[derive(Deserialize)]
struct AnswerRow(usize, Answer, Option<u16>, Option<BookingId>);

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    /// There was a free place. It is in the result unless another program took it meanwhile.
    Free,
    /// The same form has been sent before, or the patient has the slot already.
    Sent,
    /// The same form has been sent before, for another slot.
    Other,
    /// The patient has as many live bookings of the type as the clinic allows.
    Type,
    /// The patient has as many live bookings as the clinic allows.
    All,
    /// The slot is full, closed or outside its booking window.
    Full,
    /// Not a slot of that timebook.
    Nowhere,
    /// The patient does not exist.
    Stranger,
}

/// Saves requests in order and returns the result of each, in the caller's transaction. A refused request does
/// not affect the others.
///
/// # Errors
/// Errors that concern all of them: nothing may be saved then.
pub(crate) async fn save(
    connection: &mut Connection,
    pending: &[PendingRequest<'_>],
) -> Result<Vec<Outcome>, StoreError> {
    let mut group = Group::new(pending);
    while let Some(round) = group.next_round() {
        let answers = group.ask(connection, &round).await?;
        group.note(&round, answers);
    }
    Ok(group.outcomes())
}

/// Requests that are saved together, round by round, with the results so far.
pub(crate) struct Group<'u> {
    pending: &'u [PendingRequest<'u>],
    outcomes: Vec<Option<Outcome>>,
    rounds: u16,
}

/// The requests of a group that share one statement, by their index.
pub(crate) struct Round(Vec<usize>);

/// The answers to a round. They count when its transaction is committed.
pub(crate) struct Answers(Vec<AnswerRow>);

impl<'u> Group<'u> {
    /// A group without results.
    pub(crate) fn new(pending: &'u [PendingRequest<'u>]) -> Self {
        Self { pending, outcomes: pending.iter().map(|_| None).collect(), rounds: 0 }
    }

    /// The requests of the next round: those without a result, one for each patient. A patient's next request
    /// is checked when the result of the one before is known. `None` when all have a result, or after
    /// [`TRIES`] rounds.
    pub(crate) fn next_round(&mut self) -> Option<Round> {
        let mut patients = HashSet::with_capacity(self.pending.len());
        let mut round: Vec<usize> = self.without_outcome().collect();
        round.retain(|index| {
            let pending = self.pending.get(*index);
            pending.is_some_and(|pending| patients.insert((pending.clinic, pending.request.patient)))
        });
        self.rounds += 1;
        (!round.is_empty() && self.rounds <= TRIES).then_some(Round(round))
    }

    /// Runs the statement of a round. The caller must run it in a transaction, which guards a patient's limits
    /// on PostgreSQL.
    ///
    /// # Errors
    /// Errors that concern all of them: nothing may be saved then.
    pub(crate) async fn ask(
        &self,
        connection: &mut Connection,
        round: &Round,
    ) -> Result<Answers, StoreError> {
        let broken = |error: serde_json::Error| StoreError::Broken(error.into());
        let rows: Vec<_> = round.0.iter().filter_map(|index| self.pending.get(*index)).map(row).collect();
        let statement = match connection {
            Connection::Sqlite(_) => REQUESTS_SQLITE,
            Connection::Postgres(_) => REQUESTS_POSTGRES,
        };
        let text = serde_json::to_string(&rows).map_err(broken)?;
        if matches!(connection, Connection::Postgres(_)) {
            connection.run(LOCK_PATIENTS_POSTGRES, values![text.as_str()]).await.map_err(store_error)?;
        }
        let answered = connection.rows(statement, values![text]).await.map_err(store_error)?;
        let answers = answered.last().map(|row| row.text(0)).transpose().map_err(store_error)?.flatten();
        serde_json::from_str(answers.unwrap_or("[]")).map(Answers).map_err(broken)
    }

    /// Keeps the answers of a round that is committed.
    pub(crate) fn note(&mut self, round: &Round, answers: Answers) {
        for AnswerRow(turn, answer, place, before) in answers.0 {
            if let Some(outcome) = round.0.get(turn).and_then(|index| self.outcomes.get_mut(*index)) {
                *outcome = outcome_of(answer, place, before);
            }
        }
    }

    /// The requests without a result, by their index.
    pub(crate) fn without_outcome(&self) -> impl Iterator<Item = usize> {
        self.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.is_none()).map(|(index, _)| index)
    }

    /// Sets the result of a request that was saved separately.
    pub(crate) fn settle(&mut self, index: usize, outcome: Option<Outcome>) {
        if let Some(settled) = self.outcomes.get_mut(index) {
            *settled = outcome;
        }
    }

    /// Gives each request without a result the same error.
    pub(crate) fn fail(&mut self, error: StoreError) {
        let open = self.outcomes.iter_mut().filter(|outcome| outcome.is_none());
        for (outcome, error) in open.zip(copies(error)) {
            *outcome = Some(Err(error.into()));
        }
    }

    /// The result of each request.
    pub(crate) fn outcomes(self) -> Vec<Outcome> {
        let too_many_tries = || Err(too_many_tries());
        self.outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(too_many_tries)).collect()
    }
}

fn row<'u>(asked: &PendingRequest<'u>) -> PendingRow<'u> {
    let NewRequest { id, key, patient, actor, channel, kind, timebook, slot, reason, requested_at } =
        asked.request;
    let (actor_kind, staff) = actor_columns(actor);
    PendingRow(
        asked.clinic,
        *id,
        *slot,
        *patient,
        channel.code(),
        reason.as_ref().map(timebook::Reason::as_str),
        millis(*requested_at),
        *key,
        *timebook,
        kind.code(),
        actor_kind,
        staff.map(|member| member.id.to_string()),
        staff.map(|member| member.name.as_str()),
    )
}

/// `None`: try again.
fn outcome_of(answer: Answer, place: Option<u16>, before: Option<BookingId>) -> Option<Outcome> {
    match (answer, place.and_then(Place::new), before) {
        (Answer::Free, Some(place), _) => Some(Ok(place)),
        (Answer::Free, None, _) | (Answer::Sent | Answer::Other, _, None) => None,
        (Answer::Other, _, Some(before)) => Some(Err(CommitError::SentForAnotherTime(before))),
        (Answer::Type, ..) => Some(Err(CommitError::LimitReached(LimitKind::OfType))),
        (Answer::All, ..) => Some(Err(CommitError::LimitReached(LimitKind::InAll))),
        (Answer::Sent, _, Some(before)) => Some(Err(CommitError::Duplicate(before))),
        (Answer::Full, ..) => Some(Err(CommitError::NoPlace)),
        (Answer::Nowhere, ..) => Some(Err(CommitError::NoSuchSlot)),
        (Answer::Stranger, ..) => Some(Err(StoreError::Broken("the patient does not exist".into()).into())),
    }
}

/// The error when every attempt lost its place to someone else.
pub(crate) fn too_many_tries() -> CommitError {
    StoreError::Unavailable("every attempt to get a place was lost to another request".into()).into()
}
