//! "Depuis" and "Inclure les résultats provenant du DSP".

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;

/// The two filters: one gesture each. Without the second nothing is asked of the record.
#[component]
pub(super) fn Toolbar() -> impl IntoView {
    let desk = Desk::here();
    let (since, include) = (desk.shelf.since.signal(), desk.shelf.include.signal());
    let (choose, switch) = (Arc::clone(&desk.shelf), Arc::clone(&desk.shelf));
    markup! {
        <div class="filters">
            <label>
                <span>{desk.t("records.since")}</span>
                <input
                    type="date"
                    name="since"
                    prop:value=move || since.get()
                    on:input=move |event| choose.since.set(event_target_value(&event))
                />
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    name="include-dsp"
                    prop:checked=move || include.get()
                    on:change=move |event| switch.include.set(event_target_checked(&event))
                />
                <span>{desk.t("records.include")}</span>
            </label>
        </div>
    }
}
