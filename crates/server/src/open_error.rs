//! Why opening a clinic can fail.

use std::path::PathBuf;

use clinic::StoreError;

/// Why a clinic could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database does not answer; trying again may help.
    #[error("the database does not answer: {reason}")]
    Unavailable {
        /// The driver's message. It names the server, never a patient.
        reason: String,
    },
    /// The data were written by a newer program.
    #[error("the data have version {found}, and this program knows up to {known}: install the newer program")]
    NewerThanProgram {
        /// The version of the data.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The data folder cannot be written.
    #[error("cannot write in the data folder {}", path.display())]
    FolderNotWritable {
        /// The folder.
        path: PathBuf,
    },
    /// Another program has the data folder open.
    #[error("the data folder {} is in use by another program", path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The data are where an earlier version of the program kept them and cannot be moved. They are complete
    /// there.
    #[error("the data cannot be moved from {} to {}: {reason}", from.display(), to.display())]
    NotMoved {
        /// Where they are.
        from: PathBuf,
        /// Where they should be.
        to: PathBuf,
        /// The file system's message.
        reason: String,
    },
    /// The database has several clinics and none was chosen.
    #[error("the database holds {count} clinics: say which with --clinic")]
    SeveralClinics {
        /// The number of clinics.
        count: usize,
    },
    /// `--demo` was used on data of another clinic. Refused, because the demo's login is open to everyone.
    /// Nothing was changed.
    #[error(
        "the data are of a clinic that is not the demo's: start without --demo, or give the demo a folder of its own"
    )]
    NotTheDemo,
    /// Another error, which trying again does not fix.
    #[error("the data cannot be opened")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// An error with all its causes, for the person who must fix it: «the tables could not be brought up to date:
/// …». A cause that only repeats the text before it is left out.
#[must_use]
pub fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut said = error.to_string();
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        let cause = cause.to_string();
        if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    said
}

impl From<store::OpenError> for OpenError {
    fn from(error: store::OpenError) -> Self {
        match error {
            store::OpenError::Unavailable(source) => Self::Unavailable { reason: with_causes(&*source) },
            store::OpenError::NewerThanProgram { found, known } => Self::NewerThanProgram { found, known },
            store::OpenError::FolderNotWritable { path, .. } => Self::FolderNotWritable { path },
            store::OpenError::FolderInUse { path } => Self::FolderInUse { path },
            store::OpenError::NotMoved { from, to, source } => {
                Self::NotMoved { from, to, reason: source.to_string() }
            }
            other @ (store::OpenError::Damaged(_) | store::OpenError::Migration(_)) => {
                Self::Broken(other.into())
            }
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(source) | StoreError::Unknown(source) => {
                Self::Unavailable { reason: with_causes(&*source) }
            }
            other @ (StoreError::Unreadable { .. } | StoreError::Broken(_)) => Self::Broken(other.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{said}")]
    struct Said {
        said: &'static str,
        source: Option<Box<Said>>,
    }

    #[test]
    fn every_cause_is_printed_once() {
        let last = Said { said: "canceling statement", source: None };
        let middle =
            Said { said: "while executing migration 8: canceling statement", source: Some(last.into()) };
        let error = OpenError::Broken(Said { said: "not up to date", source: Some(middle.into()) }.into());
        let said =
            "the data cannot be opened: not up to date: while executing migration 8: canceling statement";
        assert_eq!(with_causes(&error), said);
    }
}
