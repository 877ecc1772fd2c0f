//! The open document, in the page: no window, no frame. What cannot be shown says so and can be saved.

use std::sync::Arc;

use domain::dsp::notice::Notice;
use domain::dsp::sniff::Content;
use domain::dsp::{Document, Origin};
use domain::failure::{Code, Failure};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, MouseEvent};

use super::desk::Desk;
use super::prescriptions;
use crate::jobs::records::{Opened, open, tell};
use crate::platform::reactive::effect;
use crate::platform::{bridge, download};
use crate::ui::failure;
use crate::ui::node::Node;

/// A document that was clicked.
#[derive(Clone)]
pub(super) struct Open {
    /// Which.
    pub(super) document: Arc<Document>,
    /// What came; `None` while it is fetched.
    opened: ArcRwSignal<Option<Result<Arc<Opened>, Failure>>>,
    /// The button that was clicked: the keyboard goes back there. None for what is shown without a click.
    button: Option<SendWrapper<HtmlElement>>,
}

/// Where a document is shown.
pub(super) type Place = RwSignal<Option<Open>>;

impl Open {
    /// Fetches it.
    pub(super) fn begin(
        desk: &Desk,
        document: Arc<Document>,
        button: Option<SendWrapper<HtmlElement>>,
    ) -> Self {
        let opened = ArcRwSignal::new(None);
        let (slot, stand, wanted) = (opened.clone(), desk.stand.clone(), Arc::clone(&document));
        spawn_local(async move {
            let fetched = open(&stand, &wanted).await;
            slot.set(Some(fetched.map(Arc::new)));
        });
        Self {
            document,
            opened,
            button,
        }
    }
}

/// The act of opening: the host is told; a document of the shared record is fetched and shown in the place.
pub(super) fn act(desk: &Desk, document: &Arc<Document>, place: Place, event: &MouseEvent) {
    tell(&desk.stand, document);
    if document.origin == Origin::Dsp {
        let button = event.current_target();
        let button = button.and_then(|button| button.dyn_into().ok());
        let open = Open::begin(desk, Arc::clone(document), button.map(SendWrapper::new));
        place.set(Some(open));
    }
}

/// The pages of a PDF.
enum Pages {
    /// The package's viewer is asked for them.
    Awaited,
    /// They are shown.
    There(SendWrapper<bridge::ShownPdf>),
    /// Nobody looks at them any more.
    Closed,
}

/// What is open in a place.
#[component]
pub(super) fn Viewer(place: Place) -> impl IntoView {
    move || place.get().map(|open| markup! { <Shown open place/> })
}

#[component]
fn Shown(open: Open, place: Place) -> impl IntoView {
    let desk = Desk::here();
    let head = NodeRef::<html::Button>::new();
    let clicked = open.button.clone();
    let is_act = clicked.is_some();
    effect(move || {
        if let Some(button) = head.get().filter(|_| is_act) {
            _ = button.focus();
        }
    });
    let title = desk.name(&open.document.title);
    let name = title.clone();
    let (opening, words) = (desk.t("records.opening"), desk.t("records.close"));
    let current = open.opened.clone();
    let close = move |_| {
        place.set(None);
        if let Some(button) = &clicked {
            _ = button.focus();
        }
    };
    let body = {
        let (desk, open) = (desk.clone(), open.clone());
        move || match open.opened.get() {
            None => markup! { <p class="quiet" role="status">{opening.clone()}</p> }.into_any(),
            Some(Ok(opened)) => markup! { <Body opened/> }.into_any(),
            Some(Err(failure)) => refused(&desk, &failure).into_any(),
        }
    };
    markup! {
        <section class="viewer" part="viewer" aria-label=name>
            <div class="viewer-head">
                <h3>{title}</h3>
                <Save current document=Arc::clone(&open.document)/>
                <button node_ref=head type="button" part="button" data-action="close" on:click=close>
                    {words}
                </button>
            </div>
            {body}
        </section>
    }
}

#[component]
fn Save(
    current: ArcRwSignal<Option<Result<Arc<Opened>, Failure>>>,
    document: Arc<Document>,
) -> impl IntoView {
    let desk = Desk::here();
    let words = desk.t("records.download");
    move || {
        let opened = current.get().and_then(Result::ok)?;
        let (name, words) = (name(&document, &opened), words.clone());
        let save = move |_| download::save(&opened.bytes, kind(&opened), &name);
        Some(markup! {
            <button type="button" part="button" data-action="download" on:click=save>{words}</button>
        })
    }
}

