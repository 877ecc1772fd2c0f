//! The mémoire d'honoraires: the few rules that the stand-in checks (element names of the public schema of 2022).

use roxmltree::Node;

use super::anomaly::Anomaly;
use super::document::value;
use super::matricule;

const ROOT: &str = "/memoireHonoraire";

/// What CNS has to say about the mémoire.
pub(super) fn check(root: Node<'_, '_>, gp_code: &str) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    let mut reject = |code, motif, path: &str| {
        anomalies.push(Anomaly::reject(code, motif, &format!("{ROOT}/{path}")));
    };
    if value(root, "entete/facturier/codePrestataire").as_deref() != Some(gp_code) {
        let motif = "Le facturier n’est pas celui de l’adresse appelée.";
        reject("FACTURIER", motif, "entete/facturier/codePrestataire");
    }
    let path = "entete/patient/matricule";
    if value(root, path).is_some_and(|number| !matricule::is_right(&number)) {
        reject(
            "MATRICULE",
            "Les chiffres de contrôle du matricule sont faux.",
            path,
        );
    }
    let lines = root
        .children()
        .filter(|child| child.tag_name().name() == "prestation")
        .count();
    if lines == 0 {
        reject(
            "STRUCTURE",
            "Élément obligatoire absent ou vide.",
            "prestation",
        );
    }
    anomalies
}
