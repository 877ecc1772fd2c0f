//! A certificate being written: its draft, and what is said and sent of it.

use std::ops::Deref;
use std::sync::Arc;

use domain::context::{Context, Identity};
use domain::dates::Date;
use domain::econnector::{Anomaly, DocumentType};
use domain::failure::{Code, Failure, Phase};
use domain::forms::ecit::{self, Copies, Draft, Field, check};
use domain::ids::DocumentId;
use domain::json::Json;
use leptos::prelude::{
    ArcRwSignal, Get as _, GetUntracked as _, Set as _, Track as _, Update as _, With as _,
    WithUntracked as _,
};
use serde_json::Value;

use super::form::{Checked, Content, Form, FormType, Mark, Path};
use super::{Answer, App, Course};
use crate::i18n::I18n;
use crate::platform::{clock, random};

/// A certificate being written.
pub(crate) struct Ecit {
    course: Course,
    /// What stands in the fields.
    pub(crate) draft: ArcRwSignal<Draft>,
}

domain::redacted!(Ecit);

impl Deref for Ecit {
    type Target = Course;

    fn deref(&self) -> &Course {
        &self.course
    }
}

impl Ecit {
    /// A new certificate with what is known already.
    pub(crate) fn make(_: FormType, context: &Context, identities: &[Identity]) -> Arc<dyn Form> {
        Arc::new(Self::new(context, identities))
    }

    fn new(context: &Context, identities: &[Identity]) -> Self {
        let draft = ecit::new_draft(context, identities, clock::today());
        Self {
            course: Course::new(context.patient_key()),
            draft: ArcRwSignal::new(draft),
        }
    }

    /// What the pages show.
    fn copies(&self, app: &App) -> Copies {
        let identities = app.identities();
        app.context.with(|context| {
            self.draft
                .with(|draft| ecit::copies(draft, context, &identities))
        })
    }
}

impl Form for Ecit {
    fn course(&self) -> &Course {
        &self.course
    }

    fn kind(&self) -> FormType {
        FormType::Ecit
    }

    fn fresh(&self, context: &Context, identities: &[Identity]) -> Arc<dyn Form> {
        Arc::new(Self::new(context, identities))
    }

    fn renewed(&self) -> Arc<dyn Form> {
        Arc::new(Self {
            course: self.course.renewed(),
            draft: ArcRwSignal::new(self.draft.get_untracked()),
        })
    }

    fn restored(&self, course: Course, texts: &[(String, String)]) -> Arc<dyn Form> {
        let texts = texts.iter().map(|(path, text)| (&**path, &**text));
        Arc::new(Self {
            course,
            draft: ArcRwSignal::new(Draft::from_texts(texts)),
        })
    }

    fn texts(&self) -> Vec<(String, String)> {
        let text = |(path, text): (&str, &str)| (String::from(path), text.to_owned());
        self.draft
            .with_untracked(|draft| draft.texts().map(text).collect())
    }

    fn follow(&self) {
        self.draft.track();
    }

    fn marks(&self, app: &App) -> Vec<Mark> {
        let issues = app.circumstances(|around| self.draft.with(|draft| check(draft, around).1));
        let path = |field: &Field| Path::Borrowed(field.path());
        let own = issues.into_iter().map(|issue| Mark::of(issue, path));
        self.marks_with(own, |anomaly| field_of(anomaly).as_ref().map(path))
    }

    fn text(&self, path: &str) -> String {
        let field = Field::parse(path);
        self.draft.with(|draft| {
            field
                .map(|field| draft.get(field).to_owned())
                .unwrap_or_default()
        })
    }

    fn put(&self, path: &Path, text: &str, context: &Context) {
        let Some(field) = Field::parse(path) else {
            return;
        };
        self.draft.update(|draft| match field {
            Field::Reason => ecit::set_reason(draft, text, context),
            Field::Previous => ecit::set_previous(draft, text, context, clock::today()),
            _ => draft.set(field, text),
        });
        self.drop_anomalies(|anomaly| field_of(anomaly) == Some(field));
    }

    fn fill_writer(&self, app: &App) {
        let mut draft = self.draft.get_untracked();
        app.fill_writer(&mut draft);
        if self.draft.with_untracked(|old| *old != draft) {
            self.draft.set(draft);
        }
    }

    fn refill(&self, app: &App) {
        let context = app.context.get_untracked();
        let fresh = ecit::new_draft(&context, &app.identities(), clock::today());
        self.draft.set(fresh);
    }

    fn to_value(&self) -> Value {
        self.draft.with_untracked(Draft::to_value)
    }

    fn take_value(&self, value: &Json) {
        self.draft.update(|draft| draft.take_value(value));
    }

    fn choose_value(&self, value: &Json, context: &Context) {
        self.draft
            .update(|draft| ecit::choose_value(draft, value, context, clock::today()));
    }

    fn look(&self, app: &App, i18n: &I18n) -> Vec<(&'static str, String)> {
        let Copies { full, .. } = self.copies(app);
        let period = [
            ("start", full.start.as_str()),
            ("end", &full.end),
            ("days", &full.days),
        ];
        let reason = i18n.text(&["choice.reason.", &full.reason].concat());
        let kind = i18n.text(&["choice.kind.", self.text("certificate.kind").trim()].concat());
        let period = i18n.fill("confirm.period", &period);
        let what = [&kind, ", ", &reason, ", ", &period].concat();
        let mut rows = Vec::new();
        let mut person = |key, first_name: &str, last_name: &str, matricule: String| {
            rows.push((key, [first_name, " ", last_name].concat()));
            rows.push(("confirm.birth", app.birth(&matricule, i18n)));
            rows.push(("confirm.matricule", matricule));
        };
        person(
            "confirm.who",
            &full.first_name,
            &full.last_name,
            full.matricule,
        );
        if let Some([matricule, last_name, first_name]) = full.child {
            person("confirm.child", &first_name, &last_name, matricule);
        }
        rows.push(("confirm.what", what));
        rows
    }

    fn pages(&self, app: &App, _: Option<Answer<'_>>) -> String {
        let mut copies = self.copies(app);
        if self.substitute.get() {
            copies.substitute_before = self.due(app);
        }
        serde_json::to_string(&copies).unwrap_or_default()
    }

    fn transmit_before(&self, app: &App) -> Option<Date> {
        app.context.with(|context| {
            self.draft
                .with(|draft| ecit::transmit_before(draft, context))
        })
    }

    fn make(&self, app: &App) -> Result<Checked, Failure> {
        let (certificate, issues) =
            app.circumstances(|around| self.draft.with_untracked(|draft| check(draft, around)));
        let invalid = || {
            let field = issues.first().map_or("", |issue| issue.field.path());
            Failure::new(Code::FormInvalid, Phase::Check).about(field)
        };
        let certificate = certificate.ok_or_else(invalid)?;
        let random = random::bytes().map_err(|_| Failure::new(Code::StateConflict, Phase::Send))?;
        let document_id = DocumentId::derive(random);
        Ok(Checked {
            document_id,
            gp_code: certificate.biller().clone(),
            document_type: DocumentType::Ecit,
            content: Content::Certificate(Box::new(certificate)),
        })
    }
}

fn field_of(anomaly: &Anomaly) -> Option<Field> {
    anomaly.path.as_deref().and_then(ecit::field_of)
}
