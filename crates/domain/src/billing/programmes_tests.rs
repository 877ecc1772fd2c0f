//! Rules of what a rate or a programme includes, and of how often and by whom it is billed.

use super::*;

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
