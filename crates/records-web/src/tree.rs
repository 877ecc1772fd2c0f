//! JSON of any server as a tree: numbers keep their text, what is cut off is read up to the cut, depth is bounded.
//!
//! A usual reader refuses a whole bundle for its last byte, and turns `72.50` into `72.5`; results are to be shown as the
//! laboratory wrote them (FHIR R4 `decimal`: the precision is part of the value).

use std::borrow::Cow;

/// Levels of lists and objects that are read; what lies deeper reads as `null`. FHIR needs about twenty.
const DEEPEST: usize = 64;

/// A value.
#[derive(Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) root: Node<'a>,
    /// The text broke off, or went on in another language; the root holds what came before.
    pub(crate) cut: bool,
    /// Something lay too deep.
    pub(crate) deep: bool,
}

/// Reads a text.
pub(crate) fn read(bytes: &[u8]) -> Tree<'_> {
    let (text, whole) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            (std::str::from_utf8(valid).unwrap_or_default(), false)
        }
    };
    let mut reader = Reader {
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        at: 0,
        cut: false,
        deep: false,
    };
    let root = reader.value(0);
    reader.space();
    let rest = reader.at < reader.text.len();
    Tree {
        root,
        cut: reader.cut || rest || !whole,
        deep: reader.deep,
    }
}

impl<'a> Node<'a> {
    /// A member; `null` where there is none.
    pub(crate) fn get(&self, name: &str) -> &Node<'a> {
        let Node::Object(members) = self else {
            return null();
        };
        let mut members = members.iter();
        members
            .find(|(key, _)| key == name)
            .map_or(null(), |(_, value)| value)
    }

    /// A member of a member.
    pub(crate) fn at(&self, path: &[&str]) -> &Node<'a> {
        path.iter().fold(self, |node, name| node.get(name))
    }

    /// The text; empty when it is none.
    pub(crate) fn text(&self) -> &str {
        match self {
            Node::Text(text) => text,
            _ => "",
        }
    }

    /// A member's text.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.get(name).text()
    }

    /// The digits of a number.
    pub(crate) fn number(&self) -> Option<&'a str> {
        match self {
            Node::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a list; of an object where a list should be, that one.
    pub(crate) fn list(&self) -> &[Node<'a>] {
        match self {
            Node::List(entries) => entries,
            Node::Object(_) => std::slice::from_ref(self),
            _ => &[],
        }
    }

    /// The entries of a member that is a list.
    pub(crate) fn list_of(&self, name: &str) -> &[Node<'a>] {
        self.get(name).list()
    }

    /// Whether there is something.
    pub(crate) fn is_some(&self) -> bool {
        *self != Node::Null
    }
}

fn null<'n, 'a>() -> &'n Node<'a> {
    &Node::Null
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    cut: bool,
    deep: bool,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Node<'a> {
        self.space();
        match self.peek() {
            Some(b'{' | b'[') if depth >= DEEPEST => {
                self.deep = true;
                self.skip_nested();
                Node::Null
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map_or(Node::Null, Node::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Node<'a> {
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let Some(name) = self.string() else { break };
                    self.space();
                    if self.peek() != Some(b':') {
                        self.cut = true;
                        break;
                    }
                    self.at += 1;
                    let value = self.value(depth + 1);
                    members.push((name, value));
                }
                _ => self.cut = true,
            }
            if self.cut {
                break;
            }
        }
        Node::Object(members)
    }

    fn list(&mut self, depth: usize) -> Node<'a> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(_) => entries.push(self.value(depth + 1)),
                None => self.cut = true,
            }
            if self.cut {
                break;
            }
        }
        Node::List(entries)
    }

    fn number(&mut self) -> Node<'a> {
        let rest = self.rest();
        let is_part =
            |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest
            .bytes()
            .position(|byte| !is_part(byte))
            .unwrap_or(rest.len());
        self.at += length;
        let text = rest.get(..length).unwrap_or_default();
        if text.parse::<f64>().is_ok() {
            Node::Number(text)
        } else {
            self.cut = true;
            Node::Null
        }
    }

    fn word(&mut self) -> Node<'a> {
        for (word, node) in [
            ("true", Node::Bool(true)),
            ("false", Node::Bool(false)),
            ("null", Node::Null),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return node;
            }
        }
        self.cut = true;
        Node::Null
    }

    /// A string without its quotes; borrowed when nothing in it is escaped. `None`: it breaks off.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.at += 1;
        let rest = self.rest();
        let mut owned = String::new();
        let mut kept = 0;
        let mut at = 0;
        let bytes = rest.as_bytes();
        loop {
            let next = bytes
                .get(at..)?
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\'));
            let Some(next) = next else {
                self.cut = true;
                return None;
            };
            at += next;
            if bytes.get(at) == Some(&b'"') {
                self.at += at + 1;
                let tail = rest.get(kept..at)?;
                return Some(if owned.is_empty() {
                    Cow::Borrowed(tail)
                } else {
                    owned.push_str(tail);
                    Cow::Owned(owned)
                });
            }
            owned.push_str(rest.get(kept..at)?);
            let Some((letter, length)) = escaped(rest.get(at + 1..)?) else {
                self.cut = true;
                return None;
            };
            owned.push(letter);
            at += 1 + length;
            kept = at;
        }
    }

    /// Goes past a list or object without a call for each level.
    fn skip_nested(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                Some(b'{' | b'[') => open += 1,
                Some(b'}' | b']') => open -= 1,
                Some(b'"') => {
                    if self.string().is_none() {
                        return;
                    }
                    continue;
                }
                Some(_) => {}
                None => {
                    self.cut = true;
                    return;
                }
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// The letter of an escape after its backslash, and how many bytes it takes.
fn escaped(rest: &str) -> Option<(char, usize)> {
    let simple = |letter| Some((letter, 1));
    match rest.bytes().next()? {
        b'n' => simple('\n'),
        b't' => simple('\t'),
        b'r' => simple('\r'),
        b'b' => simple('\u{8}'),
        b'f' => simple('\u{c}'),
        byte @ (b'"' | b'\\' | b'/') => simple(char::from(byte)),
        b'u' => {
            let unit = |at: usize| u32::from_str_radix(rest.get(at..at + 4)?, 16).ok();
            let first = unit(1)?;
            if !(0xd800..0xdc00).contains(&first) {
                return Some((
                    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER),
                    5,
                ));
            }
            let second = rest
                .get(5..7)
                .filter(|text| *text == "\\u")
                .and_then(|_| unit(7));
            let pair = second
                .filter(|low| (0xdc00..0xe000).contains(low))
                .and_then(|low| {
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00))
                });
            Some(pair.map_or((char::REPLACEMENT_CHARACTER, 5), |letter| (letter, 11)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
