//! `markup!`: the syntax of Leptos' `view!`, with elements that are data.
//!
//! `view!` gives each element a Rust type of its own, which holds the types of all that is in it; the code that builds,
//! changes and drops each of them was a third of the first load. What this macro writes calls the builder in
//! `src/ui/node/`, which is one type for all. Components stay Leptos' own.

mod attribute;
mod element;

use proc_macro2::TokenStream;
use rstml::{Parser, ParserConfig};

/// Elements, components, texts and `{expressions}`, as a `Node`.
#[proc_macro]
pub fn markup(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let parser = Parser::new(ParserConfig::default());
    let nodes = parser.parse_simple(TokenStream::from(tokens));
    let written = nodes.and_then(|nodes| element::all(&nodes));
    written
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
