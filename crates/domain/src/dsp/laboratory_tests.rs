//! References, marks and previous values.

use super::*;

fn quantity(value: &str, unit: &str) -> Value {
    Value::Quantity(Quantity {
        value: value.into(),
        comparator: String::new(),
        unit: unit.into(),
        code: unit.into(),
    })
}

fn observation(id: &str, date: &str, value: Value, ranges: Vec<Range>) -> Observation {
    Observation {
        id: id.into(),
        codes: vec![Coding {
            system: "http://loinc.org".into(),
            code: "2160-0".into(),
        }],
        name: "Créatinine".into(),
        date: FhirDate::read(date),
        value,
        ranges,
        interpretation: Vec::new(),
    }
}

/// `ages`: from the first and under the second, in years.
fn range(low: &str, high: &str, sex: Option<Sex>, ages: (Option<u32>, Option<u32>)) -> Range {
    let years = |age: u32| Age::Months(age * 12);
    Range {
        low: low.into(),
        high: high.into(),
        code: "mg/dL".into(),
        sex,
        from_age: ages.0.map(years),
        under_age: ages.1.map(years),
        ..Range::default()
    }
}

fn creatinine(value: &str) -> Observation {
    let ranges = vec![
        range("0.76", "1.27", Some(Sex::Male), (Some(18), None)),
        range("0.57", "1.0", Some(Sex::Female), (Some(18), None)),
        range("0.3", "0.7", None, (Some(3), Some(13))),
    ];
    observation("a", "2026-05-19", quantity(value, "mg/dL"), ranges)
}

fn person(sex: Option<Sex>, born: &str) -> Person {
    Person {
        sex,
        born: FhirDate::read(born),
    }
}

fn high(reference: &Reference) -> &str {
    match reference {
        Reference::Of(range) => &range.high,
        Reference::Several => "several",
        Reference::None => "none",
    }
}

#[test]
fn the_reference_is_chosen_by_sex_and_age() {
    let of = |sex, born: &str| high(&reference(&creatinine("1.1"), &person(sex, born))).to_owned();
    assert_eq!(of(Some(Sex::Female), "1978-09-22"), "1.0");
    assert_eq!(of(Some(Sex::Male), "1978-09-22"), "1.27");
    assert_eq!(of(Some(Sex::Female), "2019-05-17"), "0.7");
    assert_eq!(of(Some(Sex::Female), "2012-05-17"), "none");
    assert_eq!(of(None, "1978-09-22"), "several");
    assert_eq!(of(Some(Sex::Female), "1978"), "several");
}

#[test]
fn a_newborns_range_judges_no_older_child() {
    let newborns = Range {
        under_age: Some(Age::Days(31)),
        ..range("1.0", "12.0", None, (None, None))
    };
    let result = observation("a", "2026-05-19", quantity("0.4", "mg/dL"), vec![newborns]);
    let of = |born| high(&reference(&result, &person(None, born))).to_owned();
    assert_eq!(of("2026-05-01"), "12.0");
    assert_eq!(of("2026-04-19"), "12.0");
    assert_eq!(of("2026-04-18"), "none");
    assert_eq!(of("2025-07-19"), "none");
    // An age that cannot be told: the range is shown, and judges nobody.
    for born in ["", "2026", "2026-06-01"] {
        let chosen = reference(&result, &person(None, born));
        assert_eq!((high(&chosen), flag(&result, &chosen)), ("12.0", None));
    }
}

#[test]
fn a_result_of_some_day_of_a_month_is_judged_where_every_day_agrees() {
    let newborns = Range {
        under_age: Some(Age::Days(31)),
        ..range("1.0", "12.0", None, (None, None))
    };
    let of = |born, date| {
        let result = observation("a", date, quantity("0.4", "mg/dL"), vec![newborns.clone()]);
        let chosen = reference(&result, &person(None, born));
        (high(&chosen).to_owned(), flag(&result, &chosen))
    };
    let judged = ("12.0".to_owned(), Some(Flag::Low));
    let shown = ("12.0".to_owned(), None);
    let none = ("none".to_owned(), None);
    assert_eq!(of("2026-04-20", "2026-05"), shown);
    assert_eq!(of("2026-04-20", "2026"), shown);
    assert_eq!(of("2026-05-20", "2026-05"), judged);
    assert_eq!(of("2026-03-31", "2026-05"), none);
    assert_eq!(of("2026-06-01", "2026-05"), shown);
}

