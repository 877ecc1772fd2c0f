//! What is measured: the check of a memo of 99 lines, and searches over the whole table of acts.
#![expect(clippy::unwrap_used, reason = "what is unwrapped is the figures' own")]

use std::hint::black_box;

use domain::context::Context;
use domain::dates;
use domain::forms::memo::{Draft, Field, LineField, check, price_line};
use domain::forms::{Circumstances, Environment, Issue};
use domain::json::Json;
use domain::nomenclature::Nomenclature;

const TARIFFS: &[u8] = include_bytes!("../../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../../pkg/data/billing-rules.json");
/// A clock of a browser ticks in steps: so many runs are taken together.
const TOGETHER: usize = 5;
pub(crate) const SEARCHES: [&str; 6] = [
    "c",
    "consultation",
    "visite hopital",
    "1m",
    "échographie du",
    "xyz",
];

/// How many acts a search shows.
const SHOWN: usize = 8;

/// What the work is done on.
pub(crate) struct Work {
    tariffs: Json,
    rules: Json,
    table: Nomenclature,
    context: Context,
    draft: Draft,
}

impl Work {
    pub(crate) fn new() -> Self {
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
        Self {
            draft: full(&table),
            tariffs,
            rules,
            table,
            context,
        }
    }

    /// What the check says of the full memo.
    pub(crate) fn issues(&self) -> Vec<Issue<Field>> {
        let around = Circumstances {
            context: &self.context,
            identities: &[],
            environment: Environment::Sandbox,
            today: dates::parse("2026-11-22").unwrap(),
            diagnoses: None,
        };
        check(&self.draft, &around, Some(&self.table)).1
    }

    /// The codes that a search finds.
    pub(crate) fn found(&self, typed: &str) -> Vec<&str> {
        let acts = self.table.search(typed, SHOWN).into_iter();
        acts.map(|act| act.code.as_str()).collect()
    }

    /// The table, read again.
    pub(crate) fn read(&self) -> Nomenclature {
        Nomenclature::read(&self.tariffs, &self.rules).unwrap()
    }

    /// Lines of figures of so many runs; `now` is a clock in milliseconds.
    pub(crate) fn figures(&self, runs: usize, now: impl Fn() -> f64) -> Vec<String> {
        let checked = times(runs, &now, || drop(black_box(self.issues())));
        let mut searched = Vec::new();
        for typed in SEARCHES {
            searched.extend(times(runs, &now, || drop(black_box(self.found(typed)))));
        }
        let read = times(runs, &now, || drop(black_box(self.read())));
        vec![
            line("check of 99 lines", checked),
            line("search over the whole table", searched),
            line("reading table and rules", read),
        ]
    }
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

fn times(runs: usize, now: &impl Fn() -> f64, mut run: impl FnMut()) -> Vec<f64> {
    let each = (0..runs).map(|_| {
        let begun = now();
        (0..TOGETHER).for_each(|_| run());
        (now() - begun) / TOGETHER as f64
    });
    each.collect()
}

fn line(what: &str, mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: usize| {
        let at = times.get(times.len() * part / 100);
        at.copied().unwrap_or_default()
    };
    let (least, middle, most) = (at(0), at(50), at(95));
    format!("   {what:<52} least {least:.3} ms  p50 {middle:.3} ms  p95 {most:.3} ms")
}
