//! Lengths and forms of the values: the mémoire's as the public schema of 2022 has them, and the eCIT's in its style.

use chrono::{NaiveDate, NaiveTime};
use roxmltree::Node;

use super::anomaly::Anomaly;
use super::document::value;
use super::matricule;

/// What the text of an element has to be.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// So many characters.
    Length(usize, usize),
    /// `xs:date`.
    Day,
    /// `xs:time` without fractions or time zone.
    Time,
    /// Eight digits, the first not zero.
    Provider,
    /// Digits with at most two decimals.
    Money,
    /// Digits between two numbers.
    Number(u32, u32),
    /// One of these.
    Word(&'static [&'static str]),
    /// Thirteen ASCII digits, the first not zero.
    Matricule,
    /// `[UL]` and nine digits.
    Accident,
}

/// By the name of the element; both documents use a name for one thing only.
const FORMS: &[(&str, Form)] = &[
    ("UUID", Form::Length(36, 36)),
    ("codePrestataire", Form::Provider),
    ("codeExecutant", Form::Provider),
    ("codePrescripteur", Form::Provider),
    ("codeOperateur", Form::Provider),
    ("codeHopital", Form::Provider),
    ("codeAssociation", Form::Provider),
    ("nom", Form::Length(0, 150)),
    ("prenom", Form::Length(0, 100)),
    ("titre", Form::Length(0, 50)),
    ("numeroTelephone", Form::Length(0, 24)),
    ("numeroFax", Form::Length(0, 24)),
    ("email", Form::Length(0, 100)),
    ("extension1", Form::Length(0, 100)),
    ("Extension2", Form::Length(0, 100)),
    ("numeroRue", Form::Length(0, 20)),
    ("rue", Form::Length(1, 80)),
    ("codePays", Form::Length(2, 2)),
    ("codePostal", Form::Length(1, 15)),
    ("localite", Form::Length(1, 80)),
    ("matricule", Form::Matricule),
    ("dateNaissance", Form::Day),
    ("caissePrincipale", Form::Length(0, 12)),
    ("numeroAccident", Form::Accident),
    ("dateAccident", Form::Day),
    ("numeroMemoireHonoraires", Form::Length(0, 100)),
    ("dateMemoireHonoraires", Form::Day),
    ("nomHopitalAssociation", Form::Length(100, usize::MAX)),
    ("numeroAdmission", Form::Length(0, 25)),
    ("caisseComplementaire", Form::Length(0, 25)),
    ("numeroLigne", Form::Number(1, u32::MAX)),
    ("codeH", Form::Word(&["A", "1", "2"])),
    ("lieu", Form::Length(2, 2)),
    ("dateDebut", Form::Day),
    ("heureDebut", Form::Time),
    ("dateFin", Form::Day),
    ("heureFin", Form::Time),
    ("dent", Form::Length(0, 3)),
    ("codeActe", Form::Length(1, 6)),
    ("prefixActe", Form::Length(1, 1)),
    ("suffixActe", Form::Length(1, 1)),
    ("libelle", Form::Length(0, 35)),
    ("nombre", Form::Number(1, 99)),
    ("montantBrut", Form::Money),
    ("partPersonelle", Form::Money),
    ("numeroTitreOrdonnance", Form::Length(36, 36)),
    ("typeSeance", Form::Length(1, 20)),
    ("numeroSeance", Form::Length(1, 2)),
    ("sousTotal", Form::Money),
    ("report", Form::Money),
    ("acompteADeduire", Form::Money),
    ("aPayer", Form::Money),
    ("devise", Form::Length(3, 3)),
    ("acquitte", Form::Word(&["true", "false", "1", "0"])),
    ("dateAcquittement", Form::Day),
    ("texteLibreVirement", Form::Length(1, 2_500)),
    ("texteLibreMedical", Form::Length(1, 200)),
    ("codeMedecinOperateur", Form::Provider),
    // Assumption: the eCIT's own, whose schema is not public.
    ("dateEtablissement", Form::Day),
    ("nature", Form::Word(&["INITIAL", "PROLONGATION"])),
    ("certificatPrecedent", Form::Length(1, 36)),
    ("motif", Form::Word(REASONS)),
    ("codeDiagnostic", Form::Length(1, 100)),
    ("sorties", Form::Word(&["AUTORISEES", "EXCLUES"])),
    ("etage", Form::Length(1, 20)),
    ("sonnette", Form::Length(1, 100)),
];

/// Why somebody cannot work.
const REASONS: &[&str] = &[
    "MALADIE",
    "ACCIDENT",
    "ACCIDENT_TRAVAIL",
    "ACCIDENT_TRAJET",
    "MALADIE_PROFESSIONNELLE",
    "MATERNITE",
    "CRF",
];

/// Every value that has not its form.
pub(super) fn check(node: Node<'_, '_>, path: &str) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    let mut line = 0;
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let mut here = format!("{path}/{name}");
        if name == "prestation" {
            line += 1;
            here = format!("{here}[{line}]");
        }
        let text = child.text().unwrap_or_default();
        let form = FORMS.iter().find(|(known, _)| *known == name);
        if form.is_some_and(|(_, form)| !fits(*form, text)) {
            anomalies.push(Anomaly::reject(
                "VALEUR",
                "La valeur n’a pas la forme prévue.",
                &here,
            ));
        }
        anomalies.extend(check(child, &here));
    }
    anomalies
}

/// The biller has to be the one of the address that was called.
pub(super) fn check_biller(node: Node<'_, '_>, path: &str, gp_code: &str) -> Option<Anomaly> {
    let place = "entete/facturier/codePrestataire";
    let motif = "Le facturier n’est pas celui de l’adresse appelée.";
    let other = value(node, place).as_deref() != Some(gp_code);
    other.then(|| Anomaly::reject("FACTURIER", motif, &format!("{path}/{place}")))
}

/// A wrong check digit is a remark only: the published test numbers have them, and this stands in for an integration
/// environment.
pub(super) fn check_digits(node: Node<'_, '_>, path: &str, place: &str) -> Option<Anomaly> {
    let number = value(node, place)?;
    let motif = "Les chiffres de contrôle du matricule sont faux.";
    let wrong = fits(Form::Matricule, &number) && !matricule::is_right(&number);
    wrong.then(|| Anomaly::warn("MATRICULE", motif, &format!("{path}/{place}")))
}

/// A date as xs:date without a time zone, ten ASCII letters.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10 && text.is_ascii();
    plain
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

fn fits(form: Form, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match form {
        Form::Length(least, most) => (least..=most).contains(&text.chars().count()),
        Form::Day => parse_date(text).is_some(),
        Form::Time => {
            text.len() == 8
                && text.is_ascii()
                && NaiveTime::parse_from_str(text, "%H:%M:%S").is_ok()
        }
        Form::Provider => digits(text) && text.len() == 8 && !text.starts_with('0'),
        Form::Matricule => digits(text) && text.len() == 13 && !text.starts_with('0'),
        Form::Accident => {
            let number = text.strip_prefix(['U', 'L']);
            number.is_some_and(|number| number.len() == 9 && digits(number))
        }
        Form::Money => match text.split_once('.') {
            None => digits(text),
            Some((whole, cents)) => digits(whole) && digits(cents) && cents.len() <= 2,
        },
        Form::Number(least, most) => {
            digits(text)
                && text
                    .parse()
                    .is_ok_and(|number| (least..=most).contains(&number))
        }
        Form::Word(words) => words.contains(&text),
    }
}
