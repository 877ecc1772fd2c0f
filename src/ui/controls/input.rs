//! A text, number or date input.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{Field, Hint, Labelled};
use crate::jobs::Path;
use crate::platform::reactive::effect;

/// What a text input is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// Digits, with the number keys on a touch screen.
    Digits,
    /// An amount, with the number keys and the decimal sign.
    Amount,
    /// A day, in the browser's own date input.
    Date,
    /// A time of day, in the browser's own time input.
    Time,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Text | Self::Digits | Self::Amount => "text",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            Self::Amount => Some("decimal"),
            Self::Text | Self::Date | Self::Time => None,
        }
    }
}

/// Stands for a day that the browser's date input holds only half: it is wrong, and it is not empty.
const HALF_A_DATE: &str = "-";

/// The input.
#[component]
pub(crate) fn Input(
    #[prop(into)] path: Path,
    #[prop(default = Kind::Text)] kind: Kind,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] hint: Option<Hint>,
) -> impl IntoView {
    let field = Field::here(path);
    let input = NodeRef::<html::Input>::new();
    show_value(&field, input);
    let (typing, settling, leaving) = (field.clone(), field.clone(), field.clone());
    let (invalid, around) = (field.clone(), field.clone());
    let described_by = field.described_by(hint.as_ref());
    markup! {
        <Labelled field=around class hint>
            <input
                node_ref=input
                id=field.id("input")
                name=field.path.to_string()
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=move || invalid.is_bad().then_some("true")
                on:input=move |event| typing.type_in(&read(&event))
                on:change=move |event| settling.type_in(&composed(&read(&event)))
                on:blur=move |_| leaving.leave()
            />
        </Labelled>
    }
}

/// Puts the value into the control when it is another than the person's own. Half a day is an empty value to the browser, and
/// has to go with the day's field.
pub(super) fn show_value(field: &Field, input: NodeRef<html::Input>) {
    let value = field.value;
    effect(move || {
        let value = value.get();
        if let Some(input) = input.get()
            && value != HALF_A_DATE
            && (input.value() != value || input.validity().bad_input())
        {
            input.set_value(&value);
        }
    });
}

/// What stands in the input of an event.
pub(super) fn read(event: &web_sys::Event) -> String {
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
pub(super) fn composed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFC"))
}
