//! Puts the parts together: two routers over one shared state.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use tokio_util::task::TaskTracker;

use crate::admin::admin;
use crate::config::{Config, ConfigError, Fault};
use crate::entitlements::Entitlements;
use crate::issuer::Issuer;
use crate::metrics::Metrics;
use crate::rate::Rate;
use crate::renewals::Renewals;
use crate::upstream::{self, HttpClient};
use crate::{Clock, routes};

/// What a process serves; the caller binds the listeners.
pub struct App {
    /// Everything under `/volet`, with full paths and no fallback, to be merged with a host's own.
    pub public: Router,
    /// `/healthz`, `/readyz`, `/metrics`; not for the public listener.
    pub admin: Router,
    /// What goes on without its request; to be waited for before the process ends.
    pub work: Work,
}

/// Deposits and renewals whose page has gone away.
#[derive(Debug, Clone, Default)]
pub struct Work(TaskTracker);

impl Work {
    /// Waits until nothing is left; nothing new must come in by then.
    pub async fn finished(&self) {
        self.0.close();
        self.0.wait().await;
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// Why the gateway does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A value that only shows as wrong when it is used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The TLS library refuses to work on this machine.
    #[error("the TLS client cannot be set up")]
    Tls,
}

/// What handlers share. The caches in it can be lost at any time.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) http: HttpClient,
    pub(crate) issuer: Arc<Issuer>,
    pub(crate) entitlements: Entitlements,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) rate: Rate,
    pub(crate) renewals: Renewals,
    pub(crate) work: TaskTracker,
}

/// Makes the routers. Nothing is asked of the issuer before the first request that needs it.
///
/// # Errors
/// A certificate, proxy or entitlements file that cannot be used.
pub async fn app(config: Config, clock: Arc<dyn Clock>) -> Result<App, StartError> {
    let http = upstream::client(&config)?;
    let entitlements = Entitlements::new(
        config.entitlements.clone(),
        http.clone(),
        Arc::clone(&clock),
    );
    entitlements
        .check()
        .await
        .map_err(|_| Fault::NotEntitlements.of("VOLET_ENTITLEMENTS"))?;
    let metrics = Arc::new(Metrics::new());
    let issuer = Arc::new(Issuer::new(
        &config,
        http.clone(),
        Arc::clone(&clock),
        Arc::clone(&metrics),
    ));
    let work = Work::default();
    let state = Arc::new(State {
        rate: Rate::per_second(config.requests_per_second),
        renewals: Renewals::default(),
        work: work.0.clone(),
        config,
        clock,
        http,
        issuer,
        entitlements,
        metrics,
    });
    Ok(App {
        public: routes::public(Arc::clone(&state)),
        admin: admin(state),
        work,
    })
}
