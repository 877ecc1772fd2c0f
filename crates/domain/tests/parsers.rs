//! The fuzz target's parsers in every test run: ten thousand odd texts, values and answers for each, none of which may make one
//! panic. What finds its own way to odd bytes is `cargo xtask fuzz`.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fuzz/src/parsers.rs"]
mod parsers;

use proptest::prelude::*;
use serde_json::{Value, json};

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

/// What may stand in an answer of the eConnector, and any bytes.
fn odd_answer() -> impl Strategy<Value = Vec<u8>> {
    let answer = (odd_text(), odd_text(), odd_json()).prop_map(|(code, text, rest)| {
        json!({
            "documentId": text, "uuidSecu": code, "shares": {"patient": code, "cns": text}, "documents": rest,
            "anomalies": [{"type": "REJET", "code": code, "path": text}, rest],
        })
        .to_string()
        .into_bytes()
    });
    prop_oneof![answer, proptest::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn words_of_a_person(text in odd_text()) {
        parsers::words(&text);
    }

    #[test]
    fn values_of_a_host(value in odd_json()) {
        parsers::values(&value.into());
    }

    #[test]
    fn answers_of_the_econnector(data in odd_answer()) {
        parsers::answers(&data);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whole_forms(texts in proptest::collection::vec(odd_text(), 1..40)) {
        parsers::forms(&texts.join("\n"));
    }

    #[test]
    fn any_bytes(data in proptest::collection::vec(any::<u8>(), 0..200)) {
        parsers::parse(&data);
    }
}
