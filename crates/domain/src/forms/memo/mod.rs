//! The fee memo (*mémoire d'honoraires*): one model for both routes, MH (immediate payment) and Mémoire (digital
//! reimbursement).
//!
//! Sources: CNS schema of the fee memo (`2022_CNS_MEMHON_DEPOT-REQ-V1`), CNS nomenclature (art. 3 to 15 and remarks of
//! the act table), CNS pages on immediate direct payment and digital reimbursement.

mod draft;
mod field;
mod form;

pub use draft::Draft;
pub use field::{Field, LineField};
pub use form::{Accident, Class, Line, Memo, Patient, PatientId, Payment, Period, Route};
