//! Puts the demo together: settings, listeners, routers, one clock for all.

mod args;
mod http_client;
mod listeners;
mod settings;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sandbox::clock::SandboxClock;
use sandbox::shell::{self, Issuer};
use sandbox::state::{Sandbox, StartError};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tower_http::compression::CompressionLayer;

pub(crate) use args::Args;
use listeners::{Listeners, PortTaken};
use settings::{Settings, SettingsError};

/// Why the demo does not run; each is one sentence for the person who started it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    PortTaken(#[from] PortTaken),
    #[error(transparent)]
    Sandbox(#[from] StartError),
    #[error("the gateway is set up wrongly: {0}")]
    Config(#[from] gateway::ConfigError),
    #[error("the gateway does not start: {0}")]
    Gateway(#[from] gateway::StartError),
    #[error("the HTTP client does not start: {0}")]
    Client(#[from] http_client::ClientError),
    #[error("a listener stopped: {0}")]
    Io(#[from] std::io::Error),
}

/// The gateway takes the sandbox's clock, so that advancing it concerns both.
struct GatewayClock(Arc<SandboxClock>);

impl gateway::Clock for GatewayClock {
    fn now(&self) -> i64 {
        self.0.now()
    }
}

/// Runs until the process is asked to stop.
pub(crate) async fn run(args: &Args, env: &BTreeMap<String, String>) -> Result<(), DemoError> {
    let mut rng = StdRng::from_entropy();
    let settings = Settings::derive(args, env, &mut rng)?;
    let config = gateway::Config::from_env_map(&settings.gateway)?;
    let listeners = Listeners::bind(args.port).await?;

    let client = http_client::make()?;
    let issuer = Arc::new(Issuer::new(settings.sandbox.trusted_issuer.clone(), client));
    let sandbox = Sandbox::start(settings.sandbox, rng)?;
    let clock = GatewayClock(Arc::clone(&sandbox.clock));
    let gateway = gateway::app(config, Arc::new(clock)).await?;

    let control = shell::control_router(sandbox.clone());
    let host = sandbox::host::router(&args.root, settings.policy)
        .merge(gateway.public)
        .merge(control.clone().layer(CompressionLayer::new()));
    let mut servers = JoinSet::new();
    let mut serve = |listener, router: axum::Router| {
        servers.spawn(async move { axum::serve(listener, router).await });
    };
    for listener in listeners.host {
        serve(listener, host.clone());
    }
    serve(listeners.aes, shell::aes_router(sandbox.clone()));
    serve(
        listeners.econnector,
        shell::econnector_router(sandbox.clone(), Arc::clone(&issuer)),
    );
    serve(listeners.dsp, shell::dsp_router(sandbox, issuer));
    serve(listeners.control, control);
    announce(args.port, &settings.issuer_shown)?;

    // A demo has no call worth waiting for: what is open when it stops is cut.
    tokio::select! {
        stopped = servers.join_next() => match stopped {
            Some(Ok(Err(error))) => Err(error.into()),
            _ => Ok(()),
        },
        asked = asked_to_stop() => Ok(asked?),
    }
}

/// One line, once every listener is bound.
fn announce(port: u16, issuer: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "ready http://localhost:{port}/ | AeS {issuer} | eConnector http://127.0.0.1:{} | \
         DSP http://127.0.0.1:{}/fhir | control http://127.0.0.1:{}/sandbox",
        port + 2,
        port + 3,
        port + 4,
    )?;
    out.flush()
}

async fn asked_to_stop() -> std::io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
