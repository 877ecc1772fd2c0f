//! Each rule of the memo's own fields, as drafts with one thing changed. The billing rules have their own table.

use super::*;
use crate::context::{Context, Person};
use crate::forms::Environment;
use crate::forms::Severity::{Error, Warning};
use crate::json::Json;
use crate::nomenclature::tests::built_in;

pub(crate) fn right() -> Draft {
    let mut draft = Draft::default();
    let line = |field| Field::Line(1, field);
    for (field, text) in [
        (Field::Practitioner, "90813319"),
        (Field::Biller, "90813319"),
        (Field::PatientMatricule, "1893120105732"),
        (Field::PatientLastName, "Muller"),
        (Field::PatientFirstName, "Jos"),
        (Field::InsuredLastName, "Muller"),
        (Field::InsuredStreet, "Rue X"),
        (Field::InsuredCountry, "LU"),
        (Field::MemoDate, "2026-11-20"),
        (line(LineField::Code), "C1"),
        (line(LineField::Date), "2026-11-20"),
        (line(LineField::Count), "1"),
        (line(LineField::Amount), "62,60"),
    ] {
        draft.set(field, text);
    }
    draft
}

pub(crate) fn context() -> Context {
    Context::read(&Json::from(serde_json::json!({
        "practitioner": {"code": "90813319", "lastName": "Weber", "firstName": "Anne", "specialty": "Médecine générale",
            "address": {"number": "12", "street": "Rue de l'Alzette", "postcode": "4011", "city": "Esch", "country": "LU"}},
        "biller": {"gpCode": "90120070", "name": "Cabinet", "address": {"street": "Quai", "country": "LU"}},
        "patient": {"matricule": "1893120105732"},
    })))
}

pub(crate) fn run(draft: &Draft) -> (Option<Memo>, Vec<Issue>) {
    run_in(draft, &context())
}

