//! How a text is fitted into its box: smaller first, then on more lines. A part of a text is never shown as the whole.

use crate::Fonts;

/// The smallest size in which a value is printed, in millimetres (6.8 points).
const FLOOR: f32 = 2.4;
/// Down to this part of the wanted size a text is made smaller rather than broken into lines.
const BEFORE_WRAP: f32 = 0.75;
/// Broken into lines it is at most this part of the wanted size, so that the lines do not crowd.
const WRAPPED: f32 = 0.85;
/// One step smaller, in millimetres.
const STEP: f32 = 0.1;

/// A box for text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// The size that is wanted.
    pub(crate) size: f32,
    pub(crate) bold: bool,
}

/// Text as it fits.
pub(crate) struct Fitted {
    /// The size of all lines.
    pub(crate) size: f32,
    /// Each line with the number of its paragraph.
    pub(crate) lines: Vec<(usize, String)>,
}

/// Fits paragraphs, each of which begins on a line of its own, into a box; `None` where they do not even fit in the
/// smallest size.
pub(crate) fn fit(fonts: &Fonts, room: Room, paragraphs: &[&str]) -> Option<Fitted> {
    let sizes = |most: f32, least: f32| {
        std::iter::successors(Some(most), |size| Some(size - STEP))
            .take_while(move |size| *size >= least - STEP / 2.0)
    };
    let unbroken = |size| {
        let lines = whole(paragraphs);
        let fits = |line: &(usize, String)| fonts.width(&line.1, size, room.bold) <= room.width;
        lines.iter().all(fits).then_some(lines)
    };
    let broken = |size| Some(wrap(fonts, room, size, paragraphs));
    let one_line_each =
        sizes(room.size, (room.size * BEFORE_WRAP).max(FLOOR)).map(|size| (size, unbroken(size)));
    let as_needed = sizes(room.size * WRAPPED, FLOOR).map(|size| (size, broken(size)));
    one_line_each
        .chain(as_needed)
        .filter_map(|(size, lines)| Some((size, lines?)))
        .find(|(size, lines)| lines.len() <= capacity(fonts, room, *size))
        .map(|(size, lines)| Fitted { size, lines })
}

fn whole(paragraphs: &[&str]) -> Vec<(usize, String)> {
    paragraphs
        .iter()
        .map(|text| (*text).to_owned())
        .enumerate()
        .collect()
}

/// How many lines the box holds.
fn capacity(fonts: &Fonts, room: Room, size: f32) -> usize {
    let pitch = size * (fonts.ascent() + fonts.descent());
    let mut lines = 1;
    let mut height = 2.0 * pitch;
    while height <= room.height {
        lines += 1;
        height += pitch;
    }
    lines
}

fn wrap(fonts: &Fonts, room: Room, size: f32, paragraphs: &[&str]) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    for (paragraph, text) in paragraphs.iter().enumerate() {
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let joined = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if fonts.width(&joined, size, room.bold) <= room.width {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push((paragraph, std::mem::take(&mut line)));
            }
            // A word that is longer than a line is broken between letters.
            for letter in word.chars() {
                line.push(letter);
                if fonts.width(&line, size, room.bold) > room.width {
                    line.pop();
                    lines.push((paragraph, std::mem::take(&mut line)));
                    line.push(letter);
                }
            }
        }
        lines.push((paragraph, line));
    }
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_fonts;

    const ROOM: Room = Room {
        width: 60.0,
        height: 8.2,
        size: 4.0,
        bold: false,
    };

    fn lines(text: &[&str]) -> (f32, Vec<String>) {
        let fitted = fit(&test_fonts(), ROOM, text).unwrap();
        let lines = fitted.lines.into_iter().map(|(_, line)| line).collect();
        (fitted.size, lines)
    }

    #[test]
    fn a_short_text_stays_as_it_is() {
        assert_eq!(lines(&["Weber"]), (4.0, vec!["Weber".to_owned()]));
    }

    #[test]
    fn a_longer_one_becomes_smaller_before_it_is_broken() {
        let name = "Marie-Antoinette-Joséphine de Lorraine";
        let (size, lines) = lines(&[name]);
        assert!((3.0..4.0).contains(&size), "{size}");
        assert_eq!(lines, [name]);
    }

    #[test]
    fn a_long_one_is_broken_at_spaces_and_a_long_word_between_letters() {
        let name = "Marie Antoinette Joséphine Élisabeth de Habsbourg-Lorraine";
        let (_, two) = lines(&[name]);
        assert_eq!((two.join(" ").as_str(), two.len()), (name, 2));
        let word = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(2);
        let (_, broken) = lines(&[&word]);
        assert_eq!(broken.concat(), word);
        assert!(broken.len() > 1);
    }

    #[test]
    fn what_does_not_fit_in_the_smallest_size_is_not_fitted_at_all() {
        assert!(fit(&test_fonts(), ROOM, &["x", &"W".repeat(150)]).is_none());
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        let address = ["12, Rue X", "L-4011 Esch"];
        assert_eq!(lines(&address).1, address);
        assert!(lines(&[]).1.is_empty());
    }
}