#[component]
fn Body(opened: Arc<Opened>) -> impl IntoView {
    let desk = Desk::here();
    let differs = opened.differs.then(|| {
        let words = desk.t("records.hash");
        markup! { <p class="notice" data-severity="warning" data-code="document_hash_mismatch">{words}</p> }
    });
    let say = |key: &'static str| {
        let (i18n, of) = (desk.stand.i18n.clone(), opened.media_type.clone());
        let words = move || i18n.fill(key, &[("type", &of)]);
        markup! { <p class="notice" data-severity="warning" data-unshown="">{words}</p> }.into_any()
    };
    let page = opened.page.as_ref();
    let unread = page.filter(|page| page.cut || page.notices.contains(&Notice::Unreadable));
    let unread = unread.map(|_| {
        let words = desk.t("records.notice.unreadable");
        markup! { <p class="notice" data-severity="warning" data-code="unreadable">{words}</p> }
    });
    let shown = match &opened.content {
        Content::Pdf => markup! { <Pdf opened=Arc::clone(&opened)/> }.into_any(),
        Content::Image(media_type) => image(&desk, &opened, media_type).into_any(),
        Content::Text(text) => match page {
            Some(page) => prescriptions::issued(&desk, page).into_any(),
            None => markup! { <pre class="text" tabindex="0">{text.clone()}</pre> }.into_any(),
        },
        Content::Lies => say("records.lies"),
        Content::Unknown => say("records.unshown"),
        Content::TooLarge => say("records.too_large"),
    };
    markup! {
        {differs}
        {unread}
        {shown}
    }
}

/// The pages, painted by the package's own viewer.
#[component]
fn Pdf(opened: Arc<Opened>) -> impl IntoView {
    let desk = Desk::here();
    let place = NodeRef::<html::Div>::new();
    let (failed, lacks) = (RwSignal::new(false), RwSignal::new(false));
    let shown = ArcStoredValue::new(Pages::Awaited);
    let (host, slot) = (desk.stand.app.host.clone(), shown.clone());
    effect(move || {
        let Some(place) = place.get() else { return };
        let (host, opened, slot) = (host.clone(), Arc::clone(&opened), slot.clone());
        spawn_local(async move {
            match bridge::show_pdf(&host, &opened.bytes, &place).await {
                // The viewer was closed in the meantime.
                Ok(pdf) if matches!(&*slot.read_value(), Pages::Closed) => bridge::close_pdf(&pdf),
                Ok(pdf) => {
                    slot.set_value(Pages::There(SendWrapper::new(pdf.clone())));
                    // The file is pdf.js's now.
                    drop(opened);
                    if bridge::pdf_lacks(&pdf).await {
                        lacks.try_set(true);
                    }
                }
                Err(bridge::Unavailable) => _ = failed.try_set(true),
            }
        });
    });
    on_cleanup(move || {
        if let Pages::There(pdf) = &*shown.read_value() {
            bridge::close_pdf(pdf);
        }
        shown.set_value(Pages::Closed);
    });
    let i18n = desk.stand.i18n.clone();
    let words = move || i18n.fill("records.unshown", &[("type", "PDF")]);
    let lacking = desk.t("records.lacks");
    markup! {
        <Show when=move || failed.get()>
            <p class="notice" data-severity="warning" data-unshown="">{words.clone()}</p>
        </Show>
        <Show when=move || lacks.get()>
            <p class="notice" data-severity="warning" role="status" data-lacks="">{lacking.clone()}</p>
        </Show>
        <div class="pdf" tabindex="0" node_ref=place></div>
    }
}

fn image(desk: &Desk, opened: &Opened, media_type: &str) -> Node {
    let address = download::address_of(&opened.bytes, media_type);
    let forget = address.clone();
    on_cleanup(move || {
        if let Some(address) = &forget {
            download::forget(address);
        }
    });
    let alt = desk.t("records.image");
    markup! { <img class="image" src=address alt=alt/> }
}

fn refused(desk: &Desk, failure: &Failure) -> Node {
    let i18n = &desk.stand.i18n;
    let words = match failure.code {
        Code::NotEntitled => i18n.text("records.refused"),
        Code::DocumentNotAvailable => i18n.text("records.missing"),
        _ => failure::sentence(i18n, failure, desk.stand.app.options.environment),
    };
    markup! { <p class="notice" data-severity="error" role="alert" data-code=failure.code.as_str()>{words}</p> }
}

/// What a saved file is: never something that a browser would run.
fn kind(opened: &Opened) -> &'static str {
    match &opened.content {
        Content::Pdf => "application/pdf",
        Content::Image(media_type) => media_type,
        Content::Text(_) | Content::Lies | Content::Unknown | Content::TooLarge => {
            "application/octet-stream"
        }
    }
}

/// A name that says nothing about the patient.
fn name(document: &Document, opened: &Opened) -> String {
    let extension = match &opened.content {
        Content::Pdf => ".pdf",
        Content::Image("image/png") => ".png",
        Content::Image("image/jpeg") => ".jpg",
        Content::Image(_) => ".img",
        Content::Text(_) if opened.media_type.ends_with("xml") => ".xml",
        Content::Text(_) if opened.media_type.contains("json") => ".json",
        Content::Text(_) => ".txt",
        Content::Lies | Content::Unknown | Content::TooLarge => ".bin",
    };
    [document.kind.name(), "-", document.date.said(), extension].concat()
}
