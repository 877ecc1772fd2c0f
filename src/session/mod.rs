//! The session: the asynchronous shell around `domain::auth`, and the only place that holds a token.

mod gateway;
mod login;
mod shared;
mod shell;
mod tokens;

pub(crate) use shared::Shared;
pub(crate) use shell::{Lost, Session, Settings};
