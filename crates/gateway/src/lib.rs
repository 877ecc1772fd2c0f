//! The vendor-side half of Volet: an OAuth token endpoint that keeps the secret, and an
//! allow-listed proxy to the eConnector, both bound to a sealed cookie.

mod admin;
mod app;
mod audit;
mod clock;
mod config;
mod entitlements;
mod issuer;
mod logging;
mod metrics;
mod problem;
mod routes;
mod rules;
mod session;
mod upstream;

pub use app::{App, StartError, app};
pub use clock::{Clock, SystemClock};
pub use config::{Config, ConfigError, Fault};
pub use logging::subscriber as log_subscriber;
