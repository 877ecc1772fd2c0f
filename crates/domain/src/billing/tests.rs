//! Each rule of the package, as memos that break it and memos that do not.

use super::*;
use crate::dates;
use crate::json::Json;
use crate::nomenclature::Nomenclature;
use crate::nomenclature::fold;
use crate::nomenclature::tests::{RULES, TARIFFS, built_in};

/// A memo: the patient's birth date, the specialty, the note, and lines as `code+suffixes date time count
/// prescription performer`.
struct Memo {
    birth: &'static str,
    certain: bool,
    specialty: &'static str,
    note: bool,
    prescribed: bool,
    /// Acts that were billed before, with their days.
    earlier: &'static [(&'static str, &'static str)],
}

const ADULT: Memo = Memo {
    birth: "1980-01-01",
    certain: true,
    specialty: "",
    note: false,
    prescribed: true,
    earlier: &[],
};

/// A Friday, the Saturday and Sunday after it, and a holiday.
const FRI: &str = "2026-11-20";

fn judge_lines(
    memo: &Memo,
    lines: &[&str],
    table: &Nomenclature,
) -> Vec<(u16, Place, String, Level)> {
    let split: Vec<Vec<&str>> = lines.iter().map(|line| line.split(' ').collect()).collect();
    let earlier = memo.earlier.iter().map(|(code, day)| LineFacts {
        number: 0,
        code,
        act: table.act(code),
        suffixes: "",
        start: dates::parse(day),
        end: None,
        time: None,
        count: 1,
        is_prescribed: false,
        is_by_another: false,
        prescription: "",
    });
    let facts = Facts {
        earlier: earlier.collect(),
        lines: (1..)
            .zip(&split)
            .map(|(number, parts)| {
                let (code, suffixes) = parts[0].split_once('+').unwrap_or((parts[0], ""));
                let (start, end) = match parts.get(1) {
                    None => (FRI, None),
                    Some(days) => days
                        .split_once('/')
                        .map_or((*days, None), |(from, to)| (from, Some(to))),
                };
                LineFacts {
                    number,
                    code,
                    act: table.act(code),
                    suffixes,
                    start: dates::parse(start),
                    end: end.and_then(dates::parse),
                    time: parts.get(2).and_then(|time| dates::parse_time(time)),
                    count: parts.get(3).map_or(1, |count| count.parse().unwrap()),
                    is_prescribed: memo.prescribed,
                    is_by_another: parts.get(5).is_some(),
                    prescription: parts.get(4).copied().unwrap_or_default(),
                }
            })
            .collect(),
        has_note: memo.note,
        specialty: fold(memo.specialty),
        birth: dates::parse(memo.birth).map(|day| Birth {
            day,
            certain: memo.certain,
        }),
    };
    let findings = judge(table.rules(), &facts);
    findings
        .into_iter()
        .map(|found| (found.line, found.place, found.rule.id.clone(), found.level))
        .collect()
}

/// The ids that are found, with the line: `2:one_visit_a_day`; a warning has a question mark behind it.
fn check_in(memo: &Memo, lines: &[&str], expect: &[&str]) {
    let found: Vec<String> = judge_lines(memo, lines, &built_in())
        .into_iter()
        .map(|(line, _, id, level)| {
            let mark = if level == Level::Warn { "?" } else { "" };
            format!("{line}:{id}{mark}")
        })
        .collect();
    assert_eq!(found, expect, "{lines:?}");
}

fn check(lines: &[&str], expect: &[&str]) {
    check_in(&ADULT, lines, expect);
}

