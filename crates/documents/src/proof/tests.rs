//! The self-check finds what a scanner would stumble over.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and does not find fails it"
)]

use domain::display::{Frame, Item, Page, Text, Tone, Volet};
use domain::forms::ecit::Copies;

use super::*;
use crate::{ecit, test_fonts};

const PAYLOAD: &str = "DMCIT;1;1893120105732;I;20261122;20261124;20261122;90813319";

fn font(weight: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pkg/dist/fonts/");
    std::fs::read(format!("{folder}arimo-{weight}.ttf")).expect("run `cargo xtask package` first")
}

fn pages(payload: &str) -> Vec<Page> {
    let mut copies = Copies::default();
    copies.full.symbol = payload.to_owned();
    copies.employer.symbol = payload.to_owned();
    ecit::pages(&copies, &test_fonts()).unwrap().pages
}

fn part(payload: &str) -> Part {
    parts(&pages(payload), &test_fonts(), |_| payload).remove(0)
}

fn verdict(part: &Part) -> Verdict {
    let (regular, bold) = (font("regular"), font("bold"));
    prove(part, &Outlines::parse(&regular, &bold).unwrap())
}

fn symbol_of(part: &mut Part) -> &mut Symbol {
    let symbols = part.items.iter_mut().filter_map(|item| match item {
        Item::Symbol(symbol) => Some(symbol),
        _ => None,
    });
    symbols.last().unwrap()
}

#[test]
fn the_symbol_of_every_copy_is_read_at_every_resolution() {
    for payload in [PAYLOAD, "A", "DMCIT;1;;;;;;", &"0123456789;".repeat(12)] {
        let parts = parts(&pages(payload), &test_fonts(), |_| payload);
        assert_eq!(parts.len(), 3);
        for part in parts {
            assert_eq!(
                verdict(&part),
                Verdict::Read,
                "{} of {payload}",
                part.volet.as_str()
            );
        }
    }
}

#[test]
fn what_lies_within_ten_millimetres_is_painted_and_nothing_else() {
    let part = part(PAYLOAD);
    let texts: Vec<_> = part
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text(text) => Some(text.text.as_str()),
            _ => None,
        })
        .collect();
    assert!(
        texts.contains(&"CERTIFICAT D'INCAPACITÉ DE TRAVAIL"),
        "{texts:?}"
    );
    assert!(!texts.contains(&"Motif"), "{texts:?}");
    let side = part.area[2];
    assert!((38.0..46.0).contains(&side), "{side}");
}

#[test]
fn one_codeword_that_is_flipped_is_found_although_a_reader_repairs_it() {
    let mut part = part(PAYLOAD);
    let rows = &mut symbol_of(&mut part).rows;
    let flipped: String = rows[5]
        .chars()
        .enumerate()
        .map(|(at, module)| match (at, module) {
            (5..8, '1') => '0',
            (5..8, _) => '1',
            (_, module) => module,
        })
        .collect();
    rows[5] = flipped;
    assert_eq!(verdict(&part), Verdict::Different);
}

#[test]
fn a_symbol_of_another_text_is_found() {
    let mut part = part(PAYLOAD);
    part.payload = PAYLOAD.replace("20261124", "20261125");
    assert_eq!(verdict(&part), Verdict::Different);
}

#[test]
fn what_covers_the_symbol_or_its_quiet_zone_is_found() {
    let mut covered = part(PAYLOAD);
    let Symbol { x, y, .. } = *symbol_of(&mut covered);
    let ink = Frame {
        x: x - 1.0,
        y: y - 1.0,
        width: 9.0,
        height: 24.0,
        line: 0.0,
        fill: Some(Tone::Ink),
    };
    covered.items.push(Item::Frame(ink));
    assert_eq!(verdict(&covered), Verdict::Unreadable);
    let mut written_over = part(PAYLOAD);
    for line in 0_u8..9 {
        written_over.items.push(Item::Text(Text {
            x: x - 4.0,
            y: y + 3.0 * f32::from(line),
            size: 4.0,
            bold: true,
            tone: Tone::Ink,
            text: "WWWWWWWWWWWW".to_owned(),
            field: None,
        }));
    }
    assert_eq!(verdict(&written_over), Verdict::Unreadable);
}

#[test]
fn an_empty_picture_says_nothing_and_a_page_without_symbol_has_no_part() {
    let blank = Picture {
        width: 100,
        height: 100,
        luma: vec![255; 10_000],
    };
    assert_eq!(read(&blank), None);
    let none = Picture {
        width: 0,
        height: 0,
        luma: vec![],
    };
    assert_eq!(read(&none), None);
    let mut page = pages(PAYLOAD).remove(0);
    page.items.retain(|item| !matches!(item, Item::Symbol(_)));
    assert_eq!(near_symbol(&page, &test_fonts(), PAYLOAD), None);
}

#[test]
fn letters_cover_what_they_cover_elsewhere() {
    // A bold capital I of 100 mm: a bar as high as a capital letter, 0.716 em in Arial.
    let text = Text {
        x: 10.0,
        y: 90.0,
        size: 100.0,
        bold: true,
        tone: Tone::Ink,
        text: "I".to_owned(),
        field: None,
    };
    let part = Part {
        volet: Volet::Caisse,
        payload: String::new(),
        area: [0.0, 0.0, 50.0, 100.0],
        items: vec![Item::Text(text)],
    };
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    let picture = raster::paint(&part, &outlines, 4.0);
    let dark = picture.luma.iter().filter(|pixel| **pixel < 128).count();
    let column = picture
        .luma
        .chunks(200)
        .filter(|row| row.contains(&0))
        .count();
    assert!((270..=292).contains(&column), "{column}");
    assert!((14_000..18_500).contains(&dark), "{dark}");
}

#[test]
fn a_symbol_is_found_anywhere_on_a_page_and_none_where_there_is_none() {
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    for (dx, dy) in [(0.0, 0.0), (147.0, 3.0)] {
        let Page {
            width,
            height,
            mut items,
            ..
        } = pages(PAYLOAD).remove(0);
        for item in &mut items {
            if let Item::Symbol(symbol) = item {
                (symbol.x, symbol.y) = (symbol.x + dx, symbol.y + dy);
            }
        }
        // The moved symbol stands alone: what it would cover is left out.
        items.retain(|item| {
            dx + dy == 0.0
                || !matches!(item, Item::Text(text) if text.x > 30.0)
                    && !matches!(item, Item::Frame(_) | Item::Rule(_))
        });
        let mut whole = part(PAYLOAD);
        (whole.area, whole.items) = ([0.0, 0.0, width, height], items);
        let scale = 96.0 / 25.4;
        let mut page = raster::paint(&whole, &outlines, scale);
        assert_eq!(find(&page, scale).as_deref(), Some(PAYLOAD), "{dx} {dy}");
        whole.items.retain(|item| !matches!(item, Item::Symbol(_)));
        page = raster::paint(&whole, &outlines, scale);
        assert_eq!(find(&page, scale), None);
    }
}
