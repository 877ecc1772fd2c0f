//! Where an anomaly of mySecu belongs on the form.
//!
//! Assumption: an anomaly's path is that of the element in the memo's XML; which line is meant is said by an index as XPath
//! has it, `prestation[2]`. Without one the first line is.

use super::{Field, LineField};

/// The field of an element, by its path from the root; `None` when no field shows it.
pub fn field_of(path: &str) -> Option<Field> {
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("memoireHonoraire/").unwrap_or(path);
    if let Some(rest) = path.strip_prefix("prestation") {
        return line_field(rest);
    }
    let leaf = path.strip_prefix("entete/").unwrap_or(path);
    Some(match leaf {
        "facturier" | "facturier/codePrestataire" => Field::Biller,
        "patient" | "patient/matricule" => Field::PatientMatricule,
        "patient/dateNaissance" => Field::PatientBirthDate,
        "patient/nom" => Field::PatientLastName,
        "patient/prenom" => Field::PatientFirstName,
        "patient/accident" | "patient/accident/numeroAccident" => Field::AccidentNumber,
        "patient/accident/dateAccident" => Field::AccidentDate,
        "assure/nom" => Field::InsuredLastName,
        "assure/prenom" => Field::InsuredFirstName,
        "assure" | "assure/adresse" | "assure/adresse/rue" => Field::InsuredStreet,
        "assure/adresse/numeroRue" => Field::InsuredNumber,
        "assure/adresse/codePays" => Field::InsuredCountry,
        "assure/adresse/codePostal" => Field::InsuredPostcode,
        "assure/adresse/localite" => Field::InsuredCity,
        "numeroMemoireHonoraires" => Field::MemoNumber,
        "dateMemoireHonoraires" => Field::MemoDate,
        "libre/texteLibreMedical" => Field::MemoNote,
        "paiement/acompteADeduire" => Field::Deposit,
        "paiement/acquitte" => Field::Paid,
        "paiement/dateAcquittement" => Field::PaidOn,
        _ => return None,
    })
}

fn line_field(rest: &str) -> Option<Field> {
    let (number, rest) = match rest.strip_prefix('[') {
        None => (1, rest),
        Some(rest) => {
            let (number, rest) = rest.split_once(']')?;
            (number.parse().ok().filter(|number| *number > 0)?, rest)
        }
    };
    let field = match rest.trim_start_matches('/') {
        "" | "acte" | "acte/codeActe" | "acte/libelle" | "numeroLigne" => LineField::Code,
        "acte/suffixActe" | "acte/prefixActe" => LineField::Suffixes,
        "codeH" => LineField::Class,
        "lieu" => LineField::Place,
        "codeExecutant" => LineField::Performer,
        "periode" | "periode/dateDebut" => LineField::Date,
        "periode/heureDebut" => LineField::Time,
        "periode/dateFin" => LineField::EndDate,
        "periode/heureFin" => LineField::EndTime,
        "nombre" => LineField::Count,
        "montantBrut" => LineField::Amount,
        "partPersonelle" => LineField::PersonalShare,
        "codePrescripteur" => LineField::Prescriber,
        "numeroTitreOrdonnance" => LineField::PrescriptionId,
        _ => return None,
    };
    Some(Field::Line(number, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_field_and_its_line() {
        for (path, expect) in [
            (
                "/memoireHonoraire/entete/patient/matricule",
                Some("patient.matricule"),
            ),
            (
                "/memoireHonoraire/prestation[12]/montantBrut",
                Some("line.12.amount"),
            ),
            ("prestation/periode/heureDebut", Some("line.1.time")),
            (
                "/memoireHonoraire/paiement/acompteADeduire",
                Some("payment.deposit"),
            ),
            ("/memoireHonoraire/prestation[0]/nombre", None),
            ("/memoireHonoraire/prestation[x]/nombre", None),
            ("/memoireHonoraire/prestation[1/nombre", None),
            ("/memoireHonoraire/signature", None),
        ] {
            let field = field_of(path).map(|field| field.path().into_owned());
            assert_eq!(field.as_deref(), expect, "{path}");
        }
    }
}
