//! The way from a structured line to the document behind it.

use std::sync::Arc;

use domain::dsp::Document;
use domain::dsp::behind::behind;
use web_sys::MouseEvent;

use super::desk::{Desk, Pages};
use super::viewer::act;
use crate::ui::node::Node;

/// Opens it by one click; nothing where no document says that it is behind this.
pub(super) fn button(desk: &Desk, pages: &Pages, about: &[&str], named: &[String]) -> Option<Node> {
    let documents = pages.0.iter().flat_map(|page| &page.documents);
    let document: Arc<Document> = Arc::new(behind(documents, about, named)?.clone());
    let (words, title) = (desk.t("records.behind"), desk.name(&document.title));
    // A name begins with the words that are seen (WCAG 2.5.3).
    let label = {
        let words = words.clone();
        move || [&words(), " : ", &title()].concat()
    };
    let desk = desk.clone();
    let open = move |event: MouseEvent| act(&desk, &document, desk.open, &event);
    Some(markup! {
        <button type="button" class="small" part="button" data-action="open-behind" aria-label=label on:click=open>{words}</button>
    })
}
