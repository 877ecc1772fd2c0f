//! Where an anomaly of mySecu belongs on the form.
//!
//! Assumption: an anomaly's path is that of the element in our own XML (see `xml.rs`).

use super::Field;

/// The field of an element, by the end of its path; `None` when no field shows it.
pub fn field_of(path: &str) -> Option<Field> {
    let path = path.trim_start_matches('/');
    let path = path
        .strip_prefix("certificatIncapaciteTravail/")
        .unwrap_or(path);
    Some(match path {
        "entete/prestataire/codePrestataire" => Field::Practitioner,
        "entete/facturier/codePrestataire" => Field::Biller,
        "entete/dateEtablissement" => Field::Issued,
        "assure/matricule" => Field::InsuredMatricule,
        "assure/nom" => Field::InsuredLastName,
        "assure/prenom" => Field::InsuredFirstName,
        "assure/adresse/numeroRue" => Field::InsuredNumber,
        "assure/adresse/rue" | "assure/adresse" => Field::InsuredStreet,
        "assure/adresse/codePays" => Field::InsuredCountry,
        "assure/adresse/codePostal" => Field::InsuredPostcode,
        "assure/adresse/localite" => Field::InsuredCity,
        "incapacite/nature" => Field::Kind,
        "incapacite/certificatPrecedent" => Field::Previous,
        "incapacite/motif" => Field::Reason,
        "incapacite/accident/numeroAccident" | "incapacite/accident" => Field::AccidentNumber,
        "incapacite/accident/dateAccident" => Field::AccidentDate,
        "incapacite/sejour/numeroRue" => Field::StayNumber,
        "incapacite/sejour/rue" | "incapacite/sejour" => Field::StayStreet,
        "incapacite/sejour/codePays" => Field::StayCountry,
        "incapacite/sejour/codePostal" => Field::StayPostcode,
        "incapacite/sejour/localite" => Field::StayCity,
        "incapacite/sejour/etage" => Field::StayFloor,
        "incapacite/sejour/sonnette" => Field::StayBell,
        "incapacite/dateDebut" => Field::Start,
        "incapacite/dateFin" => Field::End,
        "incapacite/codeDiagnostic" => Field::Diagnosis,
        "incapacite/sorties" => Field::Outings,
        "enfant/matricule" => Field::ChildMatricule,
        "enfant/nom" => Field::ChildLastName,
        "enfant/prenom" => Field::ChildFirstName,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_field_with_and_without_the_root() {
        let full = field_of("/certificatIncapaciteTravail/assure/matricule");
        assert_eq!(full, Some(Field::InsuredMatricule));
        assert_eq!(field_of("incapacite/dateFin"), Some(Field::End));
        assert_eq!(field_of("/certificatIncapaciteTravail/signature"), None);
    }
}
