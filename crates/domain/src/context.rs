//! Who writes, who bills and whom it is about, as the host and the session give them (public contract §5.1).

use serde::{Deserialize, Serialize};

/// A postal address; `country` is ISO 3166-1 alpha-2.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    /// Free line.
    pub line1: String,
    /// Free line.
    pub line2: String,
    /// House number.
    pub number: String,
    /// Street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country.
    pub country: String,
}

/// The practitioner in whose name a form is made.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Practitioner {
    /// Provider code.
    pub code: String,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Specialty, in words.
    pub specialty: String,
    /// Address of the practice.
    pub address: Address,
}

impl Practitioner {
    /// First and last name, as a page shows them.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// Who bills (*facturier*).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Biller {
    /// Provider code of the biller: the doctor's own or an association's.
    pub gp_code: String,
    /// Name.
    pub name: String,
    /// Address.
    pub address: Address,
}

/// A patient or an insured person.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    /// National number.
    pub matricule: String,
    /// Last name in use.
    pub last_name: String,
    /// Name at birth.
    pub birth_name: String,
    /// First name.
    pub first_name: String,
    /// Day of birth, ISO 8601.
    pub birth_date: String,
    /// FHIR administrative gender.
    pub sex: String,
    /// Home.
    pub address: Address,
}

/// An earlier certificate of the same patient.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Previous {
    /// Its document id.
    pub document_id: String,
    /// Its first day, ISO 8601.
    pub start: String,
    /// Its last day, ISO 8601.
    pub end: String,
}

/// What the host hands to `setContext`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Context {
    /// The practitioner whom the host shows.
    pub practitioner: Option<Practitioner>,
    /// The biller that the host prefers.
    pub biller: Option<Biller>,
    /// The patient of the open file.
    pub patient: Option<Person>,
    /// The insured person, where it is another one (a child's parent).
    pub insured: Option<Person>,
    /// Earlier certificates.
    pub previous: Vec<Previous>,
}

impl Context {
    /// Whether both are about the same patient: the matricule where both have one, else every trait.
    pub fn same_patient(&self, other: &Self) -> bool {
        match (&self.patient, &other.patient) {
            (Some(a), Some(b)) if !a.matricule.is_empty() => a.matricule == b.matricule,
            (a, b) => a == b,
        }
    }
}

/// In whose name the signed-in person may act (`GET /volet/session`, contract §5.3).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    /// Whether it is the signed-in person.
    #[serde(rename = "self")]
    pub own: bool,
    /// The practitioner.
    pub practitioner: Practitioner,
    /// Provider codes that may be used.
    pub gp_codes: Vec<String>,
    /// Actions: `ecit`, `mh`, `memoire`, `revoke`.
    pub may: Vec<String>,
}

impl Identity {
    /// Whether the action is among those allowed.
    pub fn may(&self, action: &str) -> bool {
        self.may.iter().any(|allowed| allowed == action)
    }
}

crate::redacted!(
    Address,
    Practitioner,
    Biller,
    Person,
    Previous,
    Context,
    Identity
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_names_are_read_and_never_printed() {
        let context: Context = serde_json::from_str(
            r#"{"patient":{"matricule":"1893120105732","lastName":"Muller"},"unknown":1}"#,
        )
        .unwrap();
        assert_eq!(
            context
                .patient
                .as_ref()
                .map(|person| person.last_name.as_str()),
            Some("Muller")
        );
        assert_eq!(format!("{context:?}"), "Context([redacted])");
    }

    #[test]
    fn an_identity_is_read_as_the_gateway_writes_it() {
        let identity: Identity =
            serde_json::from_str(r#"{"self":true,"gpCodes":["90813319"],"may":["ecit"]}"#).unwrap();
        assert!(identity.own && identity.may("ecit") && !identity.may("revoke"));
    }
}
