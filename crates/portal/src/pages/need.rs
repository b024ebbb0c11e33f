//! `/bestill`: «Hva trenger du?».

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect};
use clinic::Draft;
use serde::Deserialize;
use timebook::TimebookType;

use super::{Answer, Left, asked, form, language};
use crate::page::{Keeping, Layout, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "need.html")]
struct Need {
    c: Layout,
    kinds: Vec<Kind>,
    /// «Neste» was pressed with nothing chosen.
    missing: bool,
}

/// One service to choose.
struct Kind {
    slug: &'static str,
    name: String,
    chosen: bool,
}

/// The query of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct PageQuery {
    /// The chosen type, sent with «Neste».
    r#type: Option<String>,
    /// «Neste» was pressed.
    neste: Option<String>,
    /// The choice to show when coming back.
    valgt: Option<String>,
}

/// The form, when the patient leaves with «Tilbake» or «Avbryt».
#[derive(Deserialize)]
pub(crate) struct Leaving {
    #[serde(default)]
    skjema: String,
    r#type: Option<String>,
}

/// Shows the services. With one chosen, redirects to its times.
pub(crate) async fn show(visit: Visit, query: Result<Query<PageQuery>, QueryRejection>) -> Answer {
    let asked = asked(query);
    let c = visit.layout_of_step(1).await?;
    let offered = |slug: &str| TimebookType::from_slug(slug).filter(|kind| c.clinic.offer(*kind).is_some());
    if asked.neste.is_some()
        && let Some(kind) = asked.r#type.as_deref().and_then(offered)
    {
        return Ok(Redirect::to(&format!("/bestill/{}/tid", kind.slug())).into_response());
    }
    let shown = asked.valgt.as_deref().and_then(offered);
    let chosen = shown.or_else(|| visit.session.draft.as_ref().map(|draft| draft.kind));
    let only = c.clinic.offers.len() == 1;
    let kinds = c.clinic.offers.iter().map(|offer| Kind {
        slug: offer.kind.slug(),
        name: offer.name.of(c.language).clone(),
        chosen: only || Some(offer.kind) == chosen,
    });
    let kinds: Vec<Kind> = kinds.collect();
    let keeping = match kinds.as_slice() {
        [] => Keeping::Nothing,
        [..] => Keeping::To("/bestill?handling=".to_owned()),
    };
    let c = Layout { keeping, ..c };
    let missing = asked.neste.is_some() && !kinds.is_empty();
    let status = if missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(html(status, &Need { c, kinds, missing }))
}

/// «Tilbake», «Avbryt» and «Forside» keep the choice and go to the front page. A language shows the same page
/// in that language.
pub(crate) async fn leave(
    visit: Visit,
    headers: HeaderMap,
    query: Result<Query<Left>, QueryRejection>,
    sent: Result<Form<Leaving>, FormRejection>,
) -> Answer {
    let left: Left = asked(query);
    let leaving = form(sent).map_err(|failure| visit.fail(failure))?;
    visit.checked(&leaving.skjema)?;
    if let Some(code) = left.language() {
        let kind = leaving.r#type.as_deref().and_then(TimebookType::from_slug);
        let here =
            kind.map_or_else(|| "/bestill".to_owned(), |kind| format!("/bestill?valgt={}", kind.slug()));
        return Ok(language::chosen(&headers, code, &here));
    }
    if let Some(kind) = leaving.r#type.as_deref().and_then(TimebookType::from_slug)
        && visit.draft(kind).is_none()
    {
        visit.keep_choice(Draft::of(kind, String::new())).await?;
    }
    Ok(Redirect::to("/").into_response())
}
