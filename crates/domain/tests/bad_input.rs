//! Every field of both forms with everything that people and hosts get wrong: a message at the field, nothing typed lost, nothing
//! to send. What each message says is told by the tables beside the checks.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "what these helpers unwrap is the tests' own"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::context::Context;
use domain::dates;
use domain::forms::{Circumstances, Environment, Severity, ecit, memo};
use domain::ids::DocumentId;
use domain::json::Json;
use domain::nomenclature::Nomenclature;
use serde_json::json;

const TARIFFS: &[u8] = include_bytes!("../../../pkg/data/tariffs.json");
const RULES: &[u8] = include_bytes!("../../../pkg/data/billing-rules.json");

static TABLE: LazyLock<Nomenclature> = LazyLock::new(|| {
    Nomenclature::read(&Json::parse(TARIFFS).unwrap(), &Json::parse(RULES).unwrap()).unwrap()
});

/// What no field takes.
const NOWHERE: [(&str, &str); 8] = [
    ("a control character", "a\u{7}b"),
    ("a null", "a\u{0}b"),
    ("a right-to-left mark", "a\u{200f}b"),
    ("a direction override", "a\u{202e}b"),
    ("a letter of no width", "a\u{200b}b"),
    ("emoji", "a😀b"),
    ("letters of another script", "漢字"),
    ("too long", TOO_LONG),
];
const TOO_LONG: &str = match std::str::from_utf8(&[b'a'; 300]) {
    Ok(text) => text,
    Err(_) => "",
};
/// Digits of other scripts: no number, no date and no amount, and no letters that a page can print.
const DIGITS: [&str; 3] = ["٠١٢٣٤٥٦٧٨٩", "１２３", "१२३"];
const MARKUP: &str = "<script>alert(1)</script>";
const NO_DAYS: [&str; 14] = [
    "1800-01-01",
    "2200-01-01",
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-00-10",
    "2026-13-01",
    "0206-01-01",
    "20266-01-01",
    "-2026-01-01",
    "2026-1-1",
    "29/02/2028",
    "2026-11-22T00:00",
    "２０２６-１１-２２",
];

fn context() -> Context {
    Context::read(&Json::from(json!({
        "practitioner": {"code": "90813319", "lastName": "Weber", "firstName": "Anne", "specialty": "Médecine générale",
            "address": {"street": "Rue de l'Alzette", "country": "LU"}},
        "patient": {"matricule": "1893120105732"},
        "insured": {"matricule": "1893120105732"},
    })))
}

fn around(context: &Context) -> Circumstances<'_> {
    Circumstances {
        context,
        identities: &[],
        environment: Environment::Production,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    }
}

/// What a form says of its fields, the XML that would be sent, and its texts.
struct Told {
    issues: Vec<(String, Severity)>,
    xml: Option<String>,
    texts: BTreeMap<String, String>,
}

