//! The session's life as a state machine: `step(mode, State, Event, now)` gives the next state and what has to be done.
//!
//! OAuth 2.0 code flow with PKCE (RFC 6749 §4.1, RFC 7636, RFC 9700) in four modes, which are configurations of the one
//! machine (SECURITY.md says what each costs).

mod callback;
mod id_token;
mod machine;
mod mode;
mod state;
mod wire;

pub use callback::{Arrival, Callback, POPUP, Transaction, arrive, arrive_from_gateway};
pub use id_token::{Expected, Header, check_at_hash, check_claims, claims, header};
pub use machine::step;
pub use mode::Mode;
pub use state::{Effect, Event, Session, State};
pub use wire::{Configuration, SessionAnswer, token_error};
