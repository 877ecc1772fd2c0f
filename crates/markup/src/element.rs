//! Elements, components and what is between them.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use rstml::node::{Node, NodeAttribute, NodeElement, NodeName};
use syn::{Error, Result};

use crate::attribute;

/// Elements that live in the name space of SVG.
const SVG: [&str; 8] = [
    "svg", "circle", "g", "line", "path", "polyline", "rect", "text",
];

/// One node for all that stands side by side.
pub(crate) fn all(nodes: &[Node]) -> Result<TokenStream> {
    let mut written = nodes
        .iter()
        .filter(|node| !is_comment(node))
        .map(one)
        .collect::<Result<Vec<_>>>()?;
    Ok(match written.len() {
        1 => written.remove(0),
        _ => quote! { crate::ui::node::Node::many([#(#written),*]) },
    })
}

fn is_comment(node: &Node) -> bool {
    matches!(node, Node::Comment(_))
}

fn one(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) => any_element(element),
        Node::Text(text) => {
            let words = &text.value;
            Ok(quote! { crate::ui::node::Node::from(#words) })
        }
        Node::Block(block) => Ok(quote! { crate::ui::node::IntoNode::into_node(#block) }),
        Node::Fragment(fragment) => all(&fragment.children),
        other => Err(Error::new_spanned(other, "not understood in markup")),
    }
}

fn any_element(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    if is_component(element.name()) {
        component(element)
    } else {
        html(element)
    }
}

/// A path, or a name in the case of types.
fn is_component(name: &NodeName) -> bool {
    match name {
        NodeName::Path(path) => {
            let name = path.path.segments.last().map(|last| last.ident.to_string());
            path.path.segments.len() > 1
                || name.is_some_and(|name| name.starts_with(char::is_uppercase))
        }
        _ => false,
    }
}

/// Leptos' own, with children of ours.
fn component(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    if element.name().to_string() == "Show" {
        return show(element);
    }
    let open = &element.open_tag;
    let whole = match &element.close_tag {
        Some(close) => {
            let children = all(&element.children)?;
            quote! { #open {#children} #close }
        }
        None => open.to_token_stream(),
    };
    Ok(quote! { crate::ui::node::Node::of(::leptos::view! { #whole }) })
}

/// What is shown while something is true; one type for all of them.
fn show(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let [NodeAttribute::Attribute(when)] = element.attributes() else {
        return Err(Error::new_spanned(
            element.name(),
            "`Show` has `when` and nothing else",
        ));
    };
    let (condition, children) = (when.value(), all(&element.children)?);
    Ok(quote! { crate::ui::node::Node::when(#condition, move || #children) })
}

fn html(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let tag = element.name().to_string();
    let begin = if SVG.contains(&tag.as_str()) {
        quote! { crate::ui::node::Element::svg(#tag) }
    } else {
        quote! { crate::ui::node::Element::html(#tag) }
    };
    let attributes = element
        .attributes()
        .iter()
        .map(attribute::one)
        .collect::<Result<Vec<_>>>()?;
    let children = element
        .children
        .iter()
        .filter(|node| !is_comment(node))
        .map(one)
        .collect::<Result<Vec<_>>>()?;
    Ok(quote! { crate::ui::node::Node::from(#begin #(#attributes)* #(.child(#children))*) })
}