type Texts<'a> = BTreeMap<&'a str, &'a str>;
type Check = fn(&Texts<'_>) -> Told;

fn certificate(texts: &Texts<'_>) -> Told {
    let draft = ecit::Draft::from_texts(texts.iter().map(|(path, text)| (*path, *text)));
    let context = context();
    let (form, issues) = ecit::check(&draft, &around(&context));
    let own = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    let _ = ecit::copies(&draft, &context, &[]);
    Told {
        issues: issues
            .iter()
            .map(|issue| (issue.field.path().to_owned(), issue.severity))
            .collect(),
        xml: form.map(|form| ecit::to_xml(&form, &DocumentId::derive([1; 16])).unwrap()),
        texts: draft.texts().map(own).collect(),
    }
}

fn fee_memo(texts: &Texts<'_>) -> Told {
    let draft = memo::Draft::from_texts(texts.iter().map(|(path, text)| (*path, *text)));
    let context = context();
    let (form, issues) = memo::check(&draft, &around(&context), Some(&TABLE));
    let _ = memo::copy(memo::Route::Mh, &draft, &context, &[], Some(&TABLE));
    Told {
        issues: issues
            .iter()
            .map(|issue| (issue.field.path().into_owned(), issue.severity))
            .collect(),
        xml: form.map(|form| memo::to_xml(&form, &DocumentId::derive([1; 16])).unwrap()),
        texts: draft
            .texts()
            .map(|(path, text)| (path.into_owned(), text.to_owned()))
            .collect(),
    }
}

/// Two certificates that ask for every field, and a memo with every field filled.
fn whole() -> [(Check, Texts<'static>); 3] {
    let certificate_texts = [
        ("practitioner", "90813319"),
        ("biller", "90813319"),
        ("insured.matricule", "1893120105732"),
        ("insured.lastName", "Muller"),
        ("insured.firstName", "Jos"),
        ("insured.number", "1"),
        ("insured.street", "Rue X"),
        ("insured.postcode", "4011"),
        ("insured.city", "Esch"),
        ("insured.country", "LU"),
        ("certificate.kind", "prolongation"),
        (
            "certificate.previous",
            "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01",
        ),
        ("certificate.reason", "accident"),
        ("certificate.accidentNumber", "U123456789"),
        ("certificate.accidentDate", "2026-11-20"),
        ("certificate.start", "2026-11-21"),
        ("certificate.days", "4"),
        ("certificate.end", "2026-11-24"),
        ("certificate.diagnosis", "J11"),
        ("certificate.outings", "allowed"),
        ("certificate.issued", "2026-11-22"),
        ("stay.number", "2"),
        ("stay.street", "Rue Y"),
        ("stay.floor", "3"),
        ("stay.bell", "Weber"),
        ("stay.postcode", "4012"),
        ("stay.city", "Esch"),
        ("stay.country", "LU"),
    ];
    let memo_texts = [
        ("practitioner", "90813319"),
        ("biller", "90813319"),
        ("patient.matricule", "1893120105732"),
        ("patient.birthDate", "1993-12-01"),
        ("patient.lastName", "Muller"),
        ("patient.firstName", "Jos"),
        ("insured.matricule", "1893120105732"),
        ("insured.lastName", "Muller"),
        ("insured.firstName", "Jos"),
        ("insured.number", "1"),
        ("insured.street", "Rue X"),
        ("insured.postcode", "4011"),
        ("insured.city", "Esch"),
        ("insured.country", "LU"),
        ("accident.number", "L123456789"),
        ("accident.date", "2026-11-20"),
        ("memo.date", "2026-11-22"),
        ("memo.number", "2026/1"),
        ("memo.note", "Note"),
        ("line.1.code", "C1"),
        ("line.1.suffixes", "Z"),
        ("line.1.date", "2026-11-22"),
        ("line.1.time", "10:00"),
        ("line.1.endDate", "2026-11-22"),
        ("line.1.endTime", "10:20"),
        ("line.1.class", "A"),
        ("line.1.place", "01"),
        ("line.1.count", "1"),
        ("line.1.amount", "62.60"),
        ("line.1.personalShare", "7.51"),
        ("line.1.performer", "90120070"),
        ("line.1.prescriber", "90120070"),
        (
            "line.1.prescriptionId",
            "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01",
        ),
        ("payment.deposit", "10"),
        ("payment.paid", "true"),
        ("payment.paidOn", "2026-11-22"),
    ];
    let mut family: Texts<'static> = certificate_texts.into_iter().collect();
    family.retain(|path, _| !path.starts_with("certificate.accident"));
    family.extend([
        ("certificate.reason", "crf"),
        ("child.matricule", "1990093012358"),
        ("child.lastName", "Muller"),
        ("child.firstName", "Mia"),
    ]);
    [
        (certificate, certificate_texts.into_iter().collect()),
        (certificate, family),
        (fee_memo, memo_texts.into_iter().collect()),
    ]
}

/// Every field of both forms, each with a text in place of its own.
fn each_field(mut see: impl FnMut(&str, &dyn Fn(&str) -> Told)) {
    for (form, texts) in whole() {
        let told = form(&texts);
        assert!(told.xml.is_some(), "{:?}", told.issues);
        for path in texts.keys() {
            see(path, &|text: &str| {
                let mut texts = texts.clone();
                texts.insert(path, text);
                form(&texts)
            });
        }
    }
}

/// The field has a message that forbids sending, and its text is still there.
fn refuses(path: &str, text: &str, told: &Told) {
    let error = (path.to_owned(), Severity::Error);
    assert!(
        told.issues.contains(&error),
        "{path}: {text:?} {:?}",
        told.issues
    );
    assert!(told.xml.is_none(), "{path}: {text:?}");
    assert_eq!(
        told.texts.get(path).map(String::as_str),
        Some(text),
        "{path}"
    );
}

#[test]
fn what_no_field_takes_is_named_at_each() {
    each_field(|path, with| {
        for (_, text) in NOWHERE {
            refuses(path, text, &with(text));
        }
        for text in DIGITS {
            refuses(path, text, &with(text));
        }
    });
}

#[test]
fn an_empty_field_is_named_or_left_out() {
    let mut required = Vec::new();
    each_field(|path, with| {
        let told = with("");
        let named = told
            .issues
            .iter()
            .any(|(_, severity)| *severity == Severity::Error);
        assert_eq!(named, told.xml.is_none(), "{path}");
        if named {
            required.push(path.to_owned());
        }
    });
    for path in [
        "insured.matricule",
        "certificate.diagnosis",
        "patient.lastName",
        "line.1.amount",
        "payment.paidOn",
    ] {
        assert!(required.iter().any(|known| known == path), "{path}");
    }
}

#[test]
fn markup_is_refused_or_sent_as_the_text_that_it_is() {
    each_field(|path, with| {
        let told = with(MARKUP);
        assert_eq!(told.texts.get(path).map(String::as_str), Some(MARKUP));
        match told.xml {
            None => assert!(told.issues.iter().any(|(field, _)| field == path), "{path}"),
            Some(xml) => assert!(!xml.contains("<script"), "{path}"),
        }
    });
}

#[test]
fn a_day_that_does_not_exist_is_named_at_every_day() {
    let mut days = 0;
    each_field(|path, with| {
        if !is_day(path) {
            return;
        }
        days += 1;
        for text in NO_DAYS {
            refuses(path, text, &with(text));
        }
    });
    assert_eq!(days, 4 + 3 + 6);
}

#[test]
fn a_day_of_another_century_is_named_at_every_day() {
    let mut days = 0;
    each_field(|path, with| {
        for text in ["1901-01-01", "2199-12-31"] {
            if is_day(path) {
                days += 1;
                assert!(is_told(path, &with(text)), "{path}: {text}");
            }
        }
    });
    assert_eq!(days, 2 * (4 + 3 + 6));
    // All days of a form moved together: none speaks for another.
    for year in ["1926", "2126"] {
        for (form, texts) in whole() {
            let moved: Vec<_> = texts
                .iter()
                .map(|(path, text)| (*path, text.replace("2026-", &[year, "-"].concat())))
                .collect();
            let told = form(&moved.iter().map(|(path, text)| (*path, &**text)).collect());
            assert!(told.xml.is_none(), "{year}");
            for (path, text) in &moved {
                if is_day(path) && text.starts_with(year) {
                    assert!(is_told(path, &told), "{path}: {text} {:?}", told.issues);
                    assert_eq!(told.texts.get(*path), Some(text));
                }
            }
        }
    }
}

fn is_day(path: &str) -> bool {
    let ends = ["Date", "date", "start", "end", "issued", "paidOn"];
    ends.iter().any(|end| path.ends_with(end))
}

/// Something more than a notice is said at a field.
fn is_told(path: &str, told: &Told) -> bool {
    let mut issues = told.issues.iter();
    issues.any(|(field, severity)| field == path && *severity != Severity::Notice)
}

#[test]
fn a_length_that_is_none_is_named() {
    for (form, mut texts) in whole() {
        for text in ["0", "-3", "abc", "1o", "2,5", "1 0", "999"] {
            if texts.contains_key("certificate.days") {
                texts.insert("certificate.days", text);
                refuses("certificate.days", text, &form(&texts));
            }
        }
    }
}

#[test]
fn both_sides_of_a_change_of_clocks_and_a_leap_day_are_days() {
    for (start, end) in [
        ("2028-02-28", "2028-02-29"),
        ("2026-03-28", "2026-03-30"),
        ("2026-10-24", "2026-10-26"),
    ] {
        let [(_, mut texts), ..] = whole();
        texts.insert("certificate.start", start);
        texts.insert("certificate.end", end);
        let told = certificate(&texts);
        let named = |(path, severity): &(String, Severity)| {
            *severity == Severity::Error
                && (path == "certificate.start" || path == "certificate.end")
        };
        assert!(!told.issues.iter().any(named), "{start}: {:?}", told.issues);
    }
}

#[test]
fn a_number_may_be_pasted_with_what_people_write_between() {
    each_field(|path, with| {
        if path.ends_with("matricule") {
            for text in [
                "1979 12 20 032 08",
                " 1979.12.20.032.08 ",
                "1979-1220-03208",
                "1979\u{a0}1220\u{a0}03208",
            ] {
                let told = with(text);
                assert!(told.xml.is_some(), "{path}: {text:?} {:?}", told.issues);
            }
        }
    });
}
