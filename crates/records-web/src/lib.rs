//! The shared record's module for a worker: FHIR R4 into lists, results and offers, outside the first load.
mod bundle;
mod tree;
mod wire;
