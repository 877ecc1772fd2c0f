//! `<volet-antecedents>`: one line each, taken over or refused; refusals can be undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::context::{Context, PatientKey};
use domain::dsp::antecedents::{Antecedent, Standing, reconcile};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, MouseEvent};

use super::desk::{Desk, follow, pages, searching};
use super::documents::Rows;
use super::notices::Notices;
use crate::jobs::records::{
    Purpose, Shelf, Stand, accept, offer_again, read_refusals, recorded, refusals_name, refuse,
};
use crate::platform::bridge::Unavailable;
use crate::platform::clock;
use crate::platform::late::late;
use crate::platform::reactive::{effect, memo};
use crate::ui::late::View;
use crate::ui::node::Node;

late! { records,
/// The view.
pub(super) async fn antecedents() -> View {
    || markup! { <Antecedents/> }.into_any()
}}

type Line = (Standing, Antecedent);

/// What could not be done and for whom, said beside this patient's list.
#[derive(Clone, Copy)]
struct Trouble(RwSignal<Option<(PatientKey, &'static str)>>);

impl Trouble {
    /// Says how it ended, or that it ended well.
    fn tell(self, whose: PatientKey, done: Result<(), Unavailable>, key: &'static str) {
        self.0.try_set(done.err().map(|_| (whose, key)));
    }
}

#[component]
fn Antecedents() -> impl IntoView {
    let stand = expect_context::<Stand>();
    let shelf = Shelf::of(&stand.app);
    follow(&stand, &shelf, vec![Purpose::Antecedents]);
    follow_refusals(&stand, &shelf);
    let taken = RwSignal::new(BTreeSet::<String>::new());
    let lines = lines(&stand, &shelf, taken);
    let trouble = Trouble(RwSignal::new(None));
    let searching = searching(&stand, &shelf, Purpose::Antecedents);
    let ready = ready(&stand, &shelf);
    let desk = Desk {
        stand,
        shelf,
        shown: Memo::new(|_| Rows(Arc::default())),
        open: RwSignal::new(None),
    };
    provide_context(desk.clone());
    let of = move |refused: bool| {
        let wanted = move |line: &&Line| (line.0 == Standing::Refused) == refused;
        move || lines.with(|lines| lines.iter().filter(wanted).cloned().collect::<Vec<_>>())
    };
    let (offered, refused) = (
        memo(move || of(false)().len()),
        memo(move || of(true)().len()),
    );
    let key = |line: &Line| (line.1.reference.clone(), line.0 == Standing::Modified);
    let count = |key: &'static str, count: Memo<usize>| {
        let i18n = desk.stand.i18n.clone();
        Signal::derive(move || i18n.fill(key, &[("count", &count.get().to_string())]))
    };
    let (head, folded) = (
        count("antecedents.notice", offered),
        count("antecedents.refused", refused),
    );
    let nothing = Signal::derive(desk.t("antecedents.nothing"));
    let context = desk.stand.app.context.signal();
    let said = memo(move || {
        let (whose, key) = trouble.0.get()?;
        (context.with(Context::patient_key) == whose).then_some(key)
    });
    let i18n = desk.stand.i18n.clone();
    let words = move || said.get().map(|key| i18n.text(key));
    markup! {
        <Notices purposes=vec![Purpose::Antecedents]/>
        <p class="notice" data-severity="warning" role="alert" hidden=move || said.get().is_none()>{words}</p>
        <Show when=move || offered.get() != 0>
            <p class="offered" role="status">{head}</p>
            <ul class="offers" data-list="offered" aria-busy=move || searching.get().then_some("true")>
                <For each=of(false) key children=move |line| markup! { <Offer line taken trouble/> }/>
            </ul>
        </Show>
        <Show when=move || offered.get() == 0 && !searching.get() && ready.get()><p class="quiet nothing">{nothing}</p></Show>
        <Show when=move || refused.get() != 0>
            <details class="refused">
                <summary>{folded}</summary>
                <ul class="offers" data-list="refused">
                    <For each=of(true) key children=move |line| markup! { <Refused line trouble/> }/>
                </ul>
            </details>
        </Show>
    }
}

/// The refusals belong to the practitioner and the patient.
fn follow_refusals(stand: &Stand, shelf: &Arc<Shelf>) {
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    let context = stand.app.context.signal();
    let whose = memo(move || context.with(refusals_name));
    effect(move || {
        whose.with(|_| ());
        read_refusals(&stand, &shelf);
    });
}

/// Whether this patient's refusals were read: until then nothing is offered, or something that was refused would be.
fn ready(stand: &Stand, shelf: &Arc<Shelf>) -> Memo<bool> {
    let (context, refusals) = (stand.app.context.signal(), shelf.refusals.signal());
    memo(move || context.with(refusals_name) == refusals.with(|refusals| refusals.name.clone()))
}

/// What is offered, and what was refused; what the record has is not shown. A line that is seen stays where it is, whatever
/// later queries bring: somebody may be about to click on it.
fn lines(stand: &Stand, shelf: &Arc<Shelf>, taken: RwSignal<BTreeSet<String>>) -> Memo<Vec<Line>> {
    let pages = pages(stand, shelf, Purpose::Antecedents);
    let (given, refusals) = (stand.given.clone(), shelf.refusals.signal());
    let places = StoredValue::new(BTreeMap::<String, usize>::new());
    let ready = ready(stand, shelf);
    memo(move || {
        let found: Vec<Antecedent> = pages.with(|pages| {
            let pages = pages.0.iter().filter(|_| ready.get());
            pages.flat_map(|page| page.antecedents.clone()).collect()
        });
        if found.is_empty() {
            places.set_value(BTreeMap::new());
        }
        let known = given.with(|given| recorded(given));
        let mut lines = refusals.with(|refusals| reconcile(found, &known, &refusals.all));
        places.update_value(|places| {
            for (_, one) in &lines {
                let next = places.len();
                places.entry(one.reference.clone()).or_insert(next);
            }
            lines.sort_by_key(|(_, one)| places.get(&one.reference).copied());
        });
        taken.with(|taken| {
            lines.retain(|(standing, one)| {
                *standing != Standing::Recorded && !taken.contains(&one.reference)
            });
        });
        lines
    })
}

#[component]
fn Offer(line: Line, taken: RwSignal<BTreeSet<String>>, trouble: Trouble) -> impl IntoView {
    let desk = Desk::here();
    let (standing, one) = line;
    let one = Arc::new(one);
    let busy = RwSignal::new(false);
    let modified = (standing == Standing::Modified).then(|| {
        let words = desk.t("antecedents.modified");
        markup! { <span class="badge">{words}</span> }
    });
    let take = {
        let (desk, one) = (desk.clone(), Arc::clone(&one));
        move |event: MouseEvent| {
            let (desk, one, next) = (desk.clone(), Arc::clone(&one), neighbour(&event));
            let whose = whose(&desk);
            busy.set(true);
            spawn_local(async move {
                let done = accept(&desk.stand, &one).await;
                trouble.tell(whose, done, "antecedents.failed");
                if done.is_ok() {
                    taken.try_update(|taken| _ = taken.insert(one.reference.clone()));
                    focus(next);
                }
                busy.try_set(false);
            });
        }
    };
    let drop = {
        let (desk, one) = (desk.clone(), Arc::clone(&one));
        move |event: MouseEvent| {
            let (desk, one, next) = (desk.clone(), Arc::clone(&one), neighbour(&event));
            let whose = whose(&desk);
            spawn_local(async move {
                let done = refuse(&desk.stand, &desk.shelf, &one).await;
                trouble.tell(whose, done, "antecedents.unkept");
                focus(next);
            });
        }
    };
    let (accept_label, refuse_label) = (
        label(&desk, "antecedents.accept.label", &one),
        label(&desk, "antecedents.refuse.label", &one),
    );
    let (accept_words, refuse_words) = (desk.t("antecedents.accept"), desk.t("antecedents.refuse"));
    markup! {
        <li data-group=one.group.name() data-origin="dsp">
            {words(&desk, &one)}
            {modified}
            <span class="choices">
                <button type="button" part="button" data-action="accept" aria-label=accept_label disabled=move || busy.get() on:click=take>
                    {accept_words}
                </button>
                <button type="button" part="button" data-action="refuse" aria-label=refuse_label disabled=move || busy.get() on:click=drop>
                    {refuse_words}
                </button>
            </span>
        </li>
    }
}

#[component]
fn Refused(line: Line, trouble: Trouble) -> impl IntoView {
    let desk = Desk::here();
    let one = Arc::new(line.1);
    let undo = {
        let (desk, one) = (desk.clone(), Arc::clone(&one));
        move |event: MouseEvent| {
            let (desk, one, next) = (desk.clone(), Arc::clone(&one), neighbour(&event));
            let whose = whose(&desk);
            spawn_local(async move {
                let done = offer_again(&desk.stand, &desk.shelf, &one).await;
                trouble.tell(whose, done, "antecedents.unkept");
                focus(next);
            });
        }
    };
    let (label, words_of_undo) = (
        label(&desk, "antecedents.undo.label", &one),
        desk.t("antecedents.undo"),
    );
    markup! {
        <li data-group=one.group.name()>
            {words(&desk, &one)}
            <span class="choices">
                <button type="button" part="button" data-action="undo" aria-label=label on:click=undo>{words_of_undo}</button>
            </span>
        </li>
    }
}

/// The open patient.
fn whose(desk: &Desk) -> PatientKey {
    desk.stand.app.context.with_untracked(Context::patient_key)
}

/// Group, words, what belongs to them, since when, and from whom.
fn words(desk: &Desk, one: &Antecedent) -> Node {
    let (i18n, key) = (
        desk.stand.i18n.clone(),
        ["records.group.", one.group.name()].concat(),
    );
    let onset = clock::shown_date(one.onset.said(), one.onset.text());
    let more = [one.detail.as_str(), &onset, &one.from];
    let more: Vec<&str> = more.into_iter().filter(|text| !text.is_empty()).collect();
    markup! {
        <span class="group-name">{move || i18n.text(&key)}</span>
        <span class="what"><strong>{one.text.clone()}</strong>" "<span class="quiet">{more.join(", ")}</span></span>
    }
}

fn label(desk: &Desk, key: &'static str, one: &Antecedent) -> impl Fn() -> String + Send + use<> {
    let (i18n, text) = (desk.stand.i18n.clone(), one.text.clone());
    move || i18n.fill(key, &[("text", &text)])
}

/// The button of the next line, or of the one before: where the keyboard goes when this line leaves.
fn neighbour(event: &MouseEvent) -> Option<HtmlElement> {
    let target = event
        .current_target()?
        .dyn_into::<web_sys::Element>()
        .ok()?;
    let line = target.closest("li").ok()??;
    let next = line
        .next_element_sibling()
        .or_else(|| line.previous_element_sibling())?;
    next.query_selector("button").ok()??.dyn_into().ok()
}

fn focus(next: Option<HtmlElement>) {
    if let Some(button) = next {
        _ = button.focus();
    }
}
