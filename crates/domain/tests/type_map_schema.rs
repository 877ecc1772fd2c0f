//! The built-in type map keeps to the JSON Schema that integrators are given.

use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../pkg/schemas/typeMap.schema.json");
const TABLE: &str = include_str!("../../../pkg/data/type-map.json");

#[test]
fn the_built_in_type_map_fits_its_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&table)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let unknown_kind = json!({"rules": [{"kind": "letters", "code": "1"}], "queries": []});
    assert!(!validator.is_valid(&unknown_kind));
}
