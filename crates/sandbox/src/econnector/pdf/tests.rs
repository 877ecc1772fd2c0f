//! What stands on each copy, read from the layout and from the file.

use super::*;
use crate::econnector::pdf::layout::Layout;

fn certificate(crf: bool) -> Certificate {
    Certificate {
        practitioner_code: "90813319".into(),
        practitioner: "Weber Anne".into(),
        biller_code: "90120070".into(),
        issued: "2026-11-22".into(),
        matricule: "1987020801954".into(),
        insured: "Şahin Łukasz".into(),
        address: Some("7 Rue des Prés, LU 4123 Esch-sur-Alzette".into()),
        nature: "PROLONGATION".into(),
        previous: Some("previous-certificate".into()),
        motif: if crf { "CRF" } else { "ACCIDENT_TRAVAIL" }.into(),
        start: "2026-11-21".into(),
        end: "2026-11-25".into(),
        diagnosis: Some("J06.9".into()),
        outings: "EXCLUES".into(),
        child: crf.then(|| ("2019051703327".into(), "Hoffmann Lina".into())),
    }
}

fn text(layout: &Layout) -> String {
    layout
        .texts
        .iter()
        .map(|text| format!("{}\n", text.text))
        .collect()
}

#[test]
fn the_employer_sees_only_the_list() {
    for crf in [false, true] {
        let layout = layout::lay_out(Volet::Employeur, &certificate(crf), false);
        let shown = text(&layout);
        for wanted in [
            "Şahin Łukasz",
            "1987020801954",
            "Prolongation",
            "21.11.2026",
            "Weber",
        ] {
            assert!(shown.contains(wanted), "{wanted}");
        }
        assert_eq!(shown.contains("Congé pour raisons familiales"), crf);
        let shown = shown + &layout.symbol.payload;
        for hidden in [
            "J06.9",
            "diagnostic",
            "Accident",
            "Motif",
            "Sorties",
            "Exclues",
            "Rue",
            "Hoffmann",
            "2019051703327",
            "90120070",
            "previous",
        ] {
            assert!(!shown.contains(hidden), "{hidden}");
        }
    }
}

#[test]
fn the_caisse_sees_everything() {
    let shown = text(&layout::lay_out(Volet::Caisse, &certificate(true), false));
    for wanted in [
        "J06.9",
        "Exclues",
        "Rue des Prés",
        "Hoffmann Lina",
        "2019051703327",
    ] {
        assert!(shown.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_symbol_of_a_crf_names_the_parent() {
    for volet in Volet::ALL {
        let payload = layout::lay_out(volet, &certificate(true), false)
            .symbol
            .payload;
        assert_eq!(
            payload,
            "DMCRF;1;1987020801954;P;20261121;20261125;20261122;90813319"
        );
        assert!(payload.is_ascii());
    }
}

#[test]
fn the_symbol_reads_back() {
    let payload = layout::lay_out(Volet::Assure, &certificate(false), false)
        .symbol
        .payload;
    let dark = symbol::modules(&payload).unwrap();
    let side = dark.iter().map(|(column, _)| column + 1).max().unwrap();
    let mut pixels = vec![false; side * side];
    for (column, row) in dark {
        pixels[row * side + column] = true;
    }
    let read = datamatrix::DataMatrix::decode(&pixels, side).unwrap();
    assert_eq!(read, payload.as_bytes());
}

#[test]
fn another_template_differs_in_words_and_place() {
    let usual = layout::lay_out(Volet::Caisse, &certificate(false), false);
    let other = layout::lay_out(Volet::Caisse, &certificate(false), true);
    assert_ne!(usual.title, other.title);
    assert_ne!(
        (usual.symbol.x, usual.symbol.y),
        (other.symbol.x, other.symbol.y)
    );
}

#[test]
fn every_copy_is_a_small_pdf_with_an_embedded_font() {
    for volet in Volet::ALL {
        let layout = layout::lay_out(volet, &certificate(true), false);
        let bytes = paint::paint(&layout).unwrap();
        assert!(bytes.starts_with(b"%PDF-"), "{volet:?}");
        assert!(bytes.len() < 40_000, "{volet:?}: {}", bytes.len());
        assert!(bytes.windows(9).any(|window| window == b"FontFile2"));
    }
}

#[test]
fn letters_outside_latin_1_have_glyphs() {
    let font = font::with_letters(["Łukasz Şahin Žofie Dvořáková"].into_iter()).unwrap();
    for letter in "ŁukaszŞhnŽofieDvřáková".chars() {
        assert!(
            font.lookup_glyph_index(u32::from(letter)).is_some(),
            "{letter}"
        );
    }
}
