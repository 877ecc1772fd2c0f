//! A fee memo being written, for either route: its draft, and what is said and sent of it.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use domain::context::{Context, Identity};
use domain::dates::{self, Date};
use domain::econnector::{Anomaly, DocumentType};
use domain::failure::{Code, Failure, Phase};
use domain::forms::memo::{self, Draft, Field, LineField, MemoCopy, Route};
use domain::forms::{Issue, IssueCode};
use domain::ids::{DocumentId, group};
use domain::json::Json;
use domain::money::Amount;
use domain::nomenclature::Nomenclature;
use leptos::prelude::{
    ArcRwSignal, GetUntracked as _, Set as _, Track as _, Update as _, With as _,
    WithUntracked as _,
};
use serde_json::Value;

use super::followers::{Followers, Which};
use super::form::{Checked, Content, Form, FormType, Mark, Path};
use super::{Answer, App, Course, Stage};
use crate::i18n::I18n;
use crate::platform::held::held;
use crate::platform::{clock, random};

/// A memo being written.
pub(crate) struct Memo {
    course: Course,
    route: Route,
    /// What stands in the fields. It is changed by `change`.
    pub(crate) draft: ArcRwSignal<Draft>,
    /// Who follows single fields.
    followers: Followers,
    /// The acts with their tariffs and rules, once they are loaded.
    pub(crate) acts: ArcRwSignal<Option<Arc<Nomenclature>>>,
    /// What the pages of its documents said when they were ready to go: the host may show another patient before the answer
    /// comes, and a replacement may be given up. Only the last document is kept, and the one that it is to replace.
    ///
    /// Of a document that is sent again after a reload nothing is here: its page has the fields and the codes that were
    /// fixed, with names and addresses of writer and biller and labels of acts as context, session and table have them then.
    ready: Mutex<Vec<(DocumentId, MemoCopy)>>,
}

domain::redacted!(Memo);

impl Deref for Memo {
    type Target = Course;

    fn deref(&self) -> &Course {
        &self.course
    }
}

impl Memo {
    /// A new memo with what is known already.
    pub(crate) fn make(
        kind: FormType,
        context: &Context,
        identities: &[Identity],
    ) -> Arc<dyn Form> {
        let route = match kind {
            FormType::Memoire => Route::Memoire,
            FormType::Mh | FormType::Ecit => Route::Mh,
        };
        Arc::new(Self::new(route, context, identities, None))
    }

    fn new(
        route: Route,
        context: &Context,
        identities: &[Identity],
        acts: Option<Arc<Nomenclature>>,
    ) -> Self {
        Self {
            course: Course::new(context.patient_key()),
            route,
            draft: ArcRwSignal::new(memo::new_draft(context, identities, clock::today())),
            followers: Followers::default(),
            acts: ArcRwSignal::new(acts),
            ready: Mutex::default(),
        }
    }

    /// What its page says, as the fields and the host's context are now.
    fn copy(&self, app: &App) -> MemoCopy {
        let identities = app.identities();
        app.context.with(|context| {
            self.acts.with(|acts| {
                self.draft.with(|draft| {
                    memo::copy(self.route, draft, context, &identities, acts.as_deref())
                })
            })
        })
    }

    /// Changes the draft, and tells those who follow these fields.
    fn change<R>(&self, which: Which, with: impl FnOnce(&mut Draft) -> R) -> Option<R> {
        let result = self.draft.try_update(with);
        self.followers.tell(which);
        result
    }

    /// What the page of a document said.
    fn ready_as(&self, document_id: &DocumentId) -> Option<MemoCopy> {
        let ready = held(&self.ready);
        let found = ready.iter().find(|(known, _)| known == document_id);
        found.map(|(_, copy)| copy.clone())
    }

    fn keep_ready(&self, document_id: &DocumentId, copy: MemoCopy) {
        let replaced = self.replaces.get_untracked();
        let replaced = replaced.as_ref().map(|sent| &sent.deposit.document_id);
        let mut ready = held(&self.ready);
        ready.retain(|(known, _)| Some(known) == replaced);
        ready.push((document_id.clone(), copy));
    }

    /// Adds a line, and gives its number.
    pub(crate) fn add_line(&self) -> Option<u16> {
        let add = || self.change(Which::All, Draft::add_line);
        self.may_type().then(add).flatten()
    }

