//! The floors: the least time in which the same machine can do the same work. The product's figures are
//! compared with them.
//!
//! The engines' floors write to the product's tables with all their indexes and checks, on the same disk.
//! Only the foreign keys and the product's other work are left out.

pub(crate) mod answer;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// The insert of a booking, with constant values except for the ids and the instant.
const BOOKING: &str = "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, \
     starts_at, request_key, revision, status, place)";

/// The insert of its journal entry.
const JOURNAL: &str = "INSERT INTO journal (clinic_id, at, actor_kind, patient_id, booking_id, act)";