#[test]
fn one_consultation_or_visit_a_day_unless_justified() {
    check(&["C1"], &[]);
    check(&["C1 2026-11-19", "C1 2026-11-20"], &[]);
    check(&["C1", "V1"], &["2:one_visit_a_day", "2:general_together"]);
    check(
        &["C1 2026-11-20 09:00", "C1 2026-11-20 17:00"],
        &["2:one_visit_a_day"],
    );
    check(&["C1 2026-11-20 09:00 2"], &["1:one_visit_a_day"]);
    let justified = Memo {
        note: true,
        ..ADULT
    };
    check_in(
        &justified,
        &["C1 2026-11-20 09:00", "C1 2026-11-20 17:00"],
        &["2:one_visit_a_day?"],
    );
}

#[test]
fn a_consultation_is_of_the_own_specialty() {
    let by = |specialty| Memo { specialty, ..ADULT };
    check_in(&by("Médecine générale"), &["C1"], &[]);
    check_in(&by("Allgemeinmedizin"), &["C1"], &[]);
    check_in(&by("Médecine générale"), &["C8"], &["1:specialty"]);
    check_in(&by("Dermatologie"), &["C8"], &[]);
    check_in(&by("Dermatologie"), &["C1"], &["1:specialty"]);
    check_in(&by("Neuropsychiatrie"), &["C9"], &[]);
    check_in(&by("Alchimie"), &["C8"], &[]);
    check_in(&by("Médecine générale"), &["1M11+A"], &["1:specialty"]);
    check_in(&by("Anesthésie-réanimation"), &["1M11+A"], &[]);
    check_in(&by("Psychiatrie infantile"), &["C78"], &[]);
    check_in(&by("Neurologie"), &["C15"], &["1:specialty"]);
    check_in(&by("Chirurgie générale"), &["C1"], &["1:specialty"]);
    check_in(&by("Génétique médicale"), &["C75"], &[]);
    check_in(&by("Allgemeinmedizin"), &["C8"], &["1:specialty"]);
    check_in(&by("Innere Medizin"), &["C2"], &[]);
    check_in(&by("Innere Medizin"), &["C8"], &["1:specialty"]);
    check_in(&by("Endocrinologie"), &["C30"], &["1:extended?"]);
    // The table does not say which other specialties these two are for.
    check_in(&by("Cardiologie"), &["C2"], &["1:specialty_internal?"]);
    check_in(&by("Infectiologie"), &["C2"], &[]);
}

#[test]
fn the_hour_of_a_hospital_visit_is_not_asked_of_radiologists() {
    let by = |specialty| Memo { specialty, ..ADULT };
    check_in(&by("Radiologie"), &["V21"], &[]);
    check_in(&by("Cardiologie"), &["V21"], &["1:hospital_visit_time"]);
}

#[test]
fn extended_and_urgent_acts_ask_for_something() {
    check(&["C38"], &["1:extended?"]);
    check(
        &["C38 2026-10-01", "C38"],
        &["2:extended_before", "1:extended?", "2:extended?"],
    );
    check(&["C32 2026-10-01", "C32"], &[]);
    check(&["C38 2026-04-01", "C38"], &["1:extended?", "2:extended?"]);
    check(&["C38", "V8 2026-11-10"], &["1:extended?", "2:extended?"]);
    let psychiatrist = |specialty, expect: &[&str]| {
        let memo = Memo { specialty, ..ADULT };
        check_in(&memo, &["C33 2026-10-01", "C33"], expect);
    };
    let again = ["2:extended_psychiatrist?", "1:extended?", "2:extended?"];
    psychiatrist("Psychiatrie", &again);
    psychiatrist("", &again);
    psychiatrist("Neuropsychiatrie", &["1:extended?", "2:extended?"]);
    check(
        &["C34 2026-10-01", "C34"],
        &["2:extended_rheumatologist", "1:extended?", "2:extended?"],
    );
    let densitometry = ["1:extended?", "2:extended?"];
    check(&["C34 2026-10-01", "C34", "8D01"], &densitometry);
    check(
        &["C34 2026-10-01", "8D01 2026-10-01", "C34"],
        &["1:extended?", "3:extended?"],
    );
    check(&["C51"], &["1:urgent_reason?"]);
    check_in(
        &Memo {
            note: true,
            ..ADULT
        },
        &["C51"],
        &[],
    );
}

