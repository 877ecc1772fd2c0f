//! The configuration: environment variables and a file, checked before anything is opened.

mod error;
mod parse;
mod read;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use openidconnect::{Audience, ClientId, ClientSecret, IssuerUrl};
use reqwest::NoProxy;
use url::Url;

pub use error::{ConfigError, Fault};
pub(crate) use parse::{EntitlementsSource, ProxyUrl, is_private_enough};
use read::Variables;

use crate::session::CookieKeys;

/// All that an operator sets; every value is checked, secrets print as `[redacted]`.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) listen: SocketAddr,
    pub(crate) admin_listen: SocketAddr,
    /// Serialised origins (RFC 6454 §6.1) that may call: the public one and those added to it.
    pub(crate) origins: Vec<String>,
    /// Compared as text, exactly (RFC 9700 §2.1).
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) issuer: IssuerUrl,
    pub(crate) client_id: ClientId,
    pub(crate) client_secret: ClientSecret,
    /// An audience that an id_token may name besides the client id.
    pub(crate) audience: Option<Audience>,
    pub(crate) cookie_keys: CookieKeys,
    pub(crate) econnector: Url,
    pub(crate) entitlements: EntitlementsSource,
    /// PEM text of certificates to trust besides those of the machine.
    pub(crate) upstream_ca: Option<String>,
    pub(crate) https_proxy: Option<ProxyUrl>,
    pub(crate) no_proxy: Option<NoProxy>,
}

impl Config {
    /// Reads the variables of docs/gateway.md from `env`, and from the file that `VOLET_CONFIG` names.
    ///
    /// The environment wins over the file. A variable that is missing, malformed or not known is
    /// an error that names it.
    ///
    /// # Errors
    /// The first variable that is wrong, and what is wrong with it.
    pub fn from_env_map(env: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut variables = Variables::load(env)?;
        let v = &mut variables;

        let public_origin = v.required("VOLET_PUBLIC_ORIGIN", parse::origin)?;
        let mut origins = v
            .optional("VOLET_ALLOWED_ORIGINS", parse::origins)?
            .unwrap_or_default();
        origins.push(public_origin);
        let config = Self {
            listen: v
                .optional("VOLET_LISTEN", parse::address)?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            admin_listen: v
                .optional("VOLET_ADMIN_LISTEN", parse::address)?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 9080))),
            origins,
            redirect_uris: v.required("VOLET_REDIRECT_URIS", parse::redirect_uris)?,
            issuer: v.required("VOLET_ISSUER", parse::issuer)?,
            client_id: v.required("VOLET_CLIENT_ID", |id| Ok(ClientId::new(id.to_owned())))?,
            client_secret: v.required_secret("VOLET_CLIENT_SECRET", |secret| {
                Ok(ClientSecret::new(secret.to_owned()))
            })?,
            audience: v.optional("VOLET_AUDIENCE", |aud| Ok(Audience::new(aud.to_owned())))?,
            cookie_keys: CookieKeys {
                current: v.required_secret("VOLET_COOKIE_KEY", parse::cookie_key)?,
                previous: v.optional_secret("VOLET_COOKIE_KEY_PREVIOUS", parse::cookie_key)?,
            },
            econnector: v.required("VOLET_ECONNECTOR_URL", parse::upstream)?,
            entitlements: v.required("VOLET_ENTITLEMENTS", parse::entitlements)?,
            upstream_ca: v.optional("VOLET_UPSTREAM_CA", parse::readable_file)?,
            https_proxy: v.optional("HTTPS_PROXY", parse::proxy)?,
            no_proxy: v
                .optional("NO_PROXY", |hosts| Ok(NoProxy::from_string(hosts)))?
                .flatten(),
        };
        variables.finish()?;
        Ok(config)
    }

    /// Where the public listener of the binary binds.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// Where the listener for operations binds; loopback unless it is set.
    #[must_use]
    pub fn admin_listen(&self) -> SocketAddr {
        self.admin_listen
    }

    /// The eConnector's base with path segments after its own; each is escaped as one segment.
    pub(crate) fn econnector_at(&self, segments: &[&str]) -> Url {
        let mut url = self.econnector.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}
