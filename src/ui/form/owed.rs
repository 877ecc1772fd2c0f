//! A certificate that is still to be transmitted is offered again when its patient comes back, where the host gives a store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::kept::Kept;
use leptos::prelude::*;
use leptos::task::{spawn_local, spawn_local_scoped_with_cancellation};

use super::summary::{FIRST_FIELD, focus_soon};
use super::{Desk, show_in_its_place};
use crate::jobs::{FormType, Stage, find_owed, keep_owed, resume, settle_owed};
use crate::platform::late::late;
use crate::platform::reactive::effect;
use crate::platform::{clock, timer};
use crate::ui::late::{Late, View};
use crate::ui::node::Node;

/// What is typed on is kept so much later, in milliseconds: a store may be far away.
const KEEP_AFTER: u32 = 1_000;

/// The offer; the store is asked when the form and its pages are there. A memo that was handed out on paper is not transmitted
/// any more.
#[component]
pub(super) fn Owed() -> impl IntoView {
    let desk = Desk::here();
    let (texts, preview) = (desk.i18n.clone(), desk.app.preview.signal());
    let keeps = desk.form.kind() == FormType::Ecit && desk.app.host.has_store();
    markup! {
        <Show when=move || keeps && preview.with(Option::is_some)>
            <Late fetch=|| Box::pin(owed()) i18n=texts.clone()/>
        </Show>
    }
}

late! { deposit,
/// The offer, fetched with the code that sends.
async fn owed() -> View {
    offer
}}

fn offer() -> AnyView {
    let desk = Desk::here();
    keep_while_owed(&desk);
    let found = ArcRwSignal::new(None::<Arc<Kept>>);
    if !desk.form.is_owed() && desk.form.stage.with_untracked(Stage::is_open) {
        let (app, form, found) = (desk.app.clone(), Arc::clone(&desk.form), found.clone());
        spawn_local_scoped_with_cancellation(async move {
            let owed = find_owed(&app, form.kind()).await;
            let here = |owed: &Kept| form.is_of(&owed.patient) && !form.is_owed();
            found.set(owed.filter(here).map(Arc::new));
        });
    }
    let body = move || {
        let owed = found.get()?;
        Some(notice(&desk, owed, found.clone()))
    };
    markup! { <div role="status">{body}</div> }.into_any()
}

fn notice(desk: &Desk, owed: Arc<Kept>, found: ArcRwSignal<Option<Arc<Kept>>>) -> Node {
    let form = resume(&*desk.form, &owed);
    let before = form.transmit_before(&desk.app).unwrap_or_default();
    let (i18n, at) = (desk.i18n.clone(), clock::local_moment(&clock::iso(owed.at)));
    let words = move || i18n.fill("owed.notice", &[("at", &at), ("before", &before)]);
    let (going, gone) = (desk.clone(), desk.clone());
    let resume = move |event: web_sys::MouseEvent| {
        focus_soon(&event, FIRST_FIELD);
        if going.form.is_pending() {
            going.app.park(Arc::clone(&going.form));
        }
        show_in_its_place(&*going.form, Arc::clone(&form), &going.showing);
    };
    let settle = move |_| {
        settle_owed(&gone.app, gone.form.kind(), gone.form.patient());
        found.set(None);
    };
    markup! {
        <div class="notice owed" data-severity="warning">
            <p>{words}</p>
            <div class="actions">
                <button type="button" part="button" data-action="resume-owed" on:click=resume>
                    {desk.t("action.resume_owed")}
                </button>
                <button type="button" part="button" data-action="settle-owed" on:click=settle>
                    {desk.t("action.settle_owed")}
                </button>
            </div>
        </div>
    }
}

/// From the page that was handed out, or the send that did not get through, until it is transmitted.
fn keep_while_owed(desk: &Desk) {
    let (kept, waiting) = (desk.clone(), Arc::new(AtomicBool::new(false)));
    effect(move || {
        kept.form.follow();
        if kept.form.substitute.get() || kept.is_hindered() {
            kept.form.set_owed(true);
        }
        if kept.form.is_owed() && !waiting.swap(true, Ordering::Relaxed) {
            let (desk, waiting) = (kept.clone(), Arc::clone(&waiting));
            spawn_local(async move {
                timer::wait(KEEP_AFTER).await;
                waiting.store(false, Ordering::Relaxed);
                keep_owed(&desk.app, &*desk.form).await;
            });
        }
    });
}
