//! What `cargo xtask bench` times of the fee memo is done right; in WebAssembly the figures are printed, for it.

#[path = "../examples/memo_figures/work.rs"]
mod work;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use domain::forms::IssueCode;
use work::{SEARCHES, Work};

/// Four lines a day, of which the last has the act of the first: a visit, travel and a technical act by turns.
#[test]
fn a_full_memo_is_judged_line_by_line() {
    let issues = Work::new().issues();
    let found: Vec<_> = issues
        .iter()
        .map(|issue| {
            (
                issue.field.path().into_owned(),
                issue.code,
                issue.detail.as_str(),
            )
        })
        .collect();
    let expect: Vec<_> = (4..=99_u16)
        .step_by(4)
        .flat_map(|last| match last % 3 {
            0 => vec![
                (last, "code", "one_visit_a_day"),
                (last, "code", "general_together"),
            ],
            2 => vec![
                (last, "code", "both_sides"),
                (last, "suffixes", "next_acts_reduced"),
            ],
            _ => Vec::new(),
        })
        .map(|(line, field, rule)| (format!("line.{line}.{field}"), IssueCode::Rule, rule))
        .collect();
    assert_eq!(expect.len(), 32);
    assert_eq!(found, expect);
}

#[test]
fn a_search_finds_its_acts_in_their_order() {
    let work = Work::new();
    let found: Vec<_> = SEARCHES
        .into_iter()
        .map(|typed| work.found(typed))
        .collect();
    let consultations = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"];
    let expect: [&[&str]; 6] = [
        &consultations,
        &consultations,
        &["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8"],
        &[
            "1M11", "1M12", "1M13", "1M14", "1M15", "1M16", "1M17", "1M21",
        ],
        &[],
        &[],
    ];
    assert_eq!(found, expect);
}

#[test]
fn a_table_that_is_read_again_is_the_same() {
    let work = Work::new();
    let (once, again) = (Work::new().read(), work.read());
    assert_eq!(once.rules(), again.rules());
    assert_eq!(once.act("C1"), again.act("C1"));
    assert!(again.act("C1").is_some());
}

/// By a clock that is read before and after five times the work, and moves 5 ms between.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_figure_is_the_time_of_one_piece_of_work() {
    let clock = std::cell::Cell::new(0.0);
    let lines = Work::new().figures(2, || clock.replace(clock.get() + 5.0));
    let expect = [
        "check of 99 lines",
        "search over the whole table",
        "reading table and rules",
    ];
    assert_eq!(lines.len(), expect.len());
    for (line, what) in lines.iter().zip(expect) {
        let words: Vec<_> = line.split_whitespace().collect();
        let expect = [what, "least 1.000 ms p50 1.000 ms p95 1.000 ms"].join(" ");
        assert_eq!(words.join(" "), expect);
    }
}

#[cfg(target_arch = "wasm32")]
#[test]
fn the_figures_are_printed() {
    let lines = Work::new().figures(200, now);
    for line in &lines {
        wasm_bindgen_test::console_log!("{line}");
    }
    assert_eq!(lines.len(), 3);
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}
