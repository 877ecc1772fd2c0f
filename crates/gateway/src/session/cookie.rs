//! The cookie `__Host-volet`, in as many parts as a browser needs (docs/gateway.md).
//!
//! The first part is `count.text`, so that a part left over from a longer session is not joined.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};

use super::Session;
use super::seal::{CookieKeys, Purpose, SealError};

const PURPOSE: Purpose = b"__Host-volet session 2";
const NAME: &str = "__Host-volet";
/// Browsers keep 4,096 bytes of a cookie, its name and attributes included.
const PART_LENGTH: usize = 3_800;
/// Beyond this the request's header would no longer pass the usual servers.
const MAX_PARTS: usize = 4;
const ATTRIBUTES: &str = "Secure; HttpOnly; SameSite=Strict; Path=/";

/// Adds the cookies that carry `session` to an answer's headers.
pub(crate) fn set(
    keys: &CookieKeys,
    session: &Session,
    headers: &mut HeaderMap,
) -> Result<(), SealError> {
    let sealed = keys.seal(PURPOSE, session)?;
    let parts: Vec<&[u8]> = sealed.as_bytes().chunks(PART_LENGTH).collect();
    if parts.len() > MAX_PARTS {
        return Err(SealError);
    }
    for (index, part) in parts.iter().enumerate() {
        let text = str::from_utf8(part).map_err(|_| SealError)?;
        let cookie = if index == 0 {
            format!("{NAME}={}.{text}; {ATTRIBUTES}", parts.len())
        } else {
            format!("{NAME}.{index}={text}; {ATTRIBUTES}")
        };
        headers.append(
            SET_COOKIE,
            HeaderValue::from_str(&cookie).map_err(|_| SealError)?,
        );
    }
    Ok(())
}

/// Adds what erases each part that `request` carried to an answer's headers.
pub(crate) fn clear(request: &HeaderMap, headers: &mut HeaderMap) {
    for index in 0..MAX_PARTS {
        let name = part_name(index);
        if find(request, &name).is_some() {
            let erased = format!("{name}=; {ATTRIBUTES}; Max-Age=0");
            headers.extend(
                HeaderValue::from_str(&erased)
                    .ok()
                    .map(|value| (SET_COOKIE, value)),
            );
        }
    }
}

/// The session of a request's cookies; `Some(None)` when there are cookies that hold none.
pub(super) fn read(keys: &CookieKeys, request: &HeaderMap) -> Option<Option<Session>> {
    let first = find(request, NAME)?;
    let sealed = join(first, request);
    Some(sealed.and_then(|sealed| keys.open(PURPOSE, &sealed)))
}

fn join(first: &str, request: &HeaderMap) -> Option<String> {
    let (count, text) = first.split_once('.')?;
    let count: usize = count
        .parse()
        .ok()
        .filter(|count| (1..=MAX_PARTS).contains(count))?;
    let mut sealed = text.to_owned();
    for index in 1..count {
        sealed.push_str(find(request, &part_name(index))?);
    }
    Some(sealed)
}

fn part_name(index: usize) -> String {
    if index == 0 {
        NAME.to_owned()
    } else {
        format!("{NAME}.{index}")
    }
}

pub(super) fn find<'a>(request: &'a HeaderMap, name: &str) -> Option<&'a str> {
    request
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
