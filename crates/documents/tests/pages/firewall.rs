//! Any form: nothing that is not on the employer's list gets onto the employer's page, into its file or its symbol.

use documents::ecit;
use documents::pdf::Printer;
use documents::proof;
use domain::context::Context;
use domain::display::Volet;
use domain::forms::ecit::{Draft, Field, copies};
use domain::ids::group;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::fonts;
use crate::judges::{meta, printer, saved, text_of};
use crate::layout::said;
use crate::random::runner;
use crate::storm::{picture, symbol_of};

const FORMS: u32 = 200;
/// Every so many are also read by another program.
const JUDGED_EVERY: u32 = 20;

/// What the employer may see (`EmployerCopy`).
const LISTED: [Field; 8] = [
    Field::Practitioner,
    Field::InsuredMatricule,
    Field::InsuredLastName,
    Field::InsuredFirstName,
    Field::Kind,
    Field::Start,
    Field::End,
    Field::Issued,
];

const REASONS: [&str; 7] = [
    "illness",
    "accident",
    "work-accident",
    "commuting-accident",
    "occupational-disease",
    "maternity",
    "crf",
];

/// A form with a word of its own in each field, and what of them is nothing for the employer.
fn forms() -> impl Strategy<Value = (Draft, Vec<String>)> {
    let words = proptest::collection::vec("[b-z]{9,14}", Field::ALL.len());
    let choices = (
        0..REASONS.len(),
        any::<bool>(),
        any::<bool>(),
        1..28_u8,
        0..100_000_u32,
    );
    (words, choices).prop_map(|(words, (reason, prolongation, excluded, day, person))| {
        let mut draft = Draft::default();
        let mut hidden = Vec::new();
        for (number, (field, word)) in Field::ALL.iter().zip(words).enumerate() {
            // Where one word is part of another the others would be found in it.
            let word = format!("{word}a{number}a");
            draft.set(*field, &word);
            if !LISTED.contains(field) {
                hidden.push(word);
            }
        }
        draft.set(Field::Reason, REASONS[reason]);
        draft.set(
            Field::Kind,
            if prolongation {
                "prolongation"
            } else {
                "initial"
            },
        );
        draft.set(
            Field::Outings,
            if excluded { "excluded" } else { "allowed" },
        );
        draft.set(Field::Start, &format!("2026-11-{day:02}"));
        draft.set(Field::End, &format!("2026-12-{day:02}"));
        draft.set(Field::Issued, &format!("2026-10-{day:02}"));
        draft.set(Field::AccidentDate, &format!("1991-03-{day:02}"));
        let child = format!("20150102{person:05}");
        draft.set(Field::InsuredMatricule, &format!("19850314{person:05}"));
        draft.set(Field::ChildMatricule, &child);
        hidden.extend([group(&child), child]);
        hidden.extend([format!("1991-03-{day:02}"), format!("{day:02}/03/1991")]);
        (draft, hidden)
    })
}

#[test]
fn the_employer_sees_nothing_else_on_page_in_file_or_symbol() {
    let (mut runner, mut printer) = (runner(), printer());
    let forms = forms();
    for number in 0..FORMS {
        let (draft, hidden) = forms.new_tree(&mut runner).unwrap().current();
        let (page, symbol, file) = employers(&mut printer, &draft);
        assert!(
            symbol.contains(draft.get(Field::InsuredMatricule)),
            "{symbol}"
        );
        let other = otherwise(&draft);
        let change = |field| [draft.get(field), other.get(field)].join(" to ");
        assert!(
            employers(&mut printer, &other) == (page.clone(), symbol.clone(), file.clone()),
            "the copy tells {} from the other",
            [Field::Reason, Field::Outings].map(change).join(" or ")
        );

        let mut seen = vec![page, symbol, plain(&file), unpacked(&file)];
        if number % JUDGED_EVERY == 0 {
            let path = saved("firewall", &file);
            let read = text_of(&path);
            assert!(read.contains(draft.get(Field::InsuredLastName)), "{read}");
            seen.push(read);
        }
        for word in &hidden {
            for text in &seen {
                assert!(!text.contains(word.as_str()), "{word} in {text}");
            }
        }
    }
}

/// The texts of the employer's page, what its symbol says, and its file.
fn employers(printer: &mut Printer, draft: &Draft) -> (String, String, Vec<u8>) {
    let copies = copies(draft, &Context::default(), &[]);
    let pages = ecit::pages(&copies, fonts()).unwrap().pages;
    let page = pages
        .iter()
        .find(|page| page.volet == Volet::Employeur)
        .unwrap();
    let pages = std::slice::from_ref(page);
    let file = printer.write(pages, &meta(Volet::Employeur)).unwrap();
    let symbol = proof::read(&picture(symbol_of(page).unwrap())).unwrap();
    (said(page), symbol, file)
}

/// The same form with other outings and, but for the leave that the employer is told of, the next reason.
fn otherwise(draft: &Draft) -> Draft {
    let mut other = draft.clone();
    let is_excluded = draft.get(Field::Outings) == "excluded";
    other.set(
        Field::Outings,
        if is_excluded { "allowed" } else { "excluded" },
    );
    let reasons = REASONS.iter().filter(|reason| **reason != "crf");
    let mut after = reasons
        .cycle()
        .skip_while(|reason| **reason != draft.get(Field::Reason));
    if draft.get(Field::Reason) != "crf" {
        other.set(Field::Reason, after.nth(1).unwrap());
    }
    other
}

fn plain(file: &[u8]) -> String {
    String::from_utf8_lossy(file).into_owned()
}

/// The file with every stream unpacked.
fn unpacked(file: &[u8]) -> String {
    let mut document = lopdf::Document::load_mem(file).unwrap();
    document.decompress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert!(bytes.len() > file.len());
    plain(&bytes)
}
