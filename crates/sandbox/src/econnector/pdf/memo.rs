//! The official page of a mémoire d'honoraires, which a later version of the eConnector makes.
//!
//! Assumption: CNS's template is not public; these are pages of the stand-in's own, with what the XML says.

use roxmltree::{Document as Xml, Node};
use serde_json::{Value, json};

use super::layout::{Text, date};
use super::paint;
use crate::econnector::document::value;
use crate::econnector::problem::Problem;

const TITLE: &str = "Mémoire d’honoraires";
/// Lines of acts on a page.
const LINES: usize = 20;
/// Where the columns begin.
const COLUMNS: [f32; 6] = [20.0, 30.0, 55.0, 85.0, 150.0, 165.0];
/// Letters of a label that fit into its column.
const LABEL: usize = 36;

/// The file of the one copy, as it stands in an answer.
pub(in crate::econnector) fn memo(xml: &str) -> Result<Value, Problem> {
    let xml = Xml::parse(xml).map_err(|_| Problem::Internal)?;
    let root = xml.root_element();
    let lines: Vec<_> = root
        .children()
        .filter(|child| child.tag_name().name() == "prestation")
        .collect();
    let count = lines.chunks(LINES).count();
    let pages: Vec<Vec<Text>> = lines
        .chunks(LINES)
        .enumerate()
        .map(|(at, lines)| page(root, lines, (at + 1, count)))
        .collect();
    let pages: Vec<_> = pages.iter().map(|texts| (&**texts, Vec::new())).collect();
    let bytes = paint::file(TITLE, &pages).ok_or(Problem::Internal)?;
    Ok(json!([super::entry("mh", &bytes)]))
}

fn page(root: Node<'_, '_>, lines: &[Node<'_, '_>], (number, count): (usize, usize)) -> Vec<Text> {
    let mut texts = vec![
        text(20.0, 25.0, 16.0, TITLE.to_owned()),
        text(
            20.0,
            32.0,
            8.0,
            "Bac à sable – sans valeur légale".to_owned(),
        ),
        text(165.0, 25.0, 8.0, format!("Page {number} / {count}")),
    ];
    let mut y = 42.0;
    for (label, words) in head(root) {
        texts.push(text(20.0, y, 10.0, label.to_owned()));
        texts.push(text(65.0, y, 10.0, words));
        y += 6.0;
    }
    y += 4.0;
    for line in lines {
        let cells = COLUMNS.into_iter().zip(cells(*line));
        texts.extend(cells.map(|(x, words)| text(x, y, 9.0, words)));
        y += 6.0;
    }
    if number == count {
        y += 4.0;
        for (label, words) in sums(root) {
            texts.push(text(120.0, y, 10.0, label.to_owned()));
            texts.push(text(165.0, y, 10.0, words));
            y += 6.0;
        }
    }
    texts
}

fn head(root: Node<'_, '_>) -> Vec<(&'static str, String)> {
    let text = |path| value(root, path).unwrap_or_default();
    let both = |one, other| [text(one), text(other)].join(" ").trim().to_owned();
    let rows = [
        ("Identifiant", text("entete/UUID")),
        (
            "Facturier",
            both("entete/facturier/nom", "entete/facturier/prenom"),
        ),
        ("Code facturier", text("entete/facturier/codePrestataire")),
        (
            "Patient",
            both("entete/patient/nom", "entete/patient/prenom"),
        ),
        ("Matricule", text("entete/patient/matricule")),
        ("Né(e) le", date(&text("entete/patient/dateNaissance"))),
        ("Accident", text("entete/patient/accident/numeroAccident")),
        ("Numéro", text("entete/numeroMemoireHonoraires")),
        ("Date", date(&text("entete/dateMemoireHonoraires"))),
        ("Remarque", text("libre/texteLibreMedical")),
    ];
    rows.into_iter()
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

fn cells(line: Node<'_, '_>) -> [String; 6] {
    let text = |path| value(line, path).unwrap_or_default();
    let suffixes: String = line
        .descendants()
        .filter(|node| node.tag_name().name() == "suffixActe")
        .filter_map(|node| node.text())
        .collect();
    [
        text("numeroLigne"),
        date(&text("periode/dateDebut")),
        [text("acte/codeActe"), suffixes]
            .join(" ")
            .trim()
            .to_owned(),
        text("acte/libelle").chars().take(LABEL).collect(),
        text("nombre"),
        text("montantBrut"),
    ]
}

fn sums(root: Node<'_, '_>) -> Vec<(&'static str, String)> {
    let rows = [
        ("Total", "paiement/sousTotal"),
        ("Acompte", "paiement/acompteADeduire"),
        ("À payer", "paiement/aPayer"),
    ];
    let rows = rows.into_iter();
    rows.filter_map(|(label, path)| Some((label, value(root, path)?)))
        .collect()
}

fn text(x: f32, y: f32, size: f32, text: String) -> Text {
    Text { x, y, size, text }
}
