//! The electronic certificate of incapacity for work (eCIT).
//!
//! Sources: CNS meeting with editors (eConnector 1.2.5: copies made from the fund's copy, the symbol of a CRF
//! certificate carries the insured parent's matricule), CNS "déclaration d'une incapacité" (mandatory data),
//! guichet.public.lu (third day), Code du travail art. L.234-51 (CRF).

mod anomaly;
mod check;
mod copies;
mod deadlines;
mod draft;
mod field;
mod form;
mod prefill;
mod rules;
mod symbol;
mod xml;

pub use anomaly::field_of;
pub use check::check;
pub use copies::{Copies, EmployerCopy, FullCopy, copies};
pub use deadlines::{employer_before, is_short, outings_from, prolong_before, transmit_before};
pub use draft::Draft;
pub use field::{Field, Reason};
pub use form::{Certificate, Child, Insured, Kind, Outings, Stay};
pub use prefill::{choose_value, fill_writer, new_draft, set_previous, set_reason};
pub use rules::{CrfQuota, OUTING_WINDOWS, crf_quota};
pub use symbol::payload;
pub use xml::to_xml;

pub use super::{Circumstances, Writer, is_complete};
