//! The built-in type map keeps to the JSON Schema that integrators are given.

use serde_json::Value;

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_built_in_type_map_fits_its_schema() {
    let schema = read(include_str!("../../../pkg/schemas/typeMap.schema.json"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let table = read(include_str!("../data/type-map.json"));
    let wrong: Vec<String> = validator
        .iter_errors(&table)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(!validator.is_valid(&read(
        r#"{"rules":[{"kind":"letters","code":"1"}],"queries":[]}"#
    )));
}
