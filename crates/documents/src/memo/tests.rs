//! Memos of one line and of ninety-nine: nothing is lost between pages, and nothing leaves its page.

use domain::display::{Item, Page, Text, Volet};
use domain::forms::memo::{CopyLine, MemoCopy, Route};
use domain::money::Amount;

use super::*;
use crate::test_fonts;

fn memo(count: usize) -> MemoCopy {
    let text = str::to_owned;
    let line = |at: usize| CopyLine {
        code: format!("C{at}"),
        suffixes: text("N"),
        label: text("Consultation du médecin généraliste"),
        start: text("22/11/2026"),
        time: text("10:30"),
        count: text("1"),
        amount: text("1 062,60"),
        cents: 106_260,
        personal_share: text("12,50"),
        prescriber: if at.is_multiple_of(3) {
            text("90813319")
        } else {
            String::new()
        },
        ..CopyLine::default()
    };
    let sum = i64::try_from(count).unwrap() * 106_260;
    MemoCopy {
        last_name: text("Şahin"),
        first_name: text("Łukasz"),
        matricule: text("1893 12 01 057 32"),
        number: text("2026-0042"),
        date: text("22/11/2026"),
        lines: (1..=count).map(line).collect(),
        total: Amount::from_cents(sum).on_page(),
        due: Amount::from_cents(sum).on_page(),
        ..MemoCopy::default()
    }
}

fn texts(page: &Page) -> Vec<&Text> {
    let items = page.items.iter();
    items
        .filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

fn said(page: &Page) -> Vec<&str> {
    texts(page)
        .into_iter()
        .map(|text| text.text.as_str())
        .collect()
}

fn nothing_touches(page: &Page) {
    let fonts = test_fonts();
    let boxes: Vec<_> = texts(page)
        .into_iter()
        .map(|text| {
            let width = fonts.width(&text.text, text.size, text.bold);
            (
                text,
                text.x,
                text.x + width,
                text.y - 0.72 * text.size,
                text.y + 0.2 * text.size,
            )
        })
        .collect();
    for (at, one) in boxes.iter().enumerate() {
        assert!(
            one.1 > 17.9 && one.2 < 192.1 && one.3 > 10.0 && one.4 < 287.0,
            "{}",
            one.0.text
        );
        for two in &boxes[at + 1..] {
            let apart =
                one.2 <= two.1 + 0.01 || two.2 <= one.1 + 0.01 || one.4 <= two.3 || two.4 <= one.3;
            assert!(apart, "{} over {}", one.0.text, two.0.text);
        }
    }
}

#[test]
fn every_line_is_on_exactly_one_page_and_the_sums_are_carried() {
    for (count, wanted) in [(0, 1), (1, 1), (10, 1), (40, 3), (99, 6)] {
        let layout = pages(&memo(count), &test_fonts());
        assert!(
            (wanted..=wanted + 1).contains(&layout.pages.len()),
            "{count}: {}",
            layout.pages.len()
        );
        assert!(
            layout.overflow.is_empty() && layout.missing.is_empty(),
            "{layout:?}"
        );
        let mut sum = 0;
        for (at, page) in layout.pages.iter().enumerate() {
            assert_eq!(page.volet, Volet::Mh);
            nothing_touches(page);
            let said = said(page);
            assert!(said.contains(&"Montant"));
            assert!(said.contains(&format!("Page {} / {}", at + 1, layout.pages.len()).as_str()));
            let shown = Amount::from_cents(sum).on_page().replace('\u{a0}', " ");
            assert_eq!(said.contains(&"Report"), at > 0);
            assert!(
                at == 0 || said.contains(&shown.as_str()),
                "{shown} carried to page {at}"
            );
            let lines = said.iter().filter(|text| **text == "1 062,60").count();
            sum += i64::try_from(lines).unwrap() * 106_260;
            let last = at + 1 == layout.pages.len();
            assert_eq!(said.contains(&"À reporter"), !last);
            assert_eq!(said.contains(&"Total"), last);
        }
        let everything: Vec<_> = layout.pages.iter().flat_map(|page| said(page)).collect();
        for at in 1..=count {
            let code = format!("C{at}");
            assert_eq!(
                everything.iter().filter(|text| **text == code).count(),
                1,
                "{code}"
            );
        }
    }
}

#[test]
fn a_memo_is_the_document_and_says_nothing_else_of_itself() {
    for page in pages(&memo(40), &test_fonts()).pages {
        nothing_touches(&page);
        let said = said(&page).concat();
        assert!(!said.contains("APERÇU") && !said.contains("transmission"));
    }
}

#[test]
fn what_was_answered_takes_the_place_of_what_is_left_to_pay() {
    let of = |route, [deposited, revoked]: [bool; 2], shares: bool| {
        let text = |text: &str| text.to_owned();
        let copy = MemoCopy {
            route,
            deposited,
            revoked,
            shares: shares.then(|| [text("7,51"), text("55,09")]),
            deposit: text("1 000 000,00"),
            ..memo(1)
        };
        let layout = pages(&copy, &test_fonts());
        assert!(layout.overflow.is_empty());
        nothing_touches(&layout.pages[0]);
        said(&layout.pages[0]).join("\n")
    };
    let words = [
        "Paiement immédiat direct",
        "Remboursement digitalisé",
        "Reste à payer",
        "Merci de ne pas envoyer ce document",
        "par GesondheetsApp",
        "Participation personnelle",
        "7,51 €",
        "55,09 €",
        "Annulé",
    ];
    let [open, sent, revoked] = [[false, false], [true, false], [true, true]];
    for (route, state, shares, expect) in [
        (Route::Mh, open, false, [0, 2].as_slice()),
        (Route::Mh, sent, false, &[0, 3]),
        (Route::Mh, sent, true, &[0, 3, 5, 6, 7]),
        (Route::Mh, revoked, true, &[0, 5, 6, 7, 8]),
        (Route::Memoire, open, false, &[1, 2]),
        (Route::Memoire, sent, false, &[1, 2, 4]),
        (Route::Memoire, revoked, false, &[1, 2, 8]),
    ] {
        let page = of(route, state, shares);
        for (at, word) in words.iter().enumerate() {
            assert_eq!(
                page.contains(word),
                expect.contains(&at),
                "{word} in {page}"
            );
        }
    }
}

#[test]
fn every_field_of_the_memo_has_its_place() {
    let mut copy = memo(1);
    copy.insured_name = "Anna Şahin".to_owned();
    copy.accident = ["U1".to_owned(), "20/11/2026".to_owned()];
    let line = &mut copy.lines[0];
    for (member, text) in [
        (&mut line.performer, "90813319"),
        (&mut line.prescriber, "90813320"),
        (
            &mut line.prescription_id,
            "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01",
        ),
        (&mut line.end, "23/11/2026"),
        (&mut line.end_time, "11:00"),
        (&mut line.class, "A"),
        (&mut line.place, "01"),
    ] {
        *member = text.to_owned();
    }
    let layout = pages(&copy, &test_fonts());
    nothing_touches(&layout.pages[0]);
    let places: Vec<_> = layout.pages[0]
        .places
        .iter()
        .map(|place| place.field.as_str())
        .collect();
    let fields = domain::forms::memo::Field::plain().chain(domain::forms::memo::Field::of_line(1));
    for field in fields {
        let path = field.path();
        assert!(places.contains(&path.as_ref()), "{path}");
    }
}
