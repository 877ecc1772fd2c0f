//! The token endpoint, the gateway's or in `public` mode the issuer's: to `oauth2` they are the same (RFC 6749 §4.1.3, §6).

use std::cell::Cell;
use std::sync::Arc;

use domain::auth::{Event, Mode, Transaction, token_error};
use domain::failure::{Code, Failure, Phase};
use domain::json::Json;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    AccessToken, AuthorizationCode, ClientId, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError,
    TokenResponse as _, TokenUrl,
};

use super::{Session, gateway, issuer};
use crate::platform::clock;
use crate::platform::http::{Call, NoAnswer};
use crate::platform::late::late;

/// The word in place of a refresh token: the real one never leaves the gateway's cookie.
const IN_THE_COOKIE: &str = "cookie";

/// A page that is left in the middle must still take the rotated cookie: `keepalive`.
pub(super) const CALL: Call = Call {
    tag: "token",
    within: 6_500,
    keepalive: true,
};

type TokenClient =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

type Refused = RequestTokenError<NoAnswer, BasicErrorResponse>;

/// The tokens of a session, in memory only.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    /// What calls carry; none in `bff` mode.
    pub(super) access: Option<AccessToken>,
    /// In `public` mode alone.
    pub(super) refresh: Option<RefreshToken>,
    /// Who signed in, in `public` mode alone: a renewal must not bring another.
    pub(super) sub: String,
}

domain::redacted!(Tokens);

/// What came of asking for tokens.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) event: Event,
    pub(super) tokens: Option<Tokens>,
}

impl Outcome {
    pub(super) fn failed(failure: Failure) -> Self {
        Event::TokenFailed(failure).into()
    }
}

impl From<Event> for Outcome {
    fn from(event: Event) -> Self {
        Self {
            event,
            tokens: None,
        }
    }
}

late! { login,
/// Exchanges the code.
pub(super) async fn exchange(session: Arc<Session>, code: String, transaction: Transaction) -> Outcome {
    exchange_now(&session, code, &transaction).await
}}

async fn exchange_now(session: &Session, code: String, transaction: &Transaction) -> Outcome {
    let redirect = RedirectUrl::new(session.settings.redirect_uri.clone());
    let client = match client(session, Phase::Callback).await {
        Ok(client) => client(&transaction.client_id),
        Err(failure) => return Outcome::failed(failure),
    };
    let (Ok(redirect), Some(client)) = (redirect, client) else {
        return invalid_options(Phase::Callback);
    };
    let client = client.set_redirect_uri(redirect);
    let mut request = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(transaction.code_verifier.clone()));
    if session.settings.mode == Mode::Mediated {
        request = request.add_extra_param("nonce", &transaction.nonce);
    }
    let asked = clock::now();
    let heard = Cell::new(None);
    let send = |request| post(session, request, &heard);
    let token = request.request_async(&send).await;
    let nonce = Some(transaction.nonce.as_str());
    read(session, asked, token, heard.take(), nonce, Phase::Callback).await
}

/// What a refresh asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask {
    /// A new access token.
    New,
    /// One that lives so many seconds more: the gateway then gives every tab the same.
    Living(i64),
    /// The same, but only the one that is there already.
    WhatIsThere(i64),
}

impl Ask {
    pub(super) fn of(min_validity: Option<i64>) -> Self {
        min_validity.map_or(Self::New, Self::Living)
    }
}

