//! The refresh grant (RFC 6749 §6) with rotation; a token that comes twice ends the session (RFC 9700 §4.14.2).

use http::StatusCode;

use super::mint::{self, Grant};
use super::{Aes, bad};
use crate::exchange::{self, Answer, Delivery};
use crate::params::Params;
use crate::scenario::{Scenario, Scenarios};

/// Gives new tokens for the one refresh token of its chain that is still good.
pub(super) fn exchange(
    aes: &mut Aes,
    scenarios: &mut Scenarios,
    params: &Params,
    now: i64,
) -> Answer {
    let Some(presented) = params.get("refresh_token") else {
        return bad("invalid_request", "Missing parameter: refresh_token");
    };
    if params.get("scope").is_some_and(|scope| scope != "openid") {
        return bad("invalid_scope", "The scope has to be openid");
    }
    let claims = aes
        .keys
        .claims(presented)
        .ok()
        .filter(|claims| claims["typ"] == "Refresh");
    let Some(claims) = claims else {
        return bad("invalid_grant", "Invalid refresh token");
    };
    if claims["exp"].as_i64().is_none_or(|exp| now >= exp) {
        return bad("invalid_grant", "Token is not active");
    }
    let text = |name: &str| claims[name].as_str().unwrap_or_default();
    let (sid, chain) = (text("sid"), text("chain"));
    let Some(session) = aes.store.sessions.get_mut(sid) else {
        return bad("invalid_grant", "Session not active");
    };
    let Some(good) = session.chains.get(chain) else {
        return bad("invalid_grant", "Token is not active");
    };
    if good != text("jti") || scenarios.take(Scenario::RefreshReused) {
        aes.store.sessions.remove(sid);
        return bad(
            "invalid_grant",
            "Maximum allowed refresh token reuse exceeded",
        );
    }
    session.used = now;
    let grant = Grant {
        sid: sid.to_owned(),
        chain: chain.to_owned(),
        nonce: None,
        flaw: scenarios.take_flaw(Scenario::RefreshedIdToken),
    };
    let Some((tokens, sub)) = mint::tokens(aes, &grant, now) else {
        return bad("invalid_grant", "Session not active");
    };
    let delivery = if scenarios.take(Scenario::RefreshLost) {
        Delivery::Lost
    } else if scenarios.take(Scenario::RefreshSlow) {
        Delivery::Late(1)
    } else {
        Delivery::Now
    };
    Answer::from(exchange::json(StatusCode::OK, &tokens))
        .by(&sub)
        .delivered(delivery)
}
