//! Native controls with what belongs to each: a visible label, a hint, and what is said about the field.

mod checkbox;
mod combobox;
mod input;
mod select;

use std::sync::Arc;

use leptos::prelude::*;

pub(super) use self::checkbox::Checkbox;
pub(super) use self::combobox::{Combobox, Suggestion};
pub(super) use self::input::{Input, Kind};
pub(super) use self::select::Select;
use super::form::Desk;
use crate::jobs::{Mark, Path};
use crate::platform::reactive::memo;
use crate::ui::node::Node;
use domain::forms::Severity;

/// What is said about the fields of one part of a form: a part of many fields looks through its own marks only.
#[derive(Clone)]
pub(super) struct Part(pub(super) ArcRwSignal<Vec<Mark>>);

/// What stands below a control.
#[derive(Clone)]
pub(crate) enum Hint {
    /// A text.
    Key(&'static str),
    /// Words that follow what was typed.
    Says(Arc<dyn Fn() -> String + Send + Sync>),
}

impl From<&'static str> for Hint {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

/// One field, as its control needs it.
#[derive(Clone)]
pub(super) struct Field {
    /// The form.
    pub(super) desk: Desk,
    /// Its path.
    pub(super) path: Path,
    /// What is shown about it.
    marks: Memo<Vec<Mark>>,
    /// What stands in it.
    pub(super) value: Memo<String>,
}

impl Field {
    /// A field of the form around the control.
    pub(super) fn here(path: Path) -> Self {
        let desk = Desk::here();
        let part = use_context::<Part>();
        let marks = {
            let (desk, path) = (desk.clone(), path.clone());
            memo(move || {
                // Something to know is said at once, something to mend after the person has left the field.
                let shows = desk.shows(&path);
                let of_field = |all: &Vec<Mark>| {
                    let at = all.iter().filter(|mark| {
                        mark.field == path && (shows || mark.severity == Severity::Notice)
                    });
                    at.cloned().collect::<Vec<_>>()
                };
                match &part {
                    Some(Part(marks)) => marks.with(of_field),
                    None => desk.marks.with(of_field),
                }
            })
        };
        let value = {
            let (form, path) = (desk.form.clone(), path.clone());
            memo(move || form.text(&path))
        };
        Self {
            desk,
            path,
            marks,
            value,
        }
    }

    /// Takes what was typed.
    pub(super) fn type_in(&self, text: &str) {
        self.desk.type_in(&self.path, text);
    }

    /// The person has left it.
    pub(super) fn leave(&self) {
        self.desk.form.leave(&self.path);
    }

    /// Whether an error is shown at it.
    pub(super) fn is_bad(&self) -> bool {
        let grave = |mark: &Mark| mark.severity == Severity::Error;
        self.marks.with(|marks| marks.iter().any(grave))
    }

    /// The id of one of its parts.
    pub(super) fn id(&self, part: &str) -> String {
        id(&self.path, part)
    }

    /// What describes its control.
    pub(super) fn described_by(&self, hint: Option<&Hint>) -> String {
        let marks = self.id("marks");
        match hint {
            Some(_) => [&self.id("hint"), " ", &marks].concat(),
            None => marks,
        }
    }
}

/// The label and the words around a control.
#[component]
pub(super) fn Labelled(
    field: Field,
    #[prop(default = "")] class: &'static str,
    hint: Option<Hint>,
    children: Children,
) -> impl IntoView {
    let (bad, label, path) = (field.clone(), field.clone(), field.path.to_string());
    let hint = hint.map(|hint| {
        let i18n = field.desk.i18n.clone();
        let words = move || match &hint {
            Hint::Key(key) => i18n.text(key),
            Hint::Says(words) => words(),
        };
        markup! { <p class="hint" id=field.id("hint")>{words}</p> }
    });
    markup! {
        <div class=["field ", class].concat() class:bad=move || bad.is_bad() data-field=path>
            <label for=field.id("input")>{move || label.desk.label(&label.path)}</label>
            {children()}
            {hint}
            <Marks field/>
        </div>
    }
}

/// What is said about a field, read out when it changes.
#[component]
fn Marks(field: Field) -> impl IntoView {
    let id = field.id("marks");
    let words = move || {
        let line = |mark: &Mark| {
            let words = field.desk.sentence(mark);
            let said = quote(&mark.motif);
            markup! { <p class="mark" data-severity=severity(mark.severity)>{words}{said}</p> }
        };
        field
            .marks
            .with(|marks| marks.iter().map(line).collect_view())
    };
    markup! { <div class="marks" id=id aria-live="polite">{words}</div> }
}

/// mySecu's own words, which are French.
pub(super) fn quote(motif: &str) -> Option<Node> {
    let words = motif.to_owned();
    (!words.is_empty()).then(|| markup! { " "<q lang="fr">{words}</q> })
}

/// The id of a part of a field; ids are the shadow root's own.
pub(super) fn id(path: &str, part: &str) -> String {
    [&path.replace('.', "-"), "-", part].concat()
}

/// The word of a severity.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}
