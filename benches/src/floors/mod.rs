//! The floors: the least that the same machine could do the same work in. What the product costs is
//! told against them.
//!
//! The engines' floors write to the product's own tables, with every index and check that stands on
//! them, on the same disk; only the foreign keys and all that the product does besides are left out.

pub(crate) mod answer;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// What a booking's row says, but for its ids and the instant, in the order of the columns.
const BOOKING: &str = "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, \
     request_key, revision, status, place)";

/// What its line in the journal says.
const JOURNAL: &str = "INSERT INTO journal (clinic_id, at, actor_kind, patient_id, booking_id, act)";
