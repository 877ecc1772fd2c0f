//! Each rule of the certificate, as drafts with one thing changed.

use super::*;
use crate::context::{Context, Identity, Person};
use crate::forms::Environment;
use crate::forms::Severity::{Error, Notice, Warning};
use crate::forms::diagnoses::Diagnoses;
use crate::forms::ecit::to_xml;
use crate::forms::is_complete;
use crate::ids::DocumentId;
use crate::json::Json;

pub(crate) fn right() -> Draft {
    let mut draft = Draft::default();
    for (field, text) in [
        (Field::Practitioner, "90813319"),
        (Field::Biller, "90813319"),
        (Field::InsuredMatricule, "1893120105732"),
        (Field::InsuredLastName, "Muller"),
        (Field::InsuredFirstName, "Jos"),
        (Field::Kind, "initial"),
        (Field::Reason, "illness"),
        (Field::Start, "2026-11-21"),
        (Field::End, "2026-11-24"),
        (Field::Diagnosis, "J11"),
        (Field::Outings, "allowed"),
        (Field::Issued, "2026-11-22"),
    ] {
        draft.set(field, text);
    }
    draft
}

pub(crate) fn context() -> Context {
    Context::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319", "lastName": "Weber", "firstName": "Anne"},
        "patient": {"matricule": "1893120105732"},
        "insured": {"matricule": "1893120105732"},
    })))
}

fn run(draft: &Draft, environment: Environment) -> (Option<Certificate>, Vec<Issue>) {
    let today = dates::parse("2026-11-22").unwrap();
    let around = Circumstances {
        context: &context(),
        identities: &[],
        environment,
        today,
        diagnoses: None,
    };
    check(draft, &around)
}

fn expect_in(
    environment: Environment,
    changes: &[(Field, &str)],
    expect: &[(Field, IssueCode, Severity)],
) {
    let mut draft = right();
    for (field, text) in changes {
        draft.set(*field, text);
    }
    let (certificate, issues) = run(&draft, environment);
    let found: Vec<_> = issues
        .iter()
        .map(|issue| (issue.field, issue.code, issue.severity))
        .collect();
    assert_eq!(found, expect, "{changes:?}");
    let refused = expect.iter().any(|(_, _, severity)| *severity == Error);
    assert_eq!(certificate.is_none(), refused, "{changes:?}");
}

fn expect(changes: &[(Field, &str)], issues: &[(Field, IssueCode, Severity)]) {
    expect_in(Environment::Sandbox, changes, issues);
}

#[test]
fn a_right_certificate_has_no_issue() {
    expect(&[], &[]);
}

#[test]
fn an_empty_form_names_every_field_that_must_be_filled() {
    let (certificate, issues) = run(&Draft::default(), Environment::Sandbox);
    assert!(certificate.is_none());
    assert!(
        issues
            .iter()
            .all(|issue| issue.code == IssueCode::Required && issue.severity == Error)
    );
    let fields: Vec<_> = issues.iter().map(|issue| issue.field.path()).collect();
    assert_eq!(
        fields,
        [
            "practitioner",
            "biller",
            "certificate.reason",
            "certificate.kind",
            "certificate.start",
            "certificate.end",
            "certificate.diagnosis",
            "certificate.outings",
            "certificate.issued",
            "insured.matricule",
            "insured.lastName",
            "insured.firstName",
        ]
    );
    assert!(!is_complete(&issues));
}

#[test]
fn a_typed_length_is_a_whole_number_that_goes_with_both_days() {
    let differs = (Field::Days, IssueCode::DaysDiffer, Error);
    for text in ["0", "-3", "+4", "abc", "1o", "2,5", "1 0", "0x4"] {
        expect(&[(Field::Days, text)], &[differs]);
    }
    for text in ["4", " 4 ", "004"] {
        expect(&[(Field::Days, text)], &[]);
    }
    for text in ["3", "5"] {
        let host = serde_json::json!({"certificate": {"days": text, "end": "2026-11-24"}});
        let mut draft = right();
        draft.take_value(&Json::from(host));
        let (certificate, issues) = run(&draft, Environment::Sandbox);
        assert!(certificate.is_none());
        assert_eq!(issues, [Issue::error(Field::Days, IssueCode::DaysDiffer)]);
    }
    expect(
        &[(Field::End, "2026-11-20"), (Field::Days, "")],
        &[(Field::End, IssueCode::EndBeforeStart, Error)],
    );
}

