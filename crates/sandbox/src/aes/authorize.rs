//! `GET …/auth`: an error, the sign-in page, or at once a code when the browser is signed in already.

use http::header::SET_COOKIE;

use super::request::{self, Authorization, Prompt, Refusal};
use super::store::{Code, Pending};
use super::{Aes, pages};
use crate::exchange::{self, Answer, Request};
use crate::params;
use crate::random;
use crate::scenario::{Scenario, Scenarios};

/// The cookie of a signed-in browser.
pub(super) const SESSION_COOKIE: &str = "AES_SESSION";
/// The cookie that binds a sign-in page to the browser it was shown in.
pub(super) const BROWSER_COOKIE: &str = "AES_BROWSER";

/// Answers an authorization request.
pub(super) fn get(aes: &mut Aes, scenarios: &mut Scenarios, request: &Request, now: i64) -> Answer {
    let query = request.uri().query().unwrap_or_default();
    let authorization = match request::check(&aes.settings.client, query) {
        Ok(authorization) => authorization,
        Err(Refusal::Page(reason)) => return pages::error(aes.base(), reason).into(),
        Err(Refusal::Client(back, error, description)) => {
            return exchange::redirect(&back.error(aes.issuer(), error, description)).into();
        }
    };
    if scenarios.take(Scenario::LoginDenied) {
        return denied(aes, &authorization);
    }
    let session = params::cookie(request.headers(), SESSION_COOKIE)
        .and_then(|cookie| aes.store.session_of_cookie(&cookie));
    match (authorization.prompt, session) {
        (Prompt::Default | Prompt::None, Some(sid)) => issue_code(aes, authorization, &sid, now),
        (Prompt::None, None) => {
            let (error, reason) = ("login_required", "Nobody is signed in");
            exchange::redirect(&authorization.back.error(aes.issuer(), error, reason)).into()
        }
        (Prompt::Default, None) | (Prompt::Login, _) => show_page(aes, authorization, request, now),
    }
}

/// Sends the browser back with `access_denied` (RFC 6749 §4.1.2.1).
pub(super) fn denied(aes: &Aes, authorization: &Authorization) -> Answer {
    let back = &authorization.back;
    let location = back.error(aes.issuer(), "access_denied", "The person declined");
    exchange::redirect(&location).into()
}

/// Sends the browser back with a code. `session_state` goes along, as Keycloak does.
pub(super) fn issue_code(
    aes: &mut Aes,
    authorization: Authorization,
    sid: &str,
    now: i64,
) -> Answer {
    let code = random::token(&mut aes.rng);
    let location = authorization
        .back
        .with(aes.issuer(), &[("session_state", sid), ("code", &code)]);
    let sub = aes.store.sessions.get_mut(sid).map(|session| {
        session.used = now;
        session.sub.clone()
    });
    aes.store.codes.insert(
        code,
        Code {
            authorization,
            sid: sid.to_owned(),
            made: now,
            used: None,
        },
    );
    let mut answer = Answer::from(exchange::redirect(&location));
    answer.facts.sub = sub;
    answer
}

fn show_page(aes: &mut Aes, authorization: Authorization, request: &Request, now: i64) -> Answer {
    let browser = params::cookie(request.headers(), BROWSER_COOKIE)
        .unwrap_or_else(|| random::token(&mut aes.rng));
    let session_code = random::token(&mut aes.rng);
    let mut response = pages::sign_in(&pages::SignIn {
        base: aes.base(),
        session_code: &session_code,
        redirect_uri: &authorization.back.redirect_uri,
        username: "",
        refused: false,
    });
    let cookie = set_cookie(BROWSER_COOKIE, &browser, aes.base());
    exchange::append(&mut response, SET_COOKIE, &cookie);
    aes.store.pending.insert(
        session_code,
        Pending {
            authorization,
            browser,
            made: now,
        },
    );
    response.into()
}

/// A cookie for the realm only. `Lax`, because the browser comes from another site; not `Secure`,
/// because the stand-in speaks plain HTTP on the loopback address.
pub(super) fn set_cookie(name: &str, value: &str, base: &str) -> String {
    format!("{name}={value}; Path={base}; HttpOnly; SameSite=Lax")
}
