//! `/volet/dsp/*`: the allow-listed way to the shared record's FHIR base (docs/gateway.md).

mod forward;
mod path;

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::Method;
use axum::http::header::ACCEPT;
use axum::response::Response;
use axum::routing::{get, post};

use super::caller::{Caller, Need};
use super::read::read;
use super::wrong_method;
use crate::app::State;
use crate::media_type::{FORM, media_type};
use crate::problem::{Problem, Refused};
use crate::rules::CorrelationId;
use path::{FhirPath, Kind};

/// More than any search.
const SEARCH_LIMIT: usize = 64 * 1024;

/// Two routes: reading, and searching by POST, so that no matricule is in an address.
pub(super) fn routes() -> Router<Arc<State>> {
    let read = get(answer).merge(post(answer)).fallback(wrong_method);
    Router::new()
        .route("/volet/dsp", read.clone())
        .route("/volet/dsp/{*path}", read)
}

async fn answer(
    Shared(state): Shared<Arc<State>>,
    Extension(correlation_id): Extension<CorrelationId>,
    request: Request,
) -> Result<Response, Refused> {
    let base = state.config.dsp.as_ref().ok_or(Problem::NotFound)?;
    let uri = request.uri().clone();
    let path = FhirPath::parse(&uri).ok_or(Problem::DspLinkRefused)?;
    let is_search = match (request.method(), path.kind()) {
        (&Method::GET | &Method::HEAD, Kind::Other) => false,
        (&Method::POST, Kind::Search) => true,
        _ => return Err(Problem::MethodNotAllowed.into()),
    };
    let need = Need::Lasting(forward::TIME_LIMIT);
    let caller = Caller::of(&state, request.headers(), need).await?;
    let refuse = |problem| caller.refuse(problem);
    may_read(&state, &caller).await.map_err(refuse)?;

    let (parts, body) = request.into_parts();
    let form = if is_search {
        if media_type(&parts.headers) != FORM || uri.query().is_some() {
            return Err(refuse(Problem::InvalidRequest("a search is form-encoded")));
        }
        Some(read(body, SEARCH_LIMIT).await.map_err(refuse)?)
    } else {
        None
    };
    let upstream = forward::Forward {
        url: path
            .under(base)
            .ok_or_else(|| refuse(Problem::DspLinkRefused))?,
        accept: parts.headers.get(ACCEPT).cloned(),
        form: form.map(Into::into),
        token: caller.token.clone(),
        correlation_id,
    };
    let answered = upstream.send(&state).await.map_err(refuse)?;
    Ok(caller.dress(answered))
}

/// Whoever may act for some doctor may look; what there is to see is the shared record's decision.
async fn may_read(state: &State, caller: &Caller) -> Result<(), Problem> {
    let identities = state.entitlements.of(&caller.sub).await;
    match identities {
        Ok(identities) if identities.is_empty() => Err(Problem::NotEntitled),
        Ok(_) => Ok(()),
        Err(_) => Err(Problem::EntitlementsUnavailable),
    }
}
