//! One document in the list.

use std::sync::Arc;

use domain::dsp::{Document, Origin};
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::desk::Desk;
use super::viewer::act;
use crate::platform::clock;

/// Date, who it is from with a discreet mark of its origin, title, and the way to open it.
#[component]
pub(super) fn Row(at: usize, document: Arc<Document>) -> impl IntoView {
    let desk = Desk::here();
    let origin = document.origin.name();
    let mark = match document.origin {
        Origin::Dsp => Some((
            desk.t("records.origin.dsp"),
            desk.t("records.origin.dsp.long"),
        )),
        Origin::Local => None,
    };
    let mark = mark.map(|(short, long)| {
        markup! { <span class="origin" title=long><span>{short}</span></span> }
    });
    let date = clock::shown_date(document.date.said(), document.date.text());
    let title = desk.name(&document.title);
    let label = {
        let (i18n, title) = (desk.stand.i18n.clone(), title.clone());
        move || i18n.fill("records.open.label", &[("title", &title())])
    };
    let words = desk.t("records.open");
    let kind = document.kind.name();
    let (desk, opened) = (desk.clone(), Arc::clone(&document));
    let open = move |event: MouseEvent| act(&desk, &opened, desk.open, &event);
    markup! {
        <tr data-origin=origin data-kind=kind aria-rowindex=(at + 2).to_string()>
            <td class="date">{date}</td>
            <td class="from">{document.from.clone()}{mark}</td>
            <th scope="row" class="title">{title}</th>
            <td class="do">
                <button type="button" part="button" data-action="open" aria-label=label on:click=open>{words}</button>
            </td>
        </tr>
    }
}
