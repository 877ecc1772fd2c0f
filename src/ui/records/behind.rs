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
    let label = {
        let (i18n, title) = (desk.stand.i18n.clone(), desk.name(&document.title));
        move || i18n.fill("records.open.label", &[("title", &title())])
    };
    let (words, desk) = (desk.t("records.behind"), desk.clone());
    let open = move |event: MouseEvent| act(&desk, &document, desk.open, &event);
    Some(markup! {
        <button type="button" class="small" part="button" data-action="open-behind" aria-label=label on:click=open>{words}</button>
    })
}
