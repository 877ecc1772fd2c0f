//! Rules that look at other memos: what the host tells of them, and what stands on this one.

use super::*;

#[test]
fn what_was_billed_before_counts_as_far_as_the_host_tells_it() {
    let after = |earlier, line: &str, expect: &[&str]| {
        check_in(&Memo { earlier, ..ADULT }, &[line], expect);
    };
    after(&[("V1", FRI)], "C1", &["1:one_visit_a_day"]);
    after(&[("C1", "2026-11-19"), ("R1", FRI)], "C1", &[]);
    after(&[("C41", FRI)], "C1", &[]);
    check_in(
        &Memo {
            earlier: &[("C1", FRI)],
            note: true,
            ..ADULT
        },
        &["C1"],
        &["1:one_visit_a_day?"],
    );
    // Six months to the day are enough, one day less is not; a memo may also be written after a later one.
    after(&[("C38", "2026-05-20")], "C30", &["1:extended?"]);
    let again = ["1:extended_before", "1:extended?"];
    after(&[("C38", "2026-05-21")], "C30", &again);
    after(&[("C38", "2027-01-08")], "C30", &again);
    after(&[("V8", "2026-06-01")], "C30", &["1:extended?"]);
    after(
        &[("V8", "2026-06-01")],
        "V8",
        &["1:extended_visit_before", "1:extended?"],
    );
    after(
        &[("MR03", "2026-06-01")],
        "MR03",
        &["1:referring_doctor_before"],
    );
    after(&[("MR03", "2026-05-01")], "MR03", &[]);
    after(&[("E40", "2026-04-01")], "E45", &["1:cessation_interval"]);
    after(&[("E40", "2026-03-20")], "E45", &[]);
    // Once for a patient is once for each act, whenever that was and also on a day that cannot be read.
    let child = |earlier, expect: &[&str]| {
        let birth = "2026-11-19";
        let memo = Memo {
            birth,
            earlier,
            ..ADULT
        };
        check_in(&memo, &["E8"], expect);
    };
    child(&[("E8", "?")], &["1:once_before"]);
    child(&[("E10", "2026-11-19")], &[]);
    after(&[("C1", "?"), ("", ""), ("\u{202e}", FRI)], "C1", &[]);
    // So many in a calendar year, and no more; those of the year before do not count.
    let days: &'static [(&str, &str)] = &[("J3", "2026-03-02"); 40];
    after(days, "J3", &["1:day_clinic_year_j3"]);
    after(&days[1..], "J3", &[]);
    after(&[("J3", "2025-12-31"); 40], "J3", &[]);
    after(
        &[("J10", "2026-01-01"); 90],
        "J10",
        &["1:day_clinic_year_j10"],
    );
    after(&[("J4", "2026-01-01"); 89], "J4", &[]);
    // Once a day is once for all memos of the day.
    after(&[("J4", FRI)], "J4", &["1:day_clinic_once"]);
}

#[test]
fn the_lines_of_the_memo_itself_count_as_often_as_they_say() {
    let days: Vec<String> = (1..=41)
        .map(|day| format!("J3 2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28))
        .collect();
    let lines: Vec<&str> = days.iter().map(String::as_str).collect();
    check(&lines[..40], &[]);
    check(&lines, &["41:day_clinic_year_j3"]);
    check(
        &["J3 2026-01-05/2026-03-31 00:00 60"],
        &["1:day_clinic_year_j3"],
    );
    let earlier = &[("J3", "2026-03-02"); 39];
    check_in(
        &Memo { earlier, ..ADULT },
        &["J3 2026-04-01", "J3 2026-04-02"],
        &["2:day_clinic_year_j3"],
    );
    check(&["E40 2026-10-20", "E45"], &["2:cessation_interval"]);
    check(&["E45", "E40 2026-10-20"], &["1:cessation_interval"]);
    check(&["E40 2026-03-20", "E45"], &[]);
    check(
        &["1M11 2026-11-20 00:00 4"],
        &["1:next_acts_reduced", "1:fourth_act", "1:both_sides?"],
    );
    check(
        &["1M11", "1M12+R 2026-11-20 00:00 3"],
        &["2:fourth_act", "2:both_sides?"],
    );
}

#[test]
fn a_pre_anaesthetic_exam_is_not_due_again_for_three_weeks() {
    let after = |day: &'static str, expect: &[&str]| {
        let earlier: &'static [(&str, &str)] = Box::leak(Box::new([("C61", day)]));
        check_in(&Memo { earlier, ..ADULT }, &["C61"], expect);
    };
    after("2026-10-31", &["1:preanaesthetic_before"]);
    after("2026-10-30", &[]);
    check(&["C74"], &["1:second_preanaesthetic?"]);
    check(&["C42"], &["1:series_medicine?"]);
    check(&["K3", "V1"], &["1:vaccination_travel?"]);
}
