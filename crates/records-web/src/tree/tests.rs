//! What is read, and what is known to be missing.

use super::*;

#[test]
fn reads_json_and_keeps_the_digits() {
    let tree =
        read(br#" {"a":[1,72.50,-1e3],"b":"x\n\u00e9\ud83d\ude00\"","c":{"d":true,"e":null}} "#);
    assert!(!tree.cut && !tree.deep);
    let digits: Vec<_> = tree
        .root
        .list_of("a")
        .iter()
        .map(|one| one.number().unwrap())
        .collect();
    assert_eq!(digits, ["1", "72.50", "-1e3"]);
    assert_eq!(tree.root.text_of("b"), "x\né😀\"");
    assert_eq!(tree.root.at(&["c", "d"]), &Node::Bool(true));
    assert!(!tree.root.at(&["c", "e", "f"]).is_some());
}

/// At whatever byte a text ends, it is read without a panic and known to be cut.
#[test]
fn a_cut_at_any_place_is_seen() {
    let text = r#"{"entry":[{"a":"é\u00e9","b":[1.5,true]},{"a":"two"}],"link":{}}"#.as_bytes();
    for length in 0..text.len() {
        let tree = read(&text[..length]);
        assert!(tree.cut, "{length}");
    }
    let half = read(&text[..50]);
    assert_eq!(half.root.list_of("entry")[0].text_of("a"), "éé");
    assert!(!read(text).cut);
}

#[test]
fn what_is_no_json_is_cut() {
    for text in [
        "", "<html>", "{a:1}", "[1 2", "{}}", "nul", "[01x]", "\"\\q\"",
    ] {
        assert!(read(text.as_bytes()).cut, "{text}");
    }
    assert!(read(b"[\"\xff\"]").cut);
}

#[test]
fn depth_costs_no_stack() {
    let deep = "[".repeat(1_000_000);
    let tree = read(deep.as_bytes());
    assert!(tree.cut && tree.deep);
    let closed = format!(
        "{{\"x\":{}1{},\"y\":\"after\"}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let tree = read(closed.as_bytes());
    assert!(!tree.cut && tree.deep);
    assert_eq!(tree.root.text_of("y"), "after");
}

/// The same values as a reader that is well proven.
#[test]
fn agrees_with_serde_json_on_the_fixtures() {
    fn same(ours: &Node<'_>, theirs: &serde_json::Value) -> bool {
        use serde_json::Value;
        match (ours, theirs) {
            (Node::Null, Value::Null) => true,
            (Node::Bool(a), Value::Bool(b)) => a == b,
            (Node::Number(a), Value::Number(b)) => a.parse::<f64>().ok() == b.as_f64(),
            (Node::Text(a), Value::String(b)) => a == b,
            (Node::List(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (Node::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .all(|(name, a)| b.get(name.as_ref()).is_some_and(|b| same(a, b)))
            }
            _ => false,
        }
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/data/dsp");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|name| name == "json") && !path.ends_with("bad-input.json")
        {
            let text = std::fs::read(path).unwrap();
            assert!(same(
                &read(&text).root,
                &serde_json::from_slice(&text).unwrap()
            ));
            count += 1;
        }
    }
    assert!(count >= 8);
}
