//! The floors: the least that the same machine could do the same work in. What the product costs is
//! told against them.

pub(crate) mod answer;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// A booking as a floor keeps it: its facts with one key, and none of the rules. Text and 64-bit
/// integers, as the product's own tables have.
const TABLES: &str = "
    CREATE TABLE booking (
        clinic_id TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY, slot_id TEXT NOT NULL,
        patient_id TEXT NOT NULL, channel TEXT NOT NULL, reason TEXT, requested_at BIGINT NOT NULL,
        request_key TEXT NOT NULL, revision BIGINT NOT NULL, status TEXT NOT NULL, place BIGINT
    );
    CREATE TABLE journal (
        line INTEGER_KEY, clinic_id TEXT NOT NULL, at BIGINT NOT NULL, actor_kind TEXT NOT NULL,
        patient_id TEXT NOT NULL, booking_id TEXT NOT NULL, act TEXT NOT NULL
    );";

/// The tables, with the engine's own words for a key that counts by itself.
fn tables(counting_key: &str) -> String {
    TABLES.replace("INTEGER_KEY", counting_key)
}
