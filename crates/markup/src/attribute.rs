//! Attributes, properties, classes, events and references.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::NodeAttribute;
use syn::{Error, Ident, Result};

/// The call of the builder for one attribute.
pub(crate) fn one(attribute: &NodeAttribute) -> Result<TokenStream> {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return Err(Error::new_spanned(attribute, "not understood in markup"));
    };
    let name = attribute.key.to_string();
    let value = attribute
        .value()
        .map_or_else(|| quote! { true }, |value| quote! { #value });
    Ok(match name.split_once(':') {
        Some(("on", event)) => {
            let event = Ident::new(event, Span::call_site());
            quote! { .on(::leptos::ev::#event, #value) }
        }
        Some(("class", class)) => quote! { .class(#class, #value) },
        Some(("prop", property)) => quote! { .property(#property, #value) },
        Some(("style", property)) => quote! { .style(#property, #value) },
        Some(_) => {
            return Err(Error::new_spanned(
                &attribute.key,
                "not understood in markup",
            ));
        }
        None if name == "node_ref" => quote! { .keep(#value) },
        None => quote! { .attribute(#name, #value) },
    })
}
