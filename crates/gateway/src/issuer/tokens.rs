//! The issuer's token endpoint: a code or a refresh token in, tokens out (RFC 6749 §4.1.3, §6).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
    BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AccessToken, AuthorizationCode, Client, EndpointNotSet, EndpointSet, ExtraTokenFields,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, StandardRevocableToken,
    StandardTokenResponse, TokenResponse,
};
use openidconnect::{Nonce, SubjectIdentifier};
use serde::{Deserialize, Serialize};

use super::discovery::Provider;
use super::{IdTokenFault, Issuer};
use crate::upstream::UpstreamError;

/// Assumption: the life of an access token of AeS where its answer does not say (CNS meeting with industry, eConnector 1.1.6: 300 s).
const ACCESS_LIFE_SECONDS: u64 = 300;

/// What a page hands in after the sign-in.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) code: AuthorizationCode,
    pub(crate) redirect_uri: RedirectUrl,
    pub(crate) code_verifier: PkceCodeVerifier,
    pub(crate) nonce: Nonce,
}

/// What the issuer gave. Its id_token is verified, but in [`RenewalFault::Unchecked`].
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) access_token: AccessToken,
    pub(crate) expires_in: u64,
    pub(crate) refresh_token: Option<RefreshToken>,
    /// Seconds; absent where the issuer does not say or sets no end.
    pub(crate) refresh_expires_in: Option<u64>,
}

/// Why there are no tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// The code or refresh token is spent, expired or not ours.
    InvalidGrant,
    /// The issuer finds fault with the request or with this client.
    Refused,
    /// Tokens came with an id_token that fails a check; they have been ended.
    IdToken(IdTokenFault),
    /// The issuer is not there, or its answer is lost or unreadable.
    Unavailable,
}

impl TokenFault {
    /// The label in the figures.
    pub(crate) fn outcome(self) -> &'static str {
        match self {
            Self::InvalidGrant => "refused",
            Self::Refused => "error",
            Self::IdToken(_) => "id_token",
            Self::Unavailable => "unavailable",
        }
    }
}

/// Why a session has no new access token.
#[derive(Debug, Clone)]
pub(crate) enum RenewalFault {
    NoTokens(TokenFault),
    /// The id_token cannot be checked at the moment, so that nothing is given out. The new refresh token is kept all the same:
    /// the one before may be spent, and the next renewal brings an id_token again.
    Unchecked(Arc<Tokens>),
}

impl RenewalFault {
    /// The label in the figures.
    pub(crate) fn outcome(&self) -> &'static str {
        match self {
            Self::NoTokens(fault) => fault.outcome(),
            Self::Unchecked(_) => TokenFault::Unavailable.outcome(),
        }
    }
}

impl From<TokenFault> for RenewalFault {
    fn from(fault: TokenFault) -> Self {
        Self::NoTokens(fault)
    }
}

/// Members of Keycloak's answer, and the id_token as text: it is read by its own rules.
#[derive(Debug, Serialize, Deserialize)]
struct Fields {
    id_token: Option<IdTokenText>,
    refresh_expires_in: Option<u64>,
}

impl ExtraTokenFields for Fields {}

#[derive(Serialize, Deserialize)]
struct IdTokenText(String);

impl fmt::Debug for IdTokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdTokenText([redacted])")
    }
}

type Answer = StandardTokenResponse<Fields, BasicTokenType>;

