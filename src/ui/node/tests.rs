//! What stands in the page after signals changed: the same elements, with what is new in them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

use super::Node;
use crate::platform::timer;

wasm_bindgen_test_configure!(run_in_browser);

/// A node in the page, for as long as the answer is held.
fn shown(make: impl FnOnce() -> Node + 'static) -> (HtmlElement, Box<dyn std::any::Any>) {
    _ = any_spawner::Executor::init_wasm_bindgen();
    let document = web_sys::window().unwrap().document().unwrap();
    let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&root).unwrap();
    let view = mount_to(root.clone(), make);
    (root, Box::new(view))
}

fn find(root: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector)
        .unwrap()
        .map(|found| found.unchecked_into())
}

#[wasm_bindgen_test]
async fn what_is_made_again_changes_in_place() {
    let words = RwSignal::new(vec!["one".to_owned()]);
    let (root, _held) = shown(move || {
        let line = |word: String| markup! { <li><button title=word.clone()>{word}</button></li> };
        markup! { <ul>{move || words.get().into_iter().map(line).collect::<Vec<_>>()}</ul> }
    });
    let button = find(&root, "button").unwrap();
    button.focus().unwrap();

    words.set(vec!["two".to_owned(), "three".to_owned()]);
    timer::wait(1).await;
    assert_eq!(root.text_content().unwrap(), "twothree");
    assert_eq!(button.title(), "two");
    let active = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .active_element();
    assert!(active.is_some_and(|active| active.is_same_node(Some(&button))));

    words.set(Vec::new());
    timer::wait(1).await;
    assert!(find(&root, "li").is_none());
    words.set(vec!["four".to_owned()]);
    timer::wait(1).await;
    assert_eq!(root.text_content().unwrap(), "four");
}

#[wasm_bindgen_test]
async fn an_event_reaches_the_newest_listener_alone() {
    let step = RwSignal::new(1);
    let sum = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sum);
    let (root, _held) = shown(move || {
        markup! {
            <p>{move || {
                let (by, sum) = (step.get(), Arc::clone(&counted));
                markup! { <button on:click=move |_| _ = sum.fetch_add(by, Ordering::Relaxed)>"add"</button> }
            }}</p>
        }
    });
    let button = find(&root, "button").unwrap();
    button.click();
    step.set(10);
    timer::wait(1).await;
    button.click();
    assert_eq!(sum.load(Ordering::Relaxed), 11);
}

#[wasm_bindgen_test]
async fn values_come_and_go() {
    let on = RwSignal::new(true);
    let (root, _held) = shown(move || {
        markup! {
            <input
                class="field"
                class:bad=move || on.get()
                disabled=move || !on.get()
                aria-invalid=move || on.get().then_some("true")
                style:height=move || if on.get() { "3px" } else { "" }
                prop:value=move || on.get().to_string()
            />
        }
    });
    let input = find(&root, "input").unwrap();
    let described = || {
        let input: &web_sys::HtmlInputElement = input.unchecked_ref();
        let mark = input.get_attribute("aria-invalid");
        (input.class_name(), input.disabled(), mark, input.value())
    };
    timer::wait(1).await;
    assert_eq!(
        described(),
        (
            "field bad".into(),
            false,
            Some("true".into()),
            "true".into()
        )
    );
    on.set(false);
    timer::wait(1).await;
    assert_eq!(described(), ("field".into(), true, None, "false".into()));
}

#[wasm_bindgen_test]
async fn what_is_shown_under_a_condition_stands_in_its_place() {
    let (there, looked) = (RwSignal::new(false), RwSignal::new(0));
    let (root, _held) = shown(move || {
        let holds = move || {
            looked.get();
            there.get()
        };
        markup! { <p><b>"a"</b><Show when=holds><i>"b"</i></Show><b>"c"</b></p> }
    });
    assert_eq!(root.text_content().unwrap(), "ac");
    there.set(true);
    timer::wait(1).await;
    assert_eq!(root.text_content().unwrap(), "abc");
    let before = find(&root, "i").unwrap();
    looked.set(1);
    timer::wait(1).await;
    assert!(find(&root, "i").is_some_and(|now| now.is_same_node(Some(&before))));
    there.set(false);
    timer::wait(1).await;
    assert_eq!(root.text_content().unwrap(), "ac");
}

#[wasm_bindgen_test]
async fn what_has_gone_follows_nothing_any_more() {
    let (there, seen) = (RwSignal::new(true), Arc::new(AtomicUsize::new(0)));
    let word = RwSignal::new(String::new());
    let counted = Arc::clone(&seen);
    let (root, _held) = shown(move || {
        markup! {
            <p>{move || there.get().then(|| {
                let (own, counted) = (RwSignal::new("own".to_owned()), Arc::clone(&counted));
                move || {
                    let counted = Arc::clone(&counted);
                    let title = move || {
                        counted.fetch_add(1, Ordering::Relaxed);
                        word.get() + &own.get()
                    };
                    markup! { <b title=title>"a"</b> }
                }
            })}</p>
        }
    });
    timer::wait(1).await;
    there.set(false);
    word.set("late ".to_owned());
    timer::wait(1).await;
    assert_eq!(root.text_content().unwrap(), "");
    assert_eq!(seen.load(Ordering::Relaxed), 1);
}

#[wasm_bindgen_test]
fn an_svg_is_drawn() {
    let (root, _held) = shown(|| markup! { <svg viewBox="0 0 1 1"><circle r="1"/></svg> });
    let circle = root.query_selector("circle").unwrap().unwrap();
    assert_eq!(
        circle.namespace_uri().unwrap(),
        "http://www.w3.org/2000/svg"
    );
}
