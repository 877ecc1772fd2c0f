//! The AeS stand-in: a Keycloak-shaped OpenID Provider for one confidential client.
//!
//! | Rule | Where |
//! |---|---|
//! | Authorization Code with PKCE S256 required (RFC 7636 §4.4.1) | `request` |
//! | Exact redirect URI, else no redirect (RFC 9700 §4.1.3) | `request` |
//! | `iss` in the answer (RFC 9207 §2) | `request` |
//! | Sign-in page, single sign-on, `prompt` (OIDC Core §3.1.2) | `authorize`, `sign_in`, `pages` |
//! | Code used once, 60 s, tokens revoked on replay (RFC 6749 §4.1.2) | `token::code` |
//! | Refresh rotation with reuse detection (RFC 9700 §4.14.2) | `token::refresh` |
//! | Errors of the token endpoint (RFC 6749 §5.2) | `token` |
//! | RP-initiated logout, back-channel logout in Keycloak's shape | `logout` |
//! | Introspection (RFC 7662) | `introspect` |

mod authorize;
mod client;
mod discovery;
mod introspect;
mod logout;
mod pages;
mod request;
mod sign_in;
mod store;
mod token;

#[cfg(test)]
mod tests;

use http::{Method, StatusCode};
use rand::rngs::StdRng;
use serde_json::json;
use url::Url;

pub use client::{Client, ClientSecret};

use crate::data::User;
use crate::exchange::{self, Answer, Request};
use crate::jose::{IssuerKeys, SigningKey};
use crate::scenario::Scenarios;
use store::Store;

/// What the stand-in is told at start.
#[derive(Debug)]
pub struct Settings {
    /// The issuer's address, without a slash at its end.
    pub issuer: Url,
    /// The only client.
    pub client: Client,
    /// The audience of access tokens.
    pub audience: String,
    /// Who can sign in.
    pub users: Vec<User>,
}

/// The state of the stand-in.
#[derive(Debug)]
pub struct Aes {
    settings: Settings,
    key: SigningKey,
    keys: IssuerKeys,
    rng: StdRng,
    store: Store,
}

impl Aes {
    /// A stand-in in which nobody is signed in.
    pub fn new(settings: Settings, key: SigningKey, rng: StdRng) -> Self {
        let keys = IssuerKeys::from_jwks(&key.jwks());
        Self {
            settings,
            key,
            keys,
            rng,
            store: Store::default(),
        }
    }

    /// Signs with another key from now on, the only one that is published. What the stand-in alone reads again, such as a refresh
    /// token, it still believes.
    fn change_key(&mut self) {
        match SigningKey::make(&mut self.rng) {
            Ok(key) => {
                self.keys.add(&key.jwks());
                self.key = key;
            }
            Err(error) => tracing::error!(%error, "the key stays"),
        }
    }

    fn issuer(&self) -> &str {
        self.settings.issuer.as_str().trim_end_matches('/')
    }

    /// The path of the realm, under which every address of the stand-in lies.
    fn base(&self) -> &str {
        self.settings.issuer.path().trim_end_matches('/')
    }
}

/// Answers one request.
pub fn respond(aes: &mut Aes, scenarios: &mut Scenarios, request: &Request, now: i64) -> Answer {
    aes.store.forget_old(now);
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix(aes.base()) else {
        return not_found();
    };
    let get = request.method() == Method::GET;
    let post = request.method() == Method::POST;
    match rest {
        "/.well-known/openid-configuration" if get => discovery::configuration(aes),
        "/protocol/openid-connect/certs" if get => discovery::certs(aes),
        "/protocol/openid-connect/auth" if get => authorize::get(aes, scenarios, request, now),
        "/login-actions/authenticate" if post => sign_in::post(aes, request, now),
        "/protocol/openid-connect/token" if post => token::post(aes, scenarios, request, now),
        "/protocol/openid-connect/token/introspect" if post => introspect::post(aes, request, now),
        "/protocol/openid-connect/logout" if get => logout::get(aes, request),
        "/protocol/openid-connect/logout" if post => logout::post(aes, request),
        "/resources/sign-in.css" if get => pages::style(),
        _ => not_found(),
    }
}

fn not_found() -> Answer {
    exchange::json(StatusCode::NOT_FOUND, &json!({"error": "not_found"})).into()
}
