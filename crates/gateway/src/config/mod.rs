//! The configuration: environment variables and a file, checked before anything is opened.

mod error;
mod mode;
mod parse;
mod read;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;

use openidconnect::{Audience, ClientId, ClientSecret, IssuerUrl};
use reqwest::NoProxy;
use url::Url;

pub use error::{ConfigError, Fault};
pub(crate) use mode::Mode;
pub(crate) use parse::{ClientIdentity, EntitlementsSource, ProxyUrl, is_private_enough};
use read::Variables;

use crate::session::CookieKeys;

/// What one instance takes on where nothing is set: far more than a practice makes, far less than
/// what would harm the eConnector.
const REQUESTS_PER_SECOND: NonZeroU32 = match NonZeroU32::new(500) {
    Some(count) => count,
    None => NonZeroU32::MIN,
};

/// All that an operator sets; every value is checked, secrets print as `[redacted]`.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) listen: SocketAddr,
    pub(crate) admin_listen: SocketAddr,
    pub(crate) mode: Mode,
    /// The origin of the host's pages, to which a sign-in of `bff` returns.
    pub(crate) public_origin: String,
    /// Serialised origins (RFC 6454 §6.1) that may call: the public one and those added to it.
    pub(crate) origins: Vec<String>,
    /// Those of the page in `mediated`; compared as text, exactly (RFC 9700 §2.1).
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) issuer: IssuerUrl,
    pub(crate) client_id: ClientId,
    /// Absent where the gateway is no client: in `host` and `public`.
    pub(crate) client_secret: Option<ClientSecret>,
    /// Where the issuer sends the browser after a sign-out.
    pub(crate) post_logout_redirect_uri: Option<String>,
    /// An audience that an id_token may name besides the client id, and that a bearer has to name.
    pub(crate) audience: Option<Audience>,
    pub(crate) cookie_keys: CookieKeys,
    pub(crate) econnector: Url,
    /// The FHIR base of the shared record.
    pub(crate) dsp: Option<Url>,
    pub(crate) entitlements: EntitlementsSource,
    /// PEM text of certificates to trust besides those of the machine.
    pub(crate) upstream_ca: Option<String>,
    /// What the gateway shows to an upstream that asks for a certificate.
    pub(crate) client_identity: Option<ClientIdentity>,
    pub(crate) requests_per_second: NonZeroU32,
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

        let mode = v
            .optional("VOLET_MODE", Mode::parse)?
            .unwrap_or(Mode::Mediated);
        let public_origin = v.required("VOLET_PUBLIC_ORIGIN", parse::origin)?;
        let mut origins = v
            .optional("VOLET_ALLOWED_ORIGINS", parse::origins)?
            .unwrap_or_default();
        origins.push(public_origin.clone());
        let config = Self {
            listen: v
                .optional("VOLET_LISTEN", parse::address)?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            admin_listen: v
                .optional("VOLET_ADMIN_LISTEN", parse::address)?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 9080))),
            mode,
            public_origin,
            origins,
            redirect_uris: match mode {
                Mode::Mediated => v.required("VOLET_REDIRECT_URIS", parse::redirect_uris)?,
                Mode::Bff | Mode::Host | Mode::Public => v
                    .optional("VOLET_REDIRECT_URIS", parse::redirect_uris)?
                    .unwrap_or_default(),
            },
            issuer: v.required("VOLET_ISSUER", parse::issuer)?,
            client_id: v.required("VOLET_CLIENT_ID", |id| Ok(ClientId::new(id.to_owned())))?,
            client_secret: client_secret(v, mode)?,
            post_logout_redirect_uri: v
                .optional("VOLET_POST_LOGOUT_REDIRECT_URI", parse::redirect_uri)?,
            audience: v.optional("VOLET_AUDIENCE", |aud| Ok(Audience::new(aud.to_owned())))?,
            cookie_keys: cookie_keys(v, mode)?,
            econnector: v.required("VOLET_ECONNECTOR_URL", parse::upstream)?,
            dsp: v.optional("VOLET_DSP_URL", parse::upstream)?,
            entitlements: v.required("VOLET_ENTITLEMENTS", parse::entitlements)?,
            upstream_ca: v.optional("VOLET_UPSTREAM_CA", parse::readable_file)?,
            client_identity: client_identity(v)?,
            requests_per_second: v
                .optional("VOLET_RATE_LIMIT", parse::count)?
                .unwrap_or(REQUESTS_PER_SECOND),
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

    /// Who holds which token, in one word.
    #[must_use]
    pub fn mode(&self) -> &'static str {
        self.mode.name()
    }

    /// The redirect URI of a sign-in that the gateway runs itself.
    pub(crate) fn callback(&self) -> String {
        format!("{}/volet/callback", self.public_origin)
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

/// A confidential client has a secret; in the other modes it only serves introspection.
fn client_secret(v: &mut Variables, mode: Mode) -> Result<Option<ClientSecret>, ConfigError> {
    let name = "VOLET_CLIENT_SECRET";
    let parse = |secret: &str| Ok(ClientSecret::new(secret.to_owned()));
    if mode.has_cookie() {
        v.required_secret(name, parse).map(Some)
    } else {
        v.optional_secret(name, parse)
    }
}

/// The current key first; none where there is no cookie to seal.
fn cookie_keys(v: &mut Variables, mode: Mode) -> Result<CookieKeys, ConfigError> {
    let current = if mode.has_cookie() {
        Some(v.required_secret("VOLET_COOKIE_KEY", parse::cookie_key)?)
    } else {
        v.optional_secret("VOLET_COOKIE_KEY", parse::cookie_key)?
    };
    let previous = v.optional_secret("VOLET_COOKIE_KEY_PREVIOUS", parse::cookie_key)?;
    Ok(CookieKeys { current, previous })
}

fn client_identity(v: &mut Variables) -> Result<Option<ClientIdentity>, ConfigError> {
    let (cert, key) = ("VOLET_TLS_CLIENT_CERT", "VOLET_TLS_CLIENT_KEY");
    match (
        v.optional(cert, parse::readable_file)?,
        v.optional(key, parse::readable_file)?,
    ) {
        (Some(certificates), Some(key)) => Ok(Some(ClientIdentity { certificates, key })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Fault::SetAlone.of(cert)),
        (None, Some(_)) => Err(Fault::SetAlone.of(key)),
    }
}
