//! The shown results as CSV (RFC 4180), for a spreadsheet: a cell that a spreadsheet would compute is disarmed.

use domain::dsp::laboratory::{Value, flag, previous, reference};

use super::desk::Desk;
use super::laboratory::{All, Group, mark_key, reference_words, value_words};
use crate::jobs::records::person;

const HEADS: [&str; 6] = [
    "records.date",
    "records.lab.parameter",
    "records.lab.result",
    "records.lab.reference",
    "records.lab.previous",
    "records.from",
];

/// The text, with the mark by which spreadsheets know UTF-8.
pub(super) fn results(desk: &Desk, groups: &[Group], all: &All) -> String {
    let heads: Vec<String> = HEADS.iter().map(|key| desk.stand.i18n.text(key)).collect();
    let mut text = ["\u{feff}", &line(&heads)].concat();
    let person = person(&desk.stand);
    for group in groups {
        for one in &group.results {
            let chosen = reference(one, &person);
            let flag = flag(one, &chosen).map(|flag| desk.stand.i18n.text(mark_key(flag)));
            let flag = flag.map_or_else(String::new, |words| [" (", &words, ")"].concat());
            let before =
                previous(one, all).map(|it| value_words(desk, &Value::Quantity(it.quantity)));
            text.push_str(&line(&[
                one.date.said().to_owned(),
                one.name.clone(),
                [value_words(desk, &one.value), flag].concat(),
                reference_words(desk, &chosen),
                before.unwrap_or_default(),
                group.report.from.clone(),
            ]));
        }
    }
    text
}

fn line(cells: &[String]) -> String {
    let cell = |cell: &String| {
        let computes = cell.starts_with(['=', '+', '@', '\t', '\r'])
            || cell.starts_with('-') && cell.parse::<f64>().is_err();
        let quoted = cell.replace('"', "\"\"");
        ["\"", if computes { "'" } else { "" }, &quoted, "\""].concat()
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    [&cells.join(","), "\r\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let check = |cell: &str, expect: &str| {
            assert_eq!(line(&[cell.to_owned()]), [expect, "\r\n"].concat())
        };
        check("a \"b\", c", "\"a \"\"b\"\", c\"");
        check("=HYPERLINK(1)", "\"'=HYPERLINK(1)\"");
        check("-2.5", "\"-2.5\"");
        check("-cmd", "\"'-cmd\"");
    }
}
