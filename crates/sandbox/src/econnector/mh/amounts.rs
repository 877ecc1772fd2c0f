//! The mémoire's sums, and who pays what in immediate payment.

use roxmltree::Node;
use serde_json::{Value, json};

use super::super::anomaly::Anomaly;
use super::super::document::value;
use super::lines;

/// The fund's normal cover in per cent (CNS: immediate payment leaves 12 % to the patient).
///
/// Assumption: the shares are rounded to the cent, the fund's half up; how CNS rounds is not public, and the age and the stay
/// that change the cover are not looked at.
const COVER: i64 = 88;

/// Lines that are not numbered in their order, sums that are wrong.
pub(super) fn check(root: Node<'_, '_>, path: &str) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    let mut reject = |code, motif, place: &str| {
        anomalies.push(Anomaly::reject(code, motif, &format!("{path}/{place}")));
    };
    for (number, line) in (1_usize..).zip(lines(root)) {
        if value(line, "numeroLigne") != Some(number.to_string()) {
            let place = format!("prestation[{number}]/numeroLigne");
            reject("LIGNE", "Les lignes se suivent à partir de 1.", &place);
        }
        if value(line, "periode/dateFin") < value(line, "periode/dateDebut")
            && value(line, "periode/dateFin").is_some()
        {
            let place = format!("prestation[{number}]/periode/dateFin");
            reject("DATE_FIN", "Le dernier jour précède le premier.", &place);
        }
        if cents(line, "partPersonelle") > cents(line, "montantBrut") {
            let place = format!("prestation[{number}]/partPersonelle");
            reject("PART", "La part personnelle dépasse le montant.", &place);
        }
    }
    if cents(root, "paiement/sousTotal") != gross(root) {
        reject(
            "TOTAL",
            "Le total n’est pas la somme des lignes.",
            "paiement/sousTotal",
        );
    }
    let due =
        gross(root) + cents(root, "paiement/report") - cents(root, "paiement/acompteADeduire");
    if cents(root, "paiement/aPayer") != due {
        reject(
            "TOTAL",
            "Le montant à payer n’est pas le total moins l’acompte.",
            "paiement/aPayer",
        );
    }
    anomalies
}

/// What the patient and the fund pay of a memo for immediate payment.
pub(in super::super) fn shares(root: Node<'_, '_>) -> Value {
    let personal: i64 = lines(root).map(|line| cents(line, "partPersonelle")).sum();
    let covered = gross(root) - personal;
    let fund = (covered * COVER + 50) / 100;
    json!({"patient": text(gross(root) - fund), "cns": text(fund)})
}

fn gross(root: Node<'_, '_>) -> i64 {
    lines(root).map(|line| cents(line, "montantBrut")).sum()
}

/// An amount of the document in cents; nothing where there is none.
fn cents(node: Node<'_, '_>, path: &str) -> i64 {
    let text = value(node, path).unwrap_or_default();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    whole.parse::<i64>().map_or(0, |euros| {
        euros
            .saturating_mul(100)
            .saturating_add(part.parse().unwrap_or(0))
    })
}

fn text(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
