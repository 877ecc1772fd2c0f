//! What the demo practice software keeps for its users on its own server: values that it cannot read, under names that say
//! nothing (the option `store` of the widget). A real one has a table with the user's id beside them.

use std::collections::BTreeMap;

use http::{Method, StatusCode};

use crate::exchange::{self, Request, Response};

/// Entries of all users, and bytes of one.
const MOST: usize = 1_000;
const LARGEST: usize = 64 * 1024;

/// The entries.
#[derive(Debug, Default)]
pub struct Kept(BTreeMap<String, Vec<u8>>);

impl Kept {
    /// Answers a request about one entry.
    pub(crate) fn respond(&mut self, name: &str, request: &Request) -> Response {
        match *request.method() {
            Method::GET => match self.0.get(name) {
                Some(value) => {
                    exchange::body(StatusCode::OK, "application/octet-stream", value.clone())
                }
                None => exchange::empty(StatusCode::NO_CONTENT),
            },
            Method::PUT => self.put(name, request.body()),
            Method::DELETE => {
                self.0.remove(name);
                exchange::empty(StatusCode::NO_CONTENT)
            }
            _ => exchange::empty(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    fn put(&mut self, name: &str, value: &[u8]) -> Response {
        let is_name = name.len() <= 100
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        let is_full = self.0.len() >= MOST && !self.0.contains_key(name);
        if !is_name || is_full || value.len() > LARGEST {
            return exchange::empty(StatusCode::BAD_REQUEST);
        }
        self.0.insert(name.to_owned(), value.to_vec());
        exchange::empty(StatusCode::NO_CONTENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(kept: &mut Kept, method: Method, name: &str, body: &[u8]) -> Response {
        let mut request = Request::new(body.to_vec());
        *request.method_mut() = method;
        kept.respond(name, &request)
    }

    #[test]
    fn an_entry_is_kept_until_it_is_deleted() {
        let mut kept = Kept::default();
        let status = |answer: Response| answer.status().as_u16();
        assert_eq!(status(ask(&mut kept, Method::GET, "a.1", b"")), 204);
        assert_eq!(status(ask(&mut kept, Method::PUT, "a.1", b"sealed")), 204);
        assert_eq!(ask(&mut kept, Method::GET, "a.1", b"").body(), b"sealed");
        assert_eq!(status(ask(&mut kept, Method::DELETE, "a.1", b"")), 204);
        assert_eq!(status(ask(&mut kept, Method::GET, "a.1", b"")), 204);
    }

    #[test]
    fn a_flood_is_refused() {
        let mut kept = Kept::default();
        let mut put = |name: &str, body: &[u8]| ask(&mut kept, Method::PUT, name, body).status();
        assert_eq!(put("a/b", b""), StatusCode::BAD_REQUEST);
        assert_eq!(put("a", &[0; LARGEST + 1]), StatusCode::BAD_REQUEST);
        for number in 0..MOST {
            assert_eq!(put(&number.to_string(), b""), StatusCode::NO_CONTENT);
        }
        assert_eq!(put("one.more", b""), StatusCode::BAD_REQUEST);
        assert_eq!(put("1", b"new"), StatusCode::NO_CONTENT);
    }
}
