//! The stories, which must have the same results on both engines.

pub(crate) mod ask;
pub(crate) mod calendar;
pub(crate) mod decide;
pub(crate) mod exceptions;
pub(crate) mod history;
pub(crate) mod isolation;
pub(crate) mod outbox;
pub(crate) mod records;
pub(crate) mod setup;
pub(crate) mod slots;
pub(crate) mod transactions;
pub(crate) mod work;
