//! The forms: what is typed, what is checked, what is sent and what the pages show.
//!
//! A form does not know the others: what they share stands here beside them.

mod checks;
pub mod diagnoses;
pub mod ecit;
mod issue;
pub mod letters;
pub mod memo;
mod names;
mod page;
mod people;
mod texts;
mod value;
mod xml;

pub use checks::{Circumstances, is_complete};
pub use issue::{Environment, Issue, IssueCode, Severity};
pub use page::Writer;
pub use people::Accident;
