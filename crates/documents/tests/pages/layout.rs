//! Nothing leaves its page, nothing overlaps, the employer sees only what is his.

use documents::{Layout, ecit};
use domain::display::{Item, Page, Text, Tone, Volet};
use domain::forms::ecit::Copies;
use proptest::prelude::*;

use crate::fonts;
use crate::samples::{crf, illness, long};

/// Left, top, right and bottom.
type Box = [f32; 4];

fn lay_out(copies: &Copies) -> Layout {
    ecit::pages(copies, fonts()).unwrap()
}

fn texts(page: &Page) -> Vec<&Text> {
    let items = page.items.iter();
    items
        .filter_map(|item| {
            if let Item::Text(text) = item {
                Some(text)
            } else {
                None
            }
        })
        .collect()
}

pub(crate) fn said(page: &Page) -> String {
    let texts: Vec<_> = texts(page)
        .into_iter()
        .map(|text| text.text.as_str())
        .collect();
    texts.join("\n")
}

fn extent(text: &Text) -> Box {
    let fonts = fonts();
    let width = fonts.width(&text.text, text.size, text.bold);
    let (up, down) = (fonts.ascent() * text.size, fonts.descent() * text.size);
    [text.x, text.y - up, text.x + width, text.y + down]
}

fn overlap(a: Box, b: Box) -> bool {
    const ROUNDING: f32 = 0.01;
    let apart =
        |low: usize, high: usize| a[high] <= b[low] + ROUNDING || b[high] <= a[low] + ROUNDING;
    !apart(0, 2) && !apart(1, 3)
}

/// All texts lie within the page's margins, and none touches another or the symbol's quiet zone.
fn check(layout: &Layout) {
    for page in &layout.pages {
        let texts = texts(page);
        let boxes: Vec<Box> = texts.iter().map(|text| extent(text)).collect();
        for (at, one) in boxes.iter().enumerate() {
            let words = &texts[at].text;
            assert!(
                one[0] >= 17.9 && one[2] <= page.width - 17.9,
                "{words} in its margins"
            );
            assert!(
                one[1] >= 10.0 && one[3] <= page.height - 10.0,
                "{words} on the page"
            );
            for (other, two) in boxes.iter().enumerate().skip(at + 1) {
                assert!(!overlap(*one, *two), "{words} over {}", texts[other].text);
            }
        }
        for item in &page.items {
            if let Item::Symbol(symbol) = item {
                let side = f32::from(u16::try_from(symbol.rows.len()).unwrap()) * symbol.module;
                let quiet = 2.0 * symbol.module;
                let (left, top) = (symbol.x - quiet, symbol.y - quiet);
                let around = [left, top, symbol.x + side + quiet, symbol.y + side + quiet];
                assert!(left > 0.0 && top > 0.0);
                assert!(!boxes.iter().any(|one| overlap(*one, around)));
            }
        }
    }
}

#[test]
fn an_empty_form_has_its_three_pages() {
    let layout = lay_out(&Copies::default());
    check(&layout);
    let volets: Vec<_> = layout.pages.iter().map(|page| page.volet).collect();
    assert_eq!(volets, Volet::CERTIFICATE);
    assert!(layout.overflow.is_empty() && layout.missing.is_empty());
}

#[test]
fn ordinary_certificates_fit_with_nothing_lost() {
    for copies in [illness(), crf()] {
        let layout = lay_out(&copies);
        check(&layout);
        assert!(layout.overflow.is_empty(), "{:?}", layout.overflow);
        for volet in [0, 2] {
            let said = said(&layout.pages[volet]);
            for shown in [
                &copies.full.last_name,
                &copies.full.diagnosis,
                &copies.full.previous,
            ] {
                assert!(said.contains(shown.as_str()), "{shown}");
            }
        }
    }
}

