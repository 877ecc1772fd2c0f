//! The vendor-side half of Volet: the session with its secret, in one of four modes, and allow-listed
//! proxies to the eConnector and the shared record.

mod admin;
mod app;
mod audit;
mod clock;
mod config;
mod entitlements;
mod issuer;
mod logging;
mod media_type;
mod metrics;
mod problem;
mod rate;
mod renewals;
mod routes;
mod rules;
mod session;
mod upstream;

pub use app::{App, StartError, Work, app};
pub use clock::{Clock, SystemClock};
pub use config::{Config, ConfigError, Fault};
pub use logging::subscriber as log_subscriber;
pub use routes::LONGEST_REQUEST;
