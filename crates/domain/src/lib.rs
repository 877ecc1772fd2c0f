//! The rules of Volet: pure functions over plain data, with no IO, no async, no clock and no randomness.
//!
//! Time and random bytes are arguments. What can go wrong is a value with a code; texts are made elsewhere.

mod redacted;

pub mod auth;
pub mod billing;
pub mod context;
pub mod dates;
pub mod display;
pub mod dsp;
pub mod econnector;
pub mod failure;
pub mod forms;
pub mod holidays;
pub mod ids;
pub mod json;
pub mod kept;
pub mod money;
pub mod nomenclature;
pub mod problem;
