//! Converts errors to the codes that the window acts on.

use clinic::{FieldErrors, Ids, StoreError};
use server::RandomIds;

use super::dto::{CommandError, FieldProblem};

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(source) => {
                tracing::warn!(%source, "the database does not answer");
                Self::Unavailable
            }
            StoreError::Unknown(source) => {
                tracing::warn!(%source, "the database did not say whether it saved");
                Self::Unknown
            }
            other @ (StoreError::Unreadable { .. } | StoreError::Broken(_)) => broken(&other),
        }
    }
}

/// Logs an unexpected error with a reference; the window gets only the reference.
pub(super) fn broken(error: &(dyn std::error::Error + 'static)) -> CommandError {
    let reference = RandomIds.uuid().to_string();
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes: Vec<String> = causes.map(ToString::to_string).collect();
    tracing::error!(reference, %error, causes = causes.join(": "), "a command broke");
    CommandError::Broken { reference }
}

/// Every field that was refused.
pub(super) fn problems(FieldErrors(errors): FieldErrors) -> Vec<FieldProblem> {
    errors
        .into_iter()
        .map(|error| FieldProblem { field: error.field, problem: error.problem.into() })
        .collect()
}
