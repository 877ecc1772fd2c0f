//! What the worker tells the main thread: rows and tables as JSON, no FHIR.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::dsp::antecedents::{self, Antecedent, Group, Recorded, Refusal};
use domain::dsp::laboratory::{
    self, Flag, Observation, Quantity, Reference, Trend, Value as Found,
};
use domain::dsp::notice::Notice;
use domain::dsp::paging::map_link;
use domain::dsp::prescriptions::{self, Left};
use domain::dsp::retrieve;
use domain::dsp::vaccinations::{self, Standing};
use domain::dsp::{Coding, Content, Document, DocumentKind, FhirDate};
use domain::json::Json;
use serde_json::{Value, json};

use super::Shelf;

/// The last part of a notice's key.
pub(super) fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::Incomplete => "incomplete-said",
        Notice::Withheld => "withheld",
        Notice::ServerProblem => "server-problem",
        Notice::Unreadable => "unreadable",
    }
}

/// A row of a list.
pub(super) fn row(document: &Document, list: DocumentKind, base: &str) -> Value {
    let contents: Vec<Value> = document
        .contents
        .iter()
        .map(|one| content(one, base))
        .collect();
    json!({
        "id": document.id,
        "origin": document.origin.name(),
        "kind": document.kind.name(),
        "list": list.name(),
        "date": date(&document.date),
        "from": document.from,
        "title": document.title,
        "contents": contents,
    })
}

/// A form of a document: where it is fetched, or why not.
fn content(content: &Content, base: &str) -> Value {
    let mut value = json!({"mediaType": content.media_type, "size": content.size});
    if !content.data.is_empty() {
        value["inline"] = json!(true);
    } else if !content.url.is_empty() {
        match map_link(base, &content.url) {
            Ok(path) => value["path"] = json!(path),
            Err(_) => value["error"] = json!("dsp_link_refused"),
        }
    } else {
        value["error"] = json!("document_not_available");
    }
    value
}

/// The day where it is known, else the text.
fn date(date: &FhirDate) -> Value {
    if date.is_known() {
        json!({"day": date.said()})
    } else {
        json!({"text": date.text()})
    }
}

