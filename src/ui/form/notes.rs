//! What follows from the days of a certificate, told beside its fields: deadlines and outing windows.

use std::sync::Arc;

use domain::dates::{self, Date};
use domain::forms::ecit::{
    Field, OUTING_WINDOWS, employer_before, is_short, outings_from, prolong_before,
};

use super::Desk;
use crate::ui::controls::Hint;

/// By when the certificate, and a prolongation of it, have to be at CNS and at the employer. One for a leave for family
/// reasons goes to both whatever its length (Code du travail, art. L.234-51): it has no third day at the employer.
pub(super) fn deadlines(desk: &Desk) -> impl Fn() -> String + Send + Sync + use<> {
    let desk = desk.clone();
    move || {
        let line =
            |key: &str, day: Option<String>| day.map(|day| desk.i18n.fill(key, &[("day", &day)]));
        let (start, end) = (desk.day(Field::Start), desk.day(Field::End));
        let first = start.filter(|_| desk.form.text(Field::Kind.path()) == "initial");
        let is_leave = desk.form.text(Field::Reason.path()) == "crf";
        let ill = first.filter(|_| !is_leave);
        let short = ill.zip(end).filter(|(start, end)| is_short(*start, *end));
        let soon = first.filter(|_| is_leave);
        let lines = [
            line(
                "deadline.transmit",
                desk.form.transmit_before(&desk.app).map(dates::on_page),
            ),
            short.map(|_| desk.i18n.text("deadline.short")),
            line(
                "deadline.employer",
                ill.and_then(employer_before).map(dates::on_page),
            ),
            soon.map(|_| desk.i18n.text("deadline.employer.soon")),
            line(
                "deadline.prolong",
                end.and_then(prolong_before).map(dates::on_page),
            ),
        ];
        let mut said: Vec<_> = lines.into_iter().flatten().collect();
        if !said.is_empty() {
            said.push(desk.i18n.text("deadline.source"));
        }
        said.join(" ")
    }
}

/// When the insured person may leave home.
pub(super) fn outing_windows(desk: &Desk) -> Hint {
    let desk = desk.clone();
    Hint::Says(Arc::new(move || {
        if desk.form.text(Field::Outings.path()) == "excluded" {
            return desk.i18n.text("outings.excluded");
        }
        let Some(start) = desk.day(Field::Start) else {
            return String::new();
        };
        let text = |field: Field| desk.form.text(field.path());
        let previous = (text(Field::Kind) == "prolongation").then(|| text(Field::Previous));
        let context = &desk.app.context;
        let first = context.with(|context| outings_from(start, previous.as_deref(), context));
        if desk
            .day(Field::End)
            .zip(first)
            .is_some_and(|(end, first)| end < first)
        {
            return desk.i18n.text("outings.never");
        }
        let window = |(from, to): (u32, u32)| {
            let (from, to) = (from.to_string(), to.to_string());
            desk.i18n
                .fill("outings.window", &[("from", &from), ("to", &to)])
        };
        let windows = OUTING_WINDOWS.map(window).join(", ");
        let sixth = || desk.i18n.text("outings.sixth");
        let day = first.map_or_else(sixth, dates::on_page);
        desk.i18n
            .fill("outings.from", &[("day", &day), ("windows", &windows)])
    }))
}

impl Desk {
    fn day(&self, field: Field) -> Option<Date> {
        dates::parse(&self.form.text(field.path()))
    }
}
