//! The PDF files before judges from outside: qpdf, poppler and dmtxread. A judge that is absent fails its test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use documents::pdf::{Meta, PdfError, Printer};
use documents::{ecit, memo};
use domain::display::{Page, Volet};
use domain::forms::ecit::Copies;
use domain::forms::memo::{CopyLine, MemoCopy};
use domain::money::Amount;

use crate::samples::{crf, illness};
use crate::{font, fonts};

/// 22 November 2026, 01:24:05 UTC.
const CREATED: i64 = 1_795_310_645;

/// What writes files with the packaged font.
pub(crate) fn printer() -> Printer {
    Printer::new(font("regular"), font("bold")).unwrap()
}

pub(crate) fn meta(volet: Volet) -> Meta {
    Meta {
        title: ecit::title(volet),
        author: "Anne Wéber".to_owned(),
        created: CREATED,
    }
}

fn page(copies: &Copies, volet: Volet) -> Page {
    let pages = ecit::pages(copies, fonts()).unwrap().pages;
    pages.into_iter().find(|page| page.volet == volet).unwrap()
}

fn file(copies: &Copies, volet: Volet) -> Vec<u8> {
    printer()
        .write(&[page(copies, volet)], &meta(volet))
        .unwrap()
}

/// A folder of one test, with the file in it.
pub(crate) fn saved(test: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("page.pdf");
    fs::write(&path, bytes).unwrap();
    path
}

