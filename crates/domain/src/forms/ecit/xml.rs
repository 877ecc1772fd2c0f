//! The certificate's XML.
//!
//! Assumption: the schema of the eCIT is not public. This is ours, in the house style of CNS's schema of the fee memo
//! (2022, `2022_CNS_MEMHON_DEPOT-REQ-V1`): only the root is in the namespace, children are unqualified, their order is
//! fixed, `UUID` has 36 characters.

use std::io;

use super::{Certificate, Kind, Outings, Reason};
use crate::dates;
use crate::forms::xml::{
    LONGEST_NAMES, Xml, accident, document, group, home, leaf, optional, unchecked,
};
use crate::ids::DocumentId;

/// Writes the certificate under its id. The text is the same for the same certificate.
pub fn to_xml(certificate: &Certificate, id: &DocumentId) -> io::Result<String> {
    document("certificatIncapaciteTravail", |xml| {
        header(xml, certificate, id)?;
        insured(xml, certificate)?;
        incapacity(xml, certificate)?;
        child(xml, certificate)
    })
}

fn header(xml: &mut Xml, certificate: &Certificate, id: &DocumentId) -> io::Result<()> {
    let practitioner = &certificate.practitioner;
    let [last, first] = LONGEST_NAMES;
    group(xml, "entete", |xml| {
        leaf(xml, "UUID", id.as_str())?;
        group(xml, "prestataire", |xml| {
            leaf(xml, "codePrestataire", &practitioner.code)?;
            leaf(xml, "nom", &unchecked(&practitioner.last_name, last))?;
            leaf(xml, "prenom", &unchecked(&practitioner.first_name, first))
        })?;
        group(xml, "facturier", |xml| {
            leaf(xml, "codePrestataire", certificate.biller.as_str())
        })?;
        leaf(xml, "dateEtablissement", &dates::iso(certificate.issued))
    })
}

fn insured(xml: &mut Xml, certificate: &Certificate) -> io::Result<()> {
    let insured = &certificate.insured;
    group(xml, "assure", |xml| {
        leaf(xml, "matricule", insured.matricule.as_str())?;
        leaf(xml, "nom", &insured.last_name)?;
        leaf(xml, "prenom", &insured.first_name)?;
        match &insured.address {
            None => Ok(()),
            Some(address) => group(xml, "adresse", |xml| home(xml, address)),
        }
    })
}

fn incapacity(xml: &mut Xml, certificate: &Certificate) -> io::Result<()> {
    let (nature, previous) = match &certificate.kind {
        Kind::Initial => ("INITIAL", None),
        Kind::Prolongation(previous) => ("PROLONGATION", previous.as_deref()),
    };
    let reason = match certificate.reason {
        Reason::Illness => "MALADIE",
        Reason::Accident => "ACCIDENT",
        Reason::WorkAccident => "ACCIDENT_TRAVAIL",
        Reason::CommutingAccident => "ACCIDENT_TRAJET",
        Reason::OccupationalDisease => "MALADIE_PROFESSIONNELLE",
        Reason::Maternity => "MATERNITE",
        Reason::Crf => "CRF",
    };
    let outings = match certificate.outings {
        Outings::Allowed => "AUTORISEES",
        Outings::Excluded => "EXCLUES",
    };
    group(xml, "incapacite", |xml| {
        leaf(xml, "nature", nature)?;
        optional(xml, "certificatPrecedent", previous.unwrap_or_default())?;
        leaf(xml, "motif", reason)?;
        leaf(xml, "dateDebut", &dates::iso(certificate.start))?;
        leaf(xml, "dateFin", &dates::iso(certificate.end))?;
        optional(xml, "codeDiagnostic", &certificate.diagnosis)?;
        leaf(xml, "sorties", outings)?;
        accident(xml, certificate.accident.as_ref())?;
        match &certificate.stay {
            None => Ok(()),
            Some(stay) => group(xml, "sejour", |xml| {
                home(xml, &stay.address)?;
                optional(xml, "etage", &stay.floor)?;
                optional(xml, "sonnette", &stay.bell)
            }),
        }
    })
}

fn child(xml: &mut Xml, certificate: &Certificate) -> io::Result<()> {
    let Some(child) = &certificate.child else {
        return Ok(());
    };
    group(xml, "enfant", |xml| {
        leaf(xml, "matricule", child.matricule.as_str())?;
        leaf(xml, "nom", &child.last_name)?;
        leaf(xml, "prenom", &child.first_name)
    })
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
