//! The gateway as a page sees it: its router by `oneshot`, its upstreams on loopback ports.

#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests are tests: a panic is a failure"
)]

mod admin;
mod bearer;
mod bff;
mod bff_calls;
mod config;
mod cookies;
mod dsp;
mod edited;
mod exchange;
mod host_user;
mod instances;
mod limits;
mod log;
mod logout;
mod lost;
mod proxy;
mod refresh;
mod rules;
mod session;
mod sharing;
mod support;
mod tls;
