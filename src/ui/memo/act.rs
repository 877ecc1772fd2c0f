//! The act of a line, by code or by words.

use std::sync::Arc;

use domain::forms::memo::{Field, LineField};
use leptos::prelude::*;

use super::Sheet;
use crate::jobs::Form as _;
use crate::platform::reactive::memo;
use crate::ui::controls::{Combobox, Hint, Suggestion};
use crate::ui::form::Desk;

/// So many acts are proposed at a time.
const PROPOSED: usize = 8;

/// The field with its proposals; below it the act's label.
#[component]
pub(super) fn ActCode(number: u16) -> impl IntoView {
    let Sheet(form) = Sheet::here();
    let path = Field::Line(number, LineField::Code);
    let desk = Desk::here();
    let (lang, texts) = (desk.i18n.clone(), desk.i18n);
    let (table, known) = (form.acts.clone(), form);
    let code = {
        let form = Arc::clone(&known);
        memo(move || form.text(&path.path()))
    };
    let hint = Hint::Says(Arc::new(move || {
        known.acts.with(|acts| {
            let act = acts.as_ref().and_then(|acts| acts.act(code.get().trim()));
            act.map(|act| act.label(&lang.lang()).to_owned())
                .unwrap_or_default()
        })
    }));
    let suggest = Box::new(move |typed: &str| {
        table.with_untracked(|acts| {
            let found = acts.as_ref().map(|acts| acts.search(typed, PROPOSED));
            let proposal = |act: &domain::nomenclature::Act| Suggestion {
                value: act.code.clone(),
                words: [
                    act.label(&texts.lang()),
                    " – ",
                    &act.tariff.to_string(),
                    " €",
                ]
                .concat(),
            };
            found
                .unwrap_or_default()
                .into_iter()
                .map(proposal)
                .collect()
        })
    });
    markup! { <Combobox path=path.path() suggest class="act" hint=hint/> }
}
