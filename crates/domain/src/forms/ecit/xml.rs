//! The certificate's XML.
//!
//! Assumption: the schema of the eCIT is not public. This is ours, in the house style of CNS's schema of the fee memo
//! (2022, `2022_CNS_MEMHON_DEPOT-REQ-V1`): only the root is in the namespace, children are unqualified, their order is
//! fixed, `UUID` has 36 characters.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Certificate, Kind, Outings, Reason};
use crate::dates;
use crate::ids::DocumentId;

const NAMESPACE: &str = "http://www.secu.lu/ciss/cns";

type Xml = Writer<Vec<u8>>;

/// Writes the certificate under its id. The text is the same for the same certificate.
pub fn to_xml(certificate: &Certificate, id: &DocumentId) -> io::Result<String> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("cns:certificatIncapaciteTravail")
        .with_attribute(("xmlns:cns", NAMESPACE))
        .write_inner_content(|xml| {
            header(xml, certificate, id)?;
            insured(xml, certificate)?;
            incapacity(xml, certificate)?;
            child(xml, certificate)
        })?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

fn header(xml: &mut Xml, certificate: &Certificate, id: &DocumentId) -> io::Result<()> {
    let practitioner = &certificate.practitioner;
    group(xml, "entete", |xml| {
        leaf(xml, "UUID", id.as_str())?;
        group(xml, "prestataire", |xml| {
            leaf(xml, "codePrestataire", &practitioner.code)?;
            leaf(xml, "nom", &practitioner.last_name)?;
            leaf(xml, "prenom", &practitioner.first_name)
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
        let Some(address) = &insured.address else {
            return Ok(());
        };
        group(xml, "adresse", |xml| {
            optional(xml, "numeroRue", &address.number)?;
            leaf(xml, "rue", &address.street)?;
            leaf(xml, "codePays", &address.country)?;
            optional(xml, "codePostal", &address.postcode)?;
            optional(xml, "localite", &address.city)
        })
    })
}

fn incapacity(xml: &mut Xml, certificate: &Certificate) -> io::Result<()> {
    let (nature, previous) = match &certificate.kind {
        Kind::Initial => ("INITIAL", None),
        Kind::Prolongation(previous) => ("PROLONGATION", previous.as_deref()),
    };
    let reason = match certificate.reason {
        Reason::Illness => "MALADIE",
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
        leaf(xml, "sorties", outings)
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

fn group(
    xml: &mut Xml,
    name: &str,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name)
        .write_inner_content(inner)
        .map(drop)
}

fn leaf(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(text))
        .map(drop)
}

fn optional(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        Ok(())
    } else {
        leaf(xml, name, text)
    }
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
