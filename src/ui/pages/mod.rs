//! The pages beside the form: laid out and painted again at each keystroke, by the preview module.

mod files;

use domain::display::Volet;
use leptos::prelude::*;
use leptos::svg;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use serde::Serialize;

pub(crate) use self::files::Files;
use super::form::Desk;
use crate::jobs::{File, Proof, Sheets, load_preview, show_official};
use crate::platform::clock;

/// The three copies.
#[component]
pub(super) fn Pages() -> impl IntoView {
    let desk = Desk::here();
    let failed = RwSignal::new(false);
    load_after_first_paint(&desk, failed);
    let overflow = RwSignal::new(Vec::<String>::new());
    let volets = desk.form.kind().volets().iter();
    let frames: Vec<_> = volets
        .map(|volet| (*volet, NodeRef::<svg::Svg>::new()))
        .collect();
    follow_draft(&desk, &frames, overflow);
    let preview = desk.app.preview.signal();
    let loading = Memo::new(move |_| preview.with(Option::is_none));
    let (title, texts) = (desk.t_of("pages.title"), desk.i18n.clone());
    let words = move || {
        texts.text(if failed.get() {
            "pages.failed"
        } else {
            "pages.loading"
        })
    };
    let figures: Vec<_> = frames
        .into_iter()
        .map(|(volet, frame)| figure(&desk, volet, frame))
        .collect();
    markup! {
        <div class="pages" part="pages" role="region" aria-label=title>
            <Show when=move || loading.get()>
                <p class="quiet" role="status">{words.clone()}</p>
            </Show>
            <p class="notice" role="status" data-severity="warning" hidden=move || overflow.with(Vec::is_empty)>
                {overflow_words(&desk, overflow)}
            </p>
            <Badge/>
            {figures}
        </div>
    }
}

/// Whether the symbols were read back.
#[component]
fn Badge() -> impl IntoView {
    let desk = Desk::here();
    let (word, proof, texts) = (desk.form.proof.clone(), desk.form.proof.clone(), desk.i18n);
    let words = move || {
        texts.text(match proof.get() {
            Proof::Pending => "proof.pending",
            Proof::Read => "proof.read",
            Proof::Different => "proof.different",
            Proof::Unreadable => "proof.unreadable",
            Proof::Unchecked => "proof.unchecked",
        })
    };
    markup! {
        <p class="proof" part="proof" role="status" data-proof=move || word.get().as_str()>{words}</p>
    }
}

fn figure(desk: &Desk, volet: Volet, frame: NodeRef<svg::Svg>) -> impl IntoView + use<> {
    let key = name_of(volet);
    let (name, label) = (desk.t(key), desk.t(key));
    let stage = desk.form.stage.clone();
    let official = Memo::new(move |_| {
        stage.with(|stage| {
            stage
                .sent()
                .is_some_and(|sent| File::is_official(sent, volet))
        })
    });
    let (files, kind) = (desk.clone(), desk.form.kind());
    let source = Box::new(move || File::of(&files.app, &*files.form));
    markup! {
        <div class="sheet" role="group" aria-label=label>
            <div class="sheet-head"><span class="sheet-name">{name.clone()}</span><Files kind volet source official/></div>
            <svg
                node_ref=frame
                class="page"
                part="page"
                role="img"
                aria-label=name
                data-volet=volet.as_str()
                viewBox="0 0 210 297"
            ></svg>
        </div>
    }
}

/// The key of a copy's name.
pub(crate) fn name_of(volet: Volet) -> &'static str {
    match volet {
        Volet::Caisse => "volet.caisse",
        Volet::Employeur => "volet.employeur",
        Volet::Assure => "volet.assure",
        Volet::Mh => "volet.mh",
    }
}

/// The preview module is no part of the first load: it is fetched once the form can be used.
fn load_after_first_paint(desk: &Desk, failed: RwSignal<bool>) {
    let app = desk.app.clone();
    request_idle_or_soon(move || {
        spawn_local(async move {
            let loaded = load_preview(&app).await;
            failed.try_set(!loaded);
        })
    });
}

fn request_idle_or_soon(work: impl FnOnce() + 'static) {
    set_timeout(work, std::time::Duration::from_millis(1));
}

/// Paints after each change, in the same task.
fn follow_draft(
    desk: &Desk,
    frames: &[(Volet, NodeRef<svg::Svg>)],
    overflow: RwSignal<Vec<String>>,
) {
    let desk = desk.clone();
    let frames = frames.to_vec();
    Effect::new(move |before: Option<Shown>| {
        let (sheets, painted) = before.unwrap_or_default();
        let sheets = sheets.or_else(|| {
            let module = desk.app.preview.get()?;
            let svgs = frames
                .iter()
                .filter_map(|(_, frame)| frame.get())
                .map(Into::into)
                .collect();
            let proof = desk.form.proof.clone();
            let tell = move |answer| proof.set(answer);
            Some(SendWrapper::new(Sheets::new(&module, svgs, tell)))
        });
        let request = desk.form.pages(&desk.app);
        let sent = desk.form.stage.with(|stage| stage.sent().cloned());
        let Some(pages) = &sheets else {
            return (None, String::new());
        };
        if request != painted {
            let begun = clock::milliseconds();
            if let Some(painted) = pages.paint(&request) {
                desk.form.proof.set(Proof::Pending);
                if overflow.with_untracked(|old| *old != painted.overflow) {
                    overflow.set(painted.overflow);
                }
                tell(&desk, painted.pages, clock::milliseconds() - begun);
            }
        }
        show_official(&desk.app, &desk.form, pages, sent.as_ref());
        (sheets, request)
    });
}

/// The pages, and the request that they were painted for.
type Shown = (Option<SendWrapper<Sheets>>, String);

fn tell(desk: &Desk, pages: i64, milliseconds: f64) {
    #[derive(Serialize)]
    struct Painted {
        pages: i64,
        milliseconds: f64,
    }
    desk.app.emit_to_element(
        &desk.form,
        "volet-preview",
        &Painted {
            pages,
            milliseconds,
        },
    );
}

fn overflow_words(
    desk: &Desk,
    overflow: RwSignal<Vec<String>>,
) -> impl Fn() -> String + Send + use<> {
    let i18n = desk.i18n.clone();
    move || {
        let name = |path: &String| i18n.text(&format!("field.{path}"));
        let fields = overflow.with(|fields| fields.iter().map(name).collect::<Vec<_>>().join(", "));
        i18n.fill("pages.overflow", &[("fields", &fields)])
    }
}
