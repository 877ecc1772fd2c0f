//! SVG nodes and the numbers in their attributes.

use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A new node.
pub(crate) fn make(kind: &str) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    document.create_element_ns(Some(SVG), kind).ok()
}

/// Thousandths of a millimetre are finer than any printer.
pub(crate) fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
