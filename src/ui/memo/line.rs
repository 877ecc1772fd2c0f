//! One line: an act, when, how often, how much; and what only some acts need.

use domain::forms::memo::{Class, Field, LineField};
use leptos::prelude::*;

use super::Sheet;
use super::act::ActCode;
use crate::jobs::Mark;
use crate::platform::reactive::memo;
use crate::ui::controls::{Input, Kind, Part, Select};
use crate::ui::form::Desk;

/// So many lines show every field from the start; on a longer memo what is rarely needed opens by a click.
const OPEN_LINES: u16 = 3;

/// The line of a number. `marks` is what is said about its fields.
#[component]
pub(super) fn Line(
    number: u16,
    marks: ArcRwSignal<Vec<Mark>>,
    remove: Callback<u16>,
) -> impl IntoView {
    provide_context(Part(marks.clone()));
    let desk = Desk::here();
    let name = {
        let i18n = desk.i18n.clone();
        move || i18n.fill("line.name", &[("n", &number.to_string())])
    };
    let label = {
        let i18n = desk.i18n.clone();
        move || i18n.fill("action.remove_line", &[("n", &number.to_string())])
    };
    let path = move |field| Field::Line(number, field).path();
    let open = RwSignal::new(number <= OPEN_LINES || has_more(&Sheet::here(), number));
    let shown = {
        let desk = desk.clone();
        memo(move || {
            open.get() || marks.with(|marks| marks.iter().any(|mark| is_more(&desk, mark)))
        })
    };
    let more = desk.t("action.more");
    markup! {
        <div class="line" role="group" aria-label=name data-line=number.to_string()>
            <span class="line-number" aria-hidden="true">{number.to_string()}</span>
            <div class="line-main">
                <ActCode number/>
                <Input path=path(LineField::Suffixes) class="short"/>
                <Input path=path(LineField::Date) kind=Kind::Date/>
                <Input path=path(LineField::Time) kind=Kind::Time/>
                <Input path=path(LineField::Count) kind=Kind::Digits class="short"/>
                <Input path=path(LineField::Amount) kind=Kind::Amount class="amount"/>
            </div>
            <div class="line-buttons">
                <button
                    type="button"
                    class="small"
                    aria-expanded=move || shown.get().to_string()
                    aria-label=more.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "⋯"
                </button>
                <button
                    type="button"
                    class="small"
                    part="button"
                    data-action="remove-line"
                    data-line=number.to_string()
                    aria-label=label
                    on:click=move |_| remove.run(number)
                >
                    "×"
                </button>
            </div>
            <Show when=move || shown.get()>
                <More number/>
            </Show>
        </div>
    }
}

/// What only some acts need.
#[component]
fn More(number: u16) -> impl IntoView {
    let desk = Desk::here();
    let path = move |field| Field::Line(number, field).path();
    let classes = move || {
        let none = (String::new(), "—".to_owned());
        let choice = |class: Class| {
            let words = desk.i18n.text(&["choice.class.", class.as_str()].concat());
            (class.as_str().to_owned(), words)
        };
        std::iter::once(none)
            .chain(Class::ALL.into_iter().map(choice))
            .collect::<Vec<_>>()
    };
    markup! {
        <div class="line-more">
            <Input path=path(LineField::EndDate) kind=Kind::Date/>
            <Input path=path(LineField::EndTime) kind=Kind::Time/>
            <Select path=path(LineField::Class) choices=classes/>
            <Input path=path(LineField::Place)/>
            <Input path=path(LineField::PersonalShare) kind=Kind::Amount/>
            <Input path=path(LineField::Performer) kind=Kind::Digits/>
            <Input path=path(LineField::Prescriber) kind=Kind::Digits/>
            <Input path=path(LineField::PrescriptionId)/>
        </div>
    }
}

const MORE: [LineField; 8] = [
    LineField::EndDate,
    LineField::EndTime,
    LineField::Class,
    LineField::Place,
    LineField::PersonalShare,
    LineField::Performer,
    LineField::Prescriber,
    LineField::PrescriptionId,
];

fn has_more(Sheet(form): &Sheet, number: u16) -> bool {
    let filled = |field: LineField| {
        form.draft
            .with_untracked(|draft| !draft.get(Field::Line(number, field)).is_empty())
    };
    MORE.into_iter().any(filled)
}

/// Whether something is shown about a field that is hidden while the line is short.
fn is_more(desk: &Desk, mark: &Mark) -> bool {
    let field = mark.field.rsplit('.').next().and_then(LineField::parse);
    field.is_some_and(|field| MORE.contains(&field)) && desk.shows(&mark.field)
}
