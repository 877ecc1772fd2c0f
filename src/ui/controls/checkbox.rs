//! A native checkbox: `true`, or nothing.

use leptos::prelude::*;

use super::{Field, Labelled};
use crate::jobs::Path;

/// The checkbox.
#[component]
pub(crate) fn Checkbox(#[prop(into)] path: Path) -> impl IntoView {
    let field = Field::here(path);
    let (typing, leaving, value) = (field.clone(), field.clone(), field.value);
    let (invalid, around) = (field.clone(), field.clone());
    let described_by = field.described_by(None);
    markup! {
        <Labelled field=around class="check" hint=None>
            <input
                id=field.id("input")
                name=field.path.to_string()
                type="checkbox"
                aria-describedby=described_by
                aria-invalid=move || invalid.is_bad().then_some("true")
                prop:checked=move || value.with(|value| value == "true")
                on:change=move |event| typing.type_in(if event_target_checked(&event) { "true" } else { "" })
                on:blur=move |_| leaving.leave()
            />
        </Labelled>
    }
}
