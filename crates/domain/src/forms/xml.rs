//! Writing the XML of CNS's house style: only the root is in the namespace, children are unqualified.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// The namespace of CNS's schemas (2022).
const NAMESPACE: &str = "http://www.secu.lu/ciss/cns";

/// Where elements are written.
pub(super) type Xml = Writer<Vec<u8>>;

/// A document with its root, `cns:` and the name.
pub(super) fn document(
    root: &str,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<String> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element(["cns:", root].concat())
        .with_attribute(("xmlns:cns", NAMESPACE))
        .write_inner_content(inner)?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

/// An element with children.
pub(super) fn group(
    xml: &mut Xml,
    name: &str,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name)
        .write_inner_content(inner)
        .map(drop)
}

/// An element with a text.
pub(super) fn leaf(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(text))
        .map(drop)
}

/// An element with a text, left out when there is none.
pub(super) fn optional(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        Ok(())
    } else {
        leaf(xml, name, text)
    }
}
