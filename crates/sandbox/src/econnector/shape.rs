//! The order of elements in an XML document: which names, in which order, which of them required.

use roxmltree::Node;

use super::anomaly::Anomaly;

/// An element's children: name, whether required, and the children of each.
pub(super) type Shape = &'static [(&'static str, bool, Children)];

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Children {
    Text,
    Elements(Shape),
}

/// Every deviation of `node` from `shape`, with the path of the element concerned.
pub(super) fn check(node: Node<'_, '_>, shape: Shape, path: &str) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    let mut places = shape.iter();
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let here = format!("{path}/{name}");
        // Taking from the same iterator enforces the order; what is passed over may be required.
        let mut passed = Vec::new();
        let found = places.by_ref().find(|(known, required, _)| {
            let same = *known == name;
            if !same && *required {
                passed.push(*known);
            }
            same
        });
        if child.tag_name().namespace().is_some() || found.is_none() {
            let motif = "Élément inattendu ou mal placé.";
            // What comes too late was missed where it belongs; once is enough.
            anomalies.retain(|anomaly: &Anomaly| anomaly.path.as_deref() != Some(here.as_str()));
            anomalies.push(Anomaly::reject("STRUCTURE", motif, &here));
            return anomalies;
        }
        anomalies.extend(
            passed
                .into_iter()
                .map(|name| missing(&format!("{path}/{name}"))),
        );
        match found {
            Some((_, _, Children::Elements(inner))) => {
                anomalies.extend(check(child, inner, &here));
            }
            Some((_, true, Children::Text)) if is_blank(child) => anomalies.push(missing(&here)),
            _ => {}
        }
    }
    let left = places.filter(|(_, required, _)| *required);
    anomalies.extend(left.map(|(name, _, _)| missing(&format!("{path}/{name}"))));
    anomalies
}

fn missing(path: &str) -> Anomaly {
    Anomaly::reject("STRUCTURE", "Élément obligatoire absent ou vide.", path)
}

fn is_blank(node: Node<'_, '_>) -> bool {
    node.children()
        .filter_map(|child| child.text())
        .all(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = &[
        ("a", true, Children::Text),
        (
            "b",
            false,
            Children::Elements(&[("c", true, Children::Text)]),
        ),
        ("d", true, Children::Text),
    ];

    fn paths(xml: &str) -> Vec<String> {
        let xml = roxmltree::Document::parse(xml).unwrap();
        check(xml.root_element(), SHAPE, "/r")
            .into_iter()
            .filter_map(|a| a.path)
            .collect()
    }

    #[test]
    fn finds_what_is_missing_misplaced_or_unknown() {
        assert_eq!(paths("<r><a>1</a><b><c>2</c></b><d>3</d></r>"), [""; 0]);
        assert_eq!(paths("<r><a>1</a><d>3</d></r>"), [""; 0]);
        assert_eq!(paths("<r><a> </a><d>3</d></r>"), ["/r/a"]);
        assert_eq!(paths("<r><b><c>2</c></b><d>3</d></r>"), ["/r/a"]);
        assert_eq!(paths("<r><a>1</a><b/></r>"), ["/r/b/c", "/r/d"]);
        assert_eq!(paths("<r><d>3</d><a>1</a></r>"), ["/r/a"]);
        assert_eq!(paths("<r><a>1</a><x/></r>"), ["/r/x"]);
        assert_eq!(paths("<r><a xmlns=\"urn:x\">1</a><d>1</d></r>"), ["/r/a"]);
    }
}
