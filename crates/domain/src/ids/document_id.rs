//! The client-made UUID of a document, fixed before its first deposit.

use std::fmt;

use serde::Serialize;

/// A version 4 UUID (RFC 9562 §5.4) in its 36-character form, as `UUID` of the CNS schemas asks.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, PartialOrd, Ord)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// Derives the id from 16 random bytes: version and variant bits are set, the rest is kept.
    pub fn derive(mut random: [u8; 16]) -> Self {
        random[6] = (random[6] & 0x0f) | 0x40;
        random[8] = (random[8] & 0x3f) | 0x80;
        let mut text = String::with_capacity(36);
        for (at, byte) in random.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for nibble in [byte >> 4, byte & 0x0f] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }

    /// Reads an id that was derived here: 36 characters, lower case, version 4.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let fits = |(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => digit(byte),
        };
        let whole = text.len() == 36 && text.bytes().enumerate().all(fits);
        whole.then(|| Self(text.to_owned()))
    }

    /// The 36 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_of_version_and_variant_are_set() {
        assert_eq!(
            DocumentId::derive([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            DocumentId::derive([255; 16]).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }

    #[test]
    fn only_an_id_of_ours_is_read_back() {
        let id = DocumentId::derive([0xa7; 16]);
        assert_eq!(DocumentId::parse(id.as_str()), Some(id));
        for other in [
            "",
            "x",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF",
            "ffffffff-ffff-4fff-bfff-ffffffffffff0",
            "ffffffffffff-4fff-bfff-ffff-ffffffff",
        ] {
            assert_eq!(DocumentId::parse(other), None, "{other}");
        }
    }
}
