//! `GET /volet/login`: begins a sign-in that the gateway runs itself (`bff`); a navigation.

pub(super) mod callback;
mod return_to;

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use oauth2::RedirectUrl;

use super::parameters::Parameters;
use super::signed_in::make_way;
use crate::app::State;
use crate::problem::Problem;
use crate::session::{Digest, Pending, SealError, Transaction, host_user};
use return_to::{Outcome, ReturnTo};

/// Sends the browser to the issuer; the cookie holds what its answer is checked with.
///
/// A navigation cannot carry the header with the host's user, so that its digest is in the query.
pub(super) async fn get(
    Shared(state): Shared<Arc<State>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = Parameters::parse(uri.query().unwrap_or_default().as_bytes())
        .ok_or(Problem::InvalidRequest("a parameter is repeated"))?;
    let return_to = ReturnTo::parse(&state.config.public_origin, query.get("return")).ok_or(
        Problem::InvalidRequest("return is not a path of this origin"),
    )?;
    let host_user = host_user(&headers)
        .or_else(|| query.get("user").and_then(Digest::parse))
        .ok_or(Problem::InvalidRequest("user is missing"))?;
    let redirect_uri =
        RedirectUrl::new(state.config.callback()).map_err(|_| Problem::ServerError)?;

    // On the way back from another site the browser does not send the session's cookies (SameSite=Strict).
    let mut answer = make_way(&state, &headers, host_user).await;
    let sign_in = match state.issuer.sign_in(redirect_uri).await {
        Ok(sign_in) => sign_in,
        Err(fault) => return return_to.answer(Outcome::Failed(fault.code()), answer),
    };
    let now = state.clock.now();
    let mut pending = Pending::read(&state.config.cookie_keys, &headers, now);
    pending.add(Transaction {
        state: sign_in.state.secret().clone(),
        nonce: sign_in.nonce,
        code_verifier: sign_in.code_verifier,
        return_to: return_to.path().to_owned(),
        host_user,
        started_at: now,
    });
    pending
        .write(&state.config.cookie_keys, &mut answer)
        .map_err(|error: SealError| {
            tracing::error!(%error, "no sign-in was begun");
            Problem::ServerError
        })?;
    see_other(sign_in.url.as_str(), answer)
}

/// RFC 9110 §15.4.4: whatever the method was, what follows is a GET.
fn see_other(to: &str, mut headers: HeaderMap) -> Result<Response, Problem> {
    let to = HeaderValue::from_str(to).map_err(|_| Problem::ServerError)?;
    headers.insert(LOCATION, to);
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
