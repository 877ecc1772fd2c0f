//! Any memo: what is matched once a kind is what each line matches for itself.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::dates;
use crate::json::Json;
use crate::nomenclature::Nomenclature;
use crate::nomenclature::tests::built_in;

const CODES: [&str; 16] = [
    "C1", "C2", "C30", "C42", "V1", "V8", "K1", "K3", "E8", "E40", "E45", "F1", "J3", "1M11",
    "1M13", "ZZ",
];
const SUFFIXES: [&str; 8] = ["", "N", "D", "R", "P", "RN", "AB", "G"];
const PATTERNS: [&str; 8] = [
    "C1",
    "V*",
    "C1-C40",
    "@general",
    "@technical",
    "@1",
    "@CAC",
    "~N",
];

static TABLE: LazyLock<Nomenclature> = LazyLock::new(built_in);

type Typed = (usize, usize, u32, Option<u8>, u8);

fn typed(most: usize) -> impl Strategy<Value = Vec<Typed>> {
    let hour = proptest::option::of(0..24_u8);
    let line = (0..CODES.len(), 0..SUFFIXES.len(), 1..20_u32, hour, 1..4_u8);
    vec(line, 0..most)
}

fn line((number, typed): (u16, &Typed)) -> LineFacts<'static> {
    let (act, suffixes, day, hour, count) = typed;
    LineFacts {
        number,
        code: CODES[*act],
        act: TABLE.act(CODES[*act]),
        suffixes: SUFFIXES[*suffixes],
        start: dates::parse(&format!("2026-11-{day:02}")),
        end: None,
        time: hour.and_then(|hour| dates::parse_time(&format!("{hour:02}:15"))),
        count: *count,
        is_prescribed: count % 2 == 0,
        is_by_another: false,
        prescription: "",
    }
}

proptest! {
    #[test]
    fn a_kind_matches_what_its_lines_match(own in typed(24), before in typed(8)) {
        let facts = Facts {
            lines: (1..).zip(&own).map(line).collect(),
            earlier: before.iter().map(|typed| line((0, typed))).collect(),
            has_note: false,
            specialty: String::new(),
            birth: None,
        };
        let memo = Judged::new(&facts);
        prop_assert_eq!((memo.own().len(), memo.every.len()), (own.len(), own.len() + before.len()));
        for pattern in PATTERNS {
            let json = Json::from(serde_json::json!({"acts": [pattern]}));
            let patterns = Lines::read(&json, "acts").unwrap();
            let matching = memo.matching(&patterns);
            for (line, itself) in memo.every.iter().zip(facts.lines.iter().chain(&facts.earlier)) {
                prop_assert_eq!(line.number, itself.number);
                prop_assert_eq!(matching.holds(line), patterns.holds(itself), "{}", pattern);
            }
        }
    }
}
