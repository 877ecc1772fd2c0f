//! The shared record (DSP) by type: what a document is, where it is listed, whose it is, and which link may be followed.
//!
//! Nothing here reads FHIR: `crates/records-web` turns bundles into these types, in a worker. Assumption: no interface
//! of the Luxembourg DSP is public; codes and queries are data (`pkg/data/type-map.json`) that a host can replace.

pub mod antecedents;
pub mod behind;
pub mod dates;
pub mod document;
pub mod envelope;
pub mod identity;
pub mod laboratory;
pub mod merge;
pub mod narrative;
pub mod notice;
pub mod page;
pub mod paging;
pub mod placement;
pub mod prescriptions;
pub mod query;
pub mod sniff;
pub mod type_map;
pub mod vaccinations;

pub use dates::FhirDate;
pub use document::{Coding, Content, Document, DocumentKind, Origin};
