//! The checked certificate: it can only hold what may be sent.

use super::Reason;
use crate::context::Practitioner;
use crate::dates::Date;
use crate::forms::people::{Accident, HomeAddress};
use crate::ids::{GpCode, Matricule};

/// First certificate or prolongation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// First certificate.
    Initial,
    /// Prolongation, of that certificate where it is known.
    Prolongation(Option<String>),
}

/// Whether the insured person may leave home.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outings {
    /// Within the legal windows.
    Allowed,
    /// Not at all.
    Excluded,
}

/// The insured person.
#[derive(Clone, PartialEq, Eq)]
pub struct Insured {
    pub(super) matricule: Matricule,
    pub(super) last_name: String,
    pub(super) first_name: String,
    pub(super) address: Option<HomeAddress>,
}

/// Where the insured person stays when not at home (CNS: place, street, number, floor and name on the bell).
#[derive(Clone, PartialEq, Eq)]
pub struct Stay {
    pub(super) address: HomeAddress,
    pub(super) floor: String,
    pub(super) bell: String,
}

/// The child of a CRF certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Child {
    pub(super) matricule: Matricule,
    pub(super) last_name: String,
    pub(super) first_name: String,
}

/// A certificate that may be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    pub(super) practitioner: Practitioner,
    pub(super) biller: GpCode,
    pub(super) insured: Insured,
    pub(super) child: Option<Child>,
    pub(super) kind: Kind,
    pub(super) reason: Reason,
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) accident: Option<Accident>,
    pub(super) diagnosis: String,
    pub(super) outings: Outings,
    pub(super) stay: Option<Stay>,
    pub(super) issued: Date,
}

crate::redacted!(Insured, Stay, Child, Certificate);

impl Certificate {
    /// The provider code under which it is deposited.
    pub fn biller(&self) -> &GpCode {
        &self.biller
    }
}