fn run_in(draft: &Draft, context: &Context) -> (Option<Memo>, Vec<Issue>) {
    let around = Circumstances {
        context,
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    check(draft, &around, Some(&built_in()))
}

fn expect(changes: &[(&str, &str)], issues: &[(&str, IssueCode, Severity)]) {
    let mut draft = right();
    for (path, text) in changes {
        draft.set(Field::parse(path).unwrap(), text);
    }
    let (memo, found) = run(&draft);
    let found: Vec<_> = found
        .iter()
        .map(|issue| (issue.field.path(), issue.code, issue.severity))
        .collect();
    let expect: Vec<_> = issues
        .iter()
        .map(|(path, code, severity)| ((*path).into(), *code, *severity))
        .collect();
    assert_eq!(found, expect, "{changes:?}");
    let refused = issues.iter().any(|(_, _, severity)| *severity == Error);
    assert_eq!(memo.is_none(), refused, "{changes:?}");
}

#[test]
fn a_right_memo_has_no_issue() {
    expect(&[], &[]);
    let payment = run(&right()).0.unwrap().payment;
    assert_eq!((payment.total.cents(), payment.due.cents()), (6_260, 6_260));
}

#[test]
fn an_empty_memo_names_everything_that_is_missing() {
    let (memo, issues) = run(&Draft::default());
    assert!(memo.is_none() && !crate::forms::is_complete(&issues));
    let fields: Vec<_> = issues.iter().map(|issue| issue.field.path()).collect();
    assert_eq!(
        fields,
        [
            "practitioner",
            "biller",
            "patient.matricule",
            "patient.lastName",
            "patient.firstName",
            "insured.street",
            "memo.date",
            "line.1.code",
        ]
    );
}

#[test]
fn a_patient_is_named_by_number_or_birth_date() {
    let (number, birth) = ("patient.matricule", "patient.birthDate");
    expect(&[(number, ""), (birth, "1990-09-30")], &[]);
    expect(
        &[(number, "")],
        &[(number, IssueCode::PatientUnnamed, Error)],
    );
    expect(
        &[(number, ""), (birth, "1990-02-29")],
        &[(birth, IssueCode::Date, Error)],
    );
    expect(
        &[(number, ""), (birth, "2026-11-23")],
        &[(birth, IssueCode::DateInFuture, Error)],
    );
    expect(
        &[(number, "18931201")],
        &[(number, IssueCode::MatriculeShape, Error)],
    );
    expect(
        &[(number, "1990093012358")],
        &[(number, IssueCode::PersonDiffers, Warning)],
    );
    expect(&[(number, "1893 12 01 057 32"), (birth, "1993-12-01")], &[]);
}

#[test]
fn an_act_of_a_day_without_tariff_is_told_at_its_day() {
    let date = "line.1.date";
    let outside = (date, IssueCode::OutsideTariff, Warning);
    expect(&[(date, "2026-08-31")], &[outside]);
    expect(&[(date, "2026-09-01")], &[]);
}

#[test]
fn somebody_else_than_the_patient_of_the_file_is_a_warning() {
    let (number, birth, name) = ("patient.matricule", "patient.birthDate", "patient.lastName");
    let first = "patient.firstName";
    let around = Context {
        patient: Some(Person {
            matricule: "1893120105732".into(),
            birth_date: "1993-12-01".into(),
            last_name: "Müller".into(),
            birth_name: "Weber".into(),
            first_name: "Joseph Marie".into(),
            ..Person::default()
        }),
        ..context()
    };
    for (changes, at) in [
        (
            &[(number, "1990093012358"), (name, "Thill")] as &[_],
            Some(number),
        ),
        (&[(name, "Thill"), (birth, "1994-12-01")], Some(birth)),
        (&[(birth, "1994-12-01")], Some(birth)),
        (&[(name, "Thill"), (birth, "1993-12-01")], Some(name)),
        (&[(number, ""), (birth, "1994-12-01")], Some(birth)),
        (&[(number, ""), (birth, "1993-12-01")], None),
        (
            &[(number, ""), (birth, "1993-12-01"), (name, "Thill")],
            Some(name),
        ),
        (
            &[(number, ""), (birth, "1993-12-01"), (name, "WEBER")],
            None,
        ),
        (&[(number, ""), (name, "MULLER ")], None),
        (&[(first, "Marie")], None),
        (&[(first, "Pol")], Some(first)),
        (&[(first, "Pol"), (number, "")], Some(first)),
    ] {
        let mut draft = right();
        draft.set(Field::PatientFirstName, "Joseph");
        for (path, text) in changes {
            draft.set(Field::parse(path).unwrap(), text);
        }
        let (_, issues) = run_in(&draft, &around);
        let found = issues
            .iter()
            .filter(|issue| issue.code == IssueCode::PersonDiffers);
        let found: Vec<_> = found.map(|issue| issue.field.path().into_owned()).collect();
        assert_eq!(found, Vec::from_iter(at), "{changes:?}");
    }
}

#[test]
fn amounts_are_exact_and_reasonable() {
    let amount = "line.1.amount";
    expect(&[(amount, "62.6")], &[]);
    expect(
        &[(amount, "62,65")],
        &[(amount, IssueCode::AmountDiffers, Error)],
    );
    expect(
        &[(amount, "-62,6")],
        &[(amount, IssueCode::AmountNegative, Error)],
    );
    expect(
        &[(amount, "1000000000")],
        &[(amount, IssueCode::AmountTooLarge, Error)],
    );
    expect(
        &[(amount, "62,605")],
        &[(amount, IssueCode::AmountShape, Error)],
    );
    expect(
        &[(amount, "٦٢")],
        &[(amount, IssueCode::NotAsciiDigits, Error)],
    );
    expect(&[(amount, "")], &[(amount, IssueCode::Required, Error)]);
    let share = "line.1.personalShare";
    expect(&[(share, "7,50")], &[]);
    expect(
        &[(share, "62,61")],
        &[(share, IssueCode::ShareOverAmount, Error)],
    );
    let deposit = "payment.deposit";
    expect(&[(deposit, "62,60")], &[]);
    expect(
        &[(deposit, "62,61")],
        &[(deposit, IssueCode::DepositOverTotal, Error)],
    );
    expect(
        &[(deposit, "x")],
        &[(deposit, IssueCode::AmountShape, Error)],
    );
}

#[test]
fn a_paid_memo_says_when() {
    expect(
        &[("payment.paid", "true")],
        &[("payment.paidOn", IssueCode::Required, Error)],
    );
    expect(
        &[("payment.paid", "true"), ("payment.paidOn", "2026-11-21")],
        &[],
    );
    expect(
        &[("payment.paid", "true"), ("payment.paidOn", "2026-11-01")],
        &[("payment.paidOn", IssueCode::PaidBeforeAct, Warning)],
    );
    expect(
        &[("payment.paidOn", "2026-11-21")],
        &[("payment.paidOn", IssueCode::NotPaid, Warning)],
    );
    expect(
        &[("payment.paid", "true"), ("payment.paidOn", "2026-11-23")],
        &[("payment.paidOn", IssueCode::DateInFuture, Error)],
    );
    expect(
        &[("payment.paid", "oui")],
        &[("payment.paid", IssueCode::Choice, Error)],
    );
}

#[test]
fn codes_and_suffixes_are_those_of_the_table() {
    let (code, suffixes, amount) = ("line.1.code", "line.1.suffixes", "line.1.amount");
    expect(&[(code, "c1")], &[]);
    expect(&[(code, "F10")], &[(code, IssueCode::ActUnknown, Error)]);
    expect(&[(code, "8E01")], &[(code, IssueCode::ActUnknown, Warning)]);
    expect(&[(code, "C-1")], &[(code, IssueCode::ActShape, Error)]);
    expect(
        &[(code, "ABCDEFG")],
        &[
            (code, IssueCode::TooLong, Error),
            (code, IssueCode::ActShape, Error),
        ],
    );
    expect(
        &[(suffixes, "Q")],
        &[(suffixes, IssueCode::SuffixUnknown, Error)],
    );
    expect(
        &[(suffixes, "CC")],
        &[(suffixes, IssueCode::SuffixUnknown, Error)],
    );
    expect(&[(suffixes, "c")], &[]);
    expect(
        &[(suffixes, "R"), (amount, "31.3")],
        &[(suffixes, IssueCode::Rule, Error)],
    );
    expect(
        &[(code, "1M11"), (suffixes, "n, r"), (amount, "71.9")],
        &[
            (suffixes, IssueCode::Rule, Warning),
            ("line.1.time", IssueCode::Rule, Warning),
        ],
    );
}

#[test]
fn the_rules_see_a_line_s_prescription() {
    let (code, amount, days) = (
        "line.2.code",
        "line.2.amount",
        ["line.1.date", "line.2.date"],
    );
    let calls = |second| {
        let mut draft = right();
        for (path, text) in [
            ("line.1.code", "WTS11"),
            ("line.1.amount", "22.10"),
            (days[0], "2026-11-18"),
            (
                "line.1.prescriptionId",
                "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01",
            ),
            (code, "WTS11"),
            (amount, "22.10"),
            (days[1], "2026-11-20"),
            ("line.2.count", "1"),
            ("line.2.prescriptionId", second),
        ] {
            draft.set(Field::parse(path).unwrap(), text);
        }
        let issues = run(&draft).1.into_iter();
        let errors = issues.filter(|issue| issue.severity == Error);
        errors
            .map(|issue| (issue.field.path().to_string(), issue.detail))
            .collect::<Vec<_>>()
    };
    let again = (code.to_owned(), "follow_up_call_again".to_owned());
    assert_eq!(calls("6F1C2E52-6F0E-4C0B-9A53-0D1F6A5F2C01"), [again]);
    assert_eq!(calls("6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c02"), []);
    assert_eq!(calls(""), []);
}

#[test]
fn days_and_times_are_those_of_the_clock() {
    let (date, end, time, end_time) = (
        "line.1.date",
        "line.1.endDate",
        "line.1.time",
        "line.1.endTime",
    );
    expect(
        &[(date, "2026-11-21")],
        &[(date, IssueCode::AfterMemo, Error)],
    );
    expect(&[(date, "2026-09-31")], &[(date, IssueCode::Date, Error)]);
    expect(
        &[(end, "2026-11-19")],
        &[(end, IssueCode::EndBeforeStart, Error)],
    );
    expect(&[(time, "9:00")], &[(time, IssueCode::Time, Error)]);
    expect(
        &[(time, "09:00"), (end_time, "08:59")],
        &[(end_time, IssueCode::EndBeforeStart, Error)],
    );
    expect(
        &[(time, "23:00"), (end, "2026-11-20"), (end_time, "01:00")],
        &[(end_time, IssueCode::EndBeforeStart, Error)],
    );
    let march = [
        ("memo.date", "2026-03-29"),
        (date, "2026-03-29"),
        (time, "02:30"),
    ];
    expect(
        &march,
        &[
            ("memo.date", IssueCode::OutsideTariff, Warning),
            (date, IssueCode::OutsideTariff, Warning),
            (time, IssueCode::TimeSkipped, Error),
        ],
    );
    let october = [
        ("memo.date", "2026-10-25"),
        (date, "2026-10-25"),
        (time, "02:30"),
    ];
    expect(&october, &[]);
}

#[test]
fn the_other_fields_of_a_line_have_their_shapes() {
    for (path, good, bad, code) in [
        ("line.1.class", "A", "3", IssueCode::Choice),
        ("line.1.place", "01", "1", IssueCode::Place),
        (
            "line.1.performer",
            "90120070",
            "9012007",
            IssueCode::ProviderCode,
        ),
        (
            "line.1.prescriber",
            "901200-70",
            "x",
            IssueCode::ProviderCode,
        ),
        (
            "line.1.prescriptionId",
            "6f1c2e52-6f0e-4c0b-9a53-0d1f6a5f2c01",
            "6f1c",
            IssueCode::PrescriptionId,
        ),
        (
            "accident.number",
            "u123456789",
            "U12",
            IssueCode::AccidentNumber,
        ),
        (
            "accident.date",
            "2026-11-20",
            "2026-11-21",
            IssueCode::AfterMemo,
        ),
    ] {
        expect(&[(path, good)], &[]);
        expect(&[(path, bad)], &[(path, code, Error)]);
    }
    for count in ["0", "100", "x", "+1", "1.5", "٣"] {
        let issues = {
            let mut draft = right();
            draft.set(Field::Line(1, LineField::Count), count);
            run(&draft).1
        };
        let told =
            |issue: &Issue| issue.code == IssueCode::Count && issue.field.path() == "line.1.count";
        assert!(issues.iter().any(told), "{count}");
    }
}

#[test]
fn a_memo_has_one_to_ninety_nine_lines() {
    let with = |lines: u16| {
        let mut draft = right();
        draft.remove_line(1);
        for number in 1..=lines {
            for (field, text) in [
                (LineField::Code, "K1"),
                (LineField::Date, "2026-11-20"),
                (LineField::Count, "1"),
                (LineField::Amount, "3.80"),
            ] {
                draft.set(Field::Line(number, field), text);
            }
        }
        // Travel goes with a visit.
        draft.set(Field::Line(1, LineField::Code), "V1");
        draft.set(Field::Line(1, LineField::Amount), "78.60");
        if lines == 0 {
            draft.remove_line(1);
        }
        run(&draft)
    };
    let codes = |lines| {
        with(lines)
            .1
            .iter()
            .map(|issue| (issue.field.path().into_owned(), issue.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(0), [("line.1.code".into(), IssueCode::NoLines)]);
    assert_eq!(codes(1), []);
    assert_eq!(codes(99), []);
    assert_eq!(with(99).0.unwrap().lines.len(), 99);
    assert_eq!(
        codes(100),
        [("line.100.code".into(), IssueCode::TooManyLines)]
    );
}

#[test]
fn the_biller_has_a_name_and_an_address() {
    expect(&[("biller", "90120070")], &[]);
    let context = Context::read(&Json::from(
        serde_json::json!({"practitioner": {"code": "90813319", "lastName": "W"}}),
    ));
    let around = Circumstances {
        context: &context,
        identities: &[],
        environment: Environment::Sandbox,
        today: dates::parse("2026-11-22").unwrap(),
        diagnoses: None,
    };
    let issues = check(&right(), &around, None).1;
    assert_eq!(
        (issues[0].field, issues[0].code),
        (Field::Biller, IssueCode::BillerAddressMissing)
    );
}

#[test]
fn half_a_patient_and_odd_letters_are_told_at_their_fields() {
    expect(
        &[("patient.firstName", " ")],
        &[("patient.firstName", IssueCode::Required, Error)],
    );
    expect(
        &[("insured.street", "")],
        &[("insured.street", IssueCode::Required, Error)],
    );
    expect(
        &[("patient.lastName", "Mul\u{202e}ler")],
        &[("patient.lastName", IssueCode::ControlCharacter, Error)],
    );
    expect(
        &[("memo.note", "漢")],
        &[("memo.note", IssueCode::GlyphMissing, Error)],
    );
    expect(
        &[("memo.note", &"x".repeat(201))],
        &[("memo.note", IssueCode::TooLong, Error)],
    );
}

#[test]
fn the_names_of_practitioner_and_biller_are_checked_like_typed_ones() {
    let long = "a".repeat(151);
    for (name, expect) in [
        ("Weber", None),
        ("We\u{7}ber", Some(IssueCode::ControlCharacter)),
        ("We\u{202e}ber", Some(IssueCode::ControlCharacter)),
        ("Вебер", Some(IssueCode::GlyphMissing)),
        (long.as_str(), Some(IssueCode::TooLong)),
    ] {
        for at_biller in [false, true] {
            let mut context = context();
            if at_biller {
                context.biller = Some(crate::context::Biller {
                    gp_code: "90813319".to_owned(),
                    name: name.to_owned(),
                    ..crate::context::Biller::default()
                });
            } else if let Some(practitioner) = &mut context.practitioner {
                practitioner.last_name = name.to_owned();
            }
            let around = Circumstances {
                context: &context,
                identities: &[],
                environment: Environment::Sandbox,
                today: dates::parse("2026-11-22").unwrap(),
                diagnoses: None,
            };
            let (memo, issues) = check(&right(), &around, None);
            let field = if at_biller {
                Field::Biller
            } else {
                Field::Practitioner
            };
            let told = issues.iter().find(|issue| issue.field == field);
            assert_eq!(told.map(|issue| issue.code), expect, "{name} {at_biller}");
            assert_eq!(memo.is_none(), expect.is_some(), "{name} {at_biller}");
        }
    }
}
