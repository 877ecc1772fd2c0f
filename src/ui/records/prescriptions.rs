//! Prescriptions as lists of lines, with what is left to dispense.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dsp::Origin;
use domain::dsp::page::Page;
use domain::dsp::prescriptions::{Dispense, Left, Line, Prescription, group, left, void};
use leptos::prelude::*;

use super::behind;
use super::desk::{Desk, Pages};
use crate::jobs::records::Purpose;
use crate::platform::clock;
use crate::platform::reactive::memo;
use crate::ui::node::Node;

type All = Arc<(Vec<Prescription>, Vec<Line>, Vec<Dispense>)>;

/// The element's prescriptions.
#[component]
pub(super) fn Prescriptions() -> impl IntoView {
    let desk = Desk::here();
    let pages = desk.pages(Purpose::Prescription);
    let since = desk.shelf.since.signal();
    let all = memo(move || {
        let day = domain::dates::parse(&since.get());
        pages.with(|pages| {
            // A line comes with its plan and in the search for lines.
            let lines = pages.0.iter().flat_map(|page| page.lines.iter());
            let lines: BTreeMap<&str, &Line> =
                lines.map(|line| (line.reference.as_str(), line)).collect();
            let lines: Vec<Line> = lines.into_values().cloned().collect();
            let dispenses = pages
                .0
                .iter()
                .flat_map(|page| page.dispenses.clone())
                .collect();
            let plans = pages
                .0
                .iter()
                .flat_map(|page| page.prescriptions.clone())
                .collect();
            let mut plans = group(plans, &lines);
            plans.retain(|plan| day.is_none_or(|day| plan.date.may_be_since(day)));
            Arc::new((plans, lines, dispenses))
        })
    });
    let documents = desk.pages(Purpose::Documents);
    let list = {
        let desk = desk.clone();
        move || {
            let (all, documents): (All, Pages) = (all.get(), documents.get());
            all.0
                .iter()
                .map(|plan| plan_view(&desk, plan, &all, &documents))
                .collect_view()
        }
    };
    markup! {
        <Show when=move || all.with(|all| !all.0.is_empty())>
            <ul class="items" data-list="prescriptions">{list.clone()}</ul>
        </Show>
    }
}

fn plan_view(desk: &Desk, plan: &Prescription, all: &All, documents: &Pages) -> Node {
    let of_plan = all.1.iter();
    let of_plan: Vec<&Line> = of_plan
        .filter(|line| plan.lines.contains(&line.reference))
        .collect();
    let own = ["CarePlan/", &plan.id].concat();
    let about: Vec<&str> = plan
        .lines
        .iter()
        .map(String::as_str)
        .chain([&*own])
        .collect();
    let named = of_plan.iter().flat_map(|line| &line.documents);
    let named: Vec<String> = plan.documents.iter().chain(named).cloned().collect();
    let document = behind::button(desk, documents, &about, &named);
    let line = |line: &&Line| line_view(desk, line, remainder(desk, line, &all.2));
    item(desk, plan, document, of_plan.iter().map(line).collect())
}

fn item(desk: &Desk, plan: &Prescription, document: Option<Node>, lines: Vec<Node>) -> Node {
    let date = clock::shown_date(plan.date.said(), plan.date.text());
    markup! {
        <li data-origin=Origin::Dsp.name()>
            <p class="item-head"><span class="date">{date}</span><strong>{desk.name(&plan.title)}</strong><span class="quiet">{plan.from.clone()}</span>{document}</p>
            <ul class="lines">{lines}</ul>
        </li>
    }
}

/// A prescription as it was issued, read from its bundle: what was dispensed since is not in it.
pub(super) fn issued(desk: &Desk, page: &Page) -> Node {
    let item = |plan: &Prescription| {
        let own = |line: &&Line| plan.lines.contains(&line.reference);
        let lines = page.lines.iter().filter(own);
        let line = |line| line_view(desk, line, void(line).map(|left| badge(desk, left)));
        item(desk, plan, None, lines.map(line).collect())
    };
    let plans = group(page.prescriptions.clone(), &page.lines);
    let items: Vec<Node> = plans.iter().map(item).collect();
    markup! { <ul class="items" data-list="issued">{items}</ul> }
}

fn line_view(desk: &Desk, line: &Line, badge: Option<Node>) -> Node {
    let instruction = (!line.instruction.is_empty())
        .then(|| markup! { <span class="quiet">{line.instruction.clone()}</span> });
    markup! {
        <li><span>{desk.name(&line.text)}</span>{instruction}{badge}</li>
    }
}

/// What is left of a line; nothing for an analysis, of which nothing is dispensed.
fn remainder(desk: &Desk, line: &Line, dispenses: &[Dispense]) -> Option<Node> {
    let left = left(line, dispenses, clock::today());
    let says = left != Left::Unknown || !line.reference.starts_with("ServiceRequest/");
    says.then(|| badge(desk, left))
}

fn badge(desk: &Desk, left: Left) -> Node {
    let (i18n, state) = (desk.stand.i18n.clone(), name(left));
    let words = move || match left {
        Left::Fills(count) => i18n.fill("records.left.fills", &[("count", &count.to_string())]),
        Left::Done => i18n.text("records.left.done"),
        Left::Expired => i18n.text("records.left.expired"),
        Left::Stopped => i18n.text("records.left.stopped"),
        Left::Inactive => i18n.text("records.left.inactive"),
        Left::Prohibited => i18n.text("records.left.prohibited"),
        Left::Unknown => i18n.text("records.left.unknown"),
    };
    markup! { <span class="badge" data-left=state>{words}</span> }
}

fn name(left: Left) -> &'static str {
    match left {
        Left::Fills(_) => "fills",
        Left::Done => "done",
        Left::Expired => "expired",
        Left::Stopped => "stopped",
        Left::Inactive => "inactive",
        Left::Prohibited => "prohibited",
        Left::Unknown => "unknown",
    }
}
