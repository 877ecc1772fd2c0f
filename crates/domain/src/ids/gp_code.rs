//! The CNS provider code (*code prestataire*) under which a document is deposited.

use std::fmt;

/// Eight digits, 10000000 to 99999999 (CNS schema 2022, `T_CodePrestataire`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GpCode(String);

/// The text is no provider code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a provider code has eight digits and does not begin with 0")]
pub struct GpCodeError;

impl GpCode {
    /// Parses eight ASCII digits; spaces and the dash of the printed form `NNNNNN-CC` are dropped.
    ///
    /// The check pair of the printed form is a hypothesis, so that it is never asked for.
    pub fn parse(text: &str) -> Result<Self, GpCodeError> {
        let code: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit());
        if digits && !code.starts_with('0') {
            Ok(Self(code))
        } else {
            Err(GpCodeError)
        }
    }

    /// The eight digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<GpCode> for String {
    fn from(code: GpCode) -> Self {
        code.0
    }
}

impl fmt::Display for GpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_ascii_digits_and_nothing_else() {
        assert_eq!(
            GpCode::parse("908133-19").map(String::from).as_deref(),
            Ok("90813319")
        );
        for bad in [
            "",
            "9081331",
            "908133190",
            "00813319",
            "9081331x",
            "９０８１３３１９",
        ] {
            assert_eq!(GpCode::parse(bad), Err(GpCodeError), "{bad}");
        }
    }
}
