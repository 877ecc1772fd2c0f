//! The eCIT's XML: its shape, its rules, and its values for the pages.
//!
//! Assumption: the schema of the eCIT is not public; this one follows the house style of the MH's.

use chrono::{DateTime, Days};
use roxmltree::Node;

use super::anomaly::Anomaly;
use super::document::value;
use super::shape::{self, Children, Shape};
use super::values::{self, parse_date};

/// The root, as paths begin.
pub(super) const ROOT: &str = "/certificatIncapaciteTravail";

const TEXT: Children = Children::Text;
const ADDRESS: Shape = &[
    ("numeroRue", false, TEXT),
    ("rue", true, TEXT),
    ("codePays", true, TEXT),
    ("codePostal", false, TEXT),
    ("localite", false, TEXT),
];
const STAY: Shape = &[
    ("numeroRue", false, TEXT),
    ("rue", true, TEXT),
    ("codePays", true, TEXT),
    ("codePostal", false, TEXT),
    ("localite", false, TEXT),
    ("etage", false, TEXT),
    ("sonnette", false, TEXT),
];
const SHAPE: Shape = &[
    (
        "entete",
        true,
        Children::Elements(&[
            ("UUID", true, TEXT),
            (
                "prestataire",
                true,
                Children::Elements(&[
                    ("codePrestataire", true, TEXT),
                    ("nom", true, TEXT),
                    ("prenom", true, TEXT),
                ]),
            ),
            (
                "facturier",
                true,
                Children::Elements(&[("codePrestataire", true, TEXT)]),
            ),
            ("dateEtablissement", true, TEXT),
        ]),
    ),
    (
        "assure",
        true,
        Children::Elements(&[
            ("matricule", true, TEXT),
            ("nom", true, TEXT),
            ("prenom", true, TEXT),
            ("adresse", false, Children::Elements(ADDRESS)),
        ]),
    ),
    (
        "incapacite",
        true,
        Children::Elements(&[
            ("nature", true, TEXT),
            ("certificatPrecedent", false, TEXT),
            ("motif", true, TEXT),
            ("dateDebut", true, TEXT),
            ("dateFin", true, TEXT),
            ("codeDiagnostic", false, TEXT),
            ("sorties", true, TEXT),
            (
                "accident",
                false,
                Children::Elements(&[
                    ("numeroAccident", false, TEXT),
                    ("dateAccident", false, TEXT),
                ]),
            ),
            ("sejour", false, Children::Elements(STAY)),
        ]),
    ),
    (
        "enfant",
        false,
        Children::Elements(&[
            ("matricule", true, TEXT),
            ("nom", true, TEXT),
            ("prenom", true, TEXT),
        ]),
    ),
];

/// Everything that CNS has to say about the certificate.
pub(super) fn check(root: Node<'_, '_>, gp_code: &str, now: i64) -> Vec<Anomaly> {
    let mut anomalies = shape::check(root, SHAPE, ROOT);
    if !anomalies.is_empty() {
        return anomalies;
    }
    anomalies.extend(values::check(root, ROOT));
    anomalies.extend(values::check_biller(root, ROOT, gp_code));
    for place in ["assure/matricule", "enfant/matricule"] {
        anomalies.extend(values::check_digits(root, ROOT, place));
    }
    anomalies.extend(check_child(root));
    anomalies.extend(check_accident(root));
    anomalies.extend(check_dates(root, now));
    anomalies
}

/// CRF is for a child other than the insured; every other reason has no child.
fn check_child(root: Node<'_, '_>) -> Option<Anomaly> {
    let reject =
        |code, motif, path: &str| Some(Anomaly::reject(code, motif, &format!("{ROOT}/{path}")));
    let crf = value(root, "incapacite/motif").as_deref() == Some("CRF");
    match (crf, value(root, "enfant/matricule")) {
        (true, None) => reject("ENFANT", "L’enfant manque.", "enfant"),
        (false, Some(_)) => reject("ENFANT", "Un enfant n’est prévu que pour le CRF.", "enfant"),
        (true, Some(child)) if value(root, "assure/matricule").as_ref() == Some(&child) => reject(
            "ENFANT",
            "L’enfant et l’assuré sont la même personne.",
            "enfant/matricule",
        ),
        _ => None,
    }
}

