//! The pages of a fee memo: as many as its lines need, each with the head repeated and the sum carried over.
//!
//! Assumption: the CNS template of the electronic memo is not public; this is a page of our own, in French. Where the
//! eConnector makes no page for a memo, this one is the document and does not say *APERÇU*.

mod close;
mod head;
mod row;

use domain::display::{Page, Volet};
use domain::forms::memo::MemoCopy;
use domain::money::Amount;

use crate::Fonts;
use crate::layout::Layout;
use crate::sheet::{Notes, Sheet, Style};
use row::Row;

/// Rows and the sum under them end here.
const BOTTOM: f32 = 268.0;

/// The title of the file.
pub fn title(copy: &MemoCopy) -> String {
    match copy.number.as_str() {
        "" => "Mémoire d'honoraires".to_owned(),
        number => format!("Mémoire d'honoraires n° {number}"),
    }
}

/// Lays out the memo. It gives a page at every stage of typing, an empty form included.
pub fn pages(copy: &MemoCopy, fonts: &Fonts) -> Layout {
    let mut notes = Notes::default();
    let mut book = Book {
        copy,
        fonts,
        notes: &mut notes,
        done: Vec::new(),
    };
    book.write();
    let mut pages = book.done;
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        page.items.push(head::page_number(at + 1, count, fonts));
    }
    Layout::new(pages, notes)
}

/// The pages in the making.
struct Book<'a> {
    copy: &'a MemoCopy,
    fonts: &'a Fonts,
    notes: &'a mut Notes,
    done: Vec<Page>,
}

impl Book<'_> {
    fn write(&mut self) {
        let copy = self.copy;
        let rows: Vec<Row<'_>> = copy.lines.iter().enumerate().map(Row::new).collect();
        let mut rest = rows.as_slice();
        let mut sum = Amount::ZERO;
        loop {
            let mut sheet = Sheet::new(Volet::Mh, self.fonts, self.notes);
            let first = self.done.is_empty();
            let mut y = head::draw(&mut sheet, copy, first);
            if !first {
                y = row::carried(&mut sheet, y, "Report", sum);
            }
            let all = y + rest.iter().map(Row::height).sum::<f32>();
            let closes = all + close::HEIGHT <= close::BOTTOM;
            let fitting = if closes { rest.len() } else { fitting(rest, y) };
            let (now, later) = rest.split_at(fitting);
            for row in now {
                y = row.draw(&mut sheet, y);
                sum = Amount::from_cents(sum.cents().saturating_add(row.cents()));
            }
            rest = later;
            if closes {
                close::draw(&mut sheet, y, copy);
            } else {
                row::carried(&mut sheet, y, "À reporter", sum);
            }
            foot(&mut sheet);
            self.done.push(sheet.into_page());
            if closes {
                return;
            }
        }
    }
}

/// How many rows have room, with the sum under them.
fn fitting(rows: &[Row<'_>], mut y: f32) -> usize {
    let mut count = 0;
    for row in rows {
        y += row.height();
        if y + row::CARRIED > BOTTOM {
            break;
        }
        count += 1;
    }
    count
}

fn foot(sheet: &mut Sheet<'_>) {
    sheet.rule(crate::grid::span(0, 12), 278.0, 0.1);
    sheet.words(
        crate::grid::LEFT,
        282.4,
        Style::LABEL,
        "Mémoire d'honoraires",
    );
}

#[cfg(test)]
mod tests;
