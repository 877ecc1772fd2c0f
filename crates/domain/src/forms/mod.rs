//! The forms: what is typed, what is checked, what is sent and what the pages show.

pub mod ecit;
mod issue;
pub mod letters;

pub use issue::{Environment, Issue, IssueCode, Severity};
