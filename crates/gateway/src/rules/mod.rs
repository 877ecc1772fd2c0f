//! What holds for every request under `/volet`, whatever its route.

mod answer;
mod correlation;
mod origin;

pub(crate) use answer::{Code, answer};
pub(crate) use correlation::{CorrelationId, HEADER as CORRELATION_HEADER};
