//! `volet-demo`: the demo host with the gateway, and the stand-ins on the ports beside it.

mod demo;

use std::io::Write as _;
use std::process::ExitCode;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[tokio::main]
async fn main() -> ExitCode {
    let args = match demo::Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(stop) => return say(&stop.to_string(), stop.is_help()),
    };
    log_to_stderr();
    match demo::run(&args, &std::env::vars().collect()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say(&format!("volet-demo: {error}"), false),
    }
}

/// JSON lines. The libraries below stay quiet: at finer levels they write headers and addresses.
fn log_to_stderr() {
    let levels = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("sandbox", LevelFilter::INFO)
        .with_target("volet_demo", LevelFilter::INFO)
        .with_target("audit", LevelFilter::INFO)
        .with_target("gateway", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(levels)
        .with(lines)
        .init();
}

/// Help goes to standard output and is a success; anything else is one sentence on standard error.
fn say(text: &str, is_help: bool) -> ExitCode {
    // When the stream is closed there is nobody left to tell.
    if is_help {
        let _ = writeln!(std::io::stdout(), "{text}");
        ExitCode::SUCCESS
    } else {
        let _ = writeln!(std::io::stderr(), "{text}");
        ExitCode::FAILURE
    }
}
