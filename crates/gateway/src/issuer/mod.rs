//! The OpenID Provider (AeS): discovery, tokens, id_token, and the end of a session.

mod bearer;
mod discovery;
mod end_session;
mod id_token;
mod jws;
mod sign_in;
mod tokens;

pub(crate) use bearer::BearerFault;
pub(crate) use discovery::DiscoveryFault;
pub(crate) use end_session::Ended;
pub(crate) use id_token::IdTokenFault;
pub(crate) use tokens::{Exchange, RenewalFault, TokenFault, Tokens};

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth2::{HttpRequest, HttpResponse};
use openidconnect::{Audience, ClientId, ClientSecret, IssuerUrl};

use crate::Clock;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::upstream::{HttpClient, UpstreamError, send};
use discovery::Looks;

/// An issuer that takes longer is treated as not there; for metadata and keys together, too.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// A renewal at most: metadata that have grown old, tokens, and keys that have been changed since.
pub(crate) const RENEWAL_LIMIT: Duration = Duration::from_secs(3 * TIME_LIMIT.as_secs());

type Sending = Pin<Box<dyn Future<Output = Result<HttpResponse, UpstreamError>> + Send>>;

/// The client of one issuer. What it remembers, its metadata and keys, is a cache.
pub(crate) struct Issuer {
    url: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    post_logout_redirect_uri: Option<String>,
    audience: Option<Audience>,
    http: HttpClient,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    looks: Mutex<Looks>,
    /// Of the one look that may be on its way.
    turn: tokio::sync::Mutex<()>,
}

impl Issuer {
    pub(crate) fn new(
        config: &Config,
        http: HttpClient,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            url: config.issuer.clone(),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            post_logout_redirect_uri: config.post_logout_redirect_uri.clone(),
            audience: config.audience.clone(),
            http,
            clock,
            metrics,
            looks: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// The client in the form that the OAuth libraries take: it owns what it needs.
    fn http(&self) -> impl Fn(HttpRequest) -> Sending + Send + Sync + 'static {
        let http = self.http.clone();
        let metrics = Arc::clone(&self.metrics);
        move |request| Box::pin(timed(http.clone(), Arc::clone(&metrics), request))
    }
}

async fn timed(
    http: HttpClient,
    metrics: Arc<Metrics>,
    request: HttpRequest,
) -> Result<HttpResponse, UpstreamError> {
    let started = tokio::time::Instant::now();
    let answer = send(&http, request, TIME_LIMIT).await;
    metrics.upstream("issuer", started.elapsed());
    answer
}
