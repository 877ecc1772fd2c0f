//! The session's life as a state machine: `step(State, Event, now)` gives the next state and what has to be done.
//!
//! OAuth 2.0 code flow with PKCE (RFC 6749 §4.1, RFC 7636, RFC 9700), in the `mediated` mode: the code is exchanged at
//! the gateway's token endpoint, the refresh token stays in the gateway's cookie, the access token in the page's memory.

mod callback;
mod machine;
mod wire;

pub use callback::{Arrival, Callback, Transaction, arrive};
pub use machine::{Effect, Event, Session, State, step};
pub use wire::{Configuration, SessionAnswer, token_error};
