//! Counts the texts that are looked up or formatted, so that a test can see that texts made once are not made
//! again.

use std::cell::Cell;

thread_local! {
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// The number of texts and dates that the calling thread has looked up or formatted so far.
#[must_use]
pub fn texts_made() -> u64 {
    MADE.get()
}

/// Counts one more.
pub(crate) fn count() {
    MADE.set(MADE.get().wrapping_add(1));
}
