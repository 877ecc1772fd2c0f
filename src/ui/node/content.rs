//! What may stand between tags.

use std::borrow::Cow;

use leptos::prelude::*;

use super::{Content, Node};

/// Something that `markup!` can show.
pub(crate) trait IntoNode {
    /// As a node.
    fn into_node(self) -> Node;
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for () {
    fn into_node(self) -> Node {
        Node::new(Content::Nothing)
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node::new(Content::Text(Cow::Owned(self)))
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        self.into()
    }
}

impl IntoNode for AnyView {
    fn into_node(self) -> Node {
        Node::new(Content::Any(self))
    }
}

impl IntoNode for Signal<String> {
    fn into_node(self) -> Node {
        (move || self.get()).into_node()
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or_else(|| ().into_node(), T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node::many(self.into_iter().map(T::into_node).collect::<Vec<_>>())
    }
}

impl<A: IntoNode, B: IntoNode> IntoNode for (A, B) {
    fn into_node(self) -> Node {
        Node::many([self.0.into_node(), self.1.into_node()])
    }
}

impl<F, T> IntoNode for F
where
    F: FnMut() -> T + 'static,
    T: IntoNode,
{
    fn into_node(mut self) -> Node {
        Node::new(Content::Live(Box::new(move || self().into_node())))
    }
}