type OAuthClient = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl Issuer {
    /// Exchanges the code of a sign-in; gives who signed in as well.
    pub(crate) async fn exchange(
        &self,
        exchange: Exchange,
    ) -> Result<(SubjectIdentifier, Tokens), TokenFault> {
        let Exchange {
            code,
            redirect_uri,
            code_verifier,
            nonce,
        } = exchange;
        let provider = self.provider().await.map_err(|_| TokenFault::Unavailable)?;
        let http = self.http();
        let answer = self
            .oauth_client(&provider)
            .exchange_code(code)
            .set_redirect_uri(Cow::Owned(redirect_uri))
            .set_pkce_verifier(code_verifier)
            .request_async(&http)
            .await
            .map_err(|error| translate(&error))?;
        let (tokens, id_token) = read(&answer)?;
        let verified = match id_token {
            Some(id_token) => self.verify(id_token, &tokens.access_token, &nonce).await,
            None => Err(IdTokenFault::Missing),
        };
        match verified {
            Ok(sub) => Ok((sub, tokens)),
            Err(fault) => Err(self.give_back(&tokens, fault).await),
        }
    }

    /// Renews the tokens of `sub`.
    pub(crate) async fn refresh(
        &self,
        sub: &SubjectIdentifier,
        refresh_token: &RefreshToken,
    ) -> Result<Arc<Tokens>, RenewalFault> {
        let provider = self.provider().await.map_err(|_| TokenFault::Unavailable)?;
        let http = self.http();
        let answer = self
            .oauth_client(&provider)
            .exchange_refresh_token(refresh_token)
            .request_async(&http)
            .await
            .map_err(|error| translate(&error))?;
        let (tokens, id_token) = read(&answer)?;
        let verified = match id_token {
            Some(id_token) => {
                self.verify_refreshed(id_token, &tokens.access_token, sub)
                    .await
            }
            None => Ok(()),
        };
        match verified {
            Ok(()) => Ok(Arc::new(tokens)),
            Err(IdTokenFault::NoKeys) => {
                tracing::warn!("an id_token cannot be checked; only its refresh token is kept");
                Err(RenewalFault::Unchecked(Arc::new(tokens)))
            }
            Err(fault) => Err(self.give_back(&tokens, fault).await.into()),
        }
    }

    /// Tokens that nobody will use must not stay alive.
    async fn give_back(&self, tokens: &Tokens, fault: IdTokenFault) -> TokenFault {
        tracing::warn!(
            code = fault.code(),
            "an id_token failed a check; its tokens are ended"
        );
        self.end(tokens.refresh_token.as_ref(), Some(&tokens.access_token))
            .await;
        match fault {
            IdTokenFault::NoKeys => TokenFault::Unavailable,
            fault => TokenFault::IdToken(fault),
        }
    }

    fn oauth_client(&self, provider: &Provider) -> OAuthClient {
        let client = Client::new(self.client_id.clone())
            .set_auth_type(provider.auth_type.clone())
            .set_token_uri(provider.token.clone());
        match &self.client_secret {
            Some(secret) => client.set_client_secret(secret.clone()),
            None => client,
        }
    }
}

fn read(answer: &Answer) -> Result<(Tokens, Option<&str>), TokenFault> {
    if *answer.token_type() != BasicTokenType::Bearer {
        return Err(TokenFault::Unavailable);
    }
    let extra = answer.extra_fields();
    let tokens = Tokens {
        access_token: answer.access_token().clone(),
        expires_in: answer
            .expires_in()
            .map_or(ACCESS_LIFE_SECONDS, |life| life.as_secs()),
        refresh_token: answer.refresh_token().cloned(),
        // Keycloak writes 0 for a token without an end.
        refresh_expires_in: extra.refresh_expires_in.filter(|life| *life > 0),
    };
    Ok((tokens, extra.id_token.as_ref().map(|text| text.0.as_str())))
}

fn translate(error: &RequestTokenError<UpstreamError, BasicErrorResponse>) -> TokenFault {
    match error {
        RequestTokenError::ServerResponse(response) => match response.error() {
            BasicErrorResponseType::InvalidGrant => TokenFault::InvalidGrant,
            BasicErrorResponseType::Extension(_) => TokenFault::Unavailable,
            BasicErrorResponseType::InvalidClient
            | BasicErrorResponseType::InvalidRequest
            | BasicErrorResponseType::InvalidScope
            | BasicErrorResponseType::UnauthorizedClient
            | BasicErrorResponseType::UnsupportedGrantType => {
                let error = response.error().as_ref();
                tracing::error!(
                    error,
                    "the issuer refuses this gateway; check its registration"
                );
                TokenFault::Refused
            }
        },
        RequestTokenError::Request(_)
        | RequestTokenError::Parse(..)
        | RequestTokenError::Other(_) => TokenFault::Unavailable,
    }
}
