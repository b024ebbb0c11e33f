//! What can be in the way of opening a clinic.

use std::path::PathBuf;

use clinic::StoreError;

/// Why a clinic could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database does not answer; trying again may help.
    #[error("the database does not answer: {reason}")]
    Unavailable {
        /// What the driver says; names the server, never a patient.
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
    /// The data stand where an earlier version of the program kept them, and cannot be moved. They are whole
    /// there.
    #[error("the data cannot be moved from {} to {}: {reason}", from.display(), to.display())]
    NotMoved {
        /// Where they are.
        from: PathBuf,
        /// Where they should be.
        to: PathBuf,
        /// What the file system says.
        reason: String,
    },
    /// The database holds several clinics and none was chosen.
    #[error("the database holds {count} clinics: say which with --clinic")]
    SeveralClinics {
        /// How many.
        count: usize,
    },
    /// `--demo`, whose login is open to everyone, on data of another clinic. Nothing was touched.
    #[error(
        "the data are of a clinic that is not the demo's: start without --demo, or give the demo a folder of its own"
    )]
    NotTheDemo,
    /// Something that trying again does not mend.
    #[error("the data cannot be opened")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// An error with all that lies behind it, for whoever is to mend it: «the tables could not be brought up to
/// date: …». What a cause repeats is left out.
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
    fn every_cause_is_said_once() {
        let last = Said { said: "canceling statement", source: None };
        let middle =
            Said { said: "while executing migration 8: canceling statement", source: Some(last.into()) };
        let error = OpenError::Broken(Said { said: "not up to date", source: Some(middle.into()) }.into());
        let said =
            "the data cannot be opened: not up to date: while executing migration 8: canceling statement";
        assert_eq!(with_causes(&error), said);
    }
}
