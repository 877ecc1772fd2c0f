//! FHIR R4 into lists, in a worker.
mod tree;
