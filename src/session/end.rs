//! Signing out: at the gateway, or in `public` mode straight at the issuer. The other tabs follow.

use std::sync::Arc;

use domain::auth::{Event, Mode};
use domain::failure::{Code, Failure, Phase};
use domain::json::Json;
use http::{HeaderValue, Request};
use oauth2::RefreshToken;

use super::login::make_secret;
use super::{Session, awake, gateway, refresh};
use crate::platform::http::Call;
use crate::platform::late::late;
use crate::platform::{location, storage};

/// The key of the place to come back to from the issuer's end of the session, with its `state`.
pub(super) const LEFT: &str = "logout";

const CALL: Call = Call {
    tag: "session",
    within: 6_500,
    keepalive: true,
};

/// How the sign-out went.
#[derive(Clone, Debug)]
enum Ended {
    /// Everywhere that can be reached from here.
    Here,
    /// For the rest the browser has to go there.
    Go(String),
    /// Nobody confirmed it.
    Failed(Failure),
}

late! { login,
/// Ends the session, whose tokens are forgotten here; answers with what went wrong, if anything did.
pub(super) async fn end(session: Arc<Session>, refresh_token: Option<RefreshToken>) -> Option<Event> {
    end_now(&session, refresh_token).await
}}

async fn end_now(session: &Arc<Session>, refresh_token: Option<RefreshToken>) -> Option<Event> {
    let work = {
        let session = Arc::clone(session);
        async move {
            match session.settings.mode {
                Mode::Mediated | Mode::Bff => at_the_gateway(&session).await,
                Mode::Public => at_the_issuer(&session, refresh_token).await,
                // The session is the host's own; it hears `volet-session`.
                Mode::Host => Ended::Here,
            }
        }
    };
    let failed = Failure::new(session.settings.unavailable(), Phase::Logout);
    let ended = refresh::while_nobody_renews(session, work).await;
    match ended.unwrap_or(Ended::Failed(failed)) {
        Ended::Failed(failure) => return Some(Event::LogoutFailed(failure)),
        Ended::Here => session.tell_tabs(awake::SIGNED_OUT),
        Ended::Go(address) => {
            session.tell_tabs(awake::SIGNED_OUT);
            location::go(&address);
        }
    }
    None
}

/// `POST /logout`.
async fn at_the_gateway(session: &Session) -> Ended {
    let failed = Ended::Failed(Failure::new(Code::GatewayUnavailable, Phase::Logout));
    let address = [&session.settings.gateway, "/logout"].concat();
    let Ok(request) = Request::post(address).body(Vec::new()) else {
        return failed;
    };
    let request = gateway::with_headers(request, &session.settings);
    let answer = session.http.send(request, CALL).await.ok();
    let Some(response) = answer.filter(|response| response.status().is_success()) else {
        return failed;
    };
    let address = Json::parse(response.body()).and_then(|json| json.filled("endSessionUrl"));
    address.map_or(Ended::Here, Ended::Go)
}

/// Revokes the refresh token (RFC 7009) and goes to the issuer's end of the session (RP-Initiated Logout 1.0). No token is
/// put into that address: the issuer asks the person instead.
async fn at_the_issuer(session: &Session, refresh_token: Option<RefreshToken>) -> Ended {
    let configuration = match session.configuration().await {
        Ok(configuration) => configuration,
        Err(code) => return Ended::Failed(Failure::new(code, Phase::Logout)),
    };
    let client_id = configuration.client_id.as_str();
    if let (Some(address), Some(token)) = (&configuration.revocation_endpoint, &refresh_token) {
        let form = location::with_query("", &[("token", token.secret()), ("client_id", client_id)]);
        let form = form.trim_start_matches('?').as_bytes().to_vec();
        if let Ok(mut request) = Request::post(address).body(form) {
            let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
            request
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, kind);
            _ = session.http.send(request, CALL).await;
        }
    }
    let Some(address) = configuration.end_session_endpoint else {
        return Ended::Here;
    };
    let state = make_secret().unwrap_or_default();
    storage::set(LEFT, &[&state, " ", &location::place()].concat());
    let back = session.settings.redirect_uri.as_str();
    let pairs = [
        ("client_id", client_id),
        ("post_logout_redirect_uri", back),
        ("state", &state),
    ];
    Ended::Go(location::with_query(&address, &pairs))
}