    /// Takes a line away. What mySecu said about lines was said about their old numbers.
    pub(crate) fn remove_line(&self, number: u16) {
        if self.may_type() {
            self.change(Which::All, |draft| draft.remove_line(number));
            self.drop_anomalies(|anomaly| matches!(field_of(anomaly), Some(Field::Line(..))));
        }
    }

    /// Whether a line's amount is what its act's tariff gives, or not there yet.
    fn is_tariffs(&self, draft: &Draft, number: u16, acts: &Nomenclature) -> bool {
        let text = |field| {
            let text = draft.get(Field::Line(number, field)).trim();
            text.to_ascii_uppercase()
        };
        let amount = text(LineField::Amount);
        let one = acts.tariff(&text(LineField::Code), &text(LineField::Suffixes));
        let count = text(LineField::Count).parse().unwrap_or(1);
        let tariff = one.map(|one| one.times(count));
        amount.is_empty() || tariff.is_some() && Amount::parse(&amount).ok() == tariff
    }

    /// Takes the acts, once they are loaded.
    pub(crate) fn take_acts(&self, acts: Nomenclature) {
        self.acts.set(Some(Arc::new(acts)));
        self.price_lines();
    }

    /// A line of the host's that has a code and no amount costs what its act's tariff gives.
    fn price_lines(&self) {
        if let Some(acts) = self.acts.get_untracked()
            && self.stage.with_untracked(Stage::is_open)
            && self.draft.with_untracked(memo::has_unpriced_lines)
        {
            self.change(Which::All, |draft| memo::price_lines(draft, &acts));
        }
    }

    /// Puts a text in. An amount that is the tariff's follows its act; one typed by hand stays.
    fn put_field(&self, field: Field, text: &str) {
        let follows = match field {
            Field::Line(number, LineField::Code | LineField::Suffixes | LineField::Count) => {
                Some(number)
            }
            _ => None,
        };
        let acts = self.acts.get_untracked();
        self.change(Which::Beside(field), |draft| {
            let priced = follows.zip(acts.as_deref());
            let priced = priced.filter(|(number, acts)| self.is_tariffs(draft, *number, acts));
            draft.set(field, text);
            if let Some((number, acts)) = priced {
                memo::price_line(draft, number, acts);
            }
        });
    }

    fn check(&self, app: &App) -> (Option<memo::Memo>, Vec<Issue<Field>>) {
        app.circumstances(|around| {
            self.acts.with(|acts| {
                self.draft
                    .with(|draft| memo::check(draft, around, acts.as_deref()))
            })
        })
    }
}

impl Form for Memo {
    fn course(&self) -> &Course {
        &self.course
    }

    fn kind(&self) -> FormType {
        match self.route {
            Route::Mh => FormType::Mh,
            Route::Memoire => FormType::Memoire,
        }
    }

    fn fresh(&self, context: &Context, identities: &[Identity]) -> Arc<dyn Form> {
        let acts = self.acts.get_untracked();
        Arc::new(Self::new(self.route, context, identities, acts))
    }

    fn as_memo(self: Arc<Self>) -> Option<Arc<Memo>> {
        Some(self)
    }

    fn renewed(&self) -> Arc<dyn Form> {
        Arc::new(Self {
            course: self.course.renewed(),
            route: self.route,
            draft: ArcRwSignal::new(self.draft.get_untracked()),
            followers: Followers::default(),
            acts: ArcRwSignal::new(self.acts.get_untracked()),
            ready: Mutex::new(held(&self.ready).clone()),
        })
    }

    fn restored(&self, course: Course, texts: &[(String, String)]) -> Arc<dyn Form> {
        let texts = texts.iter().map(|(path, text)| (&**path, &**text));
        Arc::new(Self {
            course,
            route: self.route,
            acts: ArcRwSignal::new(self.acts.get_untracked()),
            ready: Mutex::default(),
            draft: ArcRwSignal::new(Draft::from_texts(texts)),
            followers: Followers::default(),
        })
    }

    fn texts(&self) -> Vec<(String, String)> {
        let text = |(path, text): (Path, &str)| (String::from(path), text.to_owned());
        self.draft
            .with_untracked(|draft| draft.texts().map(text).collect())
    }

    fn follow(&self) {
        self.draft.track();
    }

    fn marks(&self, app: &App) -> Vec<Mark> {
        let issues = self.check(app).1;
        let own = issues
            .into_iter()
            .map(|issue| Mark::of(issue, |field| field.path()));
        self.marks_with(own, |anomaly| field_of(anomaly).map(Field::path))
    }

