//! Handles a form that could not be accepted: it is shown on the page again, or kept until after the login.

use axum::http::HeaderMap;
use clinic::{DraftChange, DraftError};
use timebook::TimebookType;

use super::chosen::Chosen;
use crate::failure::{Failed, Failure};
use crate::filled::{Filled, Unsent, Why};
use crate::{Portal, address, guard, session};

/// The form again, if that helps: it is not known whether it was saved, in this attempt or an earlier one.
pub(super) fn again(failed: Failed, kind: TimebookType, form: Filled) -> Failed {
    with_form(failed, kind, form, true)
}

/// The form again: it is known that it has not been saved.
pub(super) fn refused(failed: Failed, kind: TimebookType, form: Filled) -> Failed {
    with_form(failed, kind, form, false)
}

fn with_form(failed: Failed, kind: TimebookType, form: Filled, may_be_sent: bool) -> Failed {
    let why = match failed.failure() {
        Failure::Unavailable => Why::Unavailable { may_be_sent },
        Failure::Unknown => Why::Unavailable { may_be_sent: true },
        // Only drafts are refused so, when nothing is sent.
        Failure::TooMany { .. } => Why::TooMany,
        Failure::Broken { reference } => Why::Broken { reference: reference.clone(), may_be_sent },
        Failure::LoginClosed => Why::LoginClosed,
        // What is typed is kept, or shown already; or no form of ours was sent.
        Failure::LoggedOut { .. }
        | Failure::NotSent(_)
        | Failure::NoSuchTime { .. }
        | Failure::NotFound
        | Failure::Forbidden
        | Failure::Malformed
        | Failure::TooLarge
        | Failure::Misdirected => return failed,
    };
    failed.instead(Failure::NotSent(Box::new(Unsent { why, kind, form })))
}

/// A form that came without an open session. When its own session has ended, what is typed is kept there for
/// the same patient to find after the login; if its patient is not known, it is shown on the page.
pub(super) async fn without_session(
    portal: &Portal,
    headers: &HeaderMap,
    failed: Failed,
    chosen: Option<Chosen>,
    filled: Filled,
) -> Failed {
    let (Failure::LoggedOut { next, .. }, Some(chosen)) = (failed.failure(), chosen) else { return failed };
    let next = next.clone();
    let expired = match session::of_request(headers) {
        Some(token) => portal.clinic.expired_session(&token).await,
        None => Ok(None),
    };
    let session = match expired {
        Ok(session) => session.filter(|session| guard::same(&filled.form_token, &session.form_token)),
        Err(error) => return failed.instead(Failure::of_store(error)),
    };
    let Some(session) = session else {
        let unsent = Unsent { why: Why::LoggedOut, kind: chosen.kind, form: filled };
        return failed.instead(Failure::NotSent(Box::new(unsent)));
    };
    if let Ok(key) = filled.key.parse() {
        match portal.clinic.sent_before(session.patient, key).await {
            Ok(Some((id, slot))) if slot == chosen.slot => {
                return failed.instead(Failure::LoggedOut { next: address::sent(id), kept: false });
            }
            Ok(_) => {}
            Err(error) => return failed.instead(Failure::of_store(error)),
        }
    }
    let change = DraftChange::Keep(chosen.draft(Some(chosen.slot), &filled));
    match portal.clinic.change_draft(&session, change).await {
        Ok(()) => failed.instead(Failure::LoggedOut { next, kept: true }),
        Err(DraftError::Store(error)) => failed.instead(Failure::of_store(error)),
        Err(DraftError::TooLarge { .. }) => {
            let unsent = Unsent { why: Why::LoggedOut, kind: chosen.kind, form: filled };
            failed.instead(Failure::NotSent(Box::new(unsent)))
        }
    }
}