#[test]
fn the_matricule_is_checked_by_environment() {
    let field = Field::InsuredMatricule;
    let differs = (field, IssueCode::PersonDiffers, Warning);
    let seed = &[(field, "1904112000188")];
    expect(
        seed,
        &[(field, IssueCode::MatriculeCheckDigits, Warning), differs],
    );
    expect_in(
        Environment::Production,
        seed,
        &[(field, IssueCode::MatriculeCheckDigits, Error), differs],
    );
    expect(
        &[(field, "4005021384333")],
        &[differs, (field, IssueCode::MatriculeUnusualYear, Notice)],
    );
    expect(
        &[(field, "1893120005747")],
        &[differs, (field, IssueCode::MatriculeDateUnknown, Notice)],
    );
    expect(
        &[(field, "189312010573")],
        &[(field, IssueCode::MatriculeShape, Error)],
    );
    expect(&[(field, "1893 1201 05732")], &[]);
    expect(
        &[(field, "١٨٩٣١٢٠١٠٥٧٣٢")],
        &[(field, IssueCode::NotAsciiDigits, Error)],
    );
}

#[test]
fn the_period_is_checked() {
    let end = Field::End;
    expect(
        &[(end, "2026-11-20")],
        &[(end, IssueCode::EndBeforeStart, Error)],
    );
    expect(&[(end, "2026-02-30")], &[(end, IssueCode::Date, Error)]);
    expect(
        &[(end, "2027-11-22")],
        &[(end, IssueCode::PeriodVeryLong, Warning)],
    );
}

#[test]
fn a_certificate_made_after_the_third_day_is_late_and_one_of_tomorrow_is_refused() {
    let issued = Field::Issued;
    expect(&[(Field::Start, "2026-11-20")], &[]);
    expect(
        &[(Field::Start, "2026-11-19")],
        &[(issued, IssueCode::IssuedLate, Warning)],
    );
    expect(
        &[(issued, "2026-11-23")],
        &[(issued, IssueCode::IssuedInFuture, Error)],
    );
}

#[test]
fn letters_are_printed_or_named_never_dropped() {
    let name = Field::InsuredLastName;
    expect(&[(name, "Şahin")], &[]);
    expect(
        &[(name, "Иванов")],
        &[(name, IssueCode::GlyphMissing, Error)],
    );
    expect(
        &[(name, "Mul\u{202e}ler")],
        &[(name, IssueCode::ControlCharacter, Error)],
    );
    expect(
        &[(name, &"x".repeat(151))],
        &[(name, IssueCode::TooLong, Error)],
    );
    let mut draft = right();
    draft.set(name, "Żółć漢");
    assert_eq!(run(&draft, Environment::Sandbox).1[0].detail, "漢");
}

#[test]
fn crf_needs_a_child_that_is_another_person() {
    let crf = (Field::Reason, "crf");
    let required = |field| (field, IssueCode::Required, Error);
    expect(
        &[crf, (Field::Diagnosis, "")],
        &[
            required(Field::ChildMatricule),
            required(Field::ChildLastName),
            required(Field::ChildFirstName),
        ],
    );
    let named = [
        crf,
        (Field::ChildLastName, "Muller"),
        (Field::ChildFirstName, "Mia"),
    ];
    let with = |matricule| {
        [
            named[0],
            named[1],
            named[2],
            (Field::ChildMatricule, matricule),
        ]
    };
    let child = Field::ChildMatricule;
    expect(
        &with("1893120105732"),
        &[
            (child, IssueCode::ChildIsInsured, Error),
            (child, IssueCode::ChildOfAge, Warning),
        ],
    );
    expect(
        &with("1990093012358"),
        &[
            (child, IssueCode::PersonDiffers, Warning),
            (child, IssueCode::ChildOfAge, Warning),
        ],
    );
}

#[test]
fn the_child_and_the_insured_person_are_those_of_the_file() {
    let person = |matricule: &str, last_name: &str| Person {
        matricule: matricule.to_owned(),
        last_name: last_name.to_owned(),
        ..Person::default()
    };
    let (child, name) = (Field::ChildMatricule, Field::ChildLastName);
    for (file, field, text, expect) in [
        ("2020010112345", child, "2019010112345", Some(child)),
        ("2020010112345", name, "Muller", Some(name)),
        ("2020010112345", name, "Sahin", None),
        ("", name, "Muller", Some(name)),
        ("", name, "ŞAHIN", None),
    ] {
        let context = Context {
            patient: Some(person(file, "Şahin")),
            ..context()
        };
        let mut draft = right();
        draft.set(Field::Reason, "crf");
        draft.set(Field::ChildMatricule, "2020010112345");
        draft.set(Field::ChildLastName, "Şahin");
        draft.set(field, text);
        let around = Circumstances {
            context: &context,
            identities: &[],
            environment: Environment::Sandbox,
            today: dates::parse("2026-11-22").unwrap(),
            diagnoses: None,
        };
        let mut issues = check(&draft, &around).1.into_iter();
        let found = issues.find(|issue| issue.code == IssueCode::PersonDiffers);
        assert_eq!(found.map(|issue| issue.field), expect, "{text}");
    }
}

