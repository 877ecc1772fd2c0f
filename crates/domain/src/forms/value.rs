//! `form.value`: a nested object of the field paths.

use serde_json::{Map, Value};

use crate::json::Json;

/// Puts a text at a path such as `insured.lastName`.
pub(super) fn put(root: &mut Map<String, Value>, path: &str, text: &str) {
    match path.split_once('.') {
        None => drop(root.insert(path.to_owned(), Value::String(text.to_owned()))),
        Some((group, rest)) => {
            let group = root
                .entry(group)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(group) = group {
                put(group, rest, text);
            }
        }
    }
}

/// The text at a path, without what stands around it: a word of a choice is that word.
pub(super) fn get<'a>(value: &'a Json, path: &str) -> Option<&'a str> {
    let pointer = path.split('.').fold(String::new(), |mut pointer, name| {
        pointer.push('/');
        pointer.push_str(name);
        pointer
    });
    value.text_at(&pointer).map(str::trim)
}