/// An accident goes with one of the three reasons that name one.
fn check_accident(root: Node<'_, '_>) -> Option<Anomaly> {
    let is_there = |name: &str| value(root, &format!("incapacite/accident/{name}")).is_some();
    let reason = value(root, "incapacite/motif").unwrap_or_default();
    let stray =
        (is_there("numeroAccident") || is_there("dateAccident")) && !reason.starts_with("ACCIDENT");
    let motif = "Le motif n’est pas un accident.";
    stray.then(|| Anomaly::reject("ACCIDENT", motif, &format!("{ROOT}/incapacite/accident")))
}

/// How the days lie to each other; what is no day is no business of this.
fn check_dates(root: Node<'_, '_>, now: i64) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    let date = |path: &str| value(root, path).and_then(|text| parse_date(&text));
    let issued = date("entete/dateEtablissement");
    let start = date("incapacite/dateDebut");
    let end = date("incapacite/dateFin");
    let (Some(issued), Some(start), Some(end)) = (issued, start, end) else {
        return anomalies;
    };
    if end < start {
        let path = format!("{ROOT}/incapacite/dateFin");
        let motif = "Le dernier jour précède le premier.";
        anomalies.push(Anomaly::reject("DATE_FIN", motif, &path));
    }
    let path = format!("{ROOT}/entete/dateEtablissement");
    // The day in Luxembourg, which is at most two hours ahead of UTC.
    let today = DateTime::from_timestamp(now + 7_200, 0).map(|time| time.date_naive());
    if today.is_some_and(|today| issued > today) {
        let motif = "La date d’établissement est dans l’avenir.";
        anomalies.push(Anomaly::reject("DATE_ETABLISSEMENT", motif, &path));
    } else if start
        .checked_add_days(Days::new(2))
        .is_some_and(|third_day| issued > third_day)
    {
        // Guichet.lu: established at the latest on the third day of the incapacity.
        let motif = "Le certificat est établi après le troisième jour d’incapacité.";
        anomalies.push(Anomaly::warn("DELAI_ETABLISSEMENT", motif, &path));
    }
    anomalies
}

/// A certificate that has passed the checks, for the pages.
#[derive(Clone)]
pub(super) struct Certificate {
    pub(super) practitioner_code: String,
    pub(super) practitioner: String,
    pub(super) biller_code: String,
    pub(super) issued: String,
    pub(super) matricule: String,
    pub(super) insured: String,
    pub(super) address: Option<String>,
    pub(super) nature: String,
    pub(super) previous: Option<String>,
    pub(super) motif: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) diagnosis: Option<String>,
    pub(super) outings: String,
    pub(super) child: Option<(String, String)>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate([redacted])")
    }
}

impl Certificate {
    /// Reads the values; what is optional may be missing.
    pub(super) fn read(root: Node<'_, '_>) -> Option<Self> {
        let name = |path: &str| {
            let last = value(root, &format!("{path}/nom"))?;
            Some(format!(
                "{last} {}",
                value(root, &format!("{path}/prenom"))?
            ))
        };
        Some(Self {
            practitioner_code: value(root, "entete/prestataire/codePrestataire")?,
            practitioner: name("entete/prestataire")?,
            biller_code: value(root, "entete/facturier/codePrestataire")?,
            issued: value(root, "entete/dateEtablissement")?,
            matricule: value(root, "assure/matricule")?,
            insured: name("assure")?,
            address: address(root),
            nature: value(root, "incapacite/nature")?,
            previous: value(root, "incapacite/certificatPrecedent"),
            motif: value(root, "incapacite/motif")?,
            start: value(root, "incapacite/dateDebut")?,
            end: value(root, "incapacite/dateFin")?,
            diagnosis: value(root, "incapacite/codeDiagnostic"),
            outings: value(root, "incapacite/sorties")?,
            child: value(root, "enfant/matricule").zip(name("enfant")),
        })
    }

    /// Whether it is for congé pour raisons familiales.
    pub(super) fn is_crf(&self) -> bool {
        self.motif == "CRF"
    }
}

fn address(root: Node<'_, '_>) -> Option<String> {
    let part = |name: &str| value(root, &format!("assure/adresse/{name}"));
    let join =
        |parts: Vec<Option<String>>| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let street = join(vec![part("numeroRue"), Some(part("rue")?)]);
    let town = join(vec![part("codePays"), part("codePostal"), part("localite")]);
    Some(format!("{street}, {town}"))
}
