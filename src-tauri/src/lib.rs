//! The desktop shell: one window, a tray, notifications, and the commands that the window calls.
//!
//! What a clinic does is in the `clinic` crate; this crate only calls it. [`start`] reads the options and
//! opens the window at once, [`opening`] opens the store in the background, [`watch`] forwards events. All of
//! them share a [`desk::Desk`], which is also a parameter of every command.
//!
//! To add a command: a function in [`commands`] with a test in `tests/desk`, its name in
//! [`bindings::builder`] and in `permissions/desk.json`, then `cargo xtask bindings`.

pub mod bindings;
pub mod commands;
pub mod desk;
pub mod events;
pub mod grouping;
pub mod opening;
pub mod settings;
pub mod shown;
pub mod watch;

mod app;
mod badge;
mod notifications;
pub mod notifier;
mod quitting;
mod start;
mod status_updates;
mod tray;
mod tray_visibility;
mod window;
mod window_status;

pub use start::run;
