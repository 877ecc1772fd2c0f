//! The data files of the package against their schemas.
#![expect(
    clippy::unwrap_used,
    reason = "what these helpers unwrap is the tests' own"
)]

use serde_json::{Value, json};

const TARIFFS: &str = include_str!("../../../pkg/data/tariffs.json");
const RULES: &str = include_str!("../../../pkg/data/billing-rules.json");
const TARIFFS_SCHEMA: &str = include_str!("../../../pkg/schemas/tariffs.schema.json");
const RULES_SCHEMA: &str = include_str!("../../../pkg/schemas/billing-rules.schema.json");

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Every error of a table, by place; the rules' schema stands beside it.
fn errors(schema: &str, value: &Value) -> Vec<String> {
    let mut schema = parse(schema);
    if let Some(rules) = schema.pointer_mut("/properties/rules/$ref") {
        *rules = json!("#/$defs/others/properties/rules");
    }
    if schema.pointer("/$defs/suffix").is_some() {
        let rules = parse(RULES_SCHEMA);
        for (name, definition) in rules["$defs"].as_object().unwrap() {
            schema["$defs"][name] = definition.clone();
        }
        schema["$defs"]["others"] = json!({"properties": rules["properties"]});
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors = validator.iter_errors(value);
    errors
        .map(|error| error.instance_path().to_string())
        .collect()
}

#[test]
fn the_built_in_tables_fit_their_schemas() {
    assert_eq!(errors(TARIFFS_SCHEMA, &parse(TARIFFS)), [""; 0]);
    assert_eq!(errors(RULES_SCHEMA, &parse(RULES)), [""; 0]);
}

#[test]
fn the_built_in_rules_speak_four_languages() {
    for rule in parse(RULES)["rules"].as_array().unwrap() {
        for lang in ["fr", "de", "en", "lb"] {
            assert!(rule["sentence"][lang].is_string(), "{}", rule["id"]);
        }
    }
}

#[test]
fn a_table_with_numbers_for_amounts_or_odd_rules_does_not_fit() {
    let mut table = parse(TARIFFS);
    table["keyLetter"]["value"] = json!(5.2346);
    assert_eq!(errors(TARIFFS_SCHEMA, &table), ["/keyLetter/value"]);
    let mut table = parse(TARIFFS);
    table["rules"] = json!([{"id": "x"}]);
    assert!(!errors(TARIFFS_SCHEMA, &table).is_empty());
    let mut rules = parse(RULES);
    rules["rules"][0]["acts"] = json!(["C 1"]);
    assert_eq!(errors(RULES_SCHEMA, &rules), ["/rules/0/acts/0"]);
}