/// Runs a judge on a file; what it prints when it is content.
fn judge(tool: &str, package: &str, arguments: &[&str], path: &Path) -> String {
    let output = Command::new(tool).args(arguments).arg(path).output();
    let output =
        output.unwrap_or_else(|_| panic!("`{tool}` is needed: install the package {package}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool}: {said}{complaint}");
    said
}

pub(crate) fn text_of(path: &Path) -> String {
    let output = path.with_extension("txt");
    let words = ["-layout", "-enc", "UTF-8"];
    judge("pdftotext", "poppler-utils", &words, path);
    fs::read_to_string(output).unwrap()
}

#[test]
fn qpdf_finds_no_fault() {
    for (number, volet) in Volet::CERTIFICATE.into_iter().enumerate() {
        let path = saved(&format!("qpdf-{number}"), &file(&crf(), volet));
        let said = judge("qpdf", "qpdf", &["--check"], &path);
        assert!(
            said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
}

/// A memo of so many lines of 62,60 €, each with a code of its own.
fn memo_of(count: usize) -> MemoCopy {
    const CENTS: i64 = 6_260;
    let text = str::to_owned;
    let line = |at| CopyLine {
        code: format!("C{at}"),
        label: text("Consultation du médecin généraliste"),
        start: text("22/11/2026"),
        time: text("10:30"),
        count: text("1"),
        amount: Amount::from_cents(CENTS).on_page(),
        cents: CENTS,
        ..CopyLine::default()
    };
    let sum = i64::try_from(count).unwrap_or_default() * CENTS;
    MemoCopy {
        last_name: text("Şahin"),
        first_name: text("Łukasz"),
        matricule: text("1893 12 01 057 32"),
        date: text("22/11/2026"),
        lines: (1..=count).map(line).collect(),
        total: Amount::from_cents(sum).on_page(),
        due: Amount::from_cents(sum).on_page(),
        ..MemoCopy::default()
    }
}

#[test]
fn a_memo_of_any_length_is_one_file_with_every_line() {
    let mut printer = printer();
    for lines in [1, 10, 40, 99] {
        let pages = memo::pages(&memo_of(lines), fonts()).pages;
        let bytes = printer.write(&pages, &meta(Volet::Mh)).unwrap();
        let path = saved(&format!("memo-{lines}"), &bytes);
        judge("qpdf", "qpdf", &["--check"], &path);
        let info = judge("pdfinfo", "poppler-utils", &[], &path);
        let count = format!("Pages:           {}\n", pages.len());
        assert!(info.contains(&count), "{count} in {info}");
        let said = text_of(&path);
        let words: Vec<_> = said.split_whitespace().collect();
        for line in 1..=lines {
            let code = format!("C{line}");
            let times = words.iter().filter(|word| **word == code).count();
            assert_eq!(times, 1, "{code} in {said}");
        }
        let carried = said.matches("À reporter").count();
        assert_eq!(carried, pages.len() - 1, "{said}");
    }
}

#[test]
fn the_symbol_is_drawn_and_not_a_picture() {
    let path = saved("drawn", &file(&crf(), Volet::Caisse));
    let said = judge("pdfimages", "poppler-utils", &["-list"], &path);
    // Two lines of headings.
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn fonts_are_embedded_as_subsets_with_their_letters() {
    let path = saved("fonts", &file(&illness(), Volet::Caisse));
    let said = judge("pdffonts", "poppler-utils", &[], &path);
    let fonts: Vec<_> = said.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{said}");
    for font in fonts {
        assert!(font.contains("CID TrueType"), "{said}");
        let columns: Vec<_> = font.split_whitespace().rev().take(5).collect();
        assert_eq!(columns[2..], ["yes", "yes", "yes"], "{said}");
    }
}

#[test]
fn the_text_comes_back_with_its_accents() {
    let said = text_of(&saved("text", &file(&illness(), Volet::Caisse)));
    for words in [
        "Łukasz",
        "Şahin",
        "1893 12 01 057 32",
        "Médecine générale",
        "APERÇU — sans valeur",
        "J11",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let employer = text_of(&saved("text-employer", &file(&illness(), Volet::Employeur)));
    assert!(
        employer.contains("Łukasz") && !employer.contains("J11"),
        "{employer}"
    );
}

#[test]
fn the_file_says_what_it_is() {
    let path = saved("info", &file(&illness(), Volet::Employeur));
    let said = judge("pdfinfo", "poppler-utils", &["-isodates"], &path);
    for line in [
        "Title:           Certificat d'incapacité de travail, Volet 2 — Employeur",
        "Author:          Anne Wéber",
        "CreationDate:    2026-11-22T01:24:05Z",
        "Pages:           1",
        "(A4)",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let unpacked = ["--qdf", "--object-streams=disable", "--static-id"];
    let output = path.with_extension("qdf");
    let mut unpack = Command::new("qpdf");
    unpack.args(unpacked).args([&path, &output]);
    assert!(unpack.status().unwrap().success());
    let bytes = fs::read(output).unwrap();
    assert!(bytes.windows(10).any(|part| part == b"/Lang (fr)"));
}

#[test]
fn the_symbol_is_read_from_the_printed_page() {
    for (number, copies) in [illness(), crf()].iter().enumerate() {
        for volet in Volet::CERTIFICATE {
            let path = saved(
                &format!("symbol-{number}-{}", volet.as_str()),
                &file(copies, volet),
            );
            let picture = path.with_extension("png");
            let into = path.with_extension("");
            let drawn = Command::new("pdftoppm")
                .args(["-r", "200", "-png", "-singlefile"])
                .args([&path, &into])
                .status();
            assert!(
                drawn
                    .expect("`pdftoppm` is needed: install the package poppler-utils")
                    .success()
            );
            let arguments = ["--stop-after=1", "--milliseconds=20000"];
            let said = judge("dmtxread", "dmtx-utils", &arguments, &picture);
            assert_eq!(said.trim_end(), copies.full.symbol);
        }
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let first = file(&illness(), Volet::Caisse);
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(first, file(&illness(), Volet::Caisse));
    assert_ne!(first, file(&illness(), Volet::Assure));
    let later = Meta {
        created: CREATED + 1,
        ..meta(Volet::Caisse)
    };
    assert_ne!(
        first,
        printer()
            .write(&[page(&illness(), Volet::Caisse)], &later)
            .unwrap()
    );
}

#[test]
fn a_file_is_small() {
    let size = file(&crf(), Volet::Caisse).len();
    assert!(size < 20_000, "{size}");
}

#[test]
fn no_file_holds_two_copies() {
    let pages = ecit::pages(&illness(), fonts()).unwrap().pages;
    let mut printer = printer();
    let mut write = |pages: &[Page]| printer.write(pages, &meta(Volet::Caisse));
    assert_eq!(write(&pages), Err(PdfError::SeveralCopies));
    assert_eq!(write(&pages[..2]), Err(PdfError::SeveralCopies));
    assert_eq!(write(&[]), Err(PdfError::NoPage));
}

#[test]
fn a_letter_that_would_be_lost_is_an_error() {
    let mut copies = illness();
    copies.full.last_name = "Жuk".to_owned();
    let written = printer().write(&[page(&copies, Volet::Caisse)], &meta(Volet::Caisse));
    assert_eq!(written, Err(PdfError::GlyphMissing('Ж')));
    let broken = Printer::new(vec![0; 100], font("bold"));
    assert_eq!(broken.unwrap_err(), PdfError::Font);
}

/// The same printer makes the files of many forms: none may hold anything of the one before.
#[test]
fn a_file_follows_from_its_form_alone_whatever_was_written_before() {
    let mut printer = printer();
    let mut write = |copies: &Copies, volet| {
        let pages = [page(copies, volet)];
        printer.write(&pages, &meta(volet)).unwrap()
    };
    for copies in [illness(), crf(), illness()] {
        for volet in Volet::CERTIFICATE {
            assert_eq!(write(&copies, volet), file(&copies, volet), "{volet:?}");
        }
    }
}

/// Letters are embedded because they are on the page: a font file must not tell which ones another copy has.
#[test]
fn the_employers_fonts_hold_no_letter_of_the_diagnosis() {
    let mut printer = printer();
    let mut employers = |diagnosis: &str| {
        let mut copies = illness();
        diagnosis.clone_into(&mut copies.full.diagnosis);
        for volet in [Volet::Caisse, Volet::Assure] {
            printer
                .write(&[page(&copies, volet)], &meta(volet))
                .unwrap();
        }
        printer
            .write(&[page(&copies, Volet::Employeur)], &meta(Volet::Employeur))
            .unwrap()
    };
    assert_eq!(employers("J11"), employers("ŻŹ8 ¼"));
}