#[test]
fn a_text_is_on_its_page_whole_or_reported_and_never_overlaps() {
    for letter in ["a", "W", "Ş"] {
        let layout = lay_out(&long(letter));
        check(&layout);
        for page in &layout.pages {
            let named = |path: &str| {
                texts(page)
                    .iter()
                    .any(|text| text.field.as_deref() == Some(path))
            };
            assert!(named("insured.lastName") && named("insured.firstName"));
        }
    }
    let wide = lay_out(&long("W"));
    let of_name = texts(&wide.pages[0])
        .into_iter()
        .filter(|text| text.field.as_deref() == Some("insured.lastName"));
    let shown: Vec<_> = of_name.map(|text| text.text.as_str()).collect();
    assert_eq!(shown, ["trop long pour la page"]);
    assert!(
        wide.overflow.iter().any(|path| path == "insured.lastName"),
        "{:?}",
        wide.overflow
    );
    // Real letters: a name of 150 letters with spaces, in capitals, is printed whole.
    let mut copies = illness();
    copies.full.last_name = "Martínez Ródenas de la Peña-Żeleński "
        .repeat(4)
        .trim()
        .to_owned();
    assert_eq!(copies.full.last_name.chars().count(), 147);
    let layout = lay_out(&copies);
    assert!(layout.overflow.is_empty(), "{:?}", layout.overflow);
    check(&layout);
}

#[test]
fn every_value_leads_to_its_field() {
    let layout = lay_out(&crf());
    let fields: Vec<_> = texts(&layout.pages[0])
        .iter()
        .filter_map(|text| text.field.clone())
        .collect();
    for path in [
        "practitioner",
        "biller",
        "insured.matricule",
        "insured.lastName",
        "insured.firstName",
        "insured.street",
        "insured.city",
        "child.matricule",
        "child.lastName",
        "child.firstName",
        "certificate.kind",
        "certificate.previous",
        "certificate.reason",
        "certificate.start",
        "certificate.days",
        "certificate.end",
        "certificate.diagnosis",
        "certificate.outings",
        "certificate.issued",
    ] {
        assert!(fields.iter().any(|field| field == path), "{path}");
    }
    let known = |path: &String| domain::forms::ecit::Field::parse(path).is_some();
    assert!(fields.iter().all(known), "{fields:?}");
}

#[test]
fn every_local_page_says_that_it_has_no_value() {
    for copies in [Copies::default(), illness(), crf(), long("W")] {
        for page in lay_out(&copies).pages {
            let warns =
                |text: &&Text| text.tone == Tone::Warning && text.text == "APERÇU — sans valeur";
            let warning = texts(&page).into_iter().find(warns).expect("the warning");
            assert!(warning.size >= 7.0);
        }
    }
}

#[test]
fn a_letter_that_the_font_lacks_is_named_and_stays() {
    let mut copies = illness();
    copies.full.last_name = "Жukov".to_owned();
    let layout = lay_out(&copies);
    assert_eq!(layout.missing, [("insured.lastName".to_owned(), 'Ж')]);
    assert!(said(&layout.pages[0]).contains("Жukov"));
}

#[test]
fn only_the_chosen_option_is_ticked() {
    let crosses = |copies: &Copies| {
        let page = &lay_out(copies).pages[0];
        let slanted = |item: &&Item| matches!(item, Item::Rule(rule) if rule.x1 != rule.x2 && rule.y1 != rule.y2);
        page.items.iter().filter(slanted).count() / 2
    };
    // The kind, the reason and the outings.
    assert_eq!(crosses(&illness()), 3);
    let mut unknown = illness();
    unknown.full.reason = "no reason of ours".to_owned();
    assert_eq!(crosses(&unknown), 2);
    assert_eq!(crosses(&Copies::default()), 0);
}

#[test]
fn the_words_of_a_family_leave_are_on_the_employers_page_only_then() {
    const WORDS: &str = "congé pour raisons familiales";
    assert!(said(&lay_out(&crf()).pages[1]).contains(WORDS));
    assert!(
        !said(&lay_out(&illness()).pages[1])
            .to_lowercase()
            .contains(WORDS)
    );
}

/// A word that no page says of itself.
fn word() -> impl Strategy<Value = String> {
    "[b-df-hj-np-tv-z]{9,14}"
}