#[test]
fn follow_up_calls_stand_without_a_report() {
    check(&["WTS11"], &["1:follow_up_call?"]);
    check(
        &["WTS11", "R1"],
        &["1:follow_up_call?", "1:call_with_report"],
    );
    check(&["C1 2026-11-20 09:00", "WTS11"], &["2:follow_up_call?"]);
}

#[test]
fn windows_differ_by_family() {
    for (code, good, bad, id) in [
        ("C52", "19:00", "18:59", "evening_consultation"),
        ("C52", "21:59", "22:00", "evening_consultation"),
        ("V4", "18:00", "17:59", "evening_visit"),
        ("C62", "20:00", "19:59", "evening_preanaesthetic"),
        ("C54", "22:00", "21:59", "night"),
        ("V7", "06:59", "07:00", "night"),
        ("C590", "07:00", "19:00", "daytime"),
    ] {
        let check = |line: &str, expect: &[&str]| {
            let found = judge_lines(&ADULT, &[line], &built_in()).into_iter();
            let reminders = ["unscheduled_preanaesthetic", "paediatric_emergency_place"];
            let ids = found
                .map(|found| found.2)
                .filter(|id| !reminders.contains(&id.as_str()));
            assert_eq!(ids.collect::<Vec<_>>(), expect, "{line}");
        };
        check(&format!("{code} {FRI} {good}"), &[]);
        check(&format!("{code} {FRI} {bad}"), &[id]);
        check(&format!("{code} {FRI}"), &["time_for_window"]);
    }
}

#[test]
fn saturdays_sundays_and_holidays_go_by_the_calendar() {
    check(&["V5 2026-11-21 12:00"], &[]);
    check(&["V5 2026-11-21 23:59"], &[]);
    check(&["V5 2026-11-21 11:59"], &["1:saturday_noon"]);
    check(&["V5 2026-11-20 13:00"], &["1:saturday"]);
    check(&["C53 2026-11-22"], &[]);
    check(&["C53 2026-12-25"], &[]);
    check(&["C53 2026-04-06"], &[]);
    check(&["C53"], &["1:sunday_or_holiday"]);
    check(&["F111 2026-11-22"], &[]);
    check(&["F111"], &["1:sunday_or_holiday"]);
    check(&["F121 2026-11-22/2026-11-23"], &["1:sunday_or_holiday"]);
    check(&["F121 2026-11-22/2026-11-29"], &["1:sunday_or_holiday"]);
    check(&["F121 2026-11-22/2099-11-29"], &["1:sunday_or_holiday"]);
    check(&["G13"], &[]);
    check(&["G13 2026-11-22"], &["1:long_covid_weekday"]);
    // A course of three weeks: nothing is done at the weekends between.
    check(&["G13 2026-11-02/2026-11-20"], &[]);
    check(&["G13 2026-11-02/2026-11-21"], &["1:long_covid_weekday"]);
    check(&["G14 2026-11-01/2026-11-20"], &["1:long_covid_weekday"]);
}

#[test]
fn urgent_suffixes_have_their_hours_days_and_acts() {
    check(&[&format!("1M11+N {FRI} 20:00")], &[]);
    check(&[&format!("1M11+N {FRI} 19:59")], &["1:suffix_night"]);
    check(&[&format!("1M11+N {FRI}")], &["1:time_for_window?"]);
    check(&["1M11+D 2026-11-22"], &[]);
    check(&["1M11+D"], &["1:suffix_sunday"]);
    check(&["1M11+F 2026-12-25"], &[]);
    check(&["1M11+F 2026-11-22"], &["1:suffix_holiday"]);
    check(&["C1+D 2026-11-22"], &["1:suffix_urgent"]);
    check(
        &["1M11+DF 2026-12-25"],
        &["1:suffix_sunday", "1:one_urgent_suffix"],
    );
    check(
        &["V20 2026-11-22 10:00", "1M11+D 2026-11-22"],
        &["2:urgent_beside_hospital_visit"],
    );
}

