//! The device's own pixels under a page: a symbol whose modules are whole pixels is sharp on any screen.

use domain::display::Symbol;

/// A symbol may grow to this side in millimetres: nothing else stands there.
const ROOM: f32 = 26.0;

/// How a page lies on the device.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Pixels {
    /// Device pixels a millimetre.
    pub(crate) scale: f32,
    /// Where the page's corner lies between two pixels, in pixels.
    pub(crate) left: f32,
    /// The same downwards.
    pub(crate) top: f32,
}

impl Pixels {
    /// Left, top and module of a symbol in millimetres, each on a whole pixel.
    pub(crate) fn fit(self, symbol: &Symbol) -> (f32, f32, f32) {
        let Self { scale, left, top } = self;
        if scale <= 0.0 {
            return (symbol.x, symbol.y, symbol.module);
        }
        let side = u16::try_from(symbol.rows.len()).map_or(1.0, f32::from);
        let wanted = symbol.module * scale;
        let nearest = wanted.round();
        let pixels = if nearest * side > ROOM * scale {
            wanted.floor()
        } else {
            nearest
        };
        let on =
            |millimetres: f32, start: f32| ((millimetres * scale + start).round() - start) / scale;
        (
            on(symbol.x, left),
            on(symbol.y, top),
            pixels.max(1.0) / scale,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_a_whole_number_of_pixels_and_the_symbol_keeps_its_room() {
        for side in [10_usize, 24, 26, 48] {
            let module = 0.85_f32.min(25.2 / f32::from(u8::try_from(side).unwrap()));
            let symbol = Symbol {
                x: 18.0,
                y: 15.0,
                module,
                rows: vec!["1".repeat(side); side],
            };
            for scale in [1.6_f32, 1.9, 2.7, 3.78, 5.1, 7.56, 11.3] {
                let pixels = Pixels {
                    scale,
                    left: 0.37,
                    top: 0.81,
                };
                let (x, y, fitted) = pixels.fit(&symbol);
                for (at, start) in [(x, 0.37), (y, 0.81)] {
                    let pixel = at * scale + start;
                    assert!((pixel - pixel.round()).abs() < 0.01, "{pixel}");
                }
                let wide = fitted * scale;
                assert!((wide - wide.round()).abs() < 0.001 && wide >= 1.0, "{wide}");
                let room = f32::from(u8::try_from(side).unwrap()) * fitted;
                assert!(room <= ROOM + 0.01 || wide < 1.5, "{room}");
            }
        }
    }
}
