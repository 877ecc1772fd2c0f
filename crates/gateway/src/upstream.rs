//! The one HTTP client: rustls over ring, no redirects, no cookies, and only reads are repeated.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use oauth2::AccessToken;
use reqwest::{Proxy, redirect, retry};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::config::{ClientIdentity, Config, Fault, is_private_enough};

/// Shared by all calls; cloning it shares the connections too.
pub(crate) type HttpClient = reqwest::Client;

const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// Short, so that a connection the other side has dropped is seldom picked up again.
const IDLE_LIMIT: Duration = Duration::from_secs(15);
/// More than an issuer or an eConnector has to say, and as much as is read of a document of the record.
const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// Why a call has no answer. What matters is whether it can have had an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UpstreamError {
    /// No connection: nothing was sent.
    #[error("no connection")]
    NotSent,
    /// Sent, and then nothing that can be used: time-out, connection lost.
    #[error("no usable answer")]
    AnswerLost,
    /// The answer is longer than is read; asked again, it would be again.
    #[error("the answer is too large")]
    TooLarge,
}

/// Makes the client; fails on a certificate or proxy that cannot be used, naming the variable.
pub(crate) fn client(config: &Config) -> Result<HttpClient, crate::StartError> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls(config)?)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(CONNECT_LIMIT)
        .pool_idle_timeout(IDLE_LIMIT)
        // Only what the configuration says: a proxy for plain http would break loopback.
        .no_proxy();
    if let Some(proxy) = &config.https_proxy {
        let proxy = Proxy::https(proxy.0.clone())
            .map_err(|_| Fault::NotAnUrl.of("HTTPS_PROXY"))?
            .no_proxy(config.no_proxy.clone());
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|_| crate::StartError::Tls)
}

fn tls(config: &Config) -> Result<ClientConfig, crate::StartError> {
    let mut roots = RootCertStore::empty();
    // A machine may have none: a container with one private root is a fair set-up.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = &config.upstream_ca {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|_| Fault::NotCertificates.of("VOLET_UPSTREAM_CA"))?;
        if roots.add_parsable_certificates(certificates).0 == 0 {
            return Err(Fault::NotCertificates.of("VOLET_UPSTREAM_CA").into());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| crate::StartError::Tls)?
        .with_root_certificates(roots);
    match &config.client_identity {
        None => Ok(tls.with_no_client_auth()),
        Some(identity) => {
            let fault = || Fault::NotAClientCertificate.of("VOLET_TLS_CLIENT_CERT");
            let (chain, key) = read(identity).ok_or_else(fault)?;
            Ok(tls.with_client_auth_cert(chain, key).map_err(|_| fault())?)
        }
    }
}

fn read(
    identity: &ClientIdentity,
) -> Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(identity.certificates.as_bytes())
        .collect::<Result<_, _>>()
        .ok()?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).ok()?;
    (!chain.is_empty()).then_some((chain, key))
}

/// The header of a token that goes up (RFC 6750 §2.1); the log does not show it.
pub(crate) fn bearer(token: &AccessToken) -> Option<HeaderValue> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.secret())).ok()?;
    bearer.set_sensitive(true);
    Some(bearer)
}

/// Sends one request and reads its whole answer within `limit`.
///
/// Addresses from a discovery document come through here as well, so the rule that nothing goes
/// out unencrypted is checked here once more.
pub(crate) async fn send(
    client: &HttpClient,
    request: http::Request<Vec<u8>>,
    limit: Duration,
) -> Result<http::Response<Vec<u8>>, UpstreamError> {
    let mut request = reqwest::Request::try_from(request).map_err(|_| UpstreamError::NotSent)?;
    if !is_private_enough(request.url()) {
        return Err(UpstreamError::NotSent);
    }
    *request.timeout_mut() = Some(limit);
    let mut response = client
        .execute(request)
        .await
        .map_err(|error| classify(&error))?;

    let mut answer = http::Response::new(Vec::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|_| UpstreamError::AnswerLost)?
    {
        if answer.body().len() + chunk.len() > MAX_ANSWER {
            return Err(UpstreamError::TooLarge);
        }
        answer.body_mut().extend_from_slice(&chunk);
    }
    Ok(answer)
}

/// Sends a request that changes nothing, and once more where there was no answer and time is left.
pub(crate) async fn send_safe(
    client: &HttpClient,
    request: &http::Request<Vec<u8>>,
    limit: Duration,
) -> Result<http::Response<Vec<u8>>, UpstreamError> {
    let started = tokio::time::Instant::now();
    match send(client, request.clone(), limit).await {
        Ok(answer) => Ok(answer),
        Err(UpstreamError::TooLarge) => Err(UpstreamError::TooLarge),
        Err(error) => match limit.checked_sub(started.elapsed()) {
            Some(left) if left > limit / 2 => send(client, request.clone(), left).await,
            _ => Err(error),
        },
    }
}

fn classify(error: &reqwest::Error) -> UpstreamError {
    if error.is_connect() || error.is_builder() {
        UpstreamError::NotSent
    } else {
        UpstreamError::AnswerLost
    }
}