#[test]
fn a_hospital_visit_has_its_hour() {
    check(&["V20"], &["1:hospital_visit_time"]);
    check(&[&format!("V20 {FRI} 10:00")], &[]);
    check(&[&format!("V26 {FRI} 23:00")], &[]);
}

#[test]
fn ages_go_by_the_day_of_the_act_and_a_hint_only_warns() {
    let born = |birth, certain| Memo {
        birth,
        certain,
        ..ADULT
    };
    for (code, right, wrong, id) in [
        ("C6", "2007-11-21", "2007-11-20", "age_c6"),
        ("C7", "2008-11-20", "2008-11-21", "age_c7"),
        ("C21", "2008-11-21", "2008-11-20", "age_c21"),
        ("V10", "2011-11-21", "2011-11-20", "age_v10"),
        ("V11", "2012-11-20", "2012-11-21", "age_v11"),
        ("F28", "2012-11-21", "2012-11-20", "age_f27"),
        ("E8", "2026-11-18", "2026-11-17", "age_e8"),
        ("E10", "2026-10-30", "2026-10-31", "age_e10"),
        ("E11", "2026-07-20", "2026-07-21", "age_e11"),
        ("E12", "2026-02-20", "2026-02-21", "age_e12"),
        ("E13", "2025-02-20", "2025-02-21", "age_e13"),
        ("E18", "2024-05-20", "2024-05-21", "age_e18"),
        ("E19", "2023-05-20", "2023-05-21", "age_e19"),
    ] {
        check_in(&born(right, true), &[code], &[]);
        check_in(&born(wrong, true), &[code], &[&format!("1:{id}")]);
        check_in(&born(wrong, false), &[code], &[&format!("1:{id}?")]);
    }
    check_in(&born("", true), &["C6"], &[]);
    check_in(&born("1951-11-20", true), &["1M11+AV"], &[]);
    check_in(&born("2013-01-01", true), &["1M11+AV"], &[]);
    check_in(&born("1980-01-01", true), &["1M11+AV"], &["1:suffix_v_age"]);
    check_in(
        &born("1980-01-01", true),
        &["1M11+E"],
        &["1:suffix_e_age", "1:suffix_e_endoscopy?"],
    );
}

#[test]
fn suffixes_go_with_what_they_add_to() {
    let child = Memo {
        birth: "2019-01-01",
        ..ADULT
    };
    check_in(&child, &["1M12+E"], &["1:suffix_e_endoscopy?"]);
    check_in(&child, &["1M12+V"], &["1:suffix_v_with_a?"]);
    check_in(&child, &["1M12+PA"], &["1:assistance_or_anaesthesia?"]);
}

#[test]
fn a_line_that_another_doctor_did_is_not_judged_by_the_memos_specialty() {
    let memo = Memo {
        specialty: "Médecine générale",
        ..ADULT
    };
    check_in(&memo, &["C10 2026-11-20"], &["1:specialty"]);
    check_in(&memo, &["C10 2026-11-20 10:00 1 p 90812100"], &[]);
}

#[test]
fn travel_goes_with_a_visit_outside_hospital() {
    check(&["V1", "K1 2026-11-20 00:00 12"], &[]);
    check(&["P1", "K1"], &[]);
    check(&["C1", "K1"], &["2:travel_needs_visit"]);
    check(
        &[&format!("V20 {FRI} 10:00"), "K1"],
        &["2:travel_needs_visit"],
    );
    check(&["V1 2026-11-19", "K1"], &["2:travel_needs_visit"]);
}

