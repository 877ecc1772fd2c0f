//! "Depuis" and "Inclure les résultats provenant du DSP".

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::jobs::records::{Filter, keep_filters};

/// The two filters: one gesture each. Without the second nothing is asked of the record.
#[component]
pub(super) fn Toolbar() -> impl IntoView {
    let desk = Desk::here();
    let (since, include) = (desk.shelf.since.signal(), desk.shelf.include.signal());
    let keep = {
        let (stand, shelf) = (desk.stand.clone(), Arc::clone(&desk.shelf));
        move |which| keep_filters(&stand, &shelf, which)
    };
    let (choose, kept) = (Arc::clone(&desk.shelf), keep.clone());
    let choose = move |event| {
        choose.since.set(event_target_value(&event));
        kept(Filter::Since);
    };
    let switch = Arc::clone(&desk.shelf);
    let switch = move |event| {
        switch.include.set(event_target_checked(&event));
        keep(Filter::Include);
    };
    markup! {
        <div class="filters">
            <label>
                <span>{desk.t("records.since")}</span>
                <input
                    type="date"
                    name="since"
                    prop:value=move || since.get()
                    on:input=choose
                />
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    name="include-dsp"
                    prop:checked=move || include.get()
                    on:change=switch
                />
                <span>{desk.t("records.include")}</span>
            </label>
        </div>
    }
}
