//! The XML, read back by a parser of another crate than the one that wrote it.

use super::super::check::tests::{context, right};
use super::super::{Circumstances, Draft, Field, check};
use super::*;
use crate::forms::Environment;

fn certificate(draft: &Draft) -> Certificate {
    let around = Circumstances {
        context: &context(),
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    check(draft, &around).0.unwrap()
}

fn xml_of(draft: &Draft) -> String {
    to_xml(&certificate(draft), &DocumentId::derive([1; 16])).unwrap()
}

#[test]
fn the_practitioners_names_are_cut_and_cleaned() {
    let mut certificate = certificate(&right());
    certificate.practitioner.last_name = ["Weber\u{0}\u{200b}", &"b".repeat(200)].concat();
    let xml = to_xml(&certificate, &DocumentId::derive([1; 16])).unwrap();
    let expected = ["entete/prestataire/nom=Weber", &"b".repeat(145)].concat();
    assert!(leaves(&xml).contains(&expected));
}

/// Every leaf as `path=text`, in document order.
fn leaves(xml: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let root = document.root_element();
    assert_eq!(
        root.tag_name().namespace(),
        Some("http://www.secu.lu/ciss/cns")
    );
    let leaf = |node: &roxmltree::Node<'_, '_>| {
        node.is_element() && !node.children().any(|child| child.is_element())
    };
    root.descendants()
        .filter(leaf)
        .map(|node| {
            assert_eq!(node.tag_name().namespace(), None);
            let mut path: Vec<_> = node
                .ancestors()
                .filter(|node| node.is_element())
                .map(|node| node.tag_name().name())
                .collect();
            path.pop();
            path.reverse();
            format!("{}={}", path.join("/"), node.text().unwrap_or_default())
        })
        .collect()
}

#[test]
fn every_value_stands_where_the_schema_wants_it() {
    let mut draft = right();
    for (field, text) in [
        (Field::Reason, "crf"),
        (Field::Kind, "prolongation"),
        (Field::Previous, "00000000-0000-4000-8000-000000000000"),
        (Field::InsuredLastName, " O'Brien & <Søn> "),
        (Field::InsuredStreet, "Rue \"X\""),
        (Field::InsuredNumber, "12"),
        (Field::InsuredCountry, "lu"),
        (Field::InsuredPostcode, "4011"),
        (Field::ChildMatricule, "1990093012358"),
        (Field::ChildLastName, "Muller"),
        (Field::ChildFirstName, "Mia"),
        (Field::Outings, "excluded"),
    ] {
        draft.set(field, text);
    }
    assert_eq!(
        leaves(&xml_of(&draft)),
        [
            "entete/UUID=01010101-0101-4101-8101-010101010101",
            "entete/prestataire/codePrestataire=90813319",
            "entete/prestataire/nom=Weber",
            "entete/prestataire/prenom=Anne",
            "entete/facturier/codePrestataire=90813319",
            "entete/dateEtablissement=2026-11-22",
            "assure/matricule=1893120105732",
            "assure/nom=O'Brien & <Søn>",
            "assure/prenom=Jos",
            "assure/adresse/numeroRue=12",
            "assure/adresse/rue=Rue \"X\"",
            "assure/adresse/codePays=LU",
            "assure/adresse/codePostal=4011",
            "incapacite/nature=PROLONGATION",
            "incapacite/certificatPrecedent=00000000-0000-4000-8000-000000000000",
            "incapacite/motif=CRF",
            "incapacite/dateDebut=2026-11-21",
            "incapacite/dateFin=2026-11-24",
            "incapacite/codeDiagnostic=J11",
            "incapacite/sorties=EXCLUES",
            "enfant/matricule=1990093012358",
            "enfant/nom=Muller",
            "enfant/prenom=Mia",
        ]
    );
}

#[test]
fn an_accident_and_a_stay_have_their_elements() {
    let mut draft = right();
    for (field, text) in [
        (Field::Reason, "work-accident"),
        (Field::AccidentNumber, "u123456789"),
        (Field::AccidentDate, "2026-11-20"),
        (Field::StayStreet, "Quai"),
        (Field::StayNumber, "3"),
        (Field::StayFloor, "2e"),
        (Field::StayBell, "Weber"),
        (Field::StayCountry, "FR"),
        (Field::StayPostcode, "57000"),
        (Field::StayCity, "Metz"),
    ] {
        draft.set(field, text);
    }
    let leaves = leaves(&xml_of(&draft));
    let from = leaves
        .iter()
        .position(|leaf| leaf.starts_with("incapacite/sorties"));
    assert_eq!(
        leaves[from.unwrap() + 1..],
        [
            "incapacite/accident/numeroAccident=U123456789",
            "incapacite/accident/dateAccident=2026-11-20",
            "incapacite/sejour/numeroRue=3",
            "incapacite/sejour/rue=Quai",
            "incapacite/sejour/codePays=FR",
            "incapacite/sejour/codePostal=57000",
            "incapacite/sejour/localite=Metz",
            "incapacite/sejour/etage=2e",
            "incapacite/sejour/sonnette=Weber",
        ]
    );
}

#[test]
fn what_is_not_given_is_left_out() {
    let leaves = leaves(&xml_of(&right()));
    assert!(
        !leaves
            .iter()
            .any(|leaf| leaf.contains("adresse") || leaf.contains("enfant"))
    );
}
