//! A right mémoire, and each thing that makes it wrong.

use super::*;
use serde_json::json;

const RIGHT: &str = r#"<m:memoireHonoraire xmlns:m="http://www.secu.lu/ciss/cns"><entete><UUID>6f1c2a9e-0b1d-4c57-8a83-2f9f5d0f3e11</UUID><facturier><codePrestataire>90813319</codePrestataire><nom>Weber</nom><adresse><rue>Quai</rue></adresse></facturier><patient><matricule>1985031402717</matricule><nom>Muller</nom></patient><assure><adresse><rue>Quai</rue></adresse></assure><dateMemoireHonoraires>2026-11-20</dateMemoireHonoraires></entete><prestation><numeroLigne>1</numeroLigne><periode><dateDebut>2026-11-20</dateDebut></periode><acte><codeActe>V1</codeActe><suffixActe>C</suffixActe><suffixActe>Z</suffixActe></acte><nombre>1</nombre><montantBrut>78.60</montantBrut></prestation><prestation><numeroLigne>2</numeroLigne><periode><dateDebut>2026-11-20</dateDebut></periode><acte><codeActe>K1</codeActe></acte><nombre>10</nombre><montantBrut>38.00</montantBrut><partPersonelle>8</partPersonelle></prestation><paiement><sousTotal>116.60</sousTotal><acompteADeduire>16.60</acompteADeduire><aPayer>100.00</aPayer><devise>EUR</devise><acquitte>false</acquitte></paiement><libre/><footer/><indicationsSupplementaires/></m:memoireHonoraire>"#;

/// The mémoire with one text in place of another, and what is said about it: code and path.
fn said(from: &str, to: &str) -> Vec<(bool, &'static str, String)> {
    assert!(RIGHT.contains(from), "{from}");
    let xml = RIGHT.replacen(from, to, 1);
    let xml = roxmltree::Document::parse(&xml).unwrap();
    check(xml.root_element(), "90813319")
        .into_iter()
        .map(|anomaly| {
            (
                anomaly.refuses,
                anomaly.code,
                anomaly.path.unwrap_or_default(),
            )
        })
        .collect()
}

fn refused(from: &str, to: &str, code: &'static str, path: &str) {
    assert_eq!(
        said(from, to),
        [(true, code, format!("{ROOT}/{path}"))],
        "{from} → {to}"
    );
}

#[test]
fn a_right_memoire_is_taken_and_has_its_shares() {
    assert_eq!(said("Muller", "Muller"), []);
    let xml = roxmltree::Document::parse(RIGHT).unwrap();
    assert_eq!(
        shares(xml.root_element()),
        json!({"patient": "21.03", "cns": "95.57"})
    );
}

#[test]
fn its_shape_is_the_schemas() {
    refused("<libre/>", "", "STRUCTURE", "libre");
    refused("<footer/>", "", "STRUCTURE", "footer");
    refused(
        "<numeroLigne>2</numeroLigne>",
        "",
        "STRUCTURE",
        "prestation[2]/numeroLigne",
    );
    refused(
        "<rue>Quai</rue>",
        "",
        "STRUCTURE",
        "entete/facturier/adresse/rue",
    );
    refused(
        "<devise>EUR</devise>",
        "<partPersonnelle/>",
        "STRUCTURE",
        "paiement/partPersonnelle",
    );
    let start = RIGHT.find("<prestation>").unwrap();
    let end = RIGHT.rfind("</prestation>").unwrap() + "</prestation>".len();
    refused(
        RIGHT.get(start..end).unwrap(),
        "",
        "STRUCTURE",
        "prestation",
    );
}

#[test]
fn its_values_have_their_forms() {
    refused("78.60", "78.605", "VALEUR", "prestation[1]/montantBrut");
    refused("78.60", "-78.60", "VALEUR", "prestation[1]/montantBrut");
    refused(">10<", ">100<", "VALEUR", "prestation[2]/nombre");
    refused(">Z<", ">ZZ<", "VALEUR", "prestation[1]/acte/suffixActe");
    refused("K1", "K123456", "VALEUR", "prestation[2]/acte/codeActe");
    refused(
        "2026-11-20</dateM",
        "2026-11-31</dateM",
        "VALEUR",
        "entete/dateMemoireHonoraires",
    );
    refused(
        "1985031402717",
        "198503140271",
        "VALEUR",
        "entete/patient/matricule",
    );
    refused(
        "<codePrestataire>90813319",
        "<codePrestataire>90120070",
        "FACTURIER",
        "entete/facturier/codePrestataire",
    );
    refused(
        "<matricule>1985031402717</matricule>",
        "",
        "PATIENT",
        "entete/patient",
    );
    let wrong = said("1985031402717", "1985031402718");
    assert_eq!(
        wrong,
        [(
            false,
            "MATRICULE",
            format!("{ROOT}/entete/patient/matricule")
        )]
    );
}

#[test]
fn its_sums_are_right() {
    refused("116.60", "116.61", "TOTAL", "paiement/sousTotal");
    refused("100.00", "116.60", "TOTAL", "paiement/aPayer");
    refused(">8<", ">38.01<", "PART", "prestation[2]/partPersonelle");
    refused(
        "<numeroLigne>2",
        "<numeroLigne>3",
        "LIGNE",
        "prestation[2]/numeroLigne",
    );
}
