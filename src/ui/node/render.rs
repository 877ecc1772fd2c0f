//! Building: from data to the page.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use leptos::tachys::html::attribute::Attribute as Spread;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element as Dom;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewWithAttrs;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::state::{Built, Held, Live, Set, State};
use super::value::Value;
use super::{Content, Element, Given, Listener, Node, Place};

/// Makes what `content` says.
pub(super) fn build(content: Content) -> State {
    match content {
        Content::Nothing => State::Nothing(Rndr::create_placeholder()),
        Content::Text(words) => State::Text(Rndr::create_text_node(&words), words),
        Content::Element(element) => State::Element(Box::new(element.build())),
        Content::Many(nodes) => State::Many(
            nodes.into_iter().map(Node::build).collect(),
            Rndr::create_placeholder(),
        ),
        Content::Live(mut make) => {
            let follow = move |before: Option<State>| {
                let content = make().0.take();
                match before {
                    Some(mut state) => {
                        state.change(content);
                        state
                    }
                    None => build(content),
                }
            };
            State::Live(Live(RenderEffect::new(follow)))
        }
        Content::Any(view) => State::Any(view.build()),
    }
}

impl Element {
    fn build(self) -> Built {
        let dom = Rndr::create_element(self.tag, self.namespace);
        let set = |attribute: super::Attribute| Set {
            place: attribute.place,
            name: attribute.name,
            value: set(&dom, attribute.place, attribute.name, attribute.value),
        };
        let attributes = self.attributes.into_iter().map(set).collect();
        let events = listen(&dom, self.events);
        let mut children: Vec<_> = self.children.into_iter().map(Node::build).collect();
        for child in &mut children {
            child.mount(&dom, None);
        }
        if let Some(keep) = self.keep {
            keep(&dom);
        }
        Built {
            dom,
            tag: self.tag,
            attributes,
            events,
            children,
        }
    }
}

/// Sets a value, now and, where it follows signals, whenever they change.
pub(super) fn set(dom: &Dom, place: Place, name: &'static str, given: Given) -> Held {
    match given {
        Given::Fixed(value) => {
            apply(dom, place, name, &value);
            Held::Fixed(value)
        }
        Given::Live(mut make) => {
            let dom = dom.clone();
            Held::Live(RenderEffect::new(move |before: Option<Value>| {
                let value = make();
                if before.as_ref() != Some(&value) {
                    apply(&dom, place, name, &value);
                }
                value
            }))
        }
    }
}

fn apply(dom: &Dom, place: Place, name: &str, value: &Value) {
    match (place, value) {
        (Place::Attribute, Value::Text(words)) => Rndr::set_attribute(dom, name, words),
        (Place::Attribute, Value::Flag(true)) => Rndr::set_attribute(dom, name, ""),
        (Place::Attribute, Value::Flag(false) | Value::Absent) => Rndr::remove_attribute(dom, name),
        (Place::Property, value) => Rndr::set_property_or_value(dom, name, &to_js(value)),
        (Place::Class, Value::Flag(true)) => Rndr::add_class(&Rndr::class_list(dom), name),
        (Place::Class, _) => Rndr::remove_class(&Rndr::class_list(dom), name),
        (Place::Style, Value::Text(words)) => {
            Rndr::set_css_property(&Rndr::style(dom), name, words)
        }
        (Place::Style, _) => Rndr::remove_css_property(&Rndr::style(dom), name),
    }
}

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Absent => JsValue::NULL,
        Value::Flag(flag) => (*flag).into(),
        Value::Text(words) => JsValue::from_str(words),
    }
}

/// A listener, with what it holds, for as long as it is held.
pub(super) struct Handler {
    dom: Dom,
    name: Cow<'static, str>,
    function: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Handler {
    fn drop(&mut self) {
        _ = self.dom.remove_event_listener_with_callback(
            &self.name,
            self.function.as_ref().unchecked_ref(),
        );
    }
}

/// Attaches listeners. What they do belongs to the component that is being built.
pub(super) fn listen(dom: &Dom, listeners: Vec<Listener>) -> Vec<Handler> {
    let owner = Owner::current().unwrap_or_default();
    let attach = |listener: Listener| {
        let (owner, mut callback) = (owner.clone(), listener.callback);
        let work = move |event: web_sys::Event| owner.with(|| callback(event));
        let function = Closure::<dyn FnMut(web_sys::Event)>::new(work);
        _ = dom.add_event_listener_with_callback(&listener.name, function.as_ref().unchecked_ref());
        Handler {
            dom: dom.clone(),
            name: listener.name,
            function,
        }
    };
    listeners.into_iter().map(attach).collect()
}

impl Render for Node {
    type State = State;

    fn build(self) -> State {
        build(self.0.take())
    }

    fn rebuild(self, state: &mut State) {
        state.change(self.0.take());
    }
}

impl AddAnyAttr for Node {
    type Output<A: Spread> = AnyViewWithAttrs;

    fn add_any_attr<A: Spread>(self, attribute: A) -> AnyViewWithAttrs {
        self.into_any().add_any_attr(attribute)
    }
}

/// Leptos asks this of every view. Volet runs in a browser only: no page of it is written by a server.
impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
