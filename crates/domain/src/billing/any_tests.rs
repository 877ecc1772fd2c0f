//! Any memo: a rule that is passed over, since no line has an act or a suffix of its, is broken by none of its lines.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::dates;
use crate::nomenclature::Nomenclature;
use crate::nomenclature::tests::built_in;

/// Acts that rules are about, and some that none is about.
const CODES: [&str; 16] = [
    "C1", "C2", "C30", "C42", "V1", "V8", "K1", "K3", "E8", "E40", "E45", "F1", "J3", "1M11",
    "1M13", "ZZ",
];
const SUFFIXES: [&str; 8] = ["", "N", "D", "R", "P", "RN", "AB", "G"];

static TABLE: LazyLock<Nomenclature> = LazyLock::new(built_in);

type Typed = (usize, usize, u32, Option<u8>, u8);

fn lines(most: usize) -> impl Strategy<Value = Vec<Typed>> {
    let day = 1..20_u32;
    let hour = proptest::option::of(0..24_u8);
    vec(
        (0..CODES.len(), 0..SUFFIXES.len(), day, hour, 1..4_u8),
        0..most,
    )
}

proptest! {
    #[test]
    fn a_rule_that_is_passed_over_is_not_broken(
        own in lines(24), before in lines(8), has_note: bool, born in 1930..2026_i32,
    ) {
        let line = |(at, (act, suffixes, day, hour, count)): (u16, &Typed)| LineFacts {
            number: at,
            code: CODES[*act],
            act: TABLE.act(CODES[*act]),
            suffixes: SUFFIXES[*suffixes],
            start: dates::parse(&format!("2026-11-{day:02}")),
            end: None,
            time: hour.and_then(|hour| dates::parse_time(&format!("{hour:02}:15"))),
            count: *count,
            is_prescribed: count % 2 == 0,
        };
        let facts = Facts {
            lines: (1..).zip(&own).map(line).collect(),
            earlier: before.iter().map(|typed| line((0, typed))).collect(),
            has_note,
            specialty: "medecine generale".to_owned(),
            birth: dates::parse(&format!("{born}-05-06")).map(|day| Birth { day, certain: true }),
        };
        let told = judge(TABLE.rules(), &facts);
        let told: Vec<_> = told.iter().map(|one| (one.rule.id.as_str(), one.line, one.place)).collect();
        let every = TABLE.rules().iter().flat_map(|rule| {
            let broken = rule.kind.broken(&facts).into_iter();
            broken.map(|(line, place)| (rule.id.as_str(), line, place))
        });
        prop_assert_eq!(told, every.collect::<Vec<_>>());
    }
}
