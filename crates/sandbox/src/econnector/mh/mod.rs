//! The mémoire d'honoraires: its shape after the public schema of 2022, its values, its sums, and the shares of immediate
//! payment.

mod amounts;

use roxmltree::Node;

use super::anomaly::Anomaly;
use super::document::value;
use super::shape::{self, Children, Shape};
use super::values;

pub(super) use amounts::shares;

/// The root, as paths begin.
pub(super) const ROOT: &str = "/memoireHonoraire";
const TEXT: Children = Children::Text;

const ADDRESS: Shape = &[
    ("extension1", false, TEXT),
    ("Extension2", false, TEXT),
    ("numeroRue", false, TEXT),
    ("rue", true, TEXT),
    ("codePays", false, TEXT),
    ("codePostal", false, TEXT),
    ("localite", false, TEXT),
];
const BILLER: Shape = &[
    ("codePrestataire", true, TEXT),
    ("nom", true, TEXT),
    ("prenom", false, TEXT),
    ("titre", false, TEXT),
    ("adresse", true, Children::Elements(ADDRESS)),
    ("numeroTelephone", false, TEXT),
    ("numeroFax", false, TEXT),
    ("email", false, TEXT),
];
/// The schema's choice of number and birth date is looked at apart.
const PATIENT: Shape = &[
    ("matricule", false, TEXT),
    ("dateNaissance", false, TEXT),
    ("caissePrincipale", false, TEXT),
    ("nom", false, TEXT),
    ("prenom", false, TEXT),
    (
        "accident",
        false,
        Children::Elements(&[
            ("numeroAccident", false, TEXT),
            ("dateAccident", false, TEXT),
        ]),
    ),
];
const HEADER: Shape = &[
    ("UUID", true, TEXT),
    ("facturier", true, Children::Elements(BILLER)),
    ("patient", true, Children::Elements(PATIENT)),
    (
        "assure",
        true,
        Children::Elements(&[
            ("nom", false, TEXT),
            ("prenom", false, TEXT),
            ("adresse", true, Children::Elements(ADDRESS)),
        ]),
    ),
    ("numeroMemoireHonoraires", false, TEXT),
    ("dateMemoireHonoraires", true, TEXT),
    ("codeHopital", false, TEXT),
    ("codeAssociation", false, TEXT),
    ("nomHopitalAssociation", false, TEXT),
    ("numeroAdmission", false, TEXT),
    ("caisseComplementaire", false, TEXT),
];
const LINE: Shape = &[
    ("numeroLigne", true, TEXT),
    ("codeH", false, TEXT),
    ("lieu", false, TEXT),
    ("codeExecutant", false, TEXT),
    (
        "periode",
        true,
        Children::Elements(&[
            ("dateDebut", true, TEXT),
            ("heureDebut", false, TEXT),
            ("dateFin", false, TEXT),
            ("heureFin", false, TEXT),
        ]),
    ),
    ("dent", false, TEXT),
    (
        "acte",
        true,
        Children::Elements(&[
            ("codeActe", true, TEXT),
            ("prefixActe", false, Children::ManyTexts),
            ("suffixActe", false, Children::ManyTexts),
            ("libelle", false, TEXT),
        ]),
    ),
    ("nombre", true, TEXT),
    ("montantBrut", true, TEXT),
    ("partPersonelle", false, TEXT),
    ("codePrescripteur", false, TEXT),
    ("numeroTitreOrdonnance", false, TEXT),
    ("typeSeance", false, TEXT),
    ("numeroSeance", false, TEXT),
    ("codeOperateur", false, TEXT),
];
const SHAPE: Shape = &[
    ("entete", true, Children::Elements(HEADER)),
    ("prestation", true, Children::Many(LINE)),
    (
        "paiement",
        true,
        Children::Elements(&[
            ("sousTotal", true, TEXT),
            ("report", false, TEXT),
            ("acompteADeduire", false, TEXT),
            ("aPayer", true, TEXT),
            ("devise", true, TEXT),
            ("acquitte", true, TEXT),
            ("dateAcquittement", false, TEXT),
        ]),
    ),
    (
        "libre",
        true,
        Children::Elements(&[
            ("texteLibreVirement", false, TEXT),
            ("texteLibreMedical", false, TEXT),
        ]),
    ),
    (
        "footer",
        true,
        Children::Elements(&[("nombreDePage", false, TEXT)]),
    ),
    (
        "indicationsSupplementaires",
        true,
        Children::Elements(&[
            ("polytraumatisme", false, TEXT),
            ("protheseProvisoire", false, TEXT),
            ("nouvelleGrossesse", false, TEXT),
            ("codeMedecinOperateur", false, TEXT),
        ]),
    ),
    ("signature", false, TEXT),
    ("document", false, TEXT),
];

/// Everything that CNS has to say about the mémoire.
pub(super) fn check(root: Node<'_, '_>, gp_code: &str) -> Vec<Anomaly> {
    let mut anomalies = shape::check(root, SHAPE, ROOT);
    if !anomalies.is_empty() {
        return anomalies;
    }
    anomalies.extend(values::check(root, ROOT));
    let reject = |code, motif, path: &str| Anomaly::reject(code, motif, &format!("{ROOT}/{path}"));
    anomalies.extend(values::check_biller(root, ROOT, gp_code));
    let number = value(root, "entete/patient/matricule");
    let birth = value(root, "entete/patient/dateNaissance");
    if number.is_some() == birth.is_some() {
        let motif = "Le patient est nommé par son matricule ou par sa date de naissance.";
        anomalies.push(reject("PATIENT", motif, "entete/patient"));
    }
    let place = "entete/patient/matricule";
    anomalies.extend(values::check_digits(root, ROOT, place));
    if anomalies.iter().all(|anomaly| !anomaly.refuses) {
        anomalies.extend(amounts::check(root, ROOT));
    }
    anomalies
}

/// The lines, in the order of the document.
fn lines<'a, 'input>(root: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    root.children()
        .filter(|child| child.tag_name().name() == "prestation")
}

#[cfg(test)]
mod tests;
