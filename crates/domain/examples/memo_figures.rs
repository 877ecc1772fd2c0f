//! Prints how long it takes to check a full memo and to search the tariff table:
//! `cargo run --release -p domain --example memo_figures`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a figure is printed; it runs natively"
)]

use std::time::{Duration, Instant};

use domain::context::Context;
use domain::dates;
use domain::forms::memo::{Draft, Field, LineField, check, price_line};
use domain::forms::{Circumstances, Environment};
use domain::json::Json;
use domain::nomenclature::Nomenclature;

const TARIFFS: &[u8] = include_bytes!("../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../pkg/data/billing-rules.json");
const RUNS: usize = 200;

fn main() {
    let (tariffs, rules) = (Json::parse(TARIFFS).unwrap(), Json::parse(RULES).unwrap());
    let table = Nomenclature::read(&tariffs, &rules).unwrap();
    let context = Context::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319", "lastName": "Weber", "specialty": "Médecine générale", "address": {"street": "Quai"}},
    })));
    let around = Circumstances {
        context: &context,
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
    };
    let draft = full(&table);
    let issues = check(&draft, &around, Some(&table)).1;
    println!("a memo of 99 lines, {} issues", issues.len());
    print(
        "check",
        &times(|| drop(check(&draft, &around, Some(&table)))),
    );
    for typed in ["c", "consultation", "visite hopital", "1m", "xyz"] {
        print(
            &format!("search {typed:?}"),
            &times(|| drop(table.search(typed, 20))),
        );
    }
    print(
        "read the table",
        &times(|| drop(Nomenclature::read(&tariffs, &rules))),
    );
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

fn times(mut run: impl FnMut()) -> Vec<Duration> {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times
}

fn print(what: &str, times: &[Duration]) {
    let at = |part: usize| times.get(RUNS * part / 100).copied().unwrap_or_default();
    println!("{what}: median {:?}, p95 {:?}", at(50), at(95));
}
