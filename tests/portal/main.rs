//! The portal on a real store, tested as what a patient sees and presses.

mod access;
mod answers;
mod browser;
mod calendar;
mod crowd;
mod double;
mod entrance;
mod guard;
mod headers;
mod keeping;
mod languages;
mod limits;
mod log;
mod memory;
mod outage;
mod page;
mod public_info;
mod rate;
mod reasons;
mod resilience;
mod sessions;
mod six_steps;
mod taken;
mod typed;
mod unreadable;