prop_compose! {
    fn any_copies()(
        words in proptest::collection::vec(word(), 18),
        prolongation in any::<Option<bool>>(),
        outings_excluded in any::<Option<bool>>(),
        child in any::<bool>(),
        family_leave in any::<bool>(),
        empty in proptest::collection::vec(any::<bool>(), 18),
    ) -> (Copies, Vec<String>) {
        let word = |at: usize| if empty[at] && at > 5 { String::new() } else { words[at].clone() };
        let mut copies = Copies::default();
        let full = &mut copies.full;
        full.writer.name = word(0);
        full.writer.code = word(1);
        full.matricule = word(2);
        full.last_name = word(3);
        full.first_name = word(4);
        full.issued = word(5);
        full.writer.specialty = word(6);
        full.writer.address = vec![word(7), word(8)];
        full.writer.biller = word(9);
        full.address = vec![word(10), word(11)];
        full.previous = word(12);
        full.reason = word(13);
        full.days = word(14);
        full.diagnosis = word(15);
        full.child = child.then(|| [word(16), word(17), word(16)]);
        full.prolongation = prolongation;
        full.outings_excluded = outings_excluded;
        let employer = &mut copies.employer;
        employer.writer_name = word(0);
        employer.writer_code = word(1);
        employer.matricule = word(2);
        employer.last_name = word(3);
        employer.first_name = word(4);
        employer.issued = word(5);
        employer.prolongation = prolongation;
        employer.family_leave = family_leave;
        (copies, words.into_iter().skip(6).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the others see: the employer's page shows its own list, and is the same page whatever else is typed.
    #[test]
    fn the_employers_page_shows_nothing_of_the_others((copies, hidden) in any_copies()) {
        let layout = lay_out(&copies);
        check(&layout);
        let page = &layout.pages[1];
        let said = said(page);
        for word in hidden {
            prop_assert!(!said.contains(&word));
        }
        for word in [&copies.full.last_name, &copies.full.matricule, &copies.full.issued] {
            prop_assert!(said.contains(word.as_str()));
        }
        for hint in ["diagnos", "sorties", "motif", "enfant", "adresse", "facturier", "spécialité"] {
            prop_assert!(!said.to_lowercase().contains(hint), "{}", hint);
        }
        let alone = Copies { employer: copies.employer.clone(), ..Copies::default() };
        prop_assert!(lay_out(&alone).pages[1] == *page);
    }

    /// Anything can be typed: there is a page, and it is in order.
    #[test]
    fn any_text_gives_a_page_in_order(texts in proptest::collection::vec("\\PC{0,150}", 6)) {
        let mut copies = crf();
        let full = &mut copies.full;
        full.last_name.clone_from(&texts[0]);
        full.first_name.clone_from(&texts[1]);
        full.diagnosis.clone_from(&texts[2]);
        full.address = texts[2..5].to_vec();
        full.child = Some([texts[3].clone(), texts[4].clone(), texts[5].clone()]);
        check(&lay_out(&copies));
    }
}

#[test]
fn a_printed_substitute_says_what_has_to_follow_and_no_longer_that_it_has_no_value() {
    let mut copies = crf();
    copies.substitute_before = Some("25/11/2026".to_owned());
    let layout = lay_out(&copies);
    check(&layout);
    for page in &layout.pages {
        let said = said(page);
        assert!(said.contains("transmission électronique à faire avant le 25/11/2026"));
        assert!(!said.contains("APERÇU"), "{said}");
    }
}

#[test]
fn accidents_and_stays_are_on_the_full_copies_only() {
    let mut copies = illness();
    copies.full.reason = "work-accident".to_owned();
    copies.full.accident = ["U123456789".to_owned(), "21/11/2026".to_owned()];
    copies.full.stay = vec![
        "3, Rue du Lac".to_owned(),
        "L-9650 Esch-sur-Sûre".to_owned(),
        "2e étage, Chez Muller".to_owned(),
    ];
    let layout = lay_out(&copies);
    check(&layout);
    assert_eq!(layout.overflow, Vec::<String>::new());
    for (volet, shown) in [(0, true), (1, false), (2, true)] {
        let said = said(&layout.pages[volet]);
        for word in ["U123456789", "21/11/2026", "3, Rue du Lac", "2e étage"] {
            assert_eq!(said.contains(word), shown, "{word}");
        }
    }
}

#[test]
fn every_field_has_its_place_though_it_be_empty() {
    let page = &lay_out(&Copies::default()).pages[0];
    for path in [
        "insured.lastName",
        "insured.postcode",
        "certificate.diagnosis",
        "certificate.kind",
        "biller",
    ] {
        assert!(
            page.places.iter().any(|place| place.field == path),
            "{path}"
        );
    }
    for place in &page.places {
        assert!(
            place.x >= 17.0 && place.x + place.width <= page.width - 17.0,
            "{place:?}"
        );
        assert!(place.y > 0.0 && place.y + place.height < page.height);
    }
}