#[test]
fn general_acts_of_one_session_do_not_cumulate() {
    let refused = ["2:series_medicine?", "2:general_together"];
    check(&["C1", "C42"], &refused);
    check(&["C41", "C42"], &refused);
    check(&["C1", "R1"], &[]);
    check(&["C1", "MR03"], &[]);
    check(&["C61", "C74"], &["2:second_preanaesthetic?"]);
    check(
        &["C61", "C71"],
        &[
            "2:general_together",
            "2:one_preanaesthetic",
            "2:preanaesthetic_before",
        ],
    );
}

#[test]
fn a_consultation_goes_with_marked_technical_acts_only() {
    check(&["C1", "1M13"], &[]);
    check(&["C1", "1M11"], &["2:general_with_technical"]);
    check(
        &["C38", "1M13"],
        &["1:extended?", "2:general_with_technical"],
    );
    check(&["C41", "1M13"], &["2:general_with_technical"]);
    check(&["C11", "1M45"], &[]);
    check(&["C1", "1M45"], &["2:general_with_technical"]);
    check(&["V1", "1M11"], &[]);
    check(&[&format!("V20 {FRI} 10:00"), "1M11"], &[]);
    check(&["C1 2026-11-19", "1M11"], &[]);
    check(&["E2", "1M13"], &["1:pregnancy_exam_alone"]);
    check(&["F11", "1M11"], &["2:inpatient_technical?"]);
}

#[test]
fn a_newborns_examination_goes_with_one_of_two_tests() {
    let mut table: serde_json::Value = serde_json::from_slice(TARIFFS).unwrap();
    let tests = serde_json::json!([
        {"code": "1S31", "coefficient": "1", "label": {"fr": "Test"}},
        {"code": "1S33", "coefficient": "1", "label": {"fr": "Test"}},
    ]);
    let own =
        serde_json::json!({"part": "technical", "chapter": "1", "section": "9", "acts": tests});
    table["chapters"].as_array_mut().unwrap().push(own);
    let table = Nomenclature::read(&Json::from(table), &Json::parse(RULES).unwrap()).unwrap();
    let memo = Memo {
        birth: FRI,
        ..ADULT
    };
    assert_eq!(judge_lines(&memo, &["E8", "1S31"], &table), []);
    let other = judge_lines(&memo, &["E8", "1S33"], &table);
    assert_eq!(other[0].2, "general_with_technical");
}

#[test]
fn the_inpatient_rate_stands_in_place_of_a_visit() {
    check(&["F11", "C1"], &["2:inpatient_instead_of_visit"]);
    check(&["F11", &format!("V26 {FRI} 23:00")], &[]);
    let night = format!("V26 {FRI} 23:00");
    check(&["F61", &night], &["2:night_visit_beside_rate"]);
    check(&["F85", &night], &[]);
    check(
        &["F12 2026-11-18/2026-11-20 00:00 3", "C1"],
        &["2:inpatient_instead_of_visit"],
    );
    check(
        &["F11 2026-11-21", "V24 2026-11-21 13:00"],
        &["2:inpatient_instead_of_visit"],
    );
    check(&["F20"], &["1:transfer_order"]);
    check_in(
        &Memo {
            note: true,
            ..ADULT
        },
        &["F20"],
        &[],
    );
    check(&["F69"], &["1:pain_list?"]);
    check(&["F53"], &["1:covid_bed?"]);
}

#[test]
fn technical_acts_fall_by_coefficient() {
    check(&["1M11", "1M12+R", "1M13+R"], &[]);
    check(&["1M11", "1M12"], &["2:next_acts_reduced"]);
    check(
        &["1M12", "1M11+R"],
        &["2:first_act_full?", "1:next_acts_reduced"],
    );
    check(&["1M11", "1M12+R", "1M13+R", "1M14+R"], &["4:fourth_act"]);
    check(&["1M11", "1M12 2026-11-19"], &[]);
    check(
        &["F11", "1M11", "1M12"],
        &["2:inpatient_technical?", "3:inpatient_technical?"],
    );
    check(&["1M11", "1M11+R"], &["2:both_sides?"]);
    check_in(
        &Memo {
            note: true,
            ..ADULT
        },
        &["1M11", "1M12"],
        &["2:next_acts_reduced?"],
    );
}