#[test]
fn an_address_is_whole_or_absent() {
    expect(
        &[(Field::InsuredCity, "Esch")],
        &[(Field::InsuredStreet, IssueCode::StreetMissing, Error)],
    );
    expect(
        &[
            (Field::InsuredStreet, "Rue X"),
            (Field::InsuredCountry, "LUX"),
        ],
        &[
            (Field::InsuredCountry, IssueCode::TooLong, Error),
            (Field::InsuredCountry, IssueCode::Country, Error),
        ],
    );
    expect(
        &[
            (Field::InsuredStreet, "Rue X"),
            (Field::InsuredCountry, "lu"),
        ],
        &[],
    );
}

#[test]
fn an_accident_has_a_number_of_its_shape_and_does_not_follow_its_incapacity() {
    let (number, date) = (Field::AccidentNumber, Field::AccidentDate);
    let reason = (Field::Reason, "accident");
    expect(&[reason], &[]);
    expect(&[reason, (number, "L000000001"), (date, "2026-11-21")], &[]);
    expect(&[(number, "X1")], &[]);
    for text in ["X123456789", "U12345678", "U12345678९"] {
        let mut draft = right();
        draft.set(reason.0, reason.1);
        draft.set(number, text);
        let issues = run(&draft, Environment::Sandbox).1;
        assert!(
            issues
                .iter()
                .any(|issue| (issue.field, issue.code) == (number, IssueCode::AccidentNumber)),
            "{text}"
        );
    }
    expect(
        &[reason, (date, "2026-11-22")],
        &[(date, IssueCode::AccidentAfterStart, Error)],
    );
    expect(
        &[reason, (date, "2026-02-29")],
        &[(date, IssueCode::Date, Error)],
    );
}

#[test]
fn a_stay_is_detailed_and_one_abroad_needs_leave() {
    let (street, country) = (Field::StayStreet, Field::StayCountry);
    expect(
        &[(Field::StayFloor, "2")],
        &[(street, IssueCode::StreetMissing, Error)],
    );
    expect(
        &[(Field::StayCity, "Esch"), (Field::StayBell, "X")],
        &[(street, IssueCode::StreetMissing, Error)],
    );
    expect(
        &[(street, "Quai")],
        &[(country, IssueCode::Required, Error)],
    );
    expect(&[(street, "Quai"), (country, "lu")], &[]);
    expect(
        &[(street, "Quai"), (country, "FR")],
        &[(country, IssueCode::StayAbroad, Warning)],
    );
}

#[test]
fn a_late_transmission_is_told_with_its_last_day() {
    let mut draft = right();
    draft.set(Field::Start, "2026-11-17");
    draft.set(Field::Issued, "2026-11-19");
    let issues = run(&draft, Environment::Sandbox).1;
    assert_eq!(
        (issues[0].field, issues[0].code),
        (Field::Start, IssueCode::TransmissionLate)
    );
    assert_eq!((issues[0].detail.as_str(), issues.len()), ("19/11/2026", 1));
}

#[test]
fn a_prolongation_follows_its_certificate_at_once_and_in_time() {
    let mut context = context();
    context.previous = vec![crate::context::Previous {
        document_id: "a".into(),
        start: "2026-11-10".into(),
        end: "2026-11-17".into(),
    }];
    let around = Circumstances {
        context: &context,
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    let mut draft = right();
    draft.set(Field::Kind, "prolongation");
    draft.set(Field::Previous, "a");
    let codes = |draft: &Draft| {
        let issues = check(draft, &around).1;
        issues
            .into_iter()
            .map(|issue| (issue.code, issue.detail))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&draft),
        [
            (IssueCode::ProlongationGap, "17/11/2026".to_owned()),
            (IssueCode::ProlongationLate, "20/11/2026".to_owned()),
        ]
    );
    // What counts is the day on which it goes, whatever day it bears.
    draft.set(Field::Issued, "2026-11-20");
    assert_eq!(codes(&draft)[1].0, IssueCode::ProlongationLate);
    // The third day of a first certificate is no deadline of a prolongation.
    draft.set(Field::Start, "2026-11-18");
    draft.set(Field::Previous, "unknown");
    assert_eq!(
        codes(&draft),
        [(IssueCode::ProlongationLate, "20/11/2026".to_owned())]
    );
    draft.set(Field::Start, "2026-11-19");
    draft.set(Field::Issued, "2026-11-21");
    assert_eq!(codes(&draft), []);
}

