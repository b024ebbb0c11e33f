//! `/`: «Dine tjenester».

use askama::Template;
use axum::extract::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use clinic::{Draft, DraftChange};

use super::{Answer, TokenForm, form};
use crate::address::{self, TimeAddress};
use crate::page::{Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    c: Layout,
    started: Option<Started>,
}

/// A booking that was started but not sent.
struct Started {
    text: String,
    href: String,
}

/// Shows the services, and a booking that was started.
pub(crate) async fn show(visit: Visit) -> Answer {
    let started = match &visit.session.draft {
        Some(draft) => Some(started(&visit, draft).await?),
        None => None,
    };
    let c = visit.layout().await?;
    Ok(html(StatusCode::OK, &Home { c, started }))
}

/// Deletes the started booking.
pub(crate) async fn forget(visit: Visit, sent: Result<Form<TokenForm>, FormRejection>) -> Answer {
    let proof = form(sent).map_err(|failure| visit.fail(failure))?;
    visit.checked(&proof.skjema)?;
    if let Some(Draft { kind, reason, .. }) = &visit.session.draft {
        visit.change_draft(DraftChange::Remove { kind: *kind, written: reason.clone() }).await?;
    }
    Ok(Redirect::to("/").into_response())
}

async fn started(visit: &Visit, draft: &Draft) -> Result<Started, crate::failure::Failed> {
    let language = visit.language();
    let kind = i18n::kind_choice(language, draft.kind);
    let Some(timebook) = draft.timebook else {
        return Ok(Started { text: kind, href: format!("/bestill?valgt={}", draft.kind.slug()) });
    };
    let slot = match draft.slot {
        Some(slot) => visit.ok(visit.clinic().slot(timebook, slot).await)?,
        None => None,
    };
    Ok(match slot {
        Some(slot) => Started {
            text: format!("{kind}, {}", i18n::slot_text_lower(language, slot.start, slot.end)),
            href: address::review(draft.kind, timebook, slot.id),
        },
        None => {
            let place = TimeAddress { day: draft.day, ..TimeAddress::of(draft.kind, timebook) };
            Started { text: kind, href: place.text() }
        }
    })
}
