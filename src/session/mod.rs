//! The session: the asynchronous shell around `domain::auth`, and the only place that holds a token.

mod arrival;
mod awake;
mod client;
mod end;
mod gateway;
mod issuer;
mod login;
mod popup;
mod refresh;
mod settings;
mod shared;
mod shell;
mod tokens;

pub(crate) use client::Lost;
pub(crate) use settings::Settings;
pub(crate) use shared::Shared;
pub(crate) use shell::Session;
