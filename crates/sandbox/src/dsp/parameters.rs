//! The search parameters that are supported: for each type of resource their name, kind and elements (R4, MHD ITI-67).

/// How a parameter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `system|code`, `code`, `|code`, `system|`.
    Token,
    /// A date with a prefix.
    Date,
    /// The beginning of a text, without case.
    Text,
    /// A reference, relative or by id.
    Reference,
    /// A name of the person or organisation that a reference names.
    AuthorName,
}

/// One supported parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Paths of elements; lists on the way are searched through.
    pub(super) paths: &'static [&'static str],
}

const fn of(name: &'static str, kind: Kind, paths: &'static [&'static str]) -> Parameter {
    Parameter { name, kind, paths }
}

const ID: Parameter = of("_id", Kind::Token, &["id"]);
const IDENTIFIER: Parameter = of(
    "identifier",
    Kind::Token,
    &["identifier", "masterIdentifier"],
);
const STATUS: Parameter = of("status", Kind::Token, &["status"]);
const CATEGORY: Parameter = of("category", Kind::Token, &["category"]);
const CODE: Parameter = of("code", Kind::Token, &["code"]);
const EFFECTIVE: Parameter = of(
    "date",
    Kind::Date,
    &["effectiveDateTime", "effectivePeriod", "effectiveInstant"],
);

/// A searchable type.
#[derive(Debug)]
pub(super) struct Searchable {
    pub(super) kind: &'static str,
    pub(super) parameters: &'static [Parameter],
    /// Names for `_include` with the element that holds the reference.
    pub(super) includes: &'static [(&'static str, &'static str)],
}

/// Every searchable type.
pub(super) const TYPES: [Searchable; 16] = [
    Searchable {
        kind: "Patient",
        parameters: &[
            ID,
            IDENTIFIER,
            of("family", Kind::Text, &["name/family"]),
            of("given", Kind::Text, &["name/given"]),
            of("birthdate", Kind::Date, &["birthDate"]),
            of("gender", Kind::Token, &["gender"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "DocumentReference",
        parameters: &[
            ID,
            IDENTIFIER,
            STATUS,
            CATEGORY,
            of("type", Kind::Token, &["type"]),
            of("creation", Kind::Date, &["content/attachment/creation"]),
            of("date", Kind::Date, &["date"]),
            of("period", Kind::Date, &["context/period"]),
            of("event", Kind::Token, &["context/event"]),
            of("facility", Kind::Token, &["context/facilityType"]),
            of("setting", Kind::Token, &["context/practiceSetting"]),
            of("related", Kind::Reference, &["context/related"]),
            of("format", Kind::Token, &["content/format"]),
            of(
                "contenttype",
                Kind::Token,
                &["content/attachment/contentType"],
            ),
            of("security-label", Kind::Token, &["securityLabel"]),
            of("author.family", Kind::AuthorName, &["author"]),
            of("author.given", Kind::AuthorName, &["author"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "DiagnosticReport",
        parameters: &[
            ID,
            IDENTIFIER,
            STATUS,
            CATEGORY,
            CODE,
            EFFECTIVE,
            of("issued", Kind::Date, &["issued"]),
        ],
        includes: &[("result", "result")],
    },
    Searchable {
        kind: "Observation",
        parameters: &[ID, IDENTIFIER, STATUS, CATEGORY, CODE, EFFECTIVE],
        includes: &[],
    },
    Searchable {
        kind: "Immunization",
        parameters: &[
            ID,
            STATUS,
            of("date", Kind::Date, &["occurrenceDateTime"]),
            of("vaccine-code", Kind::Token, &["vaccineCode"]),
            of(
                "target-disease",
                Kind::Token,
                &["protocolApplied/targetDisease"],
            ),
            of("lot-number", Kind::Text, &["lotNumber"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "ImmunizationRecommendation",
        parameters: &[ID, of("date", Kind::Date, &["date"])],
        includes: &[],
    },
    Searchable {
        kind: "CarePlan",
        parameters: &[
            ID,
            IDENTIFIER,
            STATUS,
            CATEGORY,
            of("date", Kind::Date, &["period"]),
        ],
        includes: &[("activity-reference", "activity/reference")],
    },
    Searchable {
        kind: "ServiceRequest",
        parameters: &[
            ID,
            STATUS,
            CODE,
            of("authored", Kind::Date, &["authoredOn"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "MedicationRequest",
        parameters: &[
            ID,
            STATUS,
            of("code", Kind::Token, &["medicationCodeableConcept"]),
            of("authoredon", Kind::Date, &["authoredOn"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "MedicationDispense",
        parameters: &[
            ID,
            STATUS,
            of(
                "prescription",
                Kind::Reference,
                &["authorizingPrescription"],
            ),
            of("whenhandedover", Kind::Date, &["whenHandedOver"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "MedicationStatement",
        parameters: &[
            ID,
            STATUS,
            of(
                "effective",
                Kind::Date,
                &["effectiveDateTime", "effectivePeriod"],
            ),
        ],
        includes: &[],
    },
    Searchable {
        kind: "Condition",
        parameters: &[
            ID,
            CATEGORY,
            CODE,
            of("clinical-status", Kind::Token, &["clinicalStatus"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "AllergyIntolerance",
        parameters: &[
            ID,
            CATEGORY,
            CODE,
            of("clinical-status", Kind::Token, &["clinicalStatus"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "Procedure",
        parameters: &[
            ID,
            STATUS,
            CODE,
            of(
                "date",
                Kind::Date,
                &["performedDateTime", "performedPeriod"],
            ),
        ],
        includes: &[],
    },
    Searchable {
        kind: "FamilyMemberHistory",
        parameters: &[
            ID,
            STATUS,
            of("relationship", Kind::Token, &["relationship"]),
        ],
        includes: &[],
    },
    Searchable {
        kind: "DeviceUseStatement",
        parameters: &[ID, of("device", Kind::Reference, &["device"])],
        includes: &[("device", "device")],
    },
];

/// The searchable type of this name.
pub(super) fn searchable(kind: &str) -> Option<&'static Searchable> {
    TYPES.iter().find(|one| one.kind == kind)
}
