//! The gateway as a page sees it: its router by `oneshot`, its upstreams on loopback ports.

#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests are tests: a panic is a failure"
)]

mod admin;
mod config;
mod cookies;
mod exchange;
mod host_user;
mod log;
mod logout;
mod lost;
mod proxy;
mod refresh;
mod rules;
mod session;
mod support;
mod tls;
