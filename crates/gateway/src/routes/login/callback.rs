//! `GET /volet/callback`: the issuer's answer to a sign-in of `bff` (RFC 6749 §4.1.2); a navigation.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use oauth2::{AuthorizationCode, RedirectUrl};

use super::return_to::{Outcome, ReturnTo};
use crate::app::State;
use crate::issuer::{Exchange, TokenFault};
use crate::problem::Problem;
use crate::routes::grant;
use crate::routes::parameters::Parameters;
use crate::routes::signed_in::make_way;
use crate::session::{Pending, Session, Transaction};

/// Whatever comes of it, the browser goes back to the host's page, which is told in one word.
pub(in crate::routes) async fn get(
    Shared(state): Shared<Arc<State>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let keys = &state.config.cookie_keys;
    let mut pending = Pending::read(keys, &headers, state.clock.now());
    let query = Parameters::parse(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let transaction = query.get("state").and_then(|text| pending.take(text));
    let place = transaction.as_ref().map(|it| it.return_to.as_str());
    let return_to =
        ReturnTo::parse(&state.config.public_origin, place).ok_or(Problem::ServerError)?;
    let Some(transaction) = transaction else {
        // Of another sign-in: those that are on their way are left alone.
        return return_to.answer(Outcome::Failed("state_mismatch"), HeaderMap::new());
    };

    // Somebody may have signed in since this sign-in began; an issuer of the same site lets the browser send that session.
    let mut answer = make_way(&state, &headers, transaction.host_user).await;
    let outcome = match sign_in(&state, &query, transaction).await {
        Ok(session) => match grant::sealed(&state, &session).await {
            Ok(cookies) => {
                answer.extend(cookies);
                Outcome::Done
            }
            Err(_) => Outcome::Failed("server_error"),
        },
        Err(code) => Outcome::Failed(code),
    };
    pending
        .write(keys, &mut answer)
        .map_err(|_| Problem::ServerError)?;
    return_to.answer(outcome, answer)
}

/// The session of the person who signed in, or the stable code of what went wrong.
async fn sign_in(
    state: &State,
    query: &Parameters,
    transaction: Transaction,
) -> Result<Session, &'static str> {
    match state.issuer.is_from(query.get("iss")).await {
        Ok(true) => {}
        Ok(false) => return Err("issuer_mismatch"),
        Err(fault) => return Err(fault.code()),
    }
    let code = match (query.get("error"), query.get("code")) {
        (None, Some(code)) => code.to_owned(),
        (Some("temporarily_unavailable" | "server_error"), _) => return Err("issuer_unavailable"),
        _ => return Err("login_denied"),
    };
    let exchange = Exchange {
        code: AuthorizationCode::new(code),
        redirect_uri: RedirectUrl::new(state.config.callback()).map_err(|_| "server_error")?,
        code_verifier: transaction.code_verifier,
        nonce: transaction.nonce,
    };
    let exchanged = state.issuer.exchange(exchange).await;
    let outcome = exchanged
        .as_ref()
        .map_or_else(|fault| fault.outcome(), |_| "granted");
    state.metrics.token_exchange(outcome);
    let (sub, tokens) = exchanged.map_err(|fault| match fault {
        TokenFault::InvalidGrant => "code_expired",
        TokenFault::IdToken(fault) => fault.code(),
        TokenFault::Refused => "server_error",
        TokenFault::Unavailable => "issuer_unavailable",
    })?;
    let now = state.clock.now();
    Ok(grant::begin(sub, &tokens, transaction.host_user, now))
}
