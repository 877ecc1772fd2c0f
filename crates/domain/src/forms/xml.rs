//! Writing the XML of CNS's house style: only the root is in the namespace, children are unqualified.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::letters;
use super::people::{Accident, HomeAddress};
use crate::dates;

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

/// The elements of a checked address.
pub(super) fn home(xml: &mut Xml, address: &HomeAddress) -> io::Result<()> {
    optional(xml, "numeroRue", &address.number)?;
    leaf(xml, "rue", &address.street)?;
    optional(xml, "codePays", &address.country)?;
    optional(xml, "codePostal", &address.postcode)?;
    optional(xml, "localite", &address.city)
}

/// An accident, where there was one.
pub(super) fn accident(xml: &mut Xml, accident: Option<&Accident>) -> io::Result<()> {
    match accident {
        None => Ok(()),
        Some(accident) => group(xml, "accident", |xml| {
            optional(xml, "numeroAccident", &accident.number)?;
            let date = accident.date.map(dates::iso).unwrap_or_default();
            optional(xml, "dateAccident", &date)
        }),
    }
}

/// The longest last name and first name (CNS schema of the fee memo, 2022).
pub(super) const LONGEST_NAMES: [usize; 2] = [150, 100];

/// A text of the host or the session, which no field has checked: on one line, without what nobody means to write, and cut to a
/// length of the schema.
pub(super) fn unchecked(text: &str, longest: usize) -> String {
    let visible = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    let visible: String = visible
        .filter(|letter| !letters::is_forbidden(*letter))
        .collect();
    visible.trim().chars().take(longest).collect()
}

/// A country of the host: a code of two letters, or none.
pub(super) fn unchecked_country(text: &str) -> String {
    let code = text.trim();
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code {
        code.to_ascii_uppercase()
    } else {
        String::new()
    }
}