    fn text(&self, path: &str) -> String {
        let Some(field) = Field::parse(path) else {
            return String::new();
        };
        self.followers.follow(field);
        self.draft
            .with_untracked(|draft| draft.get(field).to_owned())
    }

    fn put(&self, path: &Path, text: &str, _: &Context) {
        let Some(field) = Field::parse(path) else {
            return;
        };
        self.put_field(field, text);
        self.drop_anomalies(|anomaly| field_of(anomaly) == Some(field));
    }

    fn fill_writer(&self, app: &App) {
        let mut draft = self.draft.get_untracked();
        memo::fill_writer(&mut draft, &app.context.get_untracked(), &app.identities());
        if self.draft.with_untracked(|old| *old != draft) {
            self.change(Which::All, |old| *old = draft);
        }
    }

    fn refill(&self, app: &App) {
        let context = app.context.get_untracked();
        let draft = memo::new_draft(&context, &app.identities(), clock::today());
        self.change(Which::All, |old| *old = draft);
    }

    fn to_value(&self) -> Value {
        self.draft.with_untracked(Draft::to_value)
    }

    fn take_value(&self, value: &Json) {
        self.change(Which::All, |draft| draft.take_value(value));
        self.price_lines();
    }

    fn sentence(&self, mark: &Mark, lang: &str) -> Option<String> {
        if mark.code != IssueCode::Rule {
            return None;
        }
        self.acts.with(|acts| {
            let mut rules = acts.as_ref()?.rules().iter();
            let rule = rules.find(|rule| rule.id == mark.detail)?;
            Some(rule.sentence(lang))
        })
    }

    fn look(&self, app: &App, i18n: &I18n) -> Vec<(&'static str, String)> {
        self.draft.with_untracked(|draft| {
            let text = |field| draft.get(field).trim().to_owned();
            let name = [text(Field::PatientFirstName), text(Field::PatientLastName)];
            let matricule = group(draft.get(Field::PatientMatricule));
            let birth = dates::parse(draft.get(Field::PatientBirthDate)).map(dates::on_page);
            let birth = birth.unwrap_or_else(|| app.birth(&matricule, i18n));
            let date = dates::parse(draft.get(Field::MemoDate))
                .map(dates::on_page)
                .unwrap_or_default();
            let sums = memo::sums(draft);
            let what = i18n.fill(
                "confirm.memo",
                &[
                    ("lines", &draft.lines().to_string()),
                    ("total", &sums.total.to_string()),
                    ("date", &date),
                ],
            );
            let mut rows = vec![
                ("confirm.who", name.join(" ").trim().to_owned()),
                ("confirm.birth", birth),
            ];
            if !matricule.is_empty() {
                rows.push(("confirm.matricule", matricule));
            }
            rows.push(("confirm.what", what));
            rows.push(("confirm.route", i18n.text_of("route", self.route.as_str())));
            rows
        })
    }

    fn pages(&self, app: &App, answer: Option<Answer<'_>>) -> String {
        let copy = match answer {
            None => self.copy(app),
            Some(Answer { receipt, revoked }) => {
                let ready = self.ready_as(&receipt.document_id);
                let copy = ready.unwrap_or_else(|| self.copy(app));
                copy.answered(receipt.shares, revoked)
            }
        };
        let copy = serde_json::to_string(&copy).unwrap_or_default();
        ["{\"memo\":", &copy, "}"].concat()
    }

    /// No rule is known that lets a memo be printed first and transmitted later: its page is the document already.
    fn transmit_before(&self, _: &App) -> Option<Date> {
        None
    }

    fn make(&self, app: &App) -> Result<Checked, Failure> {
        let (memo, issues) = self.check(app);
        let invalid = || {
            let field = issues.first().map(|issue| issue.field.path());
            Failure::new(Code::FormInvalid, Phase::Check).about(field.unwrap_or_default())
        };
        let memo = memo.ok_or_else(invalid)?;
        let random = random::bytes().map_err(|_| Failure::new(Code::StateConflict, Phase::Send))?;
        let document_id = DocumentId::derive(random);
        self.keep_ready(&document_id, self.copy(app));
        Ok(Checked {
            document_id,
            gp_code: memo.biller().clone(),
            document_type: match self.route {
                Route::Mh => DocumentType::Mh,
                Route::Memoire => DocumentType::Memoire,
            },
            content: Content::Memo(Box::new(memo)),
        })
    }
}

fn field_of(anomaly: &Anomaly) -> Option<Field> {
    anomaly.path.as_deref().and_then(memo::field_of)
}
