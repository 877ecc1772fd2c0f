//! Ten thousand random forms through layout, PDF painter and reader, in bounded time.

use documents::proof::{self, Outlines, Verdict};
use documents::{ecit, memo, pdf, symbol};
use domain::display::Volet;
use domain::forms::ecit::Copies;
use domain::forms::memo::{CopyLine, MemoCopy};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::judges::{files, meta};
use crate::samples::{crf, illness};
use crate::{font, fonts};

/// Every form is laid out; every so many are also written and read back, which costs more.
const FORMS: u32 = 10_000;
const WRITTEN_EVERY: u32 = 50;

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

fn copies() -> impl Strategy<Value = Copies> {
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

fn memos() -> impl Strategy<Value = MemoCopy> {
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
    (proptest::collection::vec(line, 0..12), text(), text()).prop_map(|(lines, name, note)| {
        MemoCopy {
            lines,
            last_name: name,
            note,
            ..MemoCopy::default()
        }
    })
}

#[test]
fn any_form_is_laid_out_and_its_symbol_is_read_back() {
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    let (certificate, memo) = (copies(), memos());
    for number in 0..FORMS {
        let copies = certificate.new_tree(&mut runner).unwrap().current();
        let layout = ecit::pages(&copies, fonts()).unwrap();
        assert_eq!(layout.pages.len(), 3);
        let copy = memo.new_tree(&mut runner).unwrap().current();
        let memos = memo::pages(&copy, fonts());
        assert!((1..12).contains(&memos.pages.len()));
        if number % WRITTEN_EVERY != 0 {
            continue;
        }
        let parts = proof::parts(&layout.pages, fonts(), |volet| {
            ecit::payload(&copies, volet)
        });
        let verdict = proof::prove(&parts[1], &outlines);
        assert_eq!(verdict, Verdict::Read, "{}", copies.full.symbol);
        for (pages, volet) in [
            (&layout.pages[..1], Volet::Caisse),
            (&memos.pages[..], Volet::Mh),
        ] {
            match pdf::write(pages, &files(), &meta(volet)) {
                Ok(file) => assert!(file.starts_with(b"%PDF-1.7")),
                Err(error) => assert!(matches!(error, pdf::PdfError::GlyphMissing(_)), "{error:?}"),
            }
        }
    }
}

#[test]
fn every_length_of_a_payload_is_encoded_up_to_the_longest_and_no_further() {
    let text = "9A;".repeat(167);
    for length in 1..=500 {
        assert!(
            symbol::datamatrix(&text.chars().take(length).collect::<String>()).is_ok(),
            "{length}"
        );
    }
    assert_eq!(
        symbol::datamatrix(&"x".repeat(501)),
        Err(symbol::SymbolError::TooLong)
    );
}

#[test]
fn every_byte_is_encoded_and_read_back_or_refused() {
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    for byte in 0_u8..=255 {
        let payload = format!("A{}B", char::from(byte));
        let mut copies = illness();
        copies.full.symbol.clone_from(&payload);
        copies.employer.symbol.clone_from(&payload);
        match ecit::pages(&copies, fonts()) {
            Ok(layout) => {
                let parts = proof::parts(&layout.pages, fonts(), |_| &payload);
                assert_eq!(proof::prove(&parts[0], &outlines), Verdict::Read, "{byte}");
            }
            Err(_) => assert!(byte > 127, "{byte}"),
        }
    }
}
