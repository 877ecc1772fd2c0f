//! Paints a display list as SVG nodes, touching only what changed since the last time.

use domain::display::{Frame, Item, Page, Rule, Symbol, Text, Tone, Volet};
use web_sys::Element;

use crate::pixels::Pixels;
use crate::svg::{make, number};

/// The painter of one page.
pub(crate) struct Painter {
    pub(crate) volet: Volet,
    svg: Element,
    painted: Vec<(Item, Element)>,
    pixels: Option<Pixels>,
}

impl Painter {
    /// Paints into an `<svg>` whose user unit is the millimetre and whose `data-volet` names the copy.
    pub(crate) fn new(svg: Element) -> Option<Self> {
        let volet = Volet::parse(&svg.get_attribute("data-volet")?)?;
        // The element may have shown another form's pages.
        svg.set_text_content(None);
        Some(Self {
            volet,
            svg,
            painted: Vec::new(),
            pixels: None,
        })
    }

    /// The element that is painted in.
    pub(crate) fn svg(&self) -> &Element {
        &self.svg
    }

    /// Paints a page of this copy.
    pub(crate) fn paint(&mut self, page: &Page) {
        for (at, item) in page.items.iter().enumerate() {
            self.paint_item(at, item);
        }
        for (_, node) in self.painted.drain(page.items.len()..) {
            node.remove();
        }
    }

    /// Draws symbols on the device's own pixels from now on.
    pub(crate) fn fit_to(&mut self, pixels: Pixels) {
        if self.pixels == Some(pixels) {
            return;
        }
        self.pixels = Some(pixels);
        for (item, node) in &self.painted {
            if let Item::Symbol(symbol) = item {
                _ = node.set_attribute("d", &path(symbol, self.pixels));
            }
        }
    }

    /// Keeps a node that shows the same, changes one of the same kind, replaces any other.
    fn paint_item(&mut self, at: usize, item: &Item) {
        let pixels = self.pixels;
        match self.painted.get_mut(at) {
            Some((old, _)) if old == item => {}
            Some((old, node)) if kind(old) == kind(item) => {
                write(node, item, Some(old), pixels);
                *old = item.clone();
            }
            Some((old, node)) => {
                if let Some(fresh) = painted(item, pixels) {
                    _ = node.replace_with_with_node_1(&fresh);
                    (*old, *node) = (item.clone(), fresh);
                }
            }
            None => {
                if let Some(fresh) = painted(item, pixels) {
                    // Behind what lies over the page: outlines and marks.
                    let last = self.painted.last().map(|(_, node)| node);
                    let next =
                        last.map_or_else(|| self.svg.first_child(), |node| node.next_sibling());
                    _ = self.svg.insert_before(&fresh, next.as_ref());
                    self.painted.push((item.clone(), fresh));
                }
            }
        }
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Text(_) => "text",
        Item::Rule(_) => "line",
        Item::Frame(_) => "rect",
        Item::Symbol(_) => "path",
    }
}

fn painted(item: &Item, pixels: Option<Pixels>) -> Option<Element> {
    let node = make(kind(item))?;
    write(&node, item, None, pixels);
    Some(node)
}

/// Writes what differs from the old item; everything where there is none.
fn write(node: &Element, item: &Item, old: Option<&Item>, pixels: Option<Pixels>) {
    let before = old.map(|old| attributes(old, pixels)).unwrap_or_default();
    for (at, (name, value)) in attributes(item, pixels).into_iter().enumerate() {
        if before.get(at).is_none_or(|(_, old)| *old != value) {
            _ = node.set_attribute(name, &value);
        }
    }
    if let Item::Text(Text { text, .. }) = item {
        node.set_text_content(Some(text));
    }
}

/// The attributes of an item, in a fixed order for its kind.
pub(crate) fn attributes(item: &Item, pixels: Option<Pixels>) -> Vec<(&'static str, String)> {
    match item {
        Item::Text(Text {
            x,
            y,
            size,
            bold,
            tone,
            field,
            ..
        }) => vec![
            ("x", number(*x)),
            ("y", number(*y)),
            ("font-size", number(*size)),
            ("font-weight", if *bold { "700" } else { "400" }.to_owned()),
            ("fill", colour(*tone)),
            ("data-field", field.clone().unwrap_or_default()),
        ],
        Item::Rule(Rule {
            x1,
            y1,
            x2,
            y2,
            width,
        }) => vec![
            ("x1", number(*x1)),
            ("y1", number(*y1)),
            ("x2", number(*x2)),
            ("y2", number(*y2)),
            ("stroke", colour(Tone::Ink)),
            ("stroke-width", number(*width)),
        ],
        Item::Frame(Frame {
            x,
            y,
            width,
            height,
            line,
            fill,
        }) => vec![
            ("x", number(*x)),
            ("y", number(*y)),
            ("width", number(*width)),
            ("height", number(*height)),
            (
                "stroke",
                if *line > 0.0 {
                    colour(Tone::Ink)
                } else {
                    "none".to_owned()
                },
            ),
            ("stroke-width", number(*line)),
            ("fill", fill.map_or_else(|| "none".to_owned(), colour)),
        ],
        Item::Symbol(symbol) => vec![
            ("d", path(symbol, pixels)),
            ("fill", colour(Tone::Ink)),
            ("shape-rendering", "crispEdges".to_owned()),
            ("data-symbol", "datamatrix".to_owned()),
        ],
    }
}

/// One path for all dark modules, on whole pixels where these are known.
#[expect(
    clippy::cast_precision_loss,
    reason = "a symbol has at most 144 modules a side"
)]
pub(crate) fn path(symbol: &Symbol, pixels: Option<Pixels>) -> String {
    let (x, y, module) = pixels.map_or((symbol.x, symbol.y, symbol.module), |pixels| {
        pixels.fit(symbol)
    });
    let mut path = String::new();
    for (column, row, length) in symbol.runs() {
        let (left, top) = (x + column as f32 * module, y + row as f32 * module);
        let width = number(length as f32 * module);
        let run = format!(
            "M{} {}h{width}v{}h-{width}z",
            number(left),
            number(top),
            number(module)
        );
        path.push_str(&run);
    }
    path
}

fn colour(tone: Tone) -> String {
    let [red, green, blue] = tone.rgb();
    format!("rgb({red},{green},{blue})")
}
