//! What a local page of a certificate is: a preview, or a printed substitute.

use domain::display::Tone;

use crate::sheet::{Sheet, Style};

/// What a page says about its own value.
pub(crate) enum Standing {
    /// Only what the eConnector answers is a document: the page says *APERÇU*.
    Preview,
    /// Printed and signed by hand after a failed transmission, which has to follow until the day named.
    Substitute(String),
}

impl Standing {
    /// A certificate's local page is never the document.
    pub(crate) fn of_certificate(substitute_before: Option<&str>) -> Self {
        substitute_before.map_or(Self::Preview, |day| Self::Substitute(day.to_owned()))
    }

    /// Writes the words, if there are any.
    pub(crate) fn mark(&self, sheet: &mut Sheet<'_>, x: f32, y: f32) {
        let (size, words) = match self {
            Self::Preview => (8.4, "APERÇU — sans valeur".to_owned()),
            Self::Substitute(day) => (
                3.8,
                format!("À signer — transmission électronique à faire avant le {day}"),
            ),
        };
        let style = Style {
            size,
            bold: true,
            tone: Tone::Warning,
        };
        sheet.words(x, y, style, &words);
    }
}
