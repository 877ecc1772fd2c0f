//! What is in the page, and how it is changed in place.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element as Dom, Node as DomNode, Placeholder, Text};
use leptos::tachys::view::any_view::AnyViewState;

use super::render::{self, Handler};
use super::value::Value;
use super::{Content, Element, Given, Node, Place};

/// A node that was built.
pub(crate) enum State {
    Nothing(Placeholder),
    Text(Text, Cow<'static, str>),
    Element(Box<Built>),
    Many(Vec<State>, Placeholder),
    Live(Live),
    Any(AnyViewState),
}

/// What follows signals, and what it last made.
pub(crate) struct Live(pub(super) RenderEffect<State>);

/// The effect's own task keeps what was made until its next turn; effects in there must not run in between, when the signals
/// of their component have gone already.
impl Drop for Live {
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

/// An element that was built.
pub(crate) struct Built {
    pub(super) dom: Dom,
    pub(super) tag: &'static str,
    pub(super) attributes: Vec<Set>,
    pub(super) events: Vec<Handler>,
    pub(super) children: Vec<State>,
}

/// An attribute that was set.
pub(super) struct Set {
    pub(super) place: Place,
    pub(super) name: &'static str,
    pub(super) value: Held,
}

/// What it was set to.
pub(super) enum Held {
    Fixed(Value),
    /// The effect that sets it, for as long as it is held.
    Live(#[expect(dead_code, reason = "held, not read")] RenderEffect<Value>),
}

impl State {
    /// Becomes what `content` says, with as much left alone as can be.
    pub(super) fn change(&mut self, content: Content) {
        match (content, &mut *self) {
            (Content::Nothing, Self::Nothing(_)) => {}
            (Content::Text(new), Self::Text(text, old)) => {
                if new != *old {
                    Rndr::set_text(text, &new);
                    *old = new;
                }
            }
            (Content::Element(new), Self::Element(old)) if old.is_alike(&new) => old.change(*new),
            (Content::Many(new), Self::Many(old, end)) => change_all(old, new, end),
            (Content::Any(new), Self::Any(old)) => new.rebuild(old),
            (new, _) => {
                let mut new = render::build(new);
                self.insert_before_this(&mut new);
                self.unmount();
                *self = new;
            }
        }
    }
}

/// Those in both stay where they are; what is more is put before `end`.
fn change_all(old: &mut Vec<State>, new: Vec<Node>, end: &Placeholder) {
    for gone in old.iter_mut().skip(new.len()) {
        gone.unmount();
    }
    old.truncate(new.len());
    for (at, node) in new.into_iter().enumerate() {
        if let Some(old) = old.get_mut(at) {
            old.change(node.0.take());
        } else {
            let mut state = node.build();
            Rndr::try_mount_before(&mut state, end.as_ref());
            old.push(state);
        }
    }
}

impl Built {
    /// Whether the one can become the other by its values alone.
    fn is_alike(&self, new: &Element) -> bool {
        let mut names = self.attributes.iter().zip(&new.attributes);
        self.tag == new.tag
            && self.children.len() == new.children.len()
            && self.attributes.len() == new.attributes.len()
            && names.all(|(old, new)| old.name == new.name && old.place == new.place)
    }

    fn change(&mut self, new: Element) {
        for (set, attribute) in self.attributes.iter_mut().zip(new.attributes) {
            let same = matches!((&set.value, &attribute.value), (Held::Fixed(old), Given::Fixed(new)) if old == new);
            if !same {
                set.value =
                    render::set(&self.dom, attribute.place, attribute.name, attribute.value);
            }
        }
        self.events = render::listen(&self.dom, new.events);
        if let Some(keep) = new.keep {
            keep(&self.dom);
        }
        for (old, new) in self.children.iter_mut().zip(new.children) {
            old.change(new.0.take());
        }
    }
}

impl Mountable for State {
    fn unmount(&mut self) {
        match self {
            Self::Nothing(place) => place.unmount(),
            Self::Text(text, _) => text.unmount(),
            Self::Element(element) => element.dom.unmount(),
            Self::Many(states, end) => {
                for state in states {
                    state.unmount();
                }
                end.unmount();
            }
            Self::Live(live) => live.0.unmount(),
            Self::Any(any) => any.unmount(),
        }
    }

    fn mount(&mut self, parent: &Dom, before: Option<&DomNode>) {
        match self {
            Self::Nothing(place) => place.mount(parent, before),
            Self::Text(text, _) => text.mount(parent, before),
            Self::Element(element) => element.dom.mount(parent, before),
            Self::Many(states, end) => {
                for state in states {
                    state.mount(parent, before);
                }
                end.mount(parent, before);
            }
            Self::Live(live) => live.0.mount(parent, before),
            Self::Any(any) => any.mount(parent, before),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing(place) => place.insert_before_this(child),
            Self::Text(text, _) => text.insert_before_this(child),
            Self::Element(element) => element.dom.insert_before_this(child),
            Self::Many(states, end) => {
                states.iter().any(|state| state.insert_before_this(child))
                    || end.insert_before_this(child)
            }
            Self::Live(live) => live.0.insert_before_this(child),
            Self::Any(any) => any.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Dom> {
        match self {
            Self::Nothing(_) | Self::Text(..) => Vec::new(),
            Self::Element(element) => vec![element.dom.clone()],
            Self::Many(states, _) => states.iter().flat_map(Self::elements).collect(),
            Self::Live(live) => live.0.elements(),
            Self::Any(any) => any.elements(),
        }
    }
}
