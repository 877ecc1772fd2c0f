//! Where the bits of the codewords stand in a square symbol (ISO/IEC 16022:2006, annex F), with the borders round each region.
//!
//! rxing does the same, but looks each bit's codeword up from the first one on: that was half of the time of a symbol.

/// The places of a codeword's eight bits from the highest on, beside that of the lowest: row and column.
const SHAPE: Bits = [
    (-2, -2),
    (-2, -1),
    (-1, -2),
    (-1, -1),
    (-1, 0),
    (0, -2),
    (0, -1),
    (0, 0),
];

/// The same of the codewords that lie round a corner; what is below zero is counted from the far edge.
const CORNERS: [Bits; 4] = [
    [
        (-1, 0),
        (-1, 1),
        (-1, 2),
        (0, -2),
        (0, -1),
        (1, -1),
        (2, -1),
        (3, -1),
    ],
    [
        (-3, 0),
        (-2, 0),
        (-1, 0),
        (0, -4),
        (0, -3),
        (0, -2),
        (0, -1),
        (1, -1),
    ],
    [
        (-3, 0),
        (-2, 0),
        (-1, 0),
        (0, -2),
        (0, -1),
        (1, -1),
        (2, -1),
        (3, -1),
    ],
    [
        (-1, 0),
        (-1, -1),
        (0, -3),
        (0, -2),
        (0, -1),
        (1, -3),
        (1, -2),
        (1, -1),
    ],
];

type Bits = [(isize, isize); 8];

/// The rows of the whole symbol, `1` for dark: `regions` a side, each with a border of one module.
pub(super) fn rows(codewords: &[u8], side: usize, regions: usize) -> Vec<String> {
    let bits = placed(codewords, side);
    let region = side / regions.max(1);
    let framed = region + 2;
    let row = |y: usize| {
        let (above, y) = (y / framed, y % framed);
        let module = |x: usize| {
            let (before, x) = (x / framed, x % framed);
            match (x, y) {
                // Solid at the left and below, one after the other above and at the right.
                (0, _) => true,
                (_, y) if y == region + 1 => true,
                (x, 0) => x % 2 == 0,
                (x, y) if x == region + 1 => y % 2 == 1,
                (x, y) => {
                    let at = (above * region + y - 1) * side + before * region + x - 1;
                    bits.get(at) == Some(&Some(true))
                }
            }
        };
        let modules = (0..regions * framed).map(module);
        modules.map(|dark| if dark { '1' } else { '0' }).collect()
    };
    (0..regions * framed).map(row).collect()
}

/// The modules inside the borders, row by row.
fn placed(codewords: &[u8], side: usize) -> Vec<Option<bool>> {
    let mut grid = Grid {
        side: side.cast_signed(),
        modules: vec![None; side * side],
        codewords: codewords.iter(),
    };
    grid.fill();
    grid.modules
}

struct Grid<'a> {
    side: isize,
    modules: Vec<Option<bool>>,
    /// Those that have no place yet.
    codewords: std::slice::Iter<'a, u8>,
}

impl Grid<'_> {
    /// Goes up and down along diagonals, with a codeword at each place that is still free.
    fn fill(&mut self) {
        let side = self.side;
        let (mut row, mut column) = (4, 0);
        while row < side || column < side {
            self.corner(row, column);
            while row >= 0 && column < side {
                self.codeword(row, column);
                (row, column) = (row - 2, column + 2);
            }
            (row, column) = (row + 1, column + 3);
            while row < side && column >= 0 {
                self.codeword(row, column);
                (row, column) = (row + 2, column - 2);
            }
            (row, column) = (row + 3, column + 1);
        }
        // Some sizes leave the last corner free.
        if self.is_free(side - 1, side - 1) {
            self.put(side - 1, side - 1, true);
            self.put(side - 2, side - 2, true);
        }
    }

    /// The codeword round a corner, where one begins here.
    fn corner(&mut self, row: isize, column: isize) {
        let side = self.side;
        let begins = [
            row == side && column == 0,
            row == side - 2 && column == 0 && side % 4 != 0,
            row == side - 2 && column == 0 && side % 8 == 4,
            row == side + 4 && column == 2 && side % 8 == 0,
        ];
        for (begins, bits) in begins.into_iter().zip(CORNERS) {
            if begins {
                let from_edge = |at: isize| if at < 0 { at + side } else { at };
                self.next(bits.map(|(row, column)| (from_edge(row), from_edge(column))));
            }
        }
    }

    fn codeword(&mut self, row: isize, column: isize) {
        if self.is_free(row, column) {
            self.next(SHAPE.map(|(down, right)| self.around(row + down, column + right)));
        }
    }

    /// What lies over an edge comes in at the other one, shifted.
    fn around(&self, mut row: isize, mut column: isize) -> (isize, isize) {
        let (side, shift) = (self.side, 4 - (self.side + 4) % 8);
        if row < 0 {
            (row, column) = (row + side, column + shift);
        }
        if column < 0 {
            (row, column) = (row + shift, column + side);
        }
        (row, column)
    }

    fn next(&mut self, bits: Bits) {
        let codeword = self.codewords.next().copied().unwrap_or_default();
        for (bit, (row, column)) in (0..8).rev().zip(bits) {
            self.put(row, column, codeword >> bit & 1 == 1);
        }
    }

    fn is_free(&self, row: isize, column: isize) -> bool {
        let module = self.at(row, column).and_then(|at| self.modules.get(at));
        module == Some(&None)
    }

    fn put(&mut self, row: isize, column: isize, dark: bool) {
        let at = self.at(row, column);
        if let Some(module) = at.and_then(|at| self.modules.get_mut(at)) {
            *module = Some(dark);
        }
    }

    fn at(&self, row: isize, column: isize) -> Option<usize> {
        let inside = (0..self.side).contains(&row) && (0..self.side).contains(&column);
        let at = row * self.side + column;
        inside.then(|| usize::try_from(at).ok()).flatten()
    }
}
