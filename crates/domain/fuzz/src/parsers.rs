//! Every parser that meets what a person types, a host passes or the eConnector answers: none may panic, and what is read is
//! written as the same again. Shared by the fuzz target and by the bounded run in `crates/domain/tests/parsers.rs`.
#![expect(clippy::unwrap_used, reason = "what is unwrapped is the target's own")]

use std::sync::LazyLock;

use domain::context::Context;
use domain::dates;
use domain::econnector::{Deposit, DocumentType, GeneratePdf, RevokeDocument, SendDocument};
use domain::forms::diagnoses::Diagnoses;
use domain::forms::memo::{self, Field};
use domain::forms::{Circumstances, Environment, ecit};
use domain::ids::{DocumentId, GpCode, Matricule};
use domain::json::Json;
use domain::money::Amount;
use domain::nomenclature::Nomenclature;
use http::Response;

const TARIFFS: &[u8] = include_bytes!("../../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../../pkg/data/billing-rules.json");

static TABLE: LazyLock<Nomenclature> = LazyLock::new(|| {
    Nomenclature::read(&Json::parse(TARIFFS).unwrap(), &Json::parse(RULES).unwrap()).unwrap()
});

/// Gives the bytes to every parser.
pub(crate) fn parse(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    words(&text);
    answers(data);
    if let Some(json) = Json::parse(data) {
        values(&json);
    }
    forms(&text);
}

pub(crate) fn words(text: &str) {
    if let Ok(matricule) = Matricule::parse(text) {
        assert!(Matricule::parse(matricule.as_str()) == Ok(matricule));
    }
    if let Ok(code) = GpCode::parse(text) {
        assert!(GpCode::parse(code.as_str()) == Ok(code));
    }
    if let Some(day) = dates::parse(text) {
        assert_eq!(dates::iso(day), text);
    }
    if let Some(time) = dates::parse_time(text) {
        assert_eq!(dates::parse_time(&dates::iso_time(time)), Some(time));
    }
    if let Ok(amount) = Amount::parse(text) {
        assert_eq!(Amount::parse(&amount.to_string()), Ok(amount));
    }
    if let Some(field) = Field::parse(text) {
        assert_eq!(field.path(), text);
    }
    if let Some(field) = ecit::Field::parse(text) {
        assert_eq!(field.path(), text);
    }
    let _ = (memo::field_of(text), ecit::field_of(text));
}

/// The eConnector's answers, with every status that is looked at.
pub(crate) fn answers(data: &[u8]) {
    let deposit = Deposit {
        document_id: DocumentId::derive([7; 16]),
        gp_code: GpCode::parse("90813319").unwrap(),
        document_type: DocumentType::Mh,
        xml: String::new(),
    };
    let revocation = RevokeDocument {
        gp_code: deposit.gp_code.clone(),
        document_id: deposit.document_id.clone(),
        uuid_secu: String::new(),
        replaced_by: None,
        motif: String::new(),
    };
    for status in [200, 400, 401, 403, 422, 502, 503] {
        let response = Response::builder().status(status).body(data.to_vec());
        let response = response.unwrap();
        let _ = SendDocument(&deposit).read(&response);
        let _ = GeneratePdf(&deposit).read(&response);
        let _ = revocation.read(&response);
    }
}

/// What a host passes: a context, tables, the value of a form.
pub(crate) fn values(json: &Json) {
    let _ = (Context::read(json), Diagnoses::read(json));
    let _ = (Nomenclature::read(json, json), TABLE.rules().len());
    let mut certificate = ecit::Draft::default();
    certificate.take_value(json);
    let mut again = ecit::Draft::default();
    again.take_value(&Json::from(certificate.to_value()));
    assert_eq!(again.to_value(), certificate.to_value());
    let mut draft = memo::Draft::default();
    draft.take_value(json);
    let mut again = memo::Draft::default();
    again.take_value(&Json::from(draft.to_value()));
    assert_eq!(again.to_value(), draft.to_value());
}

/// Whole forms, a line of the text in each field.
pub(crate) fn forms(text: &str) {
    assert!(TABLE.search(text, 7).len() <= 7);
    let _ = TABLE.tariff(text, text);
    let context = Context::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319"},
        "earlierActs": [{"code": text, "date": text}],
    })));
    let around = Circumstances {
        context: &context,
        identities: &[],
        environment: Environment::Production,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    let mut certificate = ecit::Draft::default();
    for (field, line) in ecit::Field::ALL.iter().zip(text.lines()) {
        certificate.set(*field, line);
    }
    let (checked, issues) = ecit::check(&certificate, &around);
    assert!(checked.is_some() || !issues.is_empty());
    let _ = ecit::copies(&certificate, &context, &[]);
    let mut draft = memo::Draft::default();
    draft.add_line();
    let fields: Vec<Field> = draft.fields().collect();
    for (field, line) in fields.into_iter().zip(text.lines()) {
        draft.set(field, line);
    }
    let (checked, issues) = memo::check(&draft, &around, Some(&TABLE));
    assert!(checked.is_some() || !issues.is_empty());
    let _ = memo::copy(memo::Route::Mh, &draft, &context, &[], Some(&TABLE));
}
