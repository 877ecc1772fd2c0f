//! The token endpoint of the gateway: to `oauth2` it is an issuer's like any other (RFC 6749 §4.1.3, §6).

use std::cell::Cell;
use std::sync::Arc;

use domain::auth::{Event, Transaction, token_error};
use domain::failure::{Code, Failure, Phase};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AuthorizationCode, Client, ClientId, EndpointNotSet, EndpointSet, ExtraTokenFields,
    HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::{Session, gateway};
use crate::platform::http::{Call, NoAnswer};
use crate::platform::late::late;

/// The word in place of a refresh token: the real one never leaves the gateway's cookie.
const IN_THE_COOKIE: &str = "cookie";

/// A page that is left in the middle must still take the rotated cookie: `keepalive`.
const CALL: Call = Call {
    tag: "token",
    within: 10_000,
    keepalive: true,
};

/// What the gateway adds to RFC 6749 §5.1.
#[derive(Debug, Serialize, Deserialize)]
struct SessionFields {
    session_expires_in: i64,
}

impl ExtraTokenFields for SessionFields {}

type Token = StandardTokenResponse<SessionFields, BasicTokenType>;

type TokenClient = Client<
    BasicErrorResponse,
    Token,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

type Refused = RequestTokenError<NoAnswer, BasicErrorResponse>;

late! { login,
/// Exchanges the code.
pub(super) async fn exchange(session: Arc<Session>, code: String, transaction: Transaction) -> Event {
    exchange_now(&session, code, &transaction).await
}}

late! { login,
/// Asks for a new access token.
pub(super) async fn refresh(session: Arc<Session>) -> Event {
    refresh_now(&session).await
}}

async fn exchange_now(session: &Session, code: String, transaction: &Transaction) -> Event {
    let redirect = RedirectUrl::new(session.settings.redirect_uri.clone());
    let client = client(session, &transaction.client_id);
    let (Ok(redirect), Some(client)) = (redirect, client) else {
        return invalid_options(Phase::Callback);
    };
    let refusal = Cell::new(None);
    let send = |request| post(session, request, &refusal);
    let token = client
        .set_redirect_uri(redirect)
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(transaction.code_verifier.clone()))
        .add_extra_param("nonce", &transaction.nonce)
        .request_async(&send)
        .await;
    read(session, token, refusal.take(), Phase::Callback)
}

async fn refresh_now(session: &Session) -> Event {
    let Some(configuration) = session.configuration().await else {
        return Event::TokenFailed(Failure::new(Code::GatewayUnavailable, Phase::Refresh));
    };
    let Some(client) = client(session, &configuration.client_id) else {
        return invalid_options(Phase::Refresh);
    };
    let refusal = Cell::new(None);
    let send = |request| post(session, request, &refusal);
    let in_the_cookie = RefreshToken::new(IN_THE_COOKIE.to_owned());
    let token = client
        .exchange_refresh_token(&in_the_cookie)
        .request_async(&send)
        .await;
    read(session, token, refusal.take(), Phase::Refresh)
}

fn client(session: &Session, client_id: &str) -> Option<TokenClient> {
    let endpoint = TokenUrl::new(format!("{}/token", session.settings.gateway)).ok()?;
    Some(Client::new(ClientId::new(client_id.to_owned())).set_token_uri(endpoint))
}

/// Sends the form; a refusal is kept, since `oauth2` drops the gateway's own `code`.
async fn post(
    session: &Session,
    request: HttpRequest,
    refusal: &Cell<Option<HttpResponse>>,
) -> Result<HttpResponse, NoAnswer> {
    let request = gateway::with_headers(request, &session.settings);
    let response = session.http.send(request, CALL).await?;
    if !response.status().is_success() {
        refusal.set(Some(response.clone()));
    }
    Ok(response)
}

fn read(
    session: &Session,
    token: Result<Token, Refused>,
    refusal: Option<HttpResponse>,
    phase: Phase,
) -> Event {
    let unavailable = Failure::new(Code::GatewayUnavailable, phase);
    match (token, refusal) {
        (Ok(token), _) => {
            let life = token.expires_in().map_or(0, |life| life.as_secs());
            let session_expires_in = token.extra_fields().session_expires_in;
            session.keep(Some(token.access_token().clone()));
            Event::TokenReceived {
                expires_in: i64::try_from(life).unwrap_or_default(),
                session_expires_in,
            }
        }
        (Err(_), Some(response)) => {
            let code = token_error(&response, phase == Phase::Callback);
            let logged = domain::problem::correlation_id(&response);
            Event::TokenFailed(Failure::new(code, phase).logged_as(logged))
        }
        (Err(_), None) => Event::TokenFailed(unavailable),
    }
}

fn invalid_options(phase: Phase) -> Event {
    Event::TokenFailed(Failure::new(Code::OptionInvalid, phase).about("auth.redirectUri"))
}
