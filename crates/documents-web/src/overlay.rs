//! What lies over a page and is no part of it: the outline of the field that has the focus, and marks at fields with
//! an issue.

use domain::display::Place;
use web_sys::Element;

use crate::svg::{make, number};

/// The overlay of one page.
pub(crate) struct Overlay {
    group: Element,
    places: Vec<Place>,
    focus: Option<String>,
    marked: Vec<String>,
}

impl Overlay {
    /// Lies over a page that is painted in this element.
    pub(crate) fn new(svg: &Element) -> Option<Self> {
        let group = make("g")?;
        _ = group.set_attribute("class", "overlay");
        _ = group.set_attribute("aria-hidden", "true");
        _ = svg.append_child(&group);
        Some(Self {
            group,
            places: Vec::new(),
            focus: None,
            marked: Vec::new(),
        })
    }

    /// The page was painted: its fields may stand elsewhere.
    pub(crate) fn follow(&mut self, places: &[Place]) {
        if self.places != places {
            self.places = places.to_vec();
            self.draw();
        }
    }

    /// Outlines a field, or none.
    pub(crate) fn outline(&mut self, field: Option<&str>) {
        if self.focus.as_deref() != field {
            self.focus = field.map(str::to_owned);
            self.draw();
        }
    }

    /// Marks these fields and no others.
    pub(crate) fn mark(&mut self, fields: &[String]) {
        if self.marked != fields {
            self.marked = fields.to_vec();
            self.draw();
        }
    }

    /// The field at a point.
    pub(crate) fn field_at(&self, x: f32, y: f32) -> Option<&str> {
        let within = |place: &&Place| {
            (place.x..place.x + place.width).contains(&x)
                && (place.y..place.y + place.height).contains(&y)
        };
        self.places
            .iter()
            .find(within)
            .map(|place| place.field.as_str())
    }

    fn draw(&self) {
        self.group.set_text_content(None);
        for field in &self.marked {
            if let Some([left, top, _, bottom]) = around(&self.places, field) {
                let bar = [left - 1.6, top, 0.9, bottom - top];
                self.rectangle("issue", field, bar);
            }
        }
        if let Some(field) = &self.focus
            && let Some([left, top, right, bottom]) = around(&self.places, field)
        {
            let outline = [
                left - 0.8,
                top - 0.4,
                right - left + 1.6,
                bottom - top + 0.8,
            ];
            self.rectangle("focus", field, outline);
        }
    }

    fn rectangle(&self, class: &str, field: &str, [x, y, width, height]: [f32; 4]) {
        let Some(node) = make("rect") else { return };
        _ = node.set_attribute("class", class);
        _ = node.set_attribute("data-place", field);
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            _ = node.set_attribute(name, &number(value));
        }
        _ = self.group.append_child(&node);
    }
}

/// The edges round all places of a field.
fn around(places: &[Place], field: &str) -> Option<[f32; 4]> {
    let of_field = places.iter().filter(|place| place.field == field);
    of_field
        .map(|place| {
            [
                place.x,
                place.y,
                place.x + place.width,
                place.y + place.height,
            ]
        })
        .reduce(|a, b| {
            [
                a[0].min(b[0]),
                a[1].min(b[1]),
                a[2].max(b[2]),
                a[3].max(b[3]),
            ]
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_goes_round_all_places_of_a_field() {
        let place = |field: &str, x, y| Place {
            field: field.to_owned(),
            x,
            y,
            width: 10.0,
            height: 5.0,
        };
        let places = [
            place("a", 10.0, 20.0),
            place("b", 0.0, 0.0),
            place("a", 40.0, 30.0),
        ];
        assert_eq!(around(&places, "a"), Some([10.0, 20.0, 50.0, 35.0]));
        assert_eq!(around(&places, "c"), None);
    }
}
