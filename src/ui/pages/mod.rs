//! The pages beside the form: laid out and painted again at each keystroke, by the preview module.

mod files;

use domain::display::Volet;
use domain::forms::IssueCode;
use leptos::prelude::*;
use leptos::svg;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

pub(crate) use self::files::Files;
use super::form::Desk;
use crate::jobs::{File, FormType, Mark, Proof, Sheets, load_preview, show_official};
use crate::platform::clock;
use crate::platform::reactive::memo;
use crate::ui::node::Node;

/// The pages of every copy.
#[component]
pub(super) fn Pages() -> impl IntoView {
    let desk = Desk::here();
    let failed = RwSignal::new(false);
    load_after_first_paint(&desk, failed);
    let frames = Frames::of(desk.form.kind());
    follow_draft(&desk, &frames);
    let overflow = overflow_words(&desk);
    let fits = overflow.clone();
    let preview = desk.app.preview.signal();
    let loading = memo(move || preview.with(Option::is_none));
    let (title, texts) = (desk.t_of("pages.title"), desk.i18n.clone());
    let words = move || {
        texts.text(if failed.get() {
            "pages.failed"
        } else {
            "pages.loading"
        })
    };
    let volets = desk.form.kind().volets().iter();
    let figures: Vec<_> = volets.map(|volet| figure(&desk, *volet, &frames)).collect();
    let badge = (desk.form.kind() == FormType::Ecit).then(|| markup! { <Badge/> });
    markup! {
        <div class="pages" part="pages" role="region" aria-label=title>
            <Show when=move || loading.get()>
                <p class="quiet" role="status">{words.clone()}</p>
            </Show>
            <p class="notice" role="status" data-severity="warning" hidden=move || fits().is_empty()>
                {overflow}
            </p>
            {badge}
            {figures}
        </div>
    }
}

/// The empty `<svg>` elements: one a copy, and for a copy of several pages as many as it once had.
#[derive(Clone)]
struct Frames {
    all: Vec<(Volet, NodeRef<svg::Svg>)>,
    /// How many are in the page.
    made: RwSignal<usize>,
    /// How many show something.
    filled: RwSignal<usize>,
}

impl Frames {
    fn of(kind: FormType) -> Self {
        let volets = kind.volets();
        let most = match kind {
            FormType::Ecit => 1,
            FormType::Mh | FormType::Memoire => MOST_PAGES,
        };
        let all = volets
            .iter()
            .flat_map(|volet| (0..most).map(|_| (*volet, NodeRef::new())))
            .collect();
        let begin = RwSignal::new(volets.len());
        Self {
            all,
            made: begin,
            filled: RwSignal::new(volets.len()),
        }
    }

    /// Those that are in the page now.
    fn svgs(&self) -> Vec<web_sys::Element> {
        let made = self.made.get();
        let frames = self.all.iter().take(made);
        frames
            .filter_map(|(_, frame)| frame.get())
            .map(Into::into)
            .collect()
    }

    /// Makes room for so many pages.
    fn hold(&self, pages: i64) {
        let pages = usize::try_from(pages).unwrap_or(1).clamp(1, self.all.len());
        if self.filled.get_untracked() != pages {
            self.filled.set(pages);
        }
        if self.made.get_untracked() < pages {
            self.made.set(pages);
        }
    }
}

/// Pages of a memo: its 99 lines take fewer.
const MOST_PAGES: usize = 24;

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
            Proof::Silent => "proof.silent",
            Proof::Unchecked => "proof.unchecked",
        })
    };
    markup! {
        <p class="proof" part="proof" role="status" data-proof=move || word.get().as_str()>{words}</p>
    }
}

