//! What was sent in this session for the patient on the screen: seen, and printed again.

use std::sync::Arc;

use domain::display::Volet;
use leptos::prelude::*;

use super::{Desk, show_in_its_place};
use crate::jobs::{File, Filed};
use crate::platform::clock;
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::late::{Late, View};
use crate::ui::node::Node;
use crate::ui::pages::Files;

/// The list, once there is something for it.
#[component]
pub(super) fn SentHere() -> impl IntoView {
    let desk = Desk::here();
    let (filed, texts) = (desk.app.filed.signal(), desk.i18n);
    markup! {
        <Show when=move || filed.with(|all| !all.is_empty())>
            <Late fetch=|| Box::pin(sent_here()) i18n=texts.clone()/>
        </Show>
    }
}

late! { deposit,
/// The list, fetched with the code that sends.
async fn sent_here() -> View {
    list
}}

/// All but the document in the form itself.
fn list() -> AnyView {
    let desk = Desk::here();
    let (filed, form) = (desk.app.filed.signal(), desk.form.clone());
    let others = memo(move || {
        let shown = form.stage.with(|stage| stage.sent().cloned());
        let other = |one: &&Arc<Filed>| {
            form.is_of(&one.patient)
                && shown
                    .as_ref()
                    .is_none_or(|sent| !Arc::ptr_eq(sent, &one.sent))
        };
        filed.with(|all| all.iter().filter(other).cloned().collect::<Vec<_>>())
    });
    let some = memo(move || others.with(|all| !all.is_empty()));
    let (title, lines) = (desk.t("sent.title"), desk);
    let list = move || {
        let all = others.get();
        all.into_iter().map(|one| line(&lines, one)).collect_view()
    };
    markup! {
        <Show when=move || some.get()>
            <section class="sent" aria-labelledby="sent-title">
                <h3 id="sent-title">{title.clone()}</h3>
                <ul>{list.clone()}</ul>
            </section>
        </Show>
    }
    .into_any()
}

fn line(desk: &Desk, filed: Arc<Filed>) -> Node {
    let open = RwSignal::new(false);
    let (sends, id) = (
        desk.app.sends.signal(),
        filed.sent.deposit.document_id.clone(),
    );
    let state = memo(move || {
        sends.with(|sends| {
            let send = sends.iter().find(|send| send.document_id == id);
            send.map_or("accepted", |send| send.state)
        })
    });
    let words = {
        let (i18n, filed) = (desk.i18n.clone(), Arc::clone(&filed));
        move || {
            let state = i18n.text(&["session.send_state.", state.get()].concat());
            let kind = i18n.text(&["type.", filed.kind.as_str()].concat());
            let at = clock::local_time(&filed.sent.at);
            i18n.fill(
                "sent.line",
                &[("type", &kind), ("at", &at), ("state", &state)],
            )
        }
    };
    let (desk, whole, copies) = (desk.clone(), desk.clone(), Arc::clone(&filed));
    let files = move || {
        let volets = copies.kind.volets().iter();
        let all: Vec<_> = volets
            .map(|volet| again(&desk, &copies, *volet, state))
            .collect();
        all
    };
    let revocable = filed.kind == whole.form.kind() && !filed.sent.receipt.uuid_secu.is_empty();
    let undo = move || {
        let (desk, filed) = (whole.clone(), Arc::clone(&filed));
        let words = desk.t("action.reopen");
        (revocable && state.get() == "accepted").then(|| {
            markup! {
                <button type="button" part="button" data-action="reopen" on:click=move |_| desk.reopen(&filed)>
                    {words}
                </button>
            }
        })
    };
    markup! {
        <li>
            <details on:toggle=move |_| open.set(true)>
                <summary>{words}</summary>
                <Show when=move || open.get()>{files.clone()}{undo.clone()}</Show>
            </details>
        </li>
    }
}

impl Desk {
    /// Shows a document's receipt again. What is being written waits until that is done with.
    fn reopen(&self, filed: &Filed) {
        let received = filed.reopen(&*self.form);
        if self.form.is_pending() {
            self.app.park(Arc::clone(&self.form));
        }
        show_in_its_place(&*self.form, received, &self.showing);
    }

    /// Leaves a receipt: for the form that waits, else for a new one. What comes of a cancellation is waited for here.
    pub(super) fn begin_anew(&self) {
        if self.form.is_unfinished() {
            return;
        }
        match self.app.take_parked(self.form.kind()) {
            Some(waiting) => show_in_its_place(&*self.form, waiting, &self.showing),
            None => _ = self.form.reset(&self.app),
        }
    }
}

fn again(desk: &Desk, filed: &Arc<Filed>, volet: Volet, state: Memo<&'static str>) -> Node {
    let official = File::is_official(&filed.sent, volet);
    let (kind, again) = (filed.kind, Arc::clone(filed));
    let source = Box::new(move || {
        let state = state.get_untracked();
        File::again(&again, matches!(state, "revoked" | "replaced"))
    });
    let name = desk.t(super::super::pages::name_of(volet));
    markup! {
        <div class="sheet-head">
            <span class="sheet-name">{name}</span>
            <Files kind volet source official=Signal::stored(official)/>
        </div>
    }
}
