//! `POST …/login-actions/authenticate`: the sign-in page's form.

use std::collections::BTreeMap;

use http::StatusCode;
use http::header::SET_COOKIE;

use super::authorize::{BROWSER_COOKIE, SESSION_COOKIE, denied, issue_code, set_cookie};
use super::store::Session;
use super::{Aes, pages};
use crate::exchange::{self, Answer, Request};
use crate::params::{self, Params};
use crate::random;

/// Signs the person in, shows the page again, or reports that consent was declined.
pub(super) fn post(aes: &mut Aes, request: &Request, now: i64) -> Answer {
    let Ok(params) = Params::parse(request.body()) else {
        return pages::error(aes.base(), "Le formulaire n’est pas lisible.").into();
    };
    let session_code = params.get("session_code").unwrap_or_default();
    let browser = params::cookie(request.headers(), BROWSER_COOKIE);
    let authorization = match aes.store.pending.get(session_code) {
        Some(pending) if Some(&pending.browser) == browser.as_ref() => {
            pending.authorization.clone()
        }
        _ => return pages::error(aes.base(), "Cette page de connexion a expiré.").into(),
    };
    if params.get("decision") == Some("deny") {
        aes.store.pending.remove(session_code);
        return denied(aes, &authorization);
    }
    let username = params.get("username").unwrap_or_default();
    let password = params.get("password").unwrap_or_default();
    let user = aes
        .settings
        .users
        .iter()
        .find(|user| user.username == username);
    let Some(user) = user.filter(|user| user.password == password) else {
        let mut response = pages::sign_in(&pages::SignIn {
            base: aes.base(),
            session_code,
            redirect_uri: &authorization.back.redirect_uri,
            username,
            refused: true,
        });
        *response.status_mut() = StatusCode::BAD_REQUEST;
        return response.into();
    };
    let sub = user.sub.clone();
    aes.store.pending.remove(session_code);
    let sid = open_session(aes, request, sub, now);
    let cookie = aes
        .store
        .sessions
        .get(&sid)
        .map(|session| session.cookie.clone());
    let mut answer = issue_code(aes, authorization, &sid, now);
    let cookie = set_cookie(SESSION_COOKIE, &cookie.unwrap_or_default(), aes.base());
    exchange::append(&mut answer.response, SET_COOKIE, &cookie);
    answer
}

/// A new session under a new cookie, so that a cookie planted before the sign-in is worth nothing.
/// The same person signing in again (`prompt=login`) keeps the session; another person ends it.
fn open_session(aes: &mut Aes, request: &Request, sub: String, now: i64) -> String {
    let cookie = random::token(&mut aes.rng);
    let before = params::cookie(request.headers(), SESSION_COOKIE)
        .and_then(|cookie| aes.store.session_of_cookie(&cookie));
    if let Some(sid) = before
        && let Some(mut session) = aes.store.sessions.remove(&sid)
        && session.sub == sub
    {
        session.cookie = cookie;
        session.started = now;
        session.used = now;
        aes.store.sessions.insert(sid.clone(), session);
        return sid;
    }
    let sid = random::uuid(&mut aes.rng);
    let session = Session {
        sub,
        cookie,
        started: now,
        used: now,
        chains: BTreeMap::new(),
    };
    aes.store.sessions.insert(sid.clone(), session);
    sid
}
