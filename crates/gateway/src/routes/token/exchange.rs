//! `grant_type=authorization_code` (RFC 6749 §4.1.3, RFC 7636 §4.5).

use axum::http::HeaderMap;
use axum::response::Response;
use oauth2::{AuthorizationCode, PkceCodeVerifier, RedirectUrl};
use openidconnect::Nonce;

use super::answer;
use super::error::TokenError;
use super::form::Form;
use crate::app::State;
use crate::issuer::Exchange;
use crate::routes::grant;
use crate::routes::signed_in::make_way;
use crate::session::host_user;

pub(super) async fn exchange(
    state: &State,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Response, TokenError> {
    let host_user = host_user(headers).ok_or(TokenError::InvalidRequest(
        "the header X-Volet-User is missing",
    ))?;
    let exchange = read(state, form)?;

    make_way(state, headers, host_user).await;
    let exchanged = state.issuer.exchange(exchange).await;
    let outcome = exchanged
        .as_ref()
        .map_or_else(|fault| fault.outcome(), |_| "granted");
    state.metrics.token_exchange(outcome);
    let (sub, tokens) = exchanged.map_err(TokenError::of_exchange)?;
    let session = grant::begin(sub, &tokens, host_user, state.clock.now());
    let cookies = grant::sealed(state, &session).await?;
    Ok(answer(state, &session, cookies))
}

fn read(state: &State, form: &Form) -> Result<Exchange, TokenError> {
    let code = form.required("code")?;
    let redirect_uri = form.required("redirect_uri")?;
    let code_verifier = form.required("code_verifier")?;
    let nonce = form.required("nonce")?;
    if !state
        .config
        .redirect_uris
        .iter()
        .any(|allowed| allowed == redirect_uri)
    {
        return Err(TokenError::RedirectUriRefused);
    }
    Ok(Exchange {
        code: AuthorizationCode::new(code.to_owned()),
        redirect_uri: RedirectUrl::new(redirect_uri.to_owned())
            .map_err(|_| TokenError::RedirectUriRefused)?,
        code_verifier: PkceCodeVerifier::new(code_verifier.to_owned()),
        nonce: Nonce::new(nonce.to_owned()),
    })
}
