//! Every command of the window, called as a function, on the guide's clinic and a real SQLite file. [`ipc`]
//! tests that the window can call them.

mod access;
mod bindings;
mod decide;
mod health;
mod ipc;
mod language;
mod log;
mod opening;
mod outage;
mod outbox;
mod portal;
mod queue;
mod quitting;
mod scenario;
mod scene;
mod setup;
mod state;
mod text;
mod watch;
