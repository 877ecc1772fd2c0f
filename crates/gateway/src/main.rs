//! `volet-gateway`: reads its variables, opens two listeners, and stops when it is told to.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use gateway::{Config, LONGEST_REQUEST, SystemClock, app};
use tokio::net::TcpListener;

/// How long the process goes on once it is told to stop.
const DRAIN_LIMIT: Duration = LONGEST_REQUEST.saturating_add(Duration::from_secs(5));

#[tokio::main]
async fn main() -> ExitCode {
    let log = gateway::log_subscriber(io::stdout);
    if tracing::subscriber::set_global_default(log).is_err() {
        return ExitCode::FAILURE;
    }
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the gateway has stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    // A variable that is no UTF-8 is none of the gateway's.
    let env: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let config = Config::from_env_map(&env)?;
    let (listen, admin_listen, mode) = (config.listen(), config.admin_listen(), config.mode());
    let app = app(config, Arc::new(SystemClock)).await?;

    let public = TcpListener::bind(listen).await?;
    let admin = TcpListener::bind(admin_listen).await?;
    tracing::info!(
        mode,
        listen = %public.local_addr()?,
        admin = %admin.local_addr()?,
        "listening"
    );
    let served = async {
        tokio::try_join!(serve(public, app.public), serve(admin, app.admin))?;
        // A deposit whose page has gone away still gets its audit line.
        app.work.finished().await;
        io::Result::Ok(())
    };
    tokio::select! {
        served = served => served?,
        () = drain_limit() => tracing::error!("what is in flight is cut off"),
    }
    tracing::info!("stopped");
    Ok(())
}

/// Serves until a signal, then lets requests in flight end.
async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let listener = listener.tap_io(|connection| {
        if connection.set_nodelay(true).is_err() {
            tracing::debug!("a connection stays with delayed packets");
        }
    });
    axum::serve(listener, router)
        .with_graceful_shutdown(told_to_stop())
        .await
}

async fn drain_limit() {
    told_to_stop().await;
    tokio::time::sleep(DRAIN_LIMIT).await;
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(error) => tracing::error!(%error, "SIGTERM cannot be listened for"),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::error!(%error, "the stop signal cannot be listened for");
    }
}
