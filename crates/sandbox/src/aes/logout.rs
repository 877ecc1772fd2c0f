//! Signing out: by the browser (OIDC RP-Initiated Logout) or by the client's server (Keycloak's shape).

use http::StatusCode;
use http::header::SET_COOKIE;
use url::Url;

use super::authorize::{SESSION_COOKIE, set_cookie};
use super::token::{self, client_error};
use super::{Aes, pages};
use crate::exchange::{self, Answer, Request};
use crate::params::{self, Params};

/// `GET …/logout`: ends the session of the hint at once; without a hint the person is asked,
/// since any page could have sent the browser here.
pub(super) fn get(aes: &mut Aes, request: &Request) -> Answer {
    let query = request.uri().query().unwrap_or_default();
    let Ok(params) = Params::parse(query.as_bytes()) else {
        return pages::error(aes.base(), "Un paramètre est présent plusieurs fois.").into();
    };
    end_session(aes, request, &params)
}

/// `POST …/logout`: with a refresh token the client's server ends the session; otherwise a form.
pub(super) fn post(aes: &mut Aes, request: &Request) -> Answer {
    let Ok(params) = Params::parse(request.body()) else {
        return token::error(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "Repeated parameter",
        );
    };
    match params.get("refresh_token") {
        Some(refresh_token) => back_channel(aes, request, &params, refresh_token),
        None => end_session(aes, request, &params),
    }
}

fn back_channel(aes: &mut Aes, request: &Request, params: &Params, refresh_token: &str) -> Answer {
    if let Err(error) = aes.settings.client.authenticate(request, params) {
        return client_error(&error);
    }
    let claims = aes
        .keys
        .claims(refresh_token)
        .ok()
        .filter(|claims| claims["typ"] == "Refresh");
    let Some(claims) = claims else {
        return token::error(
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            "Invalid refresh token",
        );
    };
    // A session that is over already is no error: what was asked for is the case.
    let session = claims["sid"]
        .as_str()
        .and_then(|sid| aes.store.sessions.remove(sid));
    let mut answer = Answer::from(exchange::empty(StatusCode::NO_CONTENT));
    answer.facts.sub = session.map(|session| session.sub);
    answer
}

fn end_session(aes: &mut Aes, request: &Request, params: &Params) -> Answer {
    // RP-Initiated Logout §2: an expired id_token still serves as a hint.
    let hint = match params.get("id_token_hint") {
        None => None,
        Some(token) => match aes.keys.claims(token) {
            Ok(claims) if claims["iss"] == aes.issuer() && claims["typ"] == "ID" => Some(claims),
            _ => return pages::error(aes.base(), "Le jeton de la déconnexion est faux.").into(),
        },
    };
    let target = match back_to(aes, params) {
        Ok(target) => target,
        Err(reason) => return pages::error(aes.base(), reason).into(),
    };
    let of_browser = params::cookie(request.headers(), SESSION_COOKIE)
        .and_then(|cookie| aes.store.session_of_cookie(&cookie));
    let confirmed = params.get("confirm") == Some("yes");
    let sid = match &hint {
        Some(claims) => claims["sid"].as_str().map(str::to_owned),
        None if of_browser.is_some() && !confirmed => {
            return pages::confirm_sign_out(aes.base()).into();
        }
        None => of_browser,
    };
    let session = sid.and_then(|sid| aes.store.sessions.remove(&sid));
    let mut response =
        target.map_or_else(|| pages::signed_out(aes.base()), |t| exchange::redirect(&t));
    let expired = format!("{}; Max-Age=0", set_cookie(SESSION_COOKIE, "", aes.base()));
    exchange::append(&mut response, SET_COOKIE, &expired);
    let mut answer = Answer::from(response);
    answer.facts.sub = session.map(|session| session.sub);
    answer
}

/// Where the browser goes afterwards; only to a registered address, with the state echoed.
fn back_to(aes: &Aes, params: &Params) -> Result<Option<String>, &'static str> {
    let client = &aes.settings.client;
    if params.get("client_id").is_some_and(|id| id != client.id) {
        return Err("Ce client n’est pas connu.");
    }
    let Some(address) = params.get("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let named = params.get("client_id").is_some() || params.get("id_token_hint").is_some();
    let registered = client
        .post_logout_redirect_uris
        .iter()
        .any(|known| known == address);
    let target = Url::parse(address).ok().filter(|_| named && registered);
    let mut target = target.ok_or("L’adresse de retour n’est pas enregistrée pour ce client.")?;
    if let Some(state) = params.get("state") {
        target.query_pairs_mut().append_pair("state", state);
    }
    Ok(Some(target.into()))
}