fn figure(desk: &Desk, volet: Volet, frames: &Frames) -> Node {
    let key = name_of(volet);
    let (name, label) = (desk.t(key), desk.t(key));
    let stage = desk.form.stage.clone();
    let official = memo(move || {
        stage.with(|stage| {
            stage
                .sent()
                .is_some_and(|sent| File::is_official(sent, volet))
        })
    });
    let (files, kind) = (desk.clone(), desk.form.kind());
    let source = Box::new(move || File::of(&files.app, &*files.form));
    let called = Callback::new({
        let name = name.clone();
        move |()| name()
    });
    let of_copy = frames.all.iter().enumerate();
    let sheets: Vec<_> = of_copy
        .filter(|(_, (of, _))| *of == volet)
        .map(|(at, (_, frame))| page(volet, at, *frame, frames, called))
        .collect();
    markup! {
        <div class="sheet" role="group" aria-label=label>
            <div class="sheet-head"><span class="sheet-name">{name.clone()}</span><Files kind volet source official/></div>
            {sheets}
        </div>
    }
}

/// One page, once there is something for it.
fn page(
    volet: Volet,
    at: usize,
    frame: NodeRef<svg::Svg>,
    frames: &Frames,
    name: Callback<(), String>,
) -> Node {
    let (made, filled) = (frames.made, frames.filled);
    let is_made = move || made.get() > at;
    markup! {
        <Show when=is_made>
            <svg
                node_ref=frame
                class="page"
                part="page"
                role="img"
                aria-label=move || name.run(())
                data-volet=volet.as_str()
                data-page=at + 1
                class:empty=move || filled.get() <= at
                viewBox="0 0 210 297"
            ></svg>
        </Show>
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
fn follow_draft(desk: &Desk, frames: &Frames) {
    let desk = desk.clone();
    let frames = frames.clone();
    // Pages that are not shown any more are not read back: a document on its way goes without them.
    let left = desk.form.proof.clone();
    on_cleanup(move || {
        if matches!(left.get_untracked(), Proof::Pending | Proof::Silent) {
            left.set(Proof::Unchecked);
        }
    });
    Effect::new(move |before: Option<Shown>| {
        let svgs = frames.svgs();
        let count = svgs.len();
        let (held, painted) = before.unwrap_or_default();
        let same = held.filter(|(held, _)| *held == count);
        let fresh = same.is_none();
        let sheets = same.or_else(|| {
            let module = desk.app.preview.get()?;
            let proof = desk.form.proof.clone();
            let tell = move |answer| proof.set(answer);
            Some((count, SendWrapper::new(Sheets::new(&module, svgs, tell))))
        });
        let stage = &desk.form.stage;
        let request = stage.with(|stage| desk.form.pages(&desk.app, stage.answer()));
        let sent = desk.form.stage.with(|stage| stage.sent().cloned());
        let Some((_, pages)) = &sheets else {
            return (None, String::new());
        };
        if fresh || request != painted {
            let begun = clock::milliseconds();
            if let Some(painted) = pages.paint(&request) {
                desk.form.proof.set(Proof::Pending);
                let marks = painted.marks();
                if desk.form.unprinted.with_untracked(|old| *old != marks) {
                    desk.form.unprinted.set(marks);
                }
                if desk.form.kind() != FormType::Ecit {
                    frames.hold(painted.pages);
                }
                tell(&desk, painted.pages, clock::milliseconds() - begun);
            }
        }
        show_official(&desk.app, &desk.form, pages, sent.as_ref());
        (sheets, request)
    });
}

/// The pages with their number, and the request that they were painted for.
type Shown = (Option<(usize, SendWrapper<Sheets>)>, String);

fn tell(desk: &Desk, pages: i64, milliseconds: f64) {
    desk.app.emit_numbers_to_element(
        &desk.form,
        "volet-preview",
        &[
            ("pages", f64::from(u32::try_from(pages).unwrap_or_default())),
            ("milliseconds", milliseconds),
        ],
    );
}

/// The fields that do not fit, in words; empty while all do.
fn overflow_words(desk: &Desk) -> impl Fn() -> String + Clone + Send + Sync + use<> {
    let desk = desk.clone();
    move || {
        let over = |mark: &&Mark| mark.code == IssueCode::PageOverflow;
        let name = |mark: &Mark| desk.full_label(&mark.field);
        let fields: Vec<_> = desk
            .form
            .unprinted
            .with(|marks| marks.iter().filter(over).map(name).collect());
        match fields.as_slice() {
            [] => String::new(),
            fields => desk
                .i18n
                .fill("pages.overflow", &[("fields", &fields.join(", "))]),
        }
    }
}
