//! The test clinic: a clock that the test moves, ids that are the same in each run, the guide's clinic on a
//! real SQLite file, and actors (staff, patients) that do what people do at a clinic.
//!
//! Nothing here is part of the product; only tests and benches use it.

mod clinic;
mod clock;
mod outage;
pub mod postgres;

pub use clinic::TestClinic;
pub use clock::{SeededIds, TestClock};
pub use outage::Outage;