#[test]
fn a_child_has_a_quota_by_its_age() {
    let mut draft = right();
    for (field, text) in [
        (Field::Reason, "crf"),
        (Field::ChildMatricule, "2020010112345"),
        (Field::ChildLastName, "Muller"),
        (Field::ChildFirstName, "Mia"),
        (Field::End, "2026-12-20"),
    ] {
        draft.set(field, text);
    }
    let issues = run(&draft, Environment::Sandbox).1;
    let told = |code| {
        issues
            .iter()
            .find(|issue| issue.code == code)
            .map(|issue| issue.detail.as_str())
    };
    assert_eq!(told(IssueCode::CrfQuota), Some("18"));
    assert_eq!(told(IssueCode::CrfOverQuota), Some("18"));
}

#[test]
fn the_files_day_of_birth_goes_before_the_numbers_date_part() {
    let mut draft = right();
    for (field, text) in [
        (Field::Reason, "crf"),
        (Field::ChildMatricule, "2001010112345"),
        (Field::ChildLastName, "Muller"),
        (Field::ChildFirstName, "Mia"),
    ] {
        draft.set(field, text);
    }
    let mut context = context();
    let codes = |context: &Context| {
        let around = Circumstances {
            context,
            identities: &[],
            environment: Environment::Sandbox,
            today: dates::parse("2026-11-22").unwrap(),
            diagnoses: None,
        };
        let issues = check(&draft, &around).1.into_iter();
        issues.map(|issue| issue.code).collect::<Vec<_>>()
    };
    assert!(codes(&context).contains(&IssueCode::ChildOfAge));
    context.patient = Some(Person {
        matricule: "2001010112345".to_owned(),
        birth_date: "2021-01-01".to_owned(),
        ..Person::default()
    });
    assert!(!codes(&context).contains(&IssueCode::ChildOfAge));
    assert!(codes(&context).contains(&IssueCode::CrfQuota));
}

#[test]
fn a_biller_outside_the_session_is_refused() {
    let identity = Identity::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319"}, "gpCodes": ["90120070"],
    })));
    let today = dates::parse("2026-11-22").unwrap();
    let around = Circumstances {
        context: &context(),
        identities: &[identity],
        environment: Environment::Sandbox,
        today,
        diagnoses: None,
    };
    let (certificate, issues) = check(&right(), &around);
    assert!(certificate.is_none());
    assert_eq!(
        (issues[0].field, issues[0].code),
        (Field::Biller, IssueCode::BillerNotAllowed)
    );
}

#[test]
fn a_code_that_is_none_of_the_list_is_a_warning() {
    let table = |example: bool| {
        let table = serde_json::json!({"example": example, "diagnoses": [{"code": "J11", "text": {"fr": "Grippe"}}]});
        Diagnoses::read(&Json::from(table)).unwrap()
    };
    let (host, example) = (table(false), table(true));
    for (typed, diagnoses, expect) in [
        ("J11", &host, false),
        ("K29", &host, true),
        ("j11", &host, true),
        ("K29", &example, false),
        ("grippe", &example, true),
    ] {
        let context = context();
        let around = Circumstances {
            context: &context,
            identities: &[],
            environment: Environment::Sandbox,
            today: dates::parse("2026-11-22").unwrap(),
            diagnoses: Some(diagnoses),
        };
        let mut draft = right();
        draft.set(Field::Diagnosis, typed);
        let (certificate, issues) = check(&draft, &around);
        assert!(certificate.is_some());
        let told = issues
            .iter()
            .map(|issue| (issue.field, issue.code, issue.severity));
        let warning = (Field::Diagnosis, IssueCode::DiagnosisUnknown, Warning);
        assert_eq!(
            Vec::from_iter(told),
            Vec::from_iter(expect.then_some(warning)),
            "{typed}"
        );
    }
}

#[test]
fn a_doctors_code_that_does_not_begin_with_9_is_a_warning() {
    let identity = Identity::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "80813319"}, "gpCodes": ["90813319"],
    })));
    let context = context();
    let around = Circumstances {
        context: &context,
        identities: &[identity],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    let mut draft = right();
    draft.set(Field::Practitioner, "80813319");
    let (certificate, issues) = check(&draft, &around);
    assert!(certificate.is_some());
    let told = (issues[0].field, issues[0].code, issues[0].severity);
    let expected = (Field::Practitioner, IssueCode::ProviderCodeUnusual, Warning);
    assert_eq!(told, expected);
}

#[test]
fn the_same_certificate_gives_the_same_bytes() {
    let certificate = run(&right(), Environment::Sandbox).0.unwrap();
    let id = DocumentId::derive([1; 16]);
    assert_eq!(
        to_xml(&certificate, &id).unwrap(),
        to_xml(&certificate, &id).unwrap()
    );
}
