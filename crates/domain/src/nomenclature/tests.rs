//! The built-in table, and tables that a host may give.

use serde_json::json;

use super::*;
use crate::json::Json;

pub(crate) const TARIFFS: &[u8] = include_bytes!("../../../../pkg/data/tariffs.json");
pub(crate) const RULES: &[u8] = include_bytes!("../../../../pkg/data/billing-rules.json");

/// The table that the package carries.
pub(crate) fn built_in() -> Nomenclature {
    Nomenclature::read(&Json::parse(TARIFFS).unwrap(), &Json::parse(RULES).unwrap()).unwrap()
}

fn codes(typed: &str, most: usize) -> Vec<String> {
    let table = built_in();
    let found = table.search(typed, most);
    found.iter().map(|act| act.code.clone()).collect()
}

#[test]
fn the_built_in_table_prices_as_published() {
    let table = built_in();
    for (code, suffixes, expect) in [
        ("C1", "", "62.60"),
        ("C41", "", "20.00"),
        ("WTS11", "", "22.10"),
        ("V7", "", "136.60"),
        ("F20", "", "126.20"),
        ("C1", "C", "62.60"),
        ("1M11", "R", "36.00"),
        ("1M11", "N", "143.80"),
        ("1M11", "NR", "71.90"),
        // Assistance at 30 % would be 21.60: the least coefficient is 7.75, doubled by night.
        ("1M11", "P", "40.60"),
        ("1M11", "PN", "81.20"),
        ("1M11", "A", "113.30"),
        ("1M11", "AV", "141.60"),
    ] {
        let amount = table
            .tariff(code, suffixes)
            .map(|amount| amount.to_string());
        assert_eq!(amount.as_deref(), Some(expect), "{code}{suffixes}");
    }
    assert_eq!(table.tariff("C1", "Q"), None);
    assert_eq!(table.tariff("1M11", "X"), None);
    assert_eq!(table.tariff("1M11", "M"), None);
    assert_eq!(table.tariff("F10", ""), None);
    assert!(!table.may_exist("F10") && table.may_exist("8E01"));
}

#[test]
fn acts_are_found_by_code_and_by_words_without_accents() {
    assert_eq!(codes("c1", 3), ["C1", "C10", "C11"]);
    assert_eq!(codes(" C41 ", 1), ["C41"]);
    assert_eq!(codes("generaliste consult", 1), ["C1"]);
    assert_eq!(codes("GÉRIATRE VISITE HOPITAL", 3), ["V1", "V8", "V20"]);
    for nothing in ["", "  ", "'", "xyz", "c1 xyz", "漢"] {
        assert!(codes(nothing, 9).is_empty(), "{nothing}");
    }
}

#[test]
fn a_hosts_table_is_read_with_its_own_days_languages_and_tariffs() {
    let table = Json::from(json!({
        "title": "T", "source": "S", "from": "2027-01-01", "until": "2027-12-31",
        "keyLetter": {"value": "6"},
        "suffixes": [],
        "chapters": [{"part": "technical", "chapter": "1", "acts": [
            {"code": "X1", "tariff": "10.05", "until": "2027-03-31", "label": {"de": "Gerät"}},
            {"code": "X2", "coefficient": "2", "flags": ["CAT"], "label": {"fr": "Acte"}},
        ]}],
    }));
    let table = Nomenclature::read(&table, &Json::from(json!({}))).unwrap();
    let day = |text| dates::parse(text).unwrap();
    assert!(table.is_valid_on(day("2027-12-31")) && !table.is_valid_on(day("2028-01-01")));
    assert_eq!(table.validity(), "01/01/2027 – 31/12/2027");
    let act = table.act("X1").unwrap();
    assert!(act.is_valid_on(day("2027-03-31")) && !act.is_valid_on(day("2027-04-01")));
    assert_eq!(
        (act.label("lb"), act.tariff.to_string().as_str()),
        ("Gerät", "10.05")
    );
    assert_eq!(table.search("gerat", 9).len(), 1);
    assert_eq!(table.act("X2").unwrap().tariff.to_string(), "12.00");
}

#[test]
fn what_cannot_be_read_is_named() {
    let with = |member: &str, value: serde_json::Value| {
        let mut table = json!({
            "title": "T", "source": "S", "from": "2027-01-01", "keyLetter": {"value": "6"},
            "suffixes": [], "chapters": [{"part": "general", "chapter": "1", "acts": [
                {"code": "X1", "coefficient": "1", "label": {"fr": "a"}}]}],
        });
        table[member] = value;
        let read = Nomenclature::read(&Json::from(table), &Json::from(json!({})));
        read.err().map(|TariffError(what)| what)
    };
    assert_eq!(with("title", json!("T")), None);
    assert_eq!(with("from", json!("2027")), Some("from".into()));
    assert_eq!(with("until", json!("x")), Some("until".into()));
    assert_eq!(
        with("keyLetter", json!({"value": 5.2})),
        Some("keyLetter".into())
    );
    assert_eq!(with("chapters", json!([])), Some("chapters".into()));
    let float =
        json!([{"part": "general", "chapter": "1", "acts": [{"code": "X9", "coefficient": 1.5}]}]);
    assert_eq!(with("chapters", float), Some("X9".into()));
    assert_eq!(
        with("rules", json!([{"id": "odd", "kind": "?"}])),
        Some("odd".into())
    );
}
