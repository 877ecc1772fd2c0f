//! Stand-ins for AeS, for the eConnector SaaS with mySecu and for the DSP, their control API, and the demo host's files.
//!
//! Every stand-in is a core without IO, `(state, request, now) -> answer`; [`shell`] is the only
//! place that holds a lock, reads a clock or touches a socket. Nothing here shares code or types
//! with the client: a stand-in that did could not catch a wrong field name.

pub mod aes;
pub mod bearer;
pub mod clock;
pub mod control;
pub mod data;
pub mod dsp;
pub mod econnector;
pub mod exchange;
pub mod host;
pub mod jose;
pub mod journal;
pub mod kept;
pub mod params;
pub mod random;
pub mod scenario;
pub mod shell;
pub mod state;
