//! Forms as nobody would fill them in, the same at each run.

use domain::forms::ecit::Copies;
use domain::forms::memo::{CopyLine, MemoCopy};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::samples::{crf, illness};

/// Makes them from one seed.
pub(crate) fn runner() -> TestRunner {
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config::default(), seed)
}

/// What people and hosts may bring: letters of the EU, marks that combine, spaces of no width, other scripts, control
/// characters, names of 150 letters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zÀ-žŁłŞşẞ' -]{0,40}",
        1 => "[A-Z]{150}",
        1 => "[a-z\u{300}-\u{315}\u{200b}\u{200d}\u{feff}]{0,30}",
        1 => "\\PC{0,150}",
        1 => "[\u{0}-\u{1f}Жß漢😀]{0,12}",
    ]
}

fn payload() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[A-Z0-9;]{1,70}", 1 => "[ -~]{1,300}"]
}

/// A certificate, whatever stands in it.
pub(crate) fn copies() -> impl Strategy<Value = Copies> {
    (
        proptest::collection::vec(text(), 12),
        payload(),
        any::<bool>(),
    )
        .prop_map(|(texts, symbol, leave)| {
            let mut copies = if leave { crf() } else { illness() };
            let [
                name,
                first,
                number,
                street,
                town,
                code,
                days,
                person,
                specialty,
                reason,
                floor,
                bell,
            ] = <[String; 12]>::try_from(texts).unwrap();
            copies.employer.last_name.clone_from(&name);
            copies.employer.symbol.clone_from(&symbol);
            let full = &mut copies.full;
            (full.last_name, full.first_name, full.matricule) = (name, first, number);
            (full.address, full.diagnosis, full.days) = (vec![street, town], code, days);
            (full.writer.name, full.writer.specialty) = (person, specialty);
            (full.reason, full.stay, full.symbol) = (reason, vec![floor, bell], symbol);
            copies
        })
}

/// A memo, whatever stands in it.
pub(crate) fn memos() -> impl Strategy<Value = MemoCopy> {
    let line = proptest::collection::vec(text(), 6).prop_map(|texts| {
        let [code, label, count, amount, place, number] = <[String; 6]>::try_from(texts).unwrap();
        CopyLine {
            code,
            label,
            count,
            amount,
            place,
            prescription_id: number,
            cents: 1,
            ..CopyLine::default()
        }
    });
    (proptest::collection::vec(line, 0..4), text(), text()).prop_map(|(lines, name, note)| {
        MemoCopy {
            lines,
            last_name: name,
            note,
            ..MemoCopy::default()
        }
    })
}
