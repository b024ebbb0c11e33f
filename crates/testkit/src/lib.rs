//! The test clinic: a clock that moves when told to, ids that are the same each time, the guide's
//! clinic on a real SQLite file, and actors with the verbs of the trade.
//!
//! Nothing here is part of the product; only tests and benches use it.

mod clinic;
mod clock;
mod outage;
pub mod postgres;

pub use clinic::TestClinic;
pub use clock::{SeededIds, TestClock};
pub use outage::Outage;
