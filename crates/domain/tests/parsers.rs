//! Ten thousand odd texts for each parser that meets what a person types or a host passes: none may panic, and what is read is
//! written as the same again. A `cargo fuzz` target needs a nightly compiler; these run in every test.
#![expect(
    clippy::unwrap_used,
    reason = "what these helpers unwrap is the tests' own"
)]

use domain::context::Context;
use domain::dates;
use domain::forms::memo::{self, Field};
use domain::forms::{Circumstances, Environment, ecit};
use domain::ids::{GpCode, Matricule};
use domain::json::Json;
use domain::nomenclature::Nomenclature;
use proptest::prelude::*;
use serde_json::{Value, json};

const TARIFFS: &[u8] = include_bytes!("../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../pkg/data/billing-rules.json");

/// Texts that people and machines get wrong: any letter, digits of many scripts, and things near to right.
fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 .,:/-]{0,20}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "[0-9]{2}:[0-9]{2}",
        "[0-9]{13}",
        "\\p{Nd}{1,13}",
        "[A-Z]{1,3}[0-9]{1,3}",
        Just("<script>alert(1)</script>".to_owned()),
        Just("\u{202e}\u{200b}\u{0}😀".to_owned()),
    ]
}

/// JSON of any depth that a host may hand over as a form's value.
fn odd_json() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        Just("line".to_owned()),
        Just("1".to_owned()),
        Just("code".to_owned()),
        Just("insured".to_owned()),
        Just("memo".to_owned()),
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        odd_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(names.clone(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn around(context: &Context) -> Circumstances<'_> {
    Circumstances {
        context,
        identities: &[],
        environment: Environment::Production,
        today: dates::parse("2026-11-22").unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn numbers_days_and_times(text in odd_text()) {
        if let Ok(matricule) = Matricule::parse(&text) {
            let _ = (matricule.findings(), matricule.date_part());
            prop_assert_eq!(Matricule::parse(matricule.as_str()), Ok(matricule));
        }
        if let Ok(code) = GpCode::parse(&text) {
            prop_assert_eq!(GpCode::parse(code.as_str()), Ok(code.clone()));
        }
        if let Some(day) = dates::parse(&text) {
            prop_assert_eq!(dates::iso(day), text.clone());
        }
        if let Some(time) = dates::parse_time(&text) {
            prop_assert_eq!(dates::parse_time(&dates::iso_time(time)), Some(time));
        }
        if let Some(field) = Field::parse(&text) {
            prop_assert_eq!(field.path(), text);
        }
    }

    #[test]
    fn values_of_a_host(value in odd_json()) {
        let json = Json::from(value.clone());
        let mut certificate = ecit::Draft::default();
        certificate.take_value(&json);
        let mut again = ecit::Draft::default();
        again.take_value(&Json::from(certificate.to_value()));
        prop_assert_eq!(again.to_value(), certificate.to_value());
        let mut memo = memo::Draft::default();
        memo.take_value(&json);
        let mut again = memo::Draft::default();
        again.take_value(&Json::from(memo.to_value()));
        prop_assert_eq!(again.to_value(), memo.to_value());
        let _ = (Context::read(&json), Nomenclature::read(&json, &json));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whole_forms(texts in proptest::collection::vec(odd_text(), 1..12)) {
        let context = Context::read(&Json::from(json!({"practitioner": {"code": "90813319"}})));
        let mut certificate = ecit::Draft::default();
        for (field, text) in ecit::Field::ALL.iter().zip(texts.iter().cycle()) {
            certificate.set(*field, text);
        }
        let (checked, issues) = ecit::check(&certificate, &around(&context));
        prop_assert!(checked.is_none() && !issues.is_empty());
        let mut draft = memo::Draft::default();
        draft.add_line();
        draft.add_line();
        let fields: Vec<Field> = draft.fields().collect();
        for (field, text) in fields.into_iter().zip(texts.iter().cycle()) {
            draft.set(field, text);
        }
        let (checked, issues) = memo::check(&draft, &around(&context), None);
        prop_assert!(checked.is_none() && !issues.is_empty());
        let _ = memo::copy(&draft, &context, &[], None);
    }
}

#[test]
fn a_search_of_odd_words_finds_or_finds_not() {
    let table = Nomenclature::read(&Json::parse(TARIFFS).unwrap(), &Json::parse(RULES).unwrap());
    let table = table.unwrap();
    let mut runner = proptest::test_runner::TestRunner::default();
    let found = runner.run(&odd_text(), |text| {
        prop_assert!(table.search(&text, 7).len() <= 7);
        let _ = table.tariff(&text, &text);
        Ok(())
    });
    assert!(found.is_ok(), "{found:?}");
}
