//! The lines of a memo, made for the keyboard: Enter goes on to the next line, and makes it at the end.

use std::collections::BTreeMap;

use domain::forms::memo::{Field, LineField};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::Sheet;
use super::line::Line;
use crate::jobs::Mark;
use crate::platform::reactive::{effect, memo};
use crate::ui::controls::id;
use crate::ui::form::Desk;

/// The lines with their buttons.
#[component]
pub(super) fn Lines() -> impl IntoView {
    let desk = Desk::here();
    let Sheet(form) = Sheet::here();
    let list = NodeRef::<html::Div>::new();
    let count = {
        let draft = form.draft.clone();
        memo(move || draft.with(domain::forms::memo::Draft::lines))
    };
    let by_line = marks_by_line(&desk);
    let wanted = RwSignal::new(None::<u16>);
    focus_wanted(list, wanted);
    let (adding, removing) = (form.clone(), form);
    let add = Callback::new(move |()| wanted.set(adding.add_line()));
    let remove = Callback::new(move |number: u16| {
        removing.remove_line(number);
        wanted.set(Some(number.min(count.get_untracked())));
    });
    let line = move |number: u16| {
        let marks = marks_of(number, by_line);
        markup! { <Line number marks remove/> }
    };
    let (title, label, keys) = (
        desk.t("section.lines"),
        desk.t("action.add_line"),
        desk.t("hint.lines"),
    );
    markup! {
        <fieldset class="group">
            <legend>{title}</legend>
            <p class="hint" id="lines-keys">{keys}</p>
            <div
                node_ref=list
                class="lines"
                aria-describedby="lines-keys"
                on:keydown=move |event| walk(&event, count.get_untracked(), add, remove, wanted)
            >
                <For each=move || 1..=count.get() key=|number| *number children=line/>
            </div>
            <button type="button" part="button" data-action="add-line" on:click=move |_| add.run(())>{label}</button>
        </fieldset>
    }
}

/// What is said about each line, gathered once for all of them.
fn marks_by_line(desk: &Desk) -> Memo<BTreeMap<u16, Vec<Mark>>> {
    let marks = desk.marks.clone();
    memo(move || {
        let mut lines: BTreeMap<u16, Vec<Mark>> = BTreeMap::new();
        marks.with(|marks| {
            for mark in marks {
                if let Some(Field::Line(number, _)) = Field::parse(&mark.field) {
                    lines.entry(number).or_default().push(mark.clone());
                }
            }
        });
        lines
    })
}

/// The same of one line, in a signal of its own: what is said elsewhere must not wake the two thousand effects of all lines.
fn marks_of(number: u16, by_line: Memo<BTreeMap<u16, Vec<Mark>>>) -> ArcRwSignal<Vec<Mark>> {
    let told = ArcRwSignal::new(Vec::new());
    let marks = told.clone();
    effect(move || {
        let now = by_line.with(|all| all.get(&number).cloned().unwrap_or_default());
        if marks.with_untracked(|old| *old != now) {
            marks.set(now);
        }
    });
    told
}

/// Enter and Alt+Delete; a list of proposals that is open keeps its own keys.
fn walk(
    event: &KeyboardEvent,
    last: u16,
    add: Callback<()>,
    remove: Callback<u16>,
    wanted: RwSignal<Option<u16>>,
) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    let line = target.closest("[data-line]").ok().flatten();
    let number = line
        .and_then(|line| line.get_attribute("data-line"))
        .and_then(|number| number.parse::<u16>().ok());
    let Some(number) = number else { return };
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    match event.key().as_str() {
        "Enter" if plain && target.tag_name() != "BUTTON" => {
            if number < last {
                wanted.set(Some(number + 1));
            } else {
                add.run(());
            }
        }
        "Delete" if event.alt_key() => remove.run(number),
        _ => return,
    }
    event.prevent_default();
}

/// Puts the cursor into a line's act once the line is there.
fn focus_wanted(list: NodeRef<html::Div>, wanted: RwSignal<Option<u16>>) {
    effect(move || {
        let Some(number) = wanted.get() else { return };
        let code = Field::Line(number, LineField::Code).path();
        let selector = ["#", &id(&code, "input")].concat();
        request_animation_frame(move || {
            let input = list
                .get_untracked()
                .and_then(|list| list.query_selector(&selector).ok().flatten());
            if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
                _ = input.focus();
            }
        });
        wanted.set(None);
    });
}
