//! Writes the pages of sample certificates as PDF files, to be looked at and compared with what the packaged engine
//! makes of the same copies: `pages FONT_FOLDER OUTPUT_FOLDER`.

#[path = "../tests/pages/samples.rs"]
mod samples;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use documents::pdf::{Meta, Printer};
use documents::{Fonts, ecit};
use domain::display::Volet;
use domain::forms::ecit::Copies;
use samples::{crf, illness, long};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = std::env::args().skip(1).map(PathBuf::from);
    let (Some(from), Some(to)) = (folders.next(), folders.next()) else {
        return Err("two folders are needed: that of the fonts and that of the pages".into());
    };
    let regular = fs::read(from.join("arimo-regular.ttf"))?;
    let bold = fs::read(from.join("arimo-bold.ttf"))?;
    let fonts = Fonts::parse(&regular, &bold)?;
    let mut printer = Printer::new(regular, bold)?;
    fs::create_dir_all(&to)?;
    for (name, copies) in [
        ("illness", illness()),
        ("crf", crf()),
        ("empty", Copies::default()),
        ("long", long("Ş")),
    ] {
        fs::write(
            to.join(format!("{name}.json")),
            serde_json::to_string(&copies)?,
        )?;
        for page in ecit::pages(&copies, &fonts)?.pages {
            let author = match page.volet {
                Volet::Employeur => &copies.employer.writer_name,
                _ => &copies.full.writer.name,
            };
            let meta = Meta {
                title: ecit::title(page.volet),
                author: author.clone(),
                created: 1_795_310_645,
            };
            let file = to.join(format!("{name}-{}.pdf", page.volet.as_str()));
            fs::write(file, printer.write(&[page], &meta)?)?;
        }
    }
    Ok(())
}
