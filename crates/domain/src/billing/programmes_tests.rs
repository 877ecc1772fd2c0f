//! Rules of what a rate or a programme includes, and of how often and by whom it is billed.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

static TABLE: LazyLock<Nomenclature> = LazyLock::new(built_in);

#[test]
fn a_rate_that_includes_technical_acts_stands_alone() {
    for rate in ["F29", "F291", "F30", "F301", "F85", "F851"] {
        let day = if rate.len() > 3 { "2026-11-22" } else { FRI };
        let lines = [[rate, " ", day].concat(), ["1M11 ", day].concat()];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        check(&lines, &["2:rate_with_technical"]);
    }
    check(&["F85 2026-11-19", "1M11"], &[]);
    check(&["F80", "1M11"], &["2:inpatient_technical?"]);
    check(
        &["F48", "1M11"],
        &["2:inpatient_technical?", "1:rate_with_psychiatric?"],
    );
}

#[test]
fn a_follow_up_call_is_billed_once_for_a_prescription() {
    let told = ["1:follow_up_call?", "2:follow_up_call?"];
    let twice = [told[0], told[1], "2:follow_up_call_once?"];
    check(
        &["WTS11 2026-11-20 09:00", "WTS11 2026-11-20 15:00"],
        &twice,
    );
    check(&["WTS11 2026-11-19", "WTS11"], &told);
    check(&["WTS13 2026-11-20 09:00", "WTS13 2026-11-20 15:00"], &told);
}

#[test]
fn a_follow_up_call_is_refused_where_its_prescription_has_one() {
    let told = ["1:follow_up_call?", "2:follow_up_call?"];
    let again = [told[0], told[1], "2:follow_up_call_again"];
    // The day and the way of writing the number make no difference.
    check(
        &["WTS11 2026-11-18 09:00 1 ab", "WTS11 2026-11-20 09:00 1 AB"],
        &again,
    );
    check(
        &["WTS12 2026-11-20 09:00 1 ab", "WTS12 2026-11-20 15:00 1 ab"],
        &again,
    );
    check(
        &["WTS11 2026-11-20 09:00 2 ab"],
        &[told[0], "1:follow_up_call_again"],
    );
    check(
        &["WTS11 2026-11-18/2026-11-20 09:00 3 ab"],
        &[told[0], "1:follow_up_call_again"],
    );
    // Two prescriptions, results of two kinds, and acts that are not bound to one.
    check(
        &["WTS11 2026-11-20 09:00 1 ab", "WTS11 2026-11-20 15:00 1 cd"],
        &told,
    );
    check(
        &["WTS11 2026-11-20 09:00 1 ab", "WTS12 2026-11-20 15:00 1 ab"],
        &told,
    );
    check(
        &["WTS14 2026-11-20 09:00 1 ab", "WTS14 2026-11-20 15:00 1 ab"],
        &told,
    );
    // Where one of two names none, nothing is certain.
    check(
        &["WTS11 2026-11-20 09:00 1 ab", "WTS11 2026-11-20 15:00"],
        &[told[0], told[1], "2:follow_up_call_once?"],
    );
}

#[test]
fn an_act_may_exclude_the_urgent_suffixes() {
    check(
        &["1S35+N"],
        &["1:time_for_window?", "1:suffix_urgent_excluded"],
    );
    check(&["1S35"], &[]);
    check(&["1M11+N"], &["1:time_for_window?"]);
}

#[test]
fn screening_is_billed_once_for_an_invitation() {
    let after = |earlier, line: &str, expect: &[&str]| {
        check_in(&Memo { earlier, ..ADULT }, &[line], expect);
    };
    after(
        &[("E30", "2024-11-20")],
        "E30",
        &["1:colorectal_invitation?"],
    );
    after(&[("E31", "2024-11-20")], "E30", &[]);
    after(&[], "E31", &["1:colorectal_result?"]);
}

#[test]
fn a_follow_up_has_an_act_before_it() {
    check(&["NZQ14"], &["1:sterilisation_follow_up?"]);
    check(&["MZQ13"], &["1:vasectomy_follow_up?"]);
    check(&["NZQ11"], &[]);
}

#[test]
fn what_includes_its_report_has_no_other() {
    check(&["G1", "R10"], &["2:cure_report?"]);
    check(&["P1", "R10"], &["2:tumour_board_report?"]);
    check(&["P2", "R10"], &[]);
}

#[test]
fn a_tumour_is_discussed_twice_at_most() {
    let twice = &[("P2", "2026-10-01"), ("P1", "2026-11-01")];
    let after = |earlier, expect: &[&str]| {
        check_in(&Memo { earlier, ..ADULT }, &["P2"], expect);
    };
    after(twice, &["1:tumour_boards?"]);
    after(&twice[..1], &[]);
}

#[test]
fn the_referring_doctor_is_a_generalist_or_a_paediatrician() {
    for (specialty, expect) in [
        ("Médecine générale", &[] as &[&str]),
        ("Kinderheilkunde", &[]),
        ("Cardiologie", &["1:referring_doctor_specialty?"]),
        ("Une autre", &[]),
    ] {
        check_in(&Memo { specialty, ..ADULT }, &["MR03"], expect);
    }
}

#[test]
fn day_clinics_have_their_specialties() {
    for (code, specialty, refused) in [
        ("J9", "Rééducation et réadaptation", false),
        ("J9", "Gériatrie", true),
        ("J10", "Geriatrie", false),
        ("J10", "Médecine générale", true),
        ("J10", "Une autre", false),
    ] {
        let memo = Memo { specialty, ..ADULT };
        let expect: &[&str] = if refused {
            &["1:day_clinic_specialty?"]
        } else {
            &[]
        };
        check_in(&memo, &[code], expect);
    }
}

proptest! {
    /// Any memo: a call is refused when its prescription had its one before, on whatever day; one without is never.
    #[test]
    fn no_prescription_has_two_follow_up_calls(
        calls in vec((0..2_usize, 0..4_usize, 1..=20_u32, 1..3_u32), 1..12),
    ) {
        let calls: Vec<_> = calls
            .into_iter()
            .map(|(code, id, day, count)| (["WTS11", "WTS12"][code], ["", "ab", "AB", "cd"][id], day, count))
            .collect();
        let lines: Vec<String> = calls
            .iter()
            .map(|(code, id, day, count)| format!("{code} 2026-11-{day:02} 09:00 {count} {id}"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let refused: Vec<u16> = judge_lines(&ADULT, &lines, &TABLE)
            .into_iter()
            .filter(|(_, _, id, _)| id == "follow_up_call_again")
            .map(|(line, ..)| line)
            .collect();
        let of = |one: &str, id: &str, upto: usize| -> u32 {
            let upto = calls.iter().take(upto);
            let same = upto.filter(|(code, other, ..)| *code == one && other.eq_ignore_ascii_case(id));
            same.map(|(.., count)| count).sum()
        };
        let expect: Vec<u16> = (1..)
            .zip(&calls)
            .filter(|(number, (code, id, ..))| !id.is_empty() && of(code, id, usize::from(*number)) > 1)
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(refused, expect);
    }
}
