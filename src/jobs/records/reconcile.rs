//! Antecedents of the shared record against the host's: taken over by the host, or refused and remembered (UX-11 … UX-15).

use std::sync::Arc;

use domain::context::Context;
use domain::dsp::Coding;
use domain::dsp::antecedents::{Antecedent, Group, Recorded, Refusal, refusal};
use domain::json::Json;
use leptos::task::spawn_local;
use serde::Serialize;

use super::{Refusals, Shelf, Stand};
use crate::platform::bridge::{self, Unavailable};

/// What the host's record holds already (`recorded`).
pub(crate) fn recorded(given: &Json) -> Vec<Recorded> {
    given.list("list", |one| Recorded {
        group: Group::named(&one.text("group")),
        coding: Coding {
            system: one.text("system"),
            code: one.text("code"),
        },
        text: one.text("text"),
    })
}

/// Hands a resource to the host. Nothing is in its record before its promise resolves.
pub(crate) async fn accept(stand: &Stand, one: &Antecedent) -> Result<(), Unavailable> {
    #[derive(Serialize)]
    struct Resource<'a> {
        group: &'static str,
        reference: &'a str,
        identifier: &'a str,
        system: &'a str,
        code: &'a str,
        text: &'a str,
        detail: &'a str,
        onset: &'a str,
        status: &'a str,
        recorded: &'a str,
        from: &'a str,
        origin: &'static str,
    }
    let resource = Resource {
        group: one.group.name(),
        reference: &one.reference,
        identifier: &one.identifier,
        system: &one.coding.system,
        code: &one.coding.code,
        text: &one.text,
        detail: &one.detail,
        onset: one.onset.text(),
        status: &one.status,
        recorded: one.recorded.text(),
        from: &one.from,
        origin: "dsp",
    };
    bridge::ask_and_wait(&stand.ask, "accept", &bridge::to_js(&resource)).await
}

/// Reads the refusals of this professional for the open patient.
pub(crate) fn read_refusals(stand: &Stand, shelf: &Arc<Shelf>) {
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    let Some(name) = stand.app.context.with_untracked(refusals_name) else {
        shelf.refusals.set(Arc::default());
        return;
    };
    let before = shelf.refusals.get_untracked();
    spawn_local(async move {
        let text = bridge::kept(&stand.app.host, &name).await;
        let now = shelf.refusals.get_untracked();
        if now.name.as_ref() == Some(&name) && !Arc::ptr_eq(&now, &before) {
            // One was refused in the meantime, or offered again: what was read is older.
            return;
        }
        let is_unread = text.is_err();
        let text = text.ok().flatten().unwrap_or_default();
        let read = |line: &str| {
            let (key, state) = line.split_once(' ')?;
            Some(Refusal {
                key: key.to_owned(),
                state: state.to_owned(),
            })
        };
        if stand.app.context.with_untracked(refusals_name).as_ref() == Some(&name) {
            shelf.refusals.set(Arc::new(Refusals {
                name: Some(name),
                is_unread,
                all: text.lines().filter_map(read).collect(),
            }));
        }
    });
}

/// Refuses, for this professional and patient; an older refusal of the same gives way. `Err` when it could not be kept.
pub(crate) async fn refuse(
    stand: &Stand,
    shelf: &Shelf,
    one: &Antecedent,
) -> Result<(), Unavailable> {
    let mut refusals = without(shelf, one);
    refusals.push(refusal(one));
    keep(stand, shelf, refusals).await
}

/// Takes a refusal back.
pub(crate) async fn offer_again(
    stand: &Stand,
    shelf: &Shelf,
    one: &Antecedent,
) -> Result<(), Unavailable> {
    keep(stand, shelf, without(shelf, one)).await
}

fn without(shelf: &Shelf, one: &Antecedent) -> Vec<Refusal> {
    let key = refusal(one).key;
    let kept = shelf.refusals.get_untracked();
    let others = kept.all.iter().filter(|it| it.key != key);
    others.cloned().collect()
}

async fn keep(stand: &Stand, shelf: &Shelf, all: Vec<Refusal>) -> Result<(), Unavailable> {
    let lines: Vec<String> = all
        .iter()
        .map(|one| [one.key.as_str(), &one.state].join(" "))
        .collect();
    let before = shelf.refusals.get_untracked();
    let (name, is_unread) = (before.name.clone(), before.is_unread);
    shelf.refusals.set(Arc::new(Refusals {
        name: name.clone(),
        is_unread,
        all,
    }));
    let name = name.filter(|_| !is_unread).ok_or(Unavailable)?;
    bridge::keep(&stand.app.host, &name, &lines.join("\n")).await
}

/// The name of the open patient's refusals by the practitioner for whom the host works; its digest alone leaves the page.
/// Assumption: the matricule tells patients apart in the host's store.
pub(crate) fn refusals_name(context: &Context) -> Option<String> {
    let patient = context.patient.as_ref()?.matricule.clone();
    let who = context.practitioner.as_ref();
    let who = who.map(|one| one.code.clone()).unwrap_or_default();
    (!patient.is_empty()).then(|| ["refusals", &who, &patient].join("\n"))
}
