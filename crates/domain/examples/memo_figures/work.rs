//! What is measured: the check of a memo of 99 lines, and searches over the whole table of acts.
#![expect(clippy::unwrap_used, reason = "what is unwrapped is the figures' own")]

use std::hint::black_box;

use domain::context::Context;
use domain::dates;
use domain::forms::memo::{Draft, Field, LineField, check, price_line};
use domain::forms::{Circumstances, Environment};
use domain::json::Json;
use domain::nomenclature::Nomenclature;

const TARIFFS: &[u8] = include_bytes!("../../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../../pkg/data/billing-rules.json");
const RUNS: usize = 200;
/// A clock of a browser ticks in steps: so many runs are taken together.
const TOGETHER: usize = 5;
const SEARCHES: [&str; 6] = [
    "c",
    "consultation",
    "visite hopital",
    "1m",
    "échographie du",
    "xyz",
];

/// Lines of figures; `now` is a clock in milliseconds.
pub(crate) fn figures(now: impl Fn() -> f64) -> Vec<String> {
    let (tariffs, rules) = (Json::parse(TARIFFS).unwrap(), Json::parse(RULES).unwrap());
    let table = Nomenclature::read(&tariffs, &rules).unwrap();
    let earlier: Vec<_> = (1..=28)
        .map(|day| serde_json::json!({"code": "C1", "date": format!("2026-09-{day:02}")}))
        .collect();
    let context = Context::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319", "lastName": "Weber", "specialty": "Médecine générale",
            "address": {"street": "Quai"}},
        "earlierActs": earlier,
    })));
    let around = Circumstances {
        context: &context,
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
    };
    let draft = full(&table);
    let issues = check(&draft, &around, Some(&table)).1.len();
    let checked = times(&now, || {
        drop(black_box(check(&draft, &around, Some(&table))))
    });
    let mut lines = vec![line(
        &format!("check of 99 lines, {issues} issues"),
        checked,
    )];
    let mut every = Vec::new();
    for typed in SEARCHES {
        every.extend(times(&now, || drop(black_box(table.search(typed, 8)))));
    }
    lines.push(line("search over the whole table", every));
    let read = times(&now, || {
        drop(black_box(Nomenclature::read(&tariffs, &rules)))
    });
    lines.push(line("reading table and rules", read));
    lines
}

/// Ninety-nine lines over thirty days: visits, travel, reports and technical acts.
fn full(table: &Nomenclature) -> Draft {
    let mut draft = Draft::default();
    for (path, text) in [
        ("practitioner", "90813319"),
        ("biller", "90813319"),
        ("patient.matricule", "1893120105732"),
        ("patient.lastName", "Muller"),
        ("patient.firstName", "Jos"),
        ("insured.street", "Quai"),
        ("insured.country", "LU"),
        ("memo.date", "2026-11-22"),
    ] {
        draft.set(Field::parse(path).unwrap(), text);
    }
    for number in 1..=99_u16 {
        let mut set = |field, text: &str| draft.set(Field::Line(number, field), text);
        set(
            LineField::Code,
            ["V1", "K1", "1M13"][usize::from(number % 3)],
        );
        set(
            LineField::Date,
            &format!("2026-10-{:02}", number.div_ceil(4)),
        );
        set(LineField::Time, "10:30");
        set(LineField::Count, "1");
        price_line(&mut draft, number, table);
    }
    draft
}

fn times(now: &impl Fn() -> f64, mut run: impl FnMut()) -> Vec<f64> {
    let each = (0..RUNS).map(|_| {
        let begun = now();
        (0..TOGETHER).for_each(|_| run());
        (now() - begun) / TOGETHER as f64
    });
    each.collect()
}

fn line(what: &str, mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: usize| {
        times
            .get(times.len() * part / 100)
            .copied()
            .unwrap_or_default()
    };
    format!("   {what:<52} p50 {:.3} ms  p95 {:.3} ms", at(50), at(95))
}
