//! Identifiers parsed once at the edge into types that cannot be wrong.

mod document_id;
mod gp_code;
mod matricule;

pub use document_id::DocumentId;
pub use gp_code::{GpCode, GpCodeError};
pub use matricule::{Finding, Matricule, MatriculeError, group};
