//! One small parser per kind of value.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use openidconnect::IssuerUrl;
use url::{Host, Url};

use super::error::Fault;
use crate::session::CookieKey;

/// Where the identities of a person are looked up.
#[derive(Debug, Clone)]
pub(crate) enum EntitlementsSource {
    /// A JSON object from `sub` to identities.
    File(PathBuf),
    /// An address that is asked by `POST {"sub"}`.
    Service(Url),
}

/// The address of a forward proxy, which may hold a password.
#[derive(Clone)]
pub(crate) struct ProxyUrl(pub(crate) Url);

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyUrl([redacted])")
    }
}

/// A certificate chain and its private key, as PEM text.
#[derive(Clone)]
pub(crate) struct ClientIdentity {
    pub(crate) certificates: String,
    pub(crate) key: String,
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity([redacted])")
    }
}

/// Whether secrets and personal data may go to `url`: https, or http that stays on the machine.
pub(crate) fn is_private_enough(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", _) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        _ => false,
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, Fault> {
    text.parse().map_err(|_| Fault::NotAnAddress)
}

/// The base of an upstream service; a user name or password in it has no business there.
pub(super) fn upstream(text: &str) -> Result<Url, Fault> {
    let url = Url::parse(text).map_err(|_| Fault::NotAnUrl)?;
    let bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !bare {
        return Err(Fault::NotAnUrl);
    }
    if is_private_enough(&url) {
        Ok(url)
    } else {
        Err(Fault::NotEncrypted)
    }
}

/// Kept as the operator wrote it: an issuer is compared as text (OpenID Connect Discovery §4.3).
pub(super) fn issuer(text: &str) -> Result<IssuerUrl, Fault> {
    upstream(text)?;
    IssuerUrl::new(text.to_owned()).map_err(|_| Fault::NotAnUrl)
}

/// Browsers keep `__Host-` cookies of https and of loopback only, so the rule is the same here.
pub(super) fn origin(text: &str) -> Result<String, Fault> {
    let url = upstream(text).map_err(|fault| match fault {
        Fault::NotAnUrl => Fault::NotAnOrigin,
        other => other,
    })?;
    let origin = url.origin().ascii_serialization();
    if origin == text {
        Ok(origin)
    } else {
        Err(Fault::NotAnOrigin)
    }
}

pub(super) fn origins(text: &str) -> Result<Vec<String>, Fault> {
    list(text).map(origin).collect()
}

pub(super) fn redirect_uris(text: &str) -> Result<Vec<String>, Fault> {
    let uris: Vec<String> = list(text).map(redirect_uri).collect::<Result<_, _>>()?;
    if uris.is_empty() {
        Err(Fault::Missing)
    } else {
        Ok(uris)
    }
}

/// Where the issuer sends the browser after a sign-in or a sign-out; compared there as text.
pub(super) fn redirect_uri(text: &str) -> Result<String, Fault> {
    upstream(text).map(|_| text.to_owned())
}

pub(super) fn count(text: &str) -> Result<NonZeroU32, Fault> {
    text.parse().map_err(|_| Fault::NotACount)
}

pub(super) fn cookie_key(text: &str) -> Result<CookieKey, Fault> {
    let bytes = STANDARD
        .decode(text)
        .or_else(|_| STANDARD_NO_PAD.decode(text))
        .map_err(|_| Fault::NotAKey)?;
    CookieKey::derive(&bytes).ok_or(Fault::NotAKey)
}

pub(super) fn entitlements(text: &str) -> Result<EntitlementsSource, Fault> {
    if text.contains("://") {
        upstream(text).map(EntitlementsSource::Service)
    } else {
        Ok(EntitlementsSource::File(PathBuf::from(text)))
    }
}

pub(super) fn proxy(text: &str) -> Result<ProxyUrl, Fault> {
    // The scheme is often left out, and then means http.
    let text = if text.contains("://") {
        text
    } else {
        &format!("http://{text}")
    };
    let url = Url::parse(text).map_err(|_| Fault::NotAnUrl)?;
    if url.has_host() {
        Ok(ProxyUrl(url))
    } else {
        Err(Fault::NotAnUrl)
    }
}

pub(super) fn readable_file(path: &str) -> Result<String, Fault> {
    std::fs::read_to_string(path).map_err(|_| Fault::UnreadableFile)
}

/// Values of a list are separated by commas or white space.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|item| !item.is_empty())
}
