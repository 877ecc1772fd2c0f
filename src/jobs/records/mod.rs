//! What is read of the shared record (DSP) and what is done with it: search, open, reconcile.

mod audit;
mod filters;
mod identify;
mod local;
mod open;
mod person;
mod reconcile;
mod search;
mod shelf;
mod stand;

pub(crate) use filters::{Filter, keep as keep_filters, remember as remember_filters};
pub(crate) use local::local;
pub(crate) use open::{Opened, open, tell};
pub(crate) use person::person;
pub(crate) use reconcile::{accept, offer_again, read_refusals, recorded, refusals_name, refuse};
pub(crate) use search::{again, want};
pub(crate) use shelf::{Progress, Purpose, Refusals, Section, Shelf, Who};
pub(crate) use stand::Stand;