#[test]
fn a_woman_is_not_judged_by_mens_range() {
    let result = creatinine("1.1");
    let flag_of = |sex| {
        let person = person(Some(sex), "1978-09-22");
        flag(&result, &reference(&result, &person))
    };
    assert_eq!(flag_of(Sex::Female), Some(Flag::High));
    assert_eq!(flag_of(Sex::Male), None);
}

#[test]
fn special_ranges_are_not_chosen_among_others() {
    let special = Range {
        text: "grossesse".into(),
        special: true,
        ..range("0.1", "2.5", None, (None, None))
    };
    let plain = range("0.4", "4.0", None, (None, None));
    let two = observation(
        "a",
        "2026",
        quantity("3", "mg/dL"),
        vec![plain, special.clone()],
    );
    let anyone = person(None, "");
    assert_eq!(high(&reference(&two, &anyone)), "several");
    let one = observation("a", "2026", quantity("3", "mg/dL"), vec![special]);
    let chosen = reference(&one, &anyone);
    assert_eq!(high(&chosen), "2.5");
    assert_eq!(flag(&one, &chosen), None);
}

#[test]
fn critical_codes_win() {
    let mut result = creatinine("1.1");
    for (codes, expected) in [
        (vec!["HH"], Some(Flag::Critical)),
        (vec!["H", "AA"], Some(Flag::Critical)),
        (vec!["LL"], Some(Flag::Critical)),
        (vec!["N"], None),
        (vec!["L"], Some(Flag::Low)),
        (vec!["ZZ"], None),
    ] {
        result.interpretation = codes.iter().map(|code| (*code).into()).collect();
        assert_eq!(flag(&result, &Reference::None), expected, "{codes:?}");
    }
    // "Normal" is believed; of an unknown code the range decides.
    let woman = person(Some(Sex::Female), "1978-09-22");
    let range = reference(&result, &woman);
    for (code, expected) in [("N", None), ("ZZ", Some(Flag::High))] {
        result.interpretation = vec![code.into()];
        assert_eq!(flag(&result, &range), expected, "{code}");
    }
}

#[test]
fn the_previous_value_is_of_the_same_code_and_unit() {
    let now = observation("now", "2026-11-10", quantity("6.4", "mmol/L"), Vec::new());
    let all = vec![
        now.clone(),
        observation(
            "other unit",
            "2025-10-07",
            quantity("118", "mg/dL"),
            Vec::new(),
        ),
        observation(
            "same unit",
            "2024-10-07",
            quantity("6.10", "mmol/L"),
            Vec::new(),
        ),
        observation("later", "2026-12-01", quantity("9", "mmol/L"), Vec::new()),
        observation(
            "words",
            "2026-01-01",
            Value::Text("traces".into()),
            Vec::new(),
        ),
        observation("no date", "hier", quantity("1", "mmol/L"), Vec::new()),
    ];
    let found = previous(&now, &all).unwrap();
    assert_eq!(
        (found.quantity.value.as_str(), found.trend),
        ("6.10", Some(Trend::Up))
    );
    // 118 mg/dL stands alone before 6.4 mmol/L: it is no value before.
    assert!(previous(&now, &all[..2]).is_none());
    let mut bound = now.clone();
    bound.id = "bound".into();
    bound.date = FhirDate::read("2026-01-01");
    bound.value = Value::Quantity(Quantity {
        value: "2".into(),
        comparator: "<".into(),
        unit: "mmol/L".into(),
        code: "mmol/L".into(),
    });
    assert_eq!(previous(&now, &[bound]).unwrap().trend, None);
    let values: Vec<f64> = series(&now, &all).iter().map(|(_, value)| *value).collect();
    assert_eq!(values, [6.1, 6.4, 9.0]);
}
