//! The sums, and what was paid.

use domain::forms::memo::{self, Field};
use leptos::prelude::*;

use super::Sheet;
use crate::platform::reactive::memo;
use crate::ui::controls::{Checkbox, Input, Kind};
use crate::ui::form::Desk;

/// Sums follow the lines; the shares of patient and CNS are only ever what the eConnector answers.
#[component]
pub(super) fn Payment() -> impl IntoView {
    let desk = Desk::here();
    let Sheet(form) = Sheet::here();
    let sums = memo(move || form.draft.with(memo::sums));
    let row = |key: &'static str, amount: fn(&memo::Payment) -> String| {
        let words = move || [&sums.with(amount), " €"].concat();
        markup! { <div><dt>{desk.t(key)}</dt><dd>{words}</dd></div> }
    };
    let total = row("sums.total", |sums| sums.total.to_string());
    let deposit = row("sums.deposit", |sums| {
        sums.deposit.unwrap_or_default().to_string()
    });
    let due = row("sums.due", |sums| sums.due.to_string());
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.payment")}</legend>
            <div class="row">
                <Input path=Field::Deposit.path() kind=Kind::Amount/>
                <Checkbox path=Field::Paid.path()/>
                <Input path=Field::PaidOn.path() kind=Kind::Date/>
            </div>
            <dl class="sums" data-note="sums">{total}{deposit}{due}</dl>
            <p class="hint">{desk.t("sums.estimate")}</p>
        </fieldset>
    }
}