/// Asks for an access token.
pub(super) async fn refresh(session: &Session, ask: Ask) -> Outcome {
    let configuration = session.configuration().await;
    let client = match (configuration, client(session, Phase::Refresh).await) {
        (Ok(configuration), Ok(client)) => client(&configuration.client_id),
        (Err(code), _) => return Outcome::failed(Failure::new(code, Phase::Refresh)),
        (_, Err(failure)) => return Outcome::failed(failure),
    };
    let Some(client) = client else {
        return invalid_options(Phase::Refresh);
    };
    let token = match session.settings.mode {
        Mode::Public => session.tokens().refresh,
        _ => Some(RefreshToken::new(IN_THE_COOKIE.to_owned())),
    };
    let Some(token) = token else {
        return Outcome::failed(Failure::new(Code::SessionExpired, Phase::Refresh));
    };
    let mut request = client.exchange_refresh_token(&token);
    if let (Ask::Living(seconds) | Ask::WhatIsThere(seconds), true) =
        (ask, session.settings.mode.has_cookie())
    {
        request = request.add_extra_param("min_validity", seconds.to_string());
    }
    if matches!(ask, Ask::WhatIsThere(_)) {
        request = request.add_extra_param("renew", "no");
    }
    let asked = clock::now();
    let heard = Cell::new(None);
    let send = |request| post(session, request, &heard);
    let answer = request.request_async(&send).await;
    read(session, asked, answer, heard.take(), None, Phase::Refresh).await
}

/// A maker of clients of the token endpoint.
async fn client(
    session: &Session,
    phase: Phase,
) -> Result<impl FnOnce(&str) -> Option<TokenClient>, Failure> {
    let settings = &session.settings;
    let endpoint = if settings.mode == Mode::Public {
        let found = session.configuration().await;
        found
            .map_err(|code| Failure::new(code, phase))?
            .token_endpoint
    } else {
        [&settings.gateway, "/token"].concat()
    };
    Ok(move |client_id: &str| {
        let client = BasicClient::new(ClientId::new(client_id.to_owned()));
        Some(client.set_token_uri(TokenUrl::new(endpoint).ok()?))
    })
}

/// Sends the form; the answer is kept, since `oauth2` drops the members that are not its own.
async fn post(
    session: &Session,
    request: HttpRequest,
    heard: &Cell<Option<HttpResponse>>,
) -> Result<HttpResponse, NoAnswer> {
    let request = match session.settings.mode {
        Mode::Public => request,
        _ => gateway::with_headers(request, &session.settings),
    };
    let response = session.http.send(request, CALL).await?;
    heard.set(Some(response.clone()));
    Ok(response)
}

async fn read(
    session: &Session,
    asked: i64,
    token: Result<BasicTokenResponse, Refused>,
    heard: Option<HttpResponse>,
    nonce: Option<&str>,
    phase: Phase,
) -> Outcome {
    let mode = session.settings.mode;
    let unavailable = Failure::new(session.settings.unavailable(), phase);
    let Some(response) = heard else {
        return Outcome::failed(unavailable);
    };
    let json = Json::parse(response.body()).filter(Json::is_object);
    let json = json.filter(|_| response.status().is_success());
    let (Some(json), true) = (json, token.is_ok() || mode == Mode::Bff) else {
        return Outcome::failed(refusal(&response, unavailable, phase));
    };
    let mut tokens = Tokens::default();
    if let (Ok(token), true) = (token, mode.sends_token()) {
        tokens.access = Some(token.access_token().clone());
        tokens.refresh = token.refresh_token().cloned();
    }
    let life = match mode {
        Mode::Public => json.number("refresh_expires_in"),
        _ => json.number("session_expires_in"),
    };
    if mode == Mode::Public {
        match issuer::verify(session, &json, &tokens, nonce).await {
            Ok(sub) => tokens.sub = sub,
            Err(code) => return Outcome::failed(Failure::new(code, phase)),
        }
        // An issuer that does not rotate sends none: the old one stays good.
        tokens.refresh = tokens.refresh.or_else(|| session.tokens().refresh);
    }
    Outcome {
        event: Event::TokenReceived {
            asked,
            expires_in: json.number("expires_in"),
            session_expires_in: Some(life).filter(|life| *life > 0),
        },
        tokens: Some(tokens),
    }
}

fn refusal(response: &HttpResponse, unavailable: Failure, phase: Phase) -> Failure {
    let logged = domain::problem::correlation_id(response);
    let failure = match token_error(response, phase == Phase::Callback) {
        Code::GatewayUnavailable => unavailable,
        code => Failure::new(code, phase),
    };
    failure.logged_as(logged)
}

fn invalid_options(phase: Phase) -> Outcome {
    Outcome::failed(Failure::new(Code::OptionInvalid, phase).about("auth.redirectUri"))
}