impl Shelf {
    /// Reports with their results as tables, the newest first; results outside reports come together at the end.
    pub(crate) fn results(&self) -> Value {
        let results = &self.clinical.results;
        let mut reports: Vec<_> = self.clinical.reports.iter().collect();
        reports.sort_by_key(|report| Reverse(&report.date));
        let belongs = |one: &Observation, references: &[String]| {
            let id = one.id.split('#').next().unwrap_or_default();
            references.iter().any(|reference| reference == id)
        };
        let mut tables: Vec<Value> = reports
            .iter()
            .map(|report| {
                let own = results.iter().filter(|one| belongs(one, &report.results));
                let rows: Vec<Value> = own.map(|one| self.result(one)).collect();
                let missing = report.results.iter().filter(|reference| {
                    let id = reference.as_str();
                    !results.iter().any(|one| one.id.split('#').next() == Some(id))
                });
                json!({
                    "title": report.title,
                    "date": date(&report.date),
                    "from": report.from,
                    "conclusion": report.conclusion,
                    "rows": rows,
                    "missing": missing.count(),
                    "forms": report.forms.iter().map(|one| content(one, &self.base)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let mut loose: Vec<&Observation> = results
            .iter()
            .filter(|one| !reports.iter().any(|report| belongs(one, &report.results)))
            .collect();
        loose.sort_by_key(|one| Reverse(&one.date));
        if !loose.is_empty() {
            let rows: Vec<Value> = loose.into_iter().map(|one| self.result(one)).collect();
            tables.push(json!({"rows": rows, "missing": 0, "forms": []}));
        }
        json!(tables)
    }

    fn result(&self, one: &Observation) -> Value {
        let reference = laboratory::reference(one, &self.person());
        let flag = laboratory::flag(one, &reference).map(|flag| match flag {
            Flag::Low => "low",
            Flag::High => "high",
            Flag::Abnormal => "abnormal",
            Flag::Critical => "critical",
        });
        let previous = laboratory::previous(one, &self.clinical.results).map(|previous| {
            let trend = previous.trend.map(|trend| match trend {
                Trend::Up => "up",
                Trend::Down => "down",
                Trend::Level => "level",
            });
            json!({"value": written(&previous.quantity), "unit": previous.quantity.unit, "date": date(&previous.date), "trend": trend})
        });
        let (value, unit) = match &one.value {
            Found::Quantity(quantity) => (json!(written(quantity)), json!(quantity.unit)),
            Found::Text(text) => (json!(text), json!("")),
            Found::Absent(why) => (Value::Null, json!(why)),
        };
        let reference = match reference {
            Reference::Of(range) => {
                json!({"low": range.low, "high": range.high, "text": range.text})
            }
            Reference::Several => json!("several"),
            Reference::None => Value::Null,
        };
        json!({
            "id": one.id, "name": one.name, "date": date(&one.date), "value": value, "unit": unit, "reference": reference,
            "flag": flag, "previous": previous,
        })
    }

    /// The points of a result's chart: `[[day, value]]`.
    pub(crate) fn series(&self, id: &str) -> Value {
        let results = &self.clinical.results;
        let Some(one) = results.iter().find(|one| one.id == id) else {
            return json!([]);
        };
        let points = laboratory::series(one, results).into_iter();
        points
            .map(|(date, value)| json!([date.start(), value]))
            .collect()
    }

    /// Prescriptions with their lines and what is left.
    pub(crate) fn prescriptions(&self, today: NaiveDate) -> Value {
        let lines = &self.clinical.lines;
        let plans = prescriptions::group(self.clinical.plans.clone(), lines);
        let line = |reference: &String| {
            let line = lines.iter().find(|line| line.reference == *reference)?;
            let left = match prescriptions::left(line, &self.clinical.dispenses, today) {
                Left::Fills(fills) => json!(fills),
                Left::Done => json!("done"),
                Left::Expired => json!("expired"),
                Left::Stopped => json!("stopped"),
                Left::Unknown => Value::Null,
            };
            Some(
                json!({"text": line.text, "instruction": line.instruction, "date": date(&line.date), "left": left}),
            )
        };
        let plans = plans.iter().map(|plan| {
            let rows: Vec<Value> = plan.lines.iter().filter_map(line).collect();
            json!({
                "title": plan.title, "date": date(&plan.date), "from": plan.from, "missing": plan.lines.len() - rows.len(),
                "lines": rows,
            })
        });
        plans.collect()
    }

    /// Vaccinations, the newest first, and what is due.
    pub(crate) fn vaccinations(&self, today: NaiveDate) -> Value {
        let mut given: Vec<_> = self.clinical.vaccinations.iter().collect();
        given.sort_by_key(|one| Reverse(&one.date));
        let given = given.into_iter().map(|one| {
            json!({
                "vaccine": one.vaccine, "date": date(&one.date), "diseases": one.diseases, "dose": one.dose, "lot": one.lot,
                "expires": date(&one.expires), "from": one.from, "notDone": one.not_done, "reported": one.reported,
            })
        });
        let due = vaccinations::next(self.clinical.due.clone(), today).into_iter();
        let due = due.map(|(standing, one)| {
            let standing = match standing {
                Standing::Overdue => "overdue",
                Standing::Ahead => "ahead",
                Standing::Open | Standing::Closed => "open",
            };
            json!({"vaccine": one.vaccine, "disease": one.disease, "date": date(&one.date), "dose": one.dose, "standing": standing})
        });
        json!({"given": given.collect::<Vec<_>>(), "due": due.collect::<Vec<_>>()})
    }

    /// Antecedents against the record and the refusals: `{recorded: […], refusals: [{key, state}]}`.
    pub(crate) fn antecedents(&self, known: &[u8]) -> Value {
        let json = Json::parse(known).unwrap_or_else(|| Json::from(Value::Null));
        let recorded = json.list("recorded", |one| Recorded {
            group: Group::named(&one.text("group")),
            coding: Coding {
                system: one.text("system"),
                code: one.text("code"),
            },
            text: one.text("text"),
        });
        let refusals = json.list("refusals", |one| Refusal {
            key: one.text("key"),
            state: one.text("state"),
        });
        let lines = antecedents::reconcile(self.clinical.antecedents.clone(), &recorded, &refusals);
        lines
            .iter()
            .map(|(standing, one)| antecedent(*standing, one))
            .collect()
    }

    /// The content inside the metadata of a shown document, base64.
    pub(crate) fn inline(&self, id: &str, form: usize) -> Option<&str> {
        Some(self.content_of(id, form)?.data.as_str())
    }

    /// What fetched bytes are: `{shape, mediaType, lies, hash}`, or `{error}`.
    pub(crate) fn inspect(&self, id: &str, form: usize, bytes: &[u8]) -> Value {
        let Some(content) = self.content_of(id, form) else {
            return json!({"error": "document_not_available"});
        };
        if bytes.len() > retrieve::LARGEST {
            return json!({"error": "document_too_large"});
        }
        let shape = retrieve::shape(bytes);
        let name = match shape {
            retrieve::Shape::Pdf => "pdf",
            retrieve::Shape::Image(_) => "image",
            retrieve::Shape::Cda => "cda",
            retrieve::Shape::Text => "text",
            retrieve::Shape::Unknown => "unknown",
        };
        let hash = match retrieve::hash(bytes, &content.hash) {
            retrieve::Hash::Same => "same",
            retrieve::Hash::Differs => "differs",
            retrieve::Hash::NotGiven => "not-given",
        };
        json!({"shape": name, "mediaType": shape.media_type(), "lies": shape.belies(&content.media_type), "hash": hash})
    }

    fn content_of(&self, id: &str, form: usize) -> Option<&Content> {
        let document = self.dsp.iter().find(|document| document.id == id)?;
        document.contents.get(form)
    }
}

fn written(quantity: &Quantity) -> String {
    [quantity.comparator.as_str(), &quantity.value].concat()
}

fn antecedent(standing: antecedents::Standing, one: &Antecedent) -> Value {
    let standing = match standing {
        antecedents::Standing::New => "new",
        antecedents::Standing::Modified => "modified",
        antecedents::Standing::Refused => "refused",
        antecedents::Standing::Recorded => "recorded",
    };
    let refusal = antecedents::refusal(one);
    json!({
        "standing": standing,
        "group": one.group.name(),
        "reference": one.reference,
        "system": one.coding.system,
        "code": one.coding.code,
        "text": one.text,
        "detail": one.detail,
        "onset": date(&one.onset),
        "status": one.status,
        "recorded": date(&one.recorded),
        "from": one.from,
        "refusal": {"key": refusal.key, "state": refusal.state},
    })
}
