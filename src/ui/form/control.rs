//! One field: a visible label, a native control, its hint, and what is said about it.

use domain::forms::Severity;
use domain::forms::ecit::Field;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::Desk;

/// What a text input is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Digits, with the number keys on a touch screen.
    Digits,
    /// A day, in the browser's own date input.
    Date,
}

/// What a select offers now: values with their words.
pub(super) struct Choices(Box<dyn Fn() -> Vec<(String, String)> + Send + Sync>);

impl<F: Fn() -> Vec<(String, String)> + Send + Sync + 'static> From<F> for Choices {
    fn from(choices: F) -> Self {
        Self(Box::new(choices))
    }
}

/// Stands for a day that the browser's date input holds only half: it is wrong, and it is not empty.
const HALF_A_DATE: &str = "-";

/// The label and the words around a control.
#[component]
fn Labelled(
    field: Field,
    #[prop(default = "")] class: &'static str,
    hint: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let desk = Desk::here();
    let label = desk.i18n.clone();
    let bad = marked(&desk, field);
    let hint = hint.map(|key| markup! { <p class="hint" id=id(field, "hint")>{desk.t(key)}</p> });
    markup! {
        <div class=format!("field {class}") class:bad=bad data-field=field.path()>
            <label for=id(field, "input")>{move || label.text(&format!("field.{}", field.path()))}</label>
            {children()}
            {hint}
            <Marks field/>
        </div>
    }
}

/// What is said about a field, read out when it changes.
#[component]
fn Marks(field: Field) -> impl IntoView {
    let desk = Desk::here();
    let words = move || {
        let line = |mark| {
            let severity = severity(&mark);
            markup! { <p class="mark" data-severity=severity>{desk.sentence(&mark)}</p> }
        };
        desk.visible_at(field).into_iter().map(line).collect_view()
    };
    markup! { <div class="marks" id=id(field, "marks") aria-live="polite">{words}</div> }
}

/// A text, number or date input.
#[component]
pub(super) fn Input(
    field: Field,
    #[prop(default = Kind::Text)] kind: Kind,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] hint: Option<&'static str>,
) -> impl IntoView {
    let desk = Desk::here();
    let input = NodeRef::<html::Input>::new();
    let value = value_of(&desk, field);
    Effect::new(move |_| {
        let value = value.get();
        if let Some(input) = input.get()
            && value != HALF_A_DATE
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let (typing, settling, leaving) = (desk.clone(), desk.clone(), desk.clone());
    let invalid = marked(&desk, field);
    markup! {
        <Labelled field class hint>
            <input
                node_ref=input
                id=id(field, "input")
                name=field.path()
                type=if kind == Kind::Date { "date" } else { "text" }
                inputmode=(kind == Kind::Digits).then_some("numeric")
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described_by(field, hint.is_some())
                aria-invalid=move || invalid().then_some("true")
                on:input=move |event| typing.type_in(field, &read(&event))
                on:change=move |event| settling.type_in(field, &composed(&read(&event)))
                on:blur=move |_| leaving.form.leave(field)
            />
        </Labelled>
    }
}

/// A native select. `choices` gives value and words, and is read again when the language or the session changes.
#[component]
pub(super) fn Select(
    field: Field,
    #[prop(into)] choices: Choices,
    #[prop(optional, into)] hint: Option<&'static str>,
) -> impl IntoView {
    let desk = Desk::here();
    let value = value_of(&desk, field);
    let (typing, leaving) = (desk.clone(), desk.clone());
    let invalid = marked(&desk, field);
    let choices = Memo::new(move |_| choices.0());
    let options = move || {
        let known =
            choices.with(|choices| choices.iter().any(|(choice, _)| *choice == value.get()));
        let none = (!known).then(|| markup! { <option value={""} selected={true}>{"—"}</option> });
        let option = |(choice, words): (String, String)| {
            let selected = choice.clone();
            markup! { <option value=choice prop:selected=move || value.get() == selected>{words}</option> }
        };
        (none, choices.get().into_iter().map(option).collect_view())
    };
    markup! {
        <Labelled field hint>
            <select
                id=id(field, "input")
                name=field.path()
                aria-describedby=described_by(field, hint.is_some())
                aria-invalid=move || invalid().then_some("true")
                on:change=move |event| typing.type_in(field, &event_target_value(&event))
                on:blur=move |_| leaving.form.leave(field)
            >
                {options}
            </select>
        </Labelled>
    }
}

impl Desk {
    /// Takes what was typed into a field.
    pub(super) fn type_in(&self, field: Field, text: &str) {
        self.app
            .context
            .with_untracked(|context| self.form.type_in(field, text, context));
        if field == Field::Practitioner {
            self.fit_writer();
        }
    }
}

/// The id of a part of a field; ids are the shadow root's own.
pub(super) fn id(field: Field, part: &str) -> String {
    format!("{}-{part}", field.path().replace('.', "-"))
}

/// The word of a mark's severity.
pub(super) fn severity(mark: &crate::jobs::Mark) -> &'static str {
    match mark.issue.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}

fn value_of(desk: &Desk, field: Field) -> Memo<String> {
    let draft = desk.form.draft.clone();
    Memo::new(move |_| draft.with(|draft| draft.get(field).to_owned()))
}

/// Whether an error is shown at the field.
fn marked(desk: &Desk, field: Field) -> impl Fn() -> bool + Clone + Send + Sync + use<> {
    let desk = desk.clone();
    move || {
        desk.visible_at(field)
            .iter()
            .any(|mark| mark.issue.severity == Severity::Error)
    }
}

fn described_by(field: Field, hint: bool) -> String {
    let marks = id(field, "marks");
    if hint {
        format!("{} {marks}", id(field, "hint"))
    } else {
        marks
    }
}

fn read(event: &web_sys::Event) -> String {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = target else {
        return String::new();
    };
    let half = input.value().is_empty() && input.validity().bad_input();
    if half {
        HALF_A_DATE.to_owned()
    } else {
        input.value()
    }
}

/// Letters with their marks as one character (Unicode NFC): some keyboards send them apart.
fn composed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFC"))
}
