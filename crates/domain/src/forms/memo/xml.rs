//! The memo's XML after CNS's schema of 2022 (`2022_CNS_MEMHON_DEPOT-REQ-V1`): only the root is in the namespace, the order is
//! fixed, `libre`, `footer` and `indicationsSupplementaires` stand even when empty, and the odd spellings (`Extension2`,
//! `partPersonelle`) are the schema's. `nomHopitalAssociation` is never sent: its least length is 100.
//!
//! Assumption: eConnector v2 takes this schema; whether it uses a newer one is not public.

use std::io;

use super::form::{Biller, Insured};
use super::{Line, Memo, PatientId};
use crate::context::Address;
use crate::dates;
use crate::forms::xml::{
    LONGEST_NAMES, Xml, accident, document, group, home, leaf, optional, unchecked,
    unchecked_country,
};
use crate::ids::{DocumentId, GpCode};
use crate::money::Amount;

/// ISO 4217.
const CURRENCY: &str = "EUR";

/// Writes the memo under its id. The text is the same for the same memo.
pub fn to_xml(memo: &Memo, id: &DocumentId) -> io::Result<String> {
    document("memoireHonoraire", |xml| {
        header(xml, memo, id)?;
        for (number, line) in (1_u16..).zip(&memo.lines) {
            group(xml, "prestation", |xml| act_line(xml, number, line, memo))?;
        }
        payment(xml, memo)?;
        group(xml, "libre", |xml| {
            optional(xml, "texteLibreMedical", &memo.note)
        })?;
        group(xml, "footer", |_| Ok(()))?;
        group(xml, "indicationsSupplementaires", |_| Ok(()))
    })
}

fn header(xml: &mut Xml, memo: &Memo, id: &DocumentId) -> io::Result<()> {
    group(xml, "entete", |xml| {
        leaf(xml, "UUID", id.as_str())?;
        biller(xml, &memo.biller)?;
        patient(xml, memo)?;
        insured(xml, &memo.insured)?;
        optional(xml, "numeroMemoireHonoraires", &memo.number)?;
        leaf(xml, "dateMemoireHonoraires", &dates::iso(memo.date))
    })
}

fn biller(xml: &mut Xml, biller: &Biller) -> io::Result<()> {
    let [last, first] = LONGEST_NAMES;
    group(xml, "facturier", |xml| {
        leaf(xml, "codePrestataire", biller.code.as_str())?;
        leaf(xml, "nom", &unchecked(&biller.last_name, last))?;
        optional(xml, "prenom", &unchecked(&biller.first_name, first))?;
        group(xml, "adresse", |xml| practice(xml, &biller.address))
    })
}

fn patient(xml: &mut Xml, memo: &Memo) -> io::Result<()> {
    let patient = &memo.patient;
    group(xml, "patient", |xml| {
        match &patient.id {
            PatientId::Matricule(matricule) => leaf(xml, "matricule", matricule.as_str()),
            PatientId::BirthDate(birth) => leaf(xml, "dateNaissance", &dates::iso(*birth)),
        }?;
        leaf(xml, "nom", &patient.last_name)?;
        leaf(xml, "prenom", &patient.first_name)?;
        accident(xml, memo.accident.as_ref())
    })
}

fn insured(xml: &mut Xml, insured: &Insured) -> io::Result<()> {
    group(xml, "assure", |xml| {
        optional(xml, "nom", &insured.last_name)?;
        optional(xml, "prenom", &insured.first_name)?;
        group(xml, "adresse", |xml| home(xml, &insured.address))
    })
}

/// The host's address.
fn practice(xml: &mut Xml, address: &Address) -> io::Result<()> {
    optional(xml, "extension1", &unchecked(&address.line1, 100))?;
    optional(xml, "Extension2", &unchecked(&address.line2, 100))?;
    optional(xml, "numeroRue", &unchecked(&address.number, 20))?;
    leaf(xml, "rue", &unchecked(&address.street, 80))?;
    optional(xml, "codePays", &unchecked_country(&address.country))?;
    optional(xml, "codePostal", &unchecked(&address.postcode, 15))?;
    optional(xml, "localite", &unchecked(&address.city, 80))
}

/// Who did the act is named on each line: the line's own performer, else the practitioner of the memo.
fn act_line(xml: &mut Xml, number: u16, line: &Line, memo: &Memo) -> io::Result<()> {
    let period = &line.period;
    let time = |time: Option<dates::Time>| time.map(dates::iso_time).unwrap_or_default();
    let performer = line.performer.as_ref().map(GpCode::as_str);
    leaf(xml, "numeroLigne", &number.to_string())?;
    optional(xml, "codeH", line.class.map_or("", |class| class.as_str()))?;
    optional(xml, "lieu", &line.place)?;
    leaf(
        xml,
        "codeExecutant",
        performer.unwrap_or(&memo.practitioner.code),
    )?;
    group(xml, "periode", |xml| {
        leaf(xml, "dateDebut", &dates::iso(period.start))?;
        optional(xml, "heureDebut", &time(period.start_time))?;
        optional(
            xml,
            "dateFin",
            &period.end.map(dates::iso).unwrap_or_default(),
        )?;
        optional(xml, "heureFin", &time(period.end_time))
    })?;
    group(xml, "acte", |xml| {
        leaf(xml, "codeActe", &line.code)?;
        let mut letter = [0; 4];
        for suffix in line.suffixes.chars() {
            leaf(xml, "suffixActe", suffix.encode_utf8(&mut letter))?;
        }
        optional(xml, "libelle", &line.label)
    })?;
    leaf(xml, "nombre", &line.count.to_string())?;
    leaf(xml, "montantBrut", &line.amount.to_string())?;
    optional(xml, "partPersonelle", &text(line.personal_share))?;
    let prescriber = line.prescriber.as_ref().map_or("", GpCode::as_str);
    optional(xml, "codePrescripteur", prescriber)?;
    optional(xml, "numeroTitreOrdonnance", &line.prescription_id)
}

fn payment(xml: &mut Xml, memo: &Memo) -> io::Result<()> {
    let payment = memo.payment;
    group(xml, "paiement", |xml| {
        leaf(xml, "sousTotal", &payment.total.to_string())?;
        optional(xml, "acompteADeduire", &text(payment.deposit))?;
        leaf(xml, "aPayer", &payment.due.to_string())?;
        leaf(xml, "devise", CURRENCY)?;
        leaf(xml, "acquitte", if payment.paid { "true" } else { "false" })?;
        let on = payment.paid_on.map(dates::iso).unwrap_or_default();
        optional(xml, "dateAcquittement", &on)
    })
}

fn text(amount: Option<Amount>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
