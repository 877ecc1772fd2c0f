//! Who writes, who bills and whom it is about, as the host and the session give them (pkg/README.md).

use crate::json::Json;

/// A postal address; `country` is ISO 3166-1 alpha-2.
#[derive(Clone, PartialEq, Eq, Default)]
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

impl Address {
    fn read(json: &Json) -> Self {
        let text = |name| json.text(name);
        Self {
            line1: text("line1"),
            line2: text("line2"),
            number: text("number"),
            street: text("street"),
            postcode: text("postcode"),
            city: text("city"),
            country: text("country"),
        }
    }
}

/// The practitioner in whose name a form is made.
#[derive(Clone, PartialEq, Eq, Default)]
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
    fn read(json: &Json) -> Self {
        Self {
            code: json.text("code"),
            last_name: json.text("lastName"),
            first_name: json.text("firstName"),
            specialty: json.text("specialty"),
            address: Address::read(&json.member("address")),
        }
    }

    /// First and last name, as a page shows them.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// Who bills (*facturier*).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Biller {
    /// Provider code of the biller: the doctor's own or an association's.
    pub gp_code: String,
    /// Name.
    pub name: String,
    /// Address.
    pub address: Address,
}

/// A patient or an insured person.
#[derive(Clone, PartialEq, Eq, Default)]
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

impl Person {
    fn read(json: &Json) -> Self {
        Self {
            matricule: json.text("matricule"),
            last_name: json.text("lastName"),
            birth_name: json.text("birthName"),
            first_name: json.text("firstName"),
            birth_date: json.text("birthDate"),
            sex: json.text("sex"),
            address: Address::read(&json.member("address")),
        }
    }
}

/// An earlier certificate of the same patient.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Previous {
    /// Its document id.
    pub document_id: String,
    /// Its first day, ISO 8601.
    pub start: String,
    /// Its last day, ISO 8601.
    pub end: String,
}

/// An act that was billed before for the same patient, by the same doctor or association.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct EarlierAct {
    /// Its code.
    pub code: String,
    /// Its day, ISO 8601.
    pub date: String,
}

/// What the host hands to `setContext`.
#[derive(Clone, PartialEq, Eq, Default)]
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
    /// Acts billed before, which some billing rules need; without them those rules say nothing.
    pub earlier_acts: Vec<EarlierAct>,
}

impl Context {
    /// Reads the host's object; what it does not name is absent.
    pub fn read(json: &Json) -> Self {
        let biller = |json: Json| Biller {
            gp_code: json.text("gpCode"),
            name: json.text("name"),
            address: Address::read(&json.member("address")),
        };
        let previous = |json: Json| Previous {
            document_id: json.text("documentId"),
            start: json.text("start"),
            end: json.text("end"),
        };
        let earlier = |json: Json| EarlierAct {
            code: json.text("code"),
            date: json.text("date"),
        };
        Self {
            practitioner: json.object("practitioner").as_ref().map(Practitioner::read),
            biller: json.object("biller").map(biller),
            patient: json.object("patient").as_ref().map(Person::read),
            insured: json.object("insured").as_ref().map(Person::read),
            previous: json.list("previous", previous),
            earlier_acts: json.list("earlierActs", earlier),
        }
    }

    /// What tells this patient from another inside one page: the matricule, or where there is none every trait.
    pub fn patient_key(&self) -> PatientKey {
        PatientKey(self.patient.as_ref().map(|patient| {
            match patient.matricule.as_str() {
                "" => [
                    &patient.last_name,
                    &patient.birth_name,
                    &patient.first_name,
                    &patient.birth_date,
                ]
                .map(String::as_str)
                .join("\n"),
                matricule => matricule.to_owned(),
            }
        }))
    }
}

/// Tells patients apart; nothing can be read from it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PatientKey(Option<String>);

impl PatientKey {
    /// Whether the host shows no patient.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// What tells the patient, for a sealed text only; empty where there is none.
    pub fn as_text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// The way back.
    pub fn from_text(text: &str) -> Self {
        Self(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }
}

/// In whose name the signed-in person may act (`GET /volet/session`, docs/gateway.md).
///
/// Assumption: a secretary prepares a certificate and only the doctor sends it, so that her `may` has no `ecit`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Whether it is the signed-in person.
    pub own: bool,
    /// The practitioner.
    pub practitioner: Practitioner,
    /// Provider codes that may be used.
    pub gp_codes: Vec<String>,
    /// Actions: `ecit`, `mh`, `memoire`, `revoke`.
    pub may: Vec<String>,
}

impl Identity {
    /// Reads one of the session's identities.
    pub fn read(json: &Json) -> Self {
        Self {
            own: json.flag("self"),
            practitioner: Practitioner::read(&json.member("practitioner")),
            gp_codes: json.texts("gpCodes"),
            may: json.texts("may"),
        }
    }

    /// Whether the action is among those allowed.
    pub fn may(&self, action: &str) -> bool {
        self.may.iter().any(|allowed| allowed == action)
    }
}

crate::redacted!(
    PatientKey,
    Address,
    Practitioner,
    Biller,
    Person,
    Previous,
    EarlierAct,
    Context,
    Identity
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_names_are_read_and_never_printed() {
        let context = Context::read(&Json::from(serde_json::json!({
            "patient": {"matricule": "1893120105732", "lastName": "Muller", "address": {"city": "Esch"}},
            "unknown": 1,
        })));
        let patient = context.patient.as_ref().unwrap();
        assert_eq!(
            (patient.last_name.as_str(), patient.address.city.as_str()),
            ("Muller", "Esch")
        );
        assert!(context.insured.is_none());
        assert_eq!(format!("{context:?}"), "Context([redacted])");
    }

    #[test]
    fn an_identity_is_read_as_the_gateway_writes_it() {
        let json = serde_json::json!({"self": true, "gpCodes": ["90813319"], "may": ["ecit"]});
        let identity = Identity::read(&Json::from(json));
        assert!(identity.own && identity.may("ecit") && !identity.may("revoke"));
    }
}
