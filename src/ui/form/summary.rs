//! What stands above and below the fields: why sending cannot work now, and every issue with a way to its field.

use domain::econnector::Availability;
use domain::forms::Severity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::Desk;
use crate::jobs::{Mark, ask_availability};
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::controls::{id, quote};
use crate::ui::late::{Late, View};
use crate::ui::node::{IntoNode as _, Node};

/// Said before anything is typed in vain.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let desk = Desk::here();
    let signed_in = {
        let state = desk.app.state.signal();
        memo(move || state.with(|state| state.session().is_some()))
    };
    let (ended, may) = (desk.clone(), desk.clone());
    let (words, kind) = (desk.i18n.clone(), desk.form.kind().as_str());
    let notice = move || {
        let key = match (signed_in.get(), ended.session_ended()) {
            (true, _) if !may.may_send() => "form.not_entitled",
            (true, _) => return None,
            (false, true) => "form.session_expired",
            (false, false) => "form.sign_in_first",
        };
        Some(markup! { <p class="notice">{words.text_of(key, kind)}</p> })
    };
    markup! { <div role="status">{notice}</div> }
}

/// A document that will take another's place says so, and can be given up.
#[component]
pub(super) fn Replacing() -> impl IntoView {
    let desk = Desk::here();
    let (form, texts) = (desk.form.clone(), desk.i18n);
    markup! {
        <div role="status" class="replacing">
            <Show when=move || form.replaces.with(Option::is_some)>
                <Late fetch=|| Box::pin(replacing()) i18n=texts.clone()/>
            </Show>
        </div>
    }
}

late! { deposit,
/// The notice, fetched with the code that sends.
async fn replacing() -> View {
    replaced
}}

fn replaced() -> AnyView {
    let desk = Desk::here();
    let form = desk.form.clone();
    let notice = move || {
        let old = form.replaces.get()?;
        if !form.is_open() {
            return None;
        }
        let document = old.deposit.document_id.to_string();
        let words = desk.i18n.fill("replace.notice", &[("document", &document)]);
        let (keep, action) = (form.clone(), desk.t("action.keep"));
        Some(markup! {
            <p class="notice" data-severity="warning">{words}</p>
            <button type="button" part="button" data-action="keep" on:click=move |_| keep.give_up_replacement()>
                {action}
            </button>
        })
    };
    notice.into_node().into_any()
}

/// Beside the send button: the eConnector cannot be used.
#[component]
pub(super) fn AvailabilityNotice() -> impl IntoView {
    let desk = Desk::here();
    let availability = desk.app.availability.signal();
    let down = memo(move || availability.get() == Availability::Down);
    let (words, again) = (
        desk.t_of("form.econnector_down"),
        desk.t("form.retry_status"),
    );
    let retry = move |_| {
        let app = desk.app.clone();
        spawn_local(async move { _ = ask_availability(&app).await });
    };
    markup! {
        <div role="status">
            <Show when=move || down.get()>
                <p class="notice" data-notice="econnector-down">
                    {words.clone()}" "
                    <button type="button" class="link" on:click=retry.clone()>{again.clone()}</button>
                </p>
            </Show>
        </div>
    }
}

/// Every issue that is shown, errors first; each leads to its field.
#[component]
pub(super) fn Summary() -> impl IntoView {
    let desk = Desk::here();
    let list = move |grave: bool, key: &'static str| {
        let marks: Vec<_> = desk
            .visible()
            .into_iter()
            .filter(|mark| (mark.severity == Severity::Error) == grave)
            .collect();
        if marks.is_empty() {
            return None;
        }
        let title = desk.i18n.text(key);
        let items: Vec<_> = marks.iter().map(|mark| item(&desk, mark)).collect();
        Some(markup! {
            <div class="summary" data-severity=if grave { "error" } else { "warning" }>
                <p class="summary-title">{title}</p>
                <ul>{items}</ul>
            </div>
        })
    };
    let warnings = list.clone();
    markup! {
        <div role="group" part="summary">
            {move || list(true, "summary.errors")}
            {move || warnings(false, "summary.warnings")}
        </div>
    }
}

fn item(desk: &Desk, mark: &Mark) -> Node {
    let (sentence, said) = (desk.sentence(mark), quote(&mark.motif));
    if mark.field.is_empty() {
        return markup! { <li>{sentence}{said}</li> };
    }
    let label = desk.full_label(&mark.field);
    let values = [("field", label.as_str()), ("said", &sentence)];
    let words = desk.i18n.fill("summary.item", &values);
    let to = ["#", &id(&mark.field, "input")].concat();
    let selector = to.clone();
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_soon(&event, &selector);
    };
    markup! { <li><a href=to on:click=go>{words}</a>{said}</li> }
}

/// Where writing goes on after a receipt.
pub(super) const FIRST_FIELD: &str = "fieldset :is(input, select):enabled";

/// Where a document whose outcome is open goes on.
pub(super) const RESEND: &str = "[data-action=resend]";

/// Where it goes on after the look.
pub(super) const SEND: &str = "[data-action=send]";

/// Focuses the first field with an error; `event` is one of the form's.
pub(super) fn focus_first_error(desk: &Desk, event: &web_sys::Event) {
    let field = desk.marks.with_untracked(|marks| {
        let mut wrong = marks.iter().filter(|mark| mark.severity == Severity::Error);
        wrong.next().map(|mark| mark.field.clone())
    });
    if let Some(field) = field.filter(|field| !field.is_empty()) {
        focus_soon(event, &["#", &id(&field, "input")].concat());
    }
}

/// Focuses a field of the same form once what the event changes is shown. A line's field that is not there is one of a memo
/// without lines: the way on is to add one.
pub(super) fn focus_soon(event: &web_sys::Event, selector: &str) {
    let selector = selector.to_owned();
    let link = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(form) = link.and_then(|link| link.closest(".form").ok().flatten()) else {
        return;
    };
    request_animation_frame(move || {
        let find = |selector: &str| form.query_selector(selector).ok().flatten();
        let input = find(&selector).or_else(|| find("[data-action='add-line']"));
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
            _ = input.focus();
        }
    });
}
