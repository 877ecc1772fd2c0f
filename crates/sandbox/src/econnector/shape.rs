//! The order of elements in an XML document: which names, in which order, which of them required.

use roxmltree::Node;

use super::anomaly::Anomaly;

/// An element's children: name, whether required, and the children of each.
pub(super) type Shape = &'static [(&'static str, bool, Children)];

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Children {
    Text,
    /// A text, any number of times.
    ManyTexts,
    Elements(Shape),
    /// Elements, any number of times; each is named with its number.
    Many(Shape),
}

impl Children {
    fn repeats(self) -> bool {
        matches!(self, Self::ManyTexts | Self::Many(_))
    }
}

/// Every deviation of `node` from `shape`, with the path of the element concerned.
pub(super) fn check(node: Node<'_, '_>, shape: Shape, path: &str) -> Vec<Anomaly> {
    let mut anomalies = Vec::new();
    // The place that comes next, and how often its element has been there.
    let (mut at, mut times) = (0, 0);
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let here = format!("{path}/{name}");
        let left = shape.get(at..).unwrap_or_default();
        let found = left.iter().position(|(known, _, _)| *known == name);
        let Some(ahead) = found.filter(|_| child.tag_name().namespace().is_none()) else {
            let motif = "Élément inattendu ou mal placé.";
            // What comes too late was missed where it belongs; once is enough.
            anomalies.retain(|anomaly: &Anomaly| anomaly.path.as_deref() != Some(here.as_str()));
            anomalies.push(Anomaly::reject("STRUCTURE", motif, &here));
            return anomalies;
        };
        let passed = left.iter().take(ahead).skip(usize::from(times > 0));
        anomalies.extend(absent(passed, path));
        if ahead > 0 {
            times = 0;
        }
        at += ahead;
        times += 1;
        let Some((_, required, children)) = shape.get(at) else {
            continue;
        };
        match children {
            Children::Elements(inner) => anomalies.extend(check(child, inner, &here)),
            Children::Many(inner) => {
                anomalies.extend(check(child, inner, &format!("{here}[{times}]")));
            }
            Children::Text if *required && is_blank(child) => anomalies.push(missing(&here)),
            Children::Text | Children::ManyTexts => {}
        }
        if !children.repeats() {
            at += 1;
            times = 0;
        }
    }
    let left = shape.get(at..).unwrap_or_default();
    anomalies.extend(absent(left.iter().skip(usize::from(times > 0)), path));
    anomalies
}

fn absent<'a>(
    places: impl Iterator<Item = &'a (&'static str, bool, Children)>,
    path: &str,
) -> Vec<Anomaly> {
    let required = places.filter(|(_, required, _)| *required);
    required
        .map(|(name, _, _)| missing(&format!("{path}/{name}")))
        .collect()
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
        ("e", false, Children::ManyTexts),
        ("f", false, Children::Many(&[("g", true, Children::Text)])),
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
        assert_eq!(
            paths("<r><a>1</a><d>3</d><e/><e/><f><g>1</g></f><f/></r>"),
            ["/r/f[2]/g"]
        );
        assert_eq!(
            paths("<r><a>1</a><d>3</d><f><g>1</g></f><e/></r>"),
            ["/r/e"]
        );
        assert_eq!(paths("<r><a>1</a><a>1</a><d>3</d></r>"), ["/r/a"]);
        assert_eq!(paths("<r><a xmlns=\"urn:x\">1</a><d>1</d></r>"), ["/r/a"]);
    }
}