#[test]
fn suffixes_keep_to_their_acts() {
    check(&["C1+R"], &["1:suffix_technical"]);
    check(&["C1+C"], &[]);
    check(&["1M11+K"], &["1:suffix_marker"]);
    check(&["V1+CK"], &["1:one_home_marker?"]);
    check(&["1M11+AL"], &["1:local_with_anaesthesia"]);
    check(&["1M12+M"], &["1:material_beside_act"]);
    check(&["1M11", "1M11+X"], &[]);
    check(
        &["1M11+X", "1M12+X"],
        &["1:material_beside_act", "2:material_beside_act"],
    );
    check(&["1M11", "1M12+RX"], &["2:material_plain"]);
    check(
        &["1M11 2026-11-22", "1M12+MD 2026-11-22"],
        &["2:material_plain"],
    );
}

#[test]
fn programmes_have_their_own_limits() {
    let child = Memo {
        birth: "2026-11-19",
        ..ADULT
    };
    check_in(
        &child,
        &["E8 2026-11-20", "E8 2026-11-21"],
        &["2:once_before"],
    );
    check(&["NZA11", "8E01"], &["1:programme_without_visit"]);
    check(
        &["NZA11", "NZD11"],
        &["2:general_together", "2:programme_once_a_day"],
    );
    check(
        &["NZA11 2026-11-20 09:00", "C61 2026-11-20 10:00"],
        &["1:programme_without_anaesthetist"],
    );
    check(
        &["J3 2026-11-20 09:00", "J3 2026-11-20 14:00"],
        &["2:day_clinic_once"],
    );
    check(&["MR03 2026-01-05", "MR03 2026-09-07"], &[]);
    check(&["MR03 2026-10-01", "MR03"], &["2:referring_doctor_before"]);
    check(&["PAP11"], &["1:activity_with_consultation"]);
    check(&["C1", "PAP11"], &[]);
}

#[test]
fn a_report_names_its_prescriber() {
    let memo = Memo {
        prescribed: false,
        ..ADULT
    };
    check_in(&memo, &["R1"], &["1:report_prescriber?"]);
    check_in(&ADULT, &["R1"], &[]);
    let found = judge_lines(&memo, &["R1"], &built_in());
    assert_eq!(found[0].1, Place::Prescriber);
}

#[test]
fn inpatient_rates_have_their_specialties() {
    let by = |specialty| Memo { specialty, ..ADULT };
    for (code, own, other) in [
        ("F63", "Anesthésie-réanimation", "Médecine générale"),
        ("F71", "Anästhesie", "Chirurgie"),
        ("F48", "Psychiatrie", "Neurologie"),
        ("F42", "Gériatrie", "Cardiologie"),
        ("F42", "Rééducation et réadaptation", "Cardiologie"),
        ("F29", "Gériatrie", "Pédiatrie"),
    ] {
        let refused = |specialty| {
            let found = judge_lines(&by(specialty), &[code], &built_in());
            found.iter().any(|(_, _, id, _)| id == "specialty")
        };
        assert!(!refused(own) && refused(other), "{code}");
    }
    check(
        &["F51 2026-11-19", "F51"],
        &["1:intensive_list?", "2:intensive_list?"],
    );
}

#[test]
fn every_rule_has_a_sentence_in_four_languages_and_its_article() {
    for rule in built_in().rules() {
        let sentences = ["fr", "de", "en", "lb"].map(|lang| rule.sentence(lang));
        assert!(
            sentences.iter().all(|text| text.contains(&rule.article)),
            "{}",
            rule.id
        );
        let mut different = sentences.to_vec();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 4, "{}", rule.id);
    }
}

#[path = "earlier_tests.rs"]
mod earlier;

#[path = "programmes_tests.rs"]
mod programmes;
