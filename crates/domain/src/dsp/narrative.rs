//! The words of a CDA document, of XML or of HTML: text only, so that nothing in it can run or load.
//!
//! A reader that never fails: what is no mark-up counts as text, what is not closed ends with the document.

/// Elements whose content nobody reads. What stands in them is no mark-up (HTML, raw text elements).
const SILENT: [&str; 3] = ["script", "style", "template"];
/// Elements that begin a line.
const LINES: [&str; 20] = [
    "title",
    "text",
    "section",
    "paragraph",
    "p",
    "div",
    "br",
    "tr",
    "list",
    "item",
    "li",
    "table",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "component",
];
/// Elements that stand beside the one before them.
const CELLS: [&str; 2] = ["td", "th"];

/// The words, a block a line, cells apart. Of a CDA document only titles and texts of its body.
pub fn words(markup: &str) -> String {
    let mut reader = Reader {
        cda: markup.contains("<ClinicalDocument") || markup.contains(":ClinicalDocument"),
        ..Reader::default()
    };
    let mut rest = markup;
    while let Some((before, from)) = rest.split_once('<') {
        reader.text(before);
        rest = reader.tag(from);
    }
    reader.text(rest);
    tidy(&reader.words)
}

#[derive(Default)]
struct Reader {
    words: String,
    cda: bool,
    /// Inside how many elements whose words a CDA document shows.
    shown: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.is_shown() {
            decode(text, &mut self.words);
        }
    }

    fn is_shown(&self) -> bool {
        !self.cda || self.shown > 0
    }

    /// Takes what follows a `<`; answers with what follows the tag.
    fn tag<'a>(&mut self, from: &'a str) -> &'a str {
        for (begin, end, is_text) in [
            ("!--", "-->", false),
            ("![CDATA[", "]]>", true),
            ("?", "?>", false),
            ("!", ">", false),
        ] {
            if let Some(inside) = from.strip_prefix(begin) {
                let (inside, rest) = inside.split_once(end).unwrap_or((inside, ""));
                if is_text && self.is_shown() {
                    self.words.push_str(inside);
                }
                return rest;
            }
        }
        let Some((tag, rest)) = split_tag(from) else {
            return "";
        };
        let closes = tag.starts_with('/');
        let alone = tag.ends_with('/');
        let written = tag
            .trim_matches('/')
            .split(|c: char| c.is_ascii_whitespace() || c == '/')
            .next();
        let written = written.unwrap_or_default();
        let name = written.to_ascii_lowercase();
        let name = name.rsplit(':').next().unwrap_or_default();
        if closes {
            self.close(name);
        } else if alone {
            self.space(name);
        } else if SILENT.contains(&name) {
            return end_of(written, rest);
        } else {
            self.open(name);
        }
        rest
    }

    fn open(&mut self, name: &str) {
        if matches!(name, "title" | "text") {
            self.shown += 1;
        }
        self.space(name);
    }

    fn close(&mut self, name: &str) {
        if matches!(name, "title" | "text") {
            self.shown = self.shown.saturating_sub(1);
            self.words.push('\n');
        } else if LINES.contains(&name) {
            self.words.push('\n');
        }
    }

    fn space(&mut self, name: &str) {
        if LINES.contains(&name) {
            self.words.push('\n');
        } else if CELLS.contains(&name) {
            self.words.push('\t');
        }
    }
}

/// The inside of a tag, up to a `>` that stands in no quotes.
pub(super) fn split_tag(from: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, letter) in from.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some((from.get(..at)?, from.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// What begins with the end tag of an element; nothing where it has none.
fn end_of<'a>(name: &str, rest: &'a str) -> &'a str {
    let mut ends = rest.match_indices("</");
    let end = ends.find(|(at, _)| {
        let found = rest.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    });
    end.and_then(|(at, _)| rest.get(at..)).unwrap_or_default()
}

/// The longest entity that is known: `#x10ffff`.
const LONGEST_ENTITY: usize = 8;

/// The five entities of XML, no-break space, and numbers.
fn decode(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        into.push_str(before);
        // Only as far as an entity goes: a look through all that follows, for each `&`, would take minutes.
        let mut near = from.bytes().take(LONGEST_ENTITY + 1);
        let end = near.position(|byte| byte == b';');
        let (name, after) = end
            .and_then(|end| Some((from.get(..end)?, from.get(end + 1..)?)))
            .unwrap_or(("", from));
        let number =
            name.strip_prefix('#')
                .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok(),
                    None => digits.parse().ok(),
                });
        match (name, number.and_then(char::from_u32)) {
            ("lt", _) => into.push('<'),
            ("gt", _) => into.push('>'),
            ("amp", _) => into.push('&'),
            ("quot", _) => into.push('"'),
            ("apos", _) => into.push('\''),
            ("nbsp", _) => into.push(' '),
            (_, Some(letter)) if !letter.is_control() => into.push(letter),
            _ => {
                into.push('&');
                rest = from;
                continue;
            }
        }
        rest = after;
    }
    into.push_str(rest);
}

/// White space as one reads it: one space, one line, tabs between cells.
fn tidy(words: &str) -> String {
    let cell = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(cell).collect();
        cells.join("  ").trim().to_owned()
    };
    let lines: Vec<String> = words
        .lines()
        .map(line)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_cda_body_is_read_and_its_head_is_not() {
        let cda = "<?xml version='1.0'?><ClinicalDocument><id root='1.2'/><title>Lettre</title>\
            <recordTarget><name>Nobody</name></recordTarget><component><section><title>Conclusion</title>\
            <text>Va <b>bien</b> &amp; rentre.<br/>Contrôle<table><tr><td>Na</td><td>140</td></tr></table></text>\
            </section></component></ClinicalDocument>";
        assert_eq!(
            words(cda),
            "Lettre\nConclusion\nVa bien & rentre.\nContrôle\nNa  140"
        );
    }

    #[test]
    fn nothing_runs_and_nothing_fails() {
        assert_eq!(
            words("<p>a</p><script>alert('<p>')</script><p onclick='x>y'>b"),
            "a\nb"
        );
        assert_eq!(words("a < b &unknown;"), "a");
        assert_eq!(words("<![CDATA[1 < 2]]><!-- no --> <x"), "1 < 2");
        assert_eq!(words("&#x41;&#233; &foo &lt;"), "Aé &foo <");
        assert_eq!(
            words("&#x10ffff;&toolonganame;"),
            "\u{10ffff}&toolonganame;"
        );
    }

    #[test]
    fn a_script_ends_at_its_end_tag_whatever_stands_in_it() {
        assert_eq!(words("<p>a<script>if (1 <'x') {}</SCRIPT><p>b"), "a\nb");
        assert_eq!(words("<x:style>a > b</y></x:style>b"), "b");
        assert_eq!(words("a<script>b</scrip"), "a");
    }

    #[test]
    fn a_head_that_is_not_closed_hides_no_body() {
        assert_eq!(
            words("<html><head><meta charset=utf-8><title>Lettre</title><body><p>Bonjour"),
            "Lettre\nBonjour"
        );
    }

    #[test]
    fn a_long_text_of_ampersands_comes_to_its_end() {
        // Looked at from each of them to the end of the text it would take hours.
        let long = "&".repeat(super::super::sniff::LONGEST_TEXT);
        assert_eq!(words(&long).len(), long.len());
    }
}
