//! What a scanner has before it when it looks at a symbol: the symbol and what lies within 10 mm of it.

use domain::display::{Item, Page, Symbol};

use super::{Part, symbol};
use crate::Fonts;

/// How far round the symbol a scanner sees, in millimetres.
const AROUND: f32 = 10.0;

/// Left, top, right and bottom.
type Edges = [f32; 4];

/// The part of a page round its symbol; `None` where it has none.
pub fn near_symbol(page: &Page, fonts: &Fonts, payload: &str) -> Option<Part> {
    let [left, top, right, bottom] = edges(page.items.iter().find_map(symbol)?);
    let area = [
        (left - AROUND).max(0.0),
        (top - AROUND).max(0.0),
        (right + AROUND).min(page.width),
        (bottom + AROUND).min(page.height),
    ];
    let near = |item: &&Item| overlap(extent(item, fonts), area);
    let [left, top, right, bottom] = area;
    Some(Part {
        volet: page.volet,
        payload: payload.to_owned(),
        area: [left, top, right - left, bottom - top],
        items: page.items.iter().filter(near).cloned().collect(),
    })
}

/// The edges of a symbol without its quiet zone.
fn edges(symbol: &Symbol) -> Edges {
    let side = u16::try_from(symbol.rows.len()).map_or(0.0, f32::from) * symbol.module;
    [symbol.x, symbol.y, symbol.x + side, symbol.y + side]
}

fn extent(item: &Item, fonts: &Fonts) -> Edges {
    match item {
        Item::Text(text) => {
            let width = fonts.width(&text.text, text.size, text.bold);
            let (up, down) = (fonts.ascent() * text.size, fonts.descent() * text.size);
            [text.x, text.y - up, text.x + width, text.y + down]
        }
        Item::Rule(rule) => {
            let half = rule.width / 2.0;
            let (x, y) = ([rule.x1, rule.x2], [rule.y1, rule.y2]);
            [
                x[0].min(x[1]) - half,
                y[0].min(y[1]) - half,
                x[0].max(x[1]) + half,
                y[0].max(y[1]) + half,
            ]
        }
        Item::Frame(frame) => [
            frame.x,
            frame.y,
            frame.x + frame.width,
            frame.y + frame.height,
        ],
        Item::Symbol(symbol) => edges(symbol),
    }
}

fn overlap(one: Edges, two: Edges) -> bool {
    one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3]
}
