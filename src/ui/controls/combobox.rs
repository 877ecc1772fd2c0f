//! A text input that proposes while one types: the combobox with a list box of the ARIA authoring practices.
//!
//! What is typed counts as typed; a proposal is only taken by a key or a click.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::input::{composed, read, show_value};
use super::{Field, Hint, Labelled};
use crate::jobs::Path;

/// A proposal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// What is put into the field.
    pub(crate) value: String,
    /// What it means.
    pub(crate) words: String,
}

/// Where proposals come from.
type Source = Box<dyn Fn(&str) -> Vec<Suggestion> + Send + Sync>;

/// The combobox. `suggest` is asked at each keystroke.
#[component]
pub(crate) fn Combobox(
    #[prop(into)] path: Path,
    suggest: Source,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] hint: Option<Hint>,
) -> impl IntoView {
    let field = Field::here(path);
    let input = NodeRef::<html::Input>::new();
    show_value(&field, input);
    let list = RwSignal::new(Vec::<Suggestion>::new());
    let active = RwSignal::new(None::<usize>);
    let close = move || {
        list.set(Vec::new());
        active.set(None);
    };
    let take = {
        let field = field.clone();
        move |at: usize| {
            if let Some(chosen) = list.with_untracked(|list| list.get(at).cloned()) {
                field.type_in(&chosen.value);
            }
            close();
        }
    };
    let (typing, settling, leaving) = (field.clone(), field.clone(), field.clone());
    let (invalid, around, options_of) = (field.clone(), field.clone(), field.clone());
    let active_id = {
        let field = field.clone();
        move || active.get().map(|at| option_id(&field, at))
    };
    let keys = {
        let take = take.clone();
        move |event: KeyboardEvent| walk(&event, list, active, &take)
    };
    let options = move || {
        let take = take.clone();
        let field = options_of.clone();
        let option = move |(at, one): (usize, Suggestion)| {
            let take = take.clone();
            markup! {
                <li
                    role="option"
                    id=option_id(&field, at)
                    aria-selected=move || (active.get() == Some(at)).to_string()
                    // The click must not take the focus from the input.
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| take(at)
                >
                    <b>{one.value}</b>" "<span>{one.words}</span>
                </li>
            }
        };
        let all: Vec<_> = list.get().into_iter().enumerate().map(option).collect();
        all
    };
    let open = move || list.with(|list| !list.is_empty());
    let box_id = field.id("list");
    let described_by = field.described_by(hint.as_ref());
    markup! {
        <Labelled field=around class hint>
            <div class="combobox">
                <input
                    node_ref=input
                    id=field.id("input")
                    name=field.path.to_string()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || open().to_string()
                    aria-controls=box_id.clone()
                    aria-activedescendant=active_id
                    aria-describedby=described_by
                    aria-invalid=move || invalid.is_bad().then_some("true")
                    on:input=move |event| {
                        let text = read(&event);
                        typing.type_in(&text);
                        active.set(None);
                        list.set(if text.trim().is_empty() { Vec::new() } else { suggest(&text) });
                    }
                    on:change=move |event| settling.type_in(&composed(&read(&event)))
                    on:keydown=keys
                    on:blur=move |_| {
                        close();
                        leaving.leave();
                    }
                />
                <ul role="listbox" id=box_id class="proposals" hidden=move || !open() aria-label=field.desk.t("combobox.list")>
                    {options}
                </ul>
            </div>
        </Labelled>
    }
}

/// Arrows walk, Enter takes, Escape closes; with no list open the keys do what they always do.
fn walk(
    event: &KeyboardEvent,
    list: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    take: &impl Fn(usize),
) {
    let count = list.with_untracked(Vec::len);
    if count == 0 {
        return;
    }
    let at = active.get_untracked();
    match (event.key().as_str(), at) {
        ("ArrowDown", at) => active.set(Some(at.map_or(0, |at| (at + 1) % count))),
        ("ArrowUp", at) => active.set(Some(
            at.and_then(|at| at.checked_sub(1)).unwrap_or(count - 1),
        )),
        ("Enter", Some(at)) => {
            take(at);
            event.stop_propagation();
        }
        ("Escape", _) => {
            list.set(Vec::new());
            active.set(None);
            event.stop_propagation();
        }
        _ => return,
    }
    event.prevent_default();
}

fn option_id(field: &Field, at: usize) -> String {
    field.id(&["option-", &at.to_string()].concat())
}
