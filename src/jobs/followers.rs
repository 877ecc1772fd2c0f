//! Who follows which fields of a memo: a key changes one line, and 99 lines have 1,400 fields.

use std::sync::Mutex;

use domain::forms::memo::Field;
use leptos::prelude::{ArcTrigger, Notify as _, Track as _};

use crate::platform::held::held;

/// Fields that change together.
#[derive(Clone, Copy)]
pub(super) enum Which {
    /// A field with those beside it: of its line, or of the form's other parts.
    Beside(Field),
    /// Every field.
    All,
}

/// A trigger for each line, the first for what is no line's.
#[derive(Default)]
pub(super) struct Followers(Mutex<Vec<ArcTrigger>>);

impl Followers {
    /// Follows a field and those beside it.
    pub(super) fn follow(&self, field: Field) {
        let at = place(field);
        let mut all = held(&self.0);
        if all.len() <= at {
            all.resize_with(at + 1, ArcTrigger::new);
        }
        if let Some(trigger) = all.get(at) {
            trigger.track();
        }
    }

    /// Tells those who follow them.
    pub(super) fn tell(&self, which: Which) {
        // What is told may follow again: not while the list is held.
        let told: Vec<ArcTrigger> = match which {
            Which::Beside(field) => held(&self.0)
                .get(place(field))
                .into_iter()
                .cloned()
                .collect(),
            Which::All => held(&self.0).clone(),
        };
        told.iter().for_each(ArcTrigger::notify);
    }
}

fn place(field: Field) -> usize {
    match field {
        Field::Line(number, _) => usize::from(number),
        _ => 0,
    }
}
