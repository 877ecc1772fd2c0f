//! A native select.

use leptos::prelude::*;

use super::{Field, Hint, Labelled};
use crate::jobs::Path;
use crate::platform::reactive::memo;

/// What a select offers now: values with their words.
pub(crate) struct Choices(Box<dyn Fn() -> Vec<(String, String)> + Send + Sync>);

impl<F: Fn() -> Vec<(String, String)> + Send + Sync + 'static> From<F> for Choices {
    fn from(choices: F) -> Self {
        Self(Box::new(choices))
    }
}

/// The select. `choices` is read again when the language or the session changes.
#[component]
pub(crate) fn Select(
    #[prop(into)] path: Path,
    #[prop(into)] choices: Choices,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] hint: Option<Hint>,
) -> impl IntoView {
    let field = Field::here(path);
    let (typing, leaving, value) = (field.clone(), field.clone(), field.value);
    let (invalid, around) = (field.clone(), field.clone());
    let choices = memo(move || choices.0());
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
    let described_by = field.described_by(hint.as_ref());
    markup! {
        <Labelled field=around class hint>
            <select
                id=field.id("input")
                name=field.path.to_string()
                aria-describedby=described_by
                aria-invalid=move || invalid.is_bad().then_some("true")
                on:change=move |event| typing.type_in(&event_target_value(&event))
                on:blur=move |_| leaving.leave()
            >
                {options}
            </select>
        </Labelled>
    }
}
