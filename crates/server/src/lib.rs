//! What both programs share: their options, opening a clinic, serving the portal and the background jobs. The
//! server program is `src/main.rs`; the desktop program calls the same functions from its shell.

mod clock;
pub mod demo;
pub mod log;
mod open;
mod open_error;
mod options;
mod places;
mod running;
pub mod second;
mod serve;
mod stop;
mod work;

pub use clock::{DemoClock, RandomIds, SystemClock};
pub use open::{Opened, move_data, open};
pub use open_error::{OpenError, with_causes};
pub use options::Options;
pub use running::Running;
pub use serve::PortalState;
pub use stop::shutdown_signal;
pub use work::{Fault, FaultKind, Health, Job, Pace, Work};
