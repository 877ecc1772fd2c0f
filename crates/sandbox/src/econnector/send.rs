//! `send-document` and `ra/…/send-MH`: sign, deposit, and give the official pages.

use serde_json::{Value, json};

use super::anomaly::{self, Anomaly};
use super::deposits::Known;
use super::document::{Document, Kind};
use super::faults::Faults;
use super::operation::Operation;
use super::problem::Problem;
use super::{Call, Done, Econnector, ecit, pdf};
use crate::random;
use crate::scenario::Scenario;

/// Signs and deposits a document.
pub(super) fn run(
    ec: &mut Econnector,
    faults: &mut Faults<'_>,
    call: &Call<'_>,
    operation: Operation,
) -> Result<Done, Problem> {
    let document = Document::read(call)?;
    if faults.happens(Scenario::PractitionerNotEnrolled) {
        return Err(Problem::PractitionerNotEnrolled);
    }
    if faults.happens(Scenario::SignatureDown) {
        return Err(Problem::SignatureUnavailable);
    }
    let pages = |faults: &mut Faults<'_>| match document.kind {
        Kind::Ecit => pdf::pages(&document.text, faults.happens(Scenario::TemplateChanged)),
        // CNS: the eConnector does not make the PDF of the MH in its first versions.
        Kind::Mh => Ok(json!([])),
    };
    let shares = match (document.kind, operation) {
        (Kind::Mh, Operation::SendDocument) => document.shares(),
        _ => None,
    };
    file(ec, faults, call, &document, shares, pages)
}

/// Deposits a document at mySecu: the same bytes twice are one deposit with one receipt.
pub(super) fn file(
    ec: &mut Econnector,
    faults: &mut Faults<'_>,
    call: &Call<'_>,
    document: &Document,
    shares: Option<Value>,
    pages: impl FnOnce(&mut Faults<'_>) -> Result<Value, Problem>,
) -> Result<Done, Problem> {
    match ec.deposits.known(document, call.gp_code) {
        Known::Same(receipt) => {
            return Ok(Done {
                body: receipt,
                committed: false,
            });
        }
        Known::Withdrawn => {
            let motif = "Le document porte le numéro d’un document révoqué.";
            return Ok(refused_for_its_number(document, "REVOQUE", motif));
        }
        Known::Other => {
            let motif = "Un autre document porte déjà ce numéro.";
            return Ok(refused_for_its_number(document, "NUMERO_PRIS", motif));
        }
        Known::No => {}
    }
    let mut anomalies = document.check(call.gp_code, call.now);
    anomalies.extend(scenario_anomalies(faults, document.kind));
    if anomaly::refuses(&anomalies) {
        return Ok(refused(document, &anomalies));
    }
    let uuid = random::uuid(&mut ec.rng);
    let mut receipt = json!({
        "documentId": document.id,
        "uuidSecu": uuid,
        "anomalies": anomaly::to_json(&anomalies),
        "documents": pages(faults)?,
    });
    if let Some(shares) = shares {
        receipt["shares"] = shares;
    }
    ec.deposits
        .add(document, call.gp_code, uuid, receipt.clone());
    Ok(Done {
        body: receipt,
        committed: true,
    })
}

fn refused_for_its_number(document: &Document, code: &'static str, motif: &'static str) -> Done {
    let path = format!("{}/entete/UUID", document.kind.root());
    refused(document, &[Anomaly::reject(code, motif, &path)])
}

fn refused(document: &Document, anomalies: &[Anomaly]) -> Done {
    let body = json!({
        "documentId": document.id,
        "anomalies": anomaly::to_json(anomalies),
        "documents": [],
    });
    Done {
        body,
        committed: false,
    }
}

/// The refusals that a scenario asks for.
fn scenario_anomalies(faults: &mut Faults<'_>, kind: Kind) -> Vec<Anomaly> {
    let insured = match kind {
        Kind::Ecit => "assure/matricule",
        Kind::Mh => "entete/patient/matricule",
    };
    let insured = format!("{}/{insured}", kind.root());
    let mut anomalies = Vec::new();
    if faults.happens(Scenario::InsuredUnknown) {
        anomalies.push(Anomaly::reject(
            "ASSURE_INCONNU",
            "L’assuré n’est pas connu.",
            &insured,
        ));
    }
    if faults.happens(Scenario::RefusedWithAnomalies) {
        anomalies.extend(match kind {
            Kind::Ecit => ecit_refusals(),
            Kind::Mh => vec![Anomaly::reject(
                "NOM",
                "Le nom ne correspond pas au matricule.",
                &format!("{}/entete/patient/nom", kind.root()),
            )],
        });
    }
    anomalies
}

fn ecit_refusals() -> Vec<Anomaly> {
    let reject =
        |code, motif, path: &str| Anomaly::reject(code, motif, &format!("{}/{path}", ecit::ROOT));
    vec![
        reject(
            "NOM",
            "Le nom ne correspond pas au matricule.",
            "assure/nom",
        ),
        reject(
            "DATE_FIN",
            "La durée dépasse le maximum.",
            "incapacite/dateFin",
        ),
        reject(
            "DIAGNOSTIC",
            "Le code diagnostic n’existe pas.",
            "incapacite/codeDiagnostic",
        ),
        Anomaly::warn(
            "ADRESSE",
            "L’adresse diffère de celle du registre.",
            &format!("{}/assure/adresse", ecit::ROOT),
        ),
    ]
}
