//! Empty: this package contains the tests that need several crates together.
