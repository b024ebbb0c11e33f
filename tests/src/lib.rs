//! Nothing: this package holds the tests that need several crates wired together.
