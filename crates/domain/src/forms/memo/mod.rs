//! The fee memo (*mémoire d'honoraires*): one model for both routes, MH (immediate payment) and Mémoire (digital
//! reimbursement).
//!
//! Sources: CNS schema of the fee memo (`2022_CNS_MEMHON_DEPOT-REQ-V1`), CNS nomenclature (art. 3 to 15 and remarks of
//! the act table), CNS pages on immediate direct payment and digital reimbursement.

mod anomaly;
mod check;
mod copy;
mod draft;
mod field;
mod form;
mod line;
mod prefill;
mod sums;
mod xml;

pub use anomaly::field_of;
pub use check::check;
pub use copy::{CopyLine, MemoCopy, copy};
pub use draft::Draft;
pub use field::{Field, LineField};
pub use form::{Class, Line, Memo, Patient, PatientId, Payment, Period, Route};
pub use prefill::{fill_writer, new_draft, price_line};
pub use sums::sums;
pub use xml::to_xml;

pub use super::{Circumstances, is_complete};
