//! A file whose pages are empty yet: its fonts, its tree of pages, all but what a form says.
//!
//! It follows from the letters of the pages and their sizes. The last ones are kept: who corrects a form and asks for its
//! file again has most often the same letters. A blank is never made for several copies together: the employer's file
//! would hold letters of a diagnosis.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use domain::display::{Item, Page};
use lopdf::{Document, ObjectId};
use printpdf::{
    FontId, Mm, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};

use super::face::{Codes, Face};
use super::{PdfError, seal};

/// How many are kept: the copies of a certificate and a memo.
const KEPT: usize = 4;

/// The names of the weights inside a file.
pub(super) const FONTS: [&str; 2] = ["Regular", "Bold"];

/// Blanks, made when they are needed.
pub(super) struct Blanks {
    /// The regular weight and the bold one.
    faces: [Face; 2],
    /// The last used comes last.
    kept: VecDeque<Blank>,
}

/// One of them.
pub(super) struct Blank {
    pub(super) kind: Kind,
    pub(super) file: Document,
    /// The content of each page.
    pub(super) contents: Vec<ObjectId>,
    codes: [Codes; 2],
}

/// What a blank is made for.
#[derive(PartialEq)]
pub(super) struct Kind {
    /// The letters in each weight.
    pub(super) letters: [BTreeSet<char>; 2],
    /// Width and height of each page, in millimetres.
    sizes: Vec<(f32, f32)>,
}

impl Blanks {
    pub(super) fn new(regular: Vec<u8>, bold: Vec<u8>) -> Result<Self, PdfError> {
        let faces = [Face::read(regular)?, Face::read(bold)?];
        let kept = VecDeque::new();
        Ok(Self { faces, kept })
    }

    /// The blank for some pages.
    pub(super) fn fitting(&mut self, pages: &[Page]) -> Result<&Blank, PdfError> {
        let kind = Kind::of(pages);
        let at = self.kept.iter().position(|blank| blank.kind == kind);
        let blank = match at.and_then(|at| self.kept.remove(at)) {
            Some(blank) => blank,
            None => Blank::new(kind, &self.faces)?,
        };
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(blank);
        self.kept.back().ok_or(PdfError::Write)
    }
}

/// Prints how many are kept: letters are a person's.
impl fmt::Debug for Blanks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blanks({} kept)", self.kept.len())
    }
}

impl Kind {
    fn of(pages: &[Page]) -> Self {
        let mut letters = [BTreeSet::new(), BTreeSet::new()];
        for item in pages.iter().flat_map(|page| &page.items) {
            if let Item::Text(text) = item {
                letters[usize::from(text.bold)].extend(text.text.chars());
            }
        }
        let sizes = pages.iter().map(|page| (page.width, page.height)).collect();
        Self { letters, sizes }
    }
}

impl Blank {
    fn new(kind: Kind, faces: &[Face; 2]) -> Result<Self, PdfError> {
        let mut document = PdfDocument::new("");
        let (mut codes, mut shown) = ([Codes::new(), Codes::new()], Vec::new());
        for (at, letters) in kind.letters.iter().enumerate() {
            if !letters.is_empty() {
                let (font, known) = faces[at].cut(letters)?;
                codes[at] = known;
                let id = FontId(FONTS[at].to_owned());
                shown.extend(shows(&id, letters));
                document.resources.fonts.map.insert(id, PdfFont::new(font));
            }
        }
        for (width, height) in &kind.sizes {
            let shown = std::mem::take(&mut shown);
            let page = PdfPage::new(Mm(*width), Mm(*height), shown);
            document.pages.push(page);
        }
        // What is packed, and how, is `seal`'s affair.
        let options = PdfSaveOptions {
            optimize: false,
            ..PdfSaveOptions::default()
        };
        let mut file = document.to_lopdf_document(&options, &mut Vec::new());
        let contents = seal::prepare(&mut file)?;
        Ok(Self {
            kind,
            file,
            contents,
            codes,
        })
    }

    /// The numbers of the letters in each weight.
    pub(super) fn codes(&self) -> &[Codes; 2] {
        &self.codes
    }
}

/// Tells printpdf that these letters are used: it embeds a font only where its letters are shown.
fn shows(id: &FontId, letters: &BTreeSet<char>) -> [Op; 2] {
    let (font, size) = (PdfFontHandle::External(id.clone()), Pt(1.0));
    let items = vec![TextItem::Text(letters.iter().collect())];
    [Op::SetFont { font, size }, Op::ShowText { items }]
}
