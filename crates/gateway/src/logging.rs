//! The log: JSON lines, at levels that no variable can turn up.
//!
//! Below `warn` the libraries write headers and addresses, and a log must not hold a token.

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::layer::SubscriberExt;

use crate::audit;

/// The module path of the binary's own lines.
const BINARY: &str = "volet_gateway";

/// The subscriber of the binary, writing to `writer`.
pub fn subscriber<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let levels = Targets::new()
        .with_target(env!("CARGO_PKG_NAME"), LevelFilter::INFO)
        .with_target(BINARY, LevelFilter::INFO)
        .with_target(audit::TARGET, LevelFilter::INFO)
        .with_default(LevelFilter::WARN);
    let lines = layer().json().flatten_event(true).with_writer(writer);
    tracing_subscriber::registry().with(levels).with(lines)
}
