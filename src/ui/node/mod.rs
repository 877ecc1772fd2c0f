//! What `markup!` writes: elements as data, of one Rust type for all of them.
//!
//! A view of Leptos is a type that holds the types of everything in it; here it is a tree that is built, and changed in
//! place when it is made again, by the same code for every element. It is a view of Leptos like any other.

mod content;
mod render;
mod state;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
mod value;

use std::borrow::Cow;

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer as _;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

pub(crate) use self::content::IntoNode;
use self::value::{IntoValue, Value};
use crate::platform::reactive::fact;

/// Something that can be shown.
pub(crate) struct Node(SendWrapper<Content>);

/// What it is.
enum Content {
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Element>),
    Many(Vec<Node>),
    /// Made again whenever a signal that it read changes.
    Live(Box<dyn FnMut() -> Node>),
    /// A component, or what another part brings.
    Any(AnyView),
}

/// An element of the page, with what is said about it.
pub(crate) struct Element {
    tag: &'static str,
    namespace: Option<&'static str>,
    attributes: Vec<Attribute>,
    events: Vec<Listener>,
    keep: Option<Keep>,
    children: Vec<Node>,
}

/// Takes the element itself.
type Keep = Box<dyn FnOnce(&web_sys::Element)>;

/// One attribute, or what is set like one.
struct Attribute {
    place: Place,
    name: &'static str,
    value: Given,
}

/// Where a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Attribute,
    Property,
    Class,
    Style,
}

/// A value that stays, or one that follows signals.
pub(crate) enum Given {
    Fixed(Value),
    Live(Box<dyn FnMut() -> Value>),
}

/// What is done at an event.
struct Listener {
    name: Cow<'static, str>,
    callback: Box<dyn FnMut(web_sys::Event)>,
}

const SVG: &str = "http://www.w3.org/2000/svg";

impl Node {
    fn new(content: Content) -> Self {
        Self(SendWrapper::new(content))
    }

    /// What stands side by side.
    pub(crate) fn many(nodes: impl Into<Vec<Self>>) -> Self {
        Self::new(Content::Many(nodes.into()))
    }

    /// What is there while `condition` holds; it is asked when a signal that it read changes.
    pub(crate) fn when(
        condition: impl Fn() -> bool + Send + Sync + 'static,
        mut children: impl FnMut() -> Self + 'static,
    ) -> Self {
        let holds = fact(Box::new(condition));
        (move || holds.get().then(&mut children)).into_node()
    }

    /// A view of Leptos: a component.
    pub(crate) fn of(view: impl IntoView + 'static) -> Self {
        Self::new(Content::Any(view.into_any()))
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::new(Content::Element(Box::new(element)))
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::new(Content::Text(Cow::Borrowed(text)))
    }
}

impl Element {
    /// An element of HTML.
    pub(crate) fn html(tag: &'static str) -> Self {
        Self::new(tag, None)
    }

    /// An element of SVG.
    pub(crate) fn svg(tag: &'static str) -> Self {
        Self::new(tag, Some(SVG))
    }

    fn new(tag: &'static str, namespace: Option<&'static str>) -> Self {
        Self {
            tag,
            namespace,
            attributes: Vec::new(),
            events: Vec::new(),
            keep: None,
            children: Vec::new(),
        }
    }

    /// An attribute.
    pub(crate) fn attribute(self, name: &'static str, value: impl IntoValue) -> Self {
        self.with(Place::Attribute, name, value.into_value())
    }

    /// A property of the node.
    pub(crate) fn property(self, name: &'static str, value: impl IntoValue) -> Self {
        self.with(Place::Property, name, value.into_value())
    }

    /// A class that comes and goes.
    pub(crate) fn class(self, name: &'static str, value: impl IntoValue) -> Self {
        self.with(Place::Class, name, value.into_value())
    }

    /// A property of its style.
    pub(crate) fn style(self, name: &'static str, value: impl IntoValue) -> Self {
        self.with(Place::Style, name, value.into_value())
    }

    fn with(mut self, place: Place, name: &'static str, value: Given) -> Self {
        self.attributes.push(Attribute { place, name, value });
        self
    }

    /// What is done at an event.
    pub(crate) fn on<E>(
        mut self,
        event: E,
        mut callback: impl FnMut(E::EventType) + 'static,
    ) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.events.push(Listener {
            name: event.name(),
            callback: Box::new(move |event| callback(event.unchecked_into())),
        });
        self
    }

    /// Where the element itself is kept.
    pub(crate) fn keep<E>(mut self, place: NodeRef<E>) -> Self
    where
        E: ElementType,
        E::Output: 'static,
        NodeRef<E>: leptos::tachys::html::node_ref::NodeRefContainer<E>,
    {
        self.keep = Some(Box::new(move |element| place.load(element)));
        self
    }

    /// The next thing in it.
    pub(crate) fn child(mut self, node: Node) -> Self {
        self.children.push(node);
        self
    }
}
