//! The store port on two engines: SQLite in a data folder, PostgreSQL for several desks.
//!
//! [`open_sqlite`] and [`open_postgres`] both give an [`SqlStore`], which is a [`clinic::Store`]. Every
//! statement is written once, in `reads` or `writes`, with `$1` parameters that both engines take; `engine`
//! runs it on the open one, with texts and 64-bit integers. Statements that differ between the engines are in
//! `dialect`.
//!
//! Where a write goes:
//!
//! * SQLite: to the `writer`, one thread with the one writing connection. Transactions that arrive during a
//!   commit share the next one; each is answered when its commit is on disk.
//! * PostgreSQL: one database transaction for each `Transaction`, on a connection from `pool`; `notify`
//!   notifies the other desks.
//!
//! Requests for a time are saved in the same way on both: `requests` saves all waiting ones with one
//! statement, however many there are. No check before the insert prevents a double booking: the unique index
//! `booking_holds_place` does.
//!
//! What pages read all the time, calendars and sessions, is cached in `memory`, which is updated after every
//! commit.
//!
//! To add a table: a pair of migrations with one number, its columns and how they are read in `rows`,
//! its queries in `reads`, its changes in `writes`, and a case in the story suite that both engines
//! run.

mod begun;
mod clock;
mod dialect;
mod engine;
mod fault;
mod folder;
mod lease;
mod look;
mod memory;
mod migrations;
mod moving;
mod notify;
mod open;
mod open_error;
mod pending;
#[cfg(test)]
mod plans;
mod pool;
mod postgres;
mod reads;
mod requests;
mod rows;
mod sql;
mod sqlite;
mod statistics;
mod store;
mod writer;
mod writes;

pub use clock::SharedClock;
pub use dialect::REQUESTS_POSTGRES;
pub use folder::{make_private_folder, private_file};
pub use look::{database_holds_another, folder_holds_another};
pub use migrations::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
pub use moving::move_data;
pub use open::{open_postgres, open_postgres_with, open_sqlite, open_sqlite_with};
pub use open_error::OpenError;
pub use store::SqlStore;
