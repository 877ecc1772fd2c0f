//! The table: Date, De, the title, Actions. A long one paints only the rows in sight (`aria-rowcount` tells all).

use std::sync::Arc;

use domain::dsp::Document;
use leptos::html;
use leptos::prelude::*;

use super::desk::{Desk, searching};
use super::documents::Rows;
use super::row::Row;
use crate::jobs::records::Purpose;
use crate::platform::reactive::memo;

/// More rows than these are painted in a window.
const ALL: usize = 100;
/// Rows in the window: what is in sight of the tallest place, and as many to come.
const WINDOW: usize = 40;
/// The height of a row of a long list, in CSS pixels: `tr` in the style sheet has the same.
const HEIGHT: i32 = 56;

/// The list, or that there is nothing in it.
#[component]
pub(super) fn List() -> impl IntoView {
    let desk = Desk::here();
    let shown = desk.shown;
    let none = memo(move || shown.with(|Rows(rows)| rows.is_empty()));
    let searching = searching(&desk.stand, &desk.shelf, Purpose::Documents);
    let nothing = desk.t("records.nothing");
    markup! {
        <Show when=move || !none.get()><Table/></Show>
        <Show when=move || none.get() && !searching.get()>
            <p class="quiet nothing">{nothing.clone()}</p>
        </Show>
    }
}

#[component]
fn Table() -> impl IntoView {
    let desk = Desk::here();
    let shown = desk.shown;
    let frame = NodeRef::<html::Div>::new();
    let first = RwSignal::new(0_usize);
    let count = memo(move || shown.with(|Rows(rows)| rows.len()));
    let long = memo(move || count.get() > ALL);
    let from = memo(move || {
        if long.get() {
            first.get().min(count.get().saturating_sub(WINDOW))
        } else {
            0
        }
    });
    let to = memo(move || {
        if long.get() {
            count.get().min(from.get() + WINDOW)
        } else {
            count.get()
        }
    });
    let scroll = move |_| {
        let top = frame.get_untracked().map_or(0, |frame| frame.scroll_top());
        let row = usize::try_from(top / HEIGHT).unwrap_or_default();
        // In steps, so that most movements change nothing, and with rows above those in sight.
        first.set(row.saturating_sub(WINDOW / 4) / 8 * 8);
    };
    let each = move || {
        let (from, to) = (from.get(), to.get());
        let numbered = |Rows(rows): &Rows| {
            let window = rows.get(from..to.min(rows.len())).unwrap_or_default();
            let rows = window.iter().enumerate();
            rows.map(|(at, one)| (from + at, Arc::clone(one)))
                .collect::<Vec<_>>()
        };
        shown.with(numbered)
    };
    // Everything that a row shows: a host may call the same document otherwise.
    let key = |(at, one): &(usize, Arc<Document>)| {
        let texts = [&one.id, &one.title, &one.from, one.date.text()];
        (*at, one.origin.name(), texts.map(str::to_owned))
    };
    let before = move || height(from.get());
    let after = move || height(count.get() - to.get().min(count.get()));
    markup! {
        <div class="frame list" class:long=move || long.get() tabindex=move || if long.get() { "0" } else { "-1" } node_ref=frame on:scroll=scroll>
            <div style:height=before></div>
            <table aria-rowcount=move || (count.get() + 1).to_string()>
                <caption class="unseen">{desk.t("records.caption")}</caption>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col">{desk.t("records.date")}</th>
                        <th scope="col">{desk.t("records.from")}</th>
                        <th scope="col">{desk.t("records.title")}</th>
                        <th scope="col">{desk.t("records.actions")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each
                        key
                        children=|(at, document)| markup! { <Row at document/> }
                    />
                </tbody>
            </table>
            <div style:height=after></div>
        </div>
    }
}

/// What so many rows take.
fn height(rows: usize) -> String {
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    [&rows.saturating_mul(HEIGHT).to_string(), "px"].concat()
}
