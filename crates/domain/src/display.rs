//! The display list: a page as text runs, rules, frames and one symbol, in millimetres from the top left corner.
//!
//! One layout makes it; one painter turns it into SVG nodes, another into PDF, so that preview and file agree.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The copy of a form that a page belongs to. *Volet* is the CNS term.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Volet {
    /// For the health fund.
    Caisse,
    /// For the employer: built from its own list of fields, never from the fund's copy.
    Employeur,
    /// For the insured person.
    Assure,
    /// The fee memo, which has one copy.
    Mh,
}

impl Volet {
    /// The three copies of a certificate, in the order in which they are shown.
    pub const CERTIFICATE: [Self; 3] = [Self::Caisse, Self::Employeur, Self::Assure];

    /// The word used in attributes, in the public contract and by the eConnector.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Caisse => "caisse",
            Self::Employeur => "employeur",
            Self::Assure => "assure",
            Self::Mh => "mh",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Caisse, Self::Employeur, Self::Assure, Self::Mh]
            .into_iter()
            .find(|volet| volet.as_str() == word)
    }
}

/// One page of one copy.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Page {
    /// The copy it belongs to.
    pub volet: Volet,
    /// Width in millimetres.
    pub width: f32,
    /// Height in millimetres.
    pub height: f32,
    /// What is painted, in order.
    pub items: Vec<Item>,
    /// Where the fields stand, filled or empty.
    #[serde(default)]
    pub places: Vec<Place>,
}

/// Where a field stands on a page: what is outlined when its control has the focus. A field may have several.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The field's path.
    pub field: String,
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Something painted. Lengths are millimetres; a text's `y` is its baseline.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Item {
    /// A run of text in one size and weight.
    Text(Text),
    /// A straight line.
    Rule(Rule),
    /// A rectangle, outlined or filled.
    Frame(Frame),
    /// A DataMatrix.
    Symbol(Symbol),
}

/// A run of text.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Left end.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Bold rather than regular.
    pub bold: bool,
    /// How much it stands out.
    pub tone: Tone,
    /// The words.
    pub text: String,
    /// The form field whose value it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// The ink of a text or a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Black.
    Ink,
    /// Grey, for labels.
    Label,
    /// The red of *APERÇU* and of its like.
    Warning,
    /// A pale ground, for frames.
    Ground,
}

impl Tone {
    /// Red, green and blue, 0 to 255.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Ink => [0, 0, 0],
            Self::Label => [85, 85, 85],
            Self::Warning => [179, 38, 30],
            Self::Ground => [238, 241, 244],
        }
    }
}

/// A straight line.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Start.
    pub x1: f32,
    /// Start.
    pub y1: f32,
    /// End.
    pub x2: f32,
    /// End.
    pub y2: f32,
    /// Thickness.
    pub width: f32,
}

/// A rectangle.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Thickness of the outline; 0 for a filled frame with none.
    pub line: f32,
    /// The filling, if any.
    pub fill: Option<Tone>,
}

/// A square matrix symbol. The quiet zone is around it, not in it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Symbol {
    /// Left edge of the first module.
    pub x: f32,
    /// Top edge of the first module.
    pub y: f32,
    /// Side of one module.
    pub module: f32,
    /// The rows, each a text of `1` (dark) and `0`.
    pub rows: Vec<String>,
}

impl Symbol {
    /// The dark runs of each row as `(column, row, length)` in modules: what a painter draws.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for (y, row) in self.rows.iter().enumerate() {
            let mut start = None;
            for (x, module) in row.bytes().chain([b'0']).enumerate() {
                match (module == b'1', start) {
                    (true, None) => start = Some(x),
                    (false, Some(from)) => {
                        runs.push((from, y, x - from));
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        runs
    }
}

/// Names the kind of item only: its text may be a person's.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text([redacted])",
            Self::Rule(_) => "Rule",
            Self::Frame(_) => "Frame",
            Self::Symbol(_) => "Symbol([redacted])",
        })
    }
}

crate::redacted!(Text, Rule, Frame, Symbol);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_dark_modules_of_a_row() {
        let rows = vec!["1101".to_owned(), "0000".to_owned(), "1111".to_owned()];
        let symbol = Symbol {
            x: 0.0,
            y: 0.0,
            module: 1.0,
            rows,
        };
        assert_eq!(symbol.runs(), [(0, 0, 2), (3, 0, 1), (0, 2, 4)]);
    }

    #[test]
    fn a_volet_is_read_back_from_its_word() {
        for volet in [Volet::Caisse, Volet::Employeur, Volet::Assure, Volet::Mh] {
            assert_eq!(Volet::parse(volet.as_str()), Some(volet));
        }
        assert_eq!(Volet::parse("Caisse"), None);
    }
}
