//! Whether the symbols on a form's pages say what the form says: a worker reads them back after each change. What cannot
//! be read, or says something else, is not sent.

use domain::failure::{Code, Failure, Phase};
use leptos::prelude::GetUntracked as _;

use super::Course;
use crate::platform::timer;

/// Where reading back stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Proof {
    /// The pages changed, and the answer about them is not there yet.
    Pending,
    /// Every symbol was read and says what it has to say.
    Read,
    /// One says something else.
    Different,
    /// One cannot be read.
    Unreadable,
    /// There is nothing to read, or nothing to read with: no pages are shown.
    Unchecked,
}

impl Proof {
    /// Reads the worker's word.
    pub(crate) fn parse(word: &str) -> Self {
        let known = [Self::Read, Self::Different, Self::Unreadable];
        let found = known.into_iter().find(|proof| proof.as_str() == word);
        found.unwrap_or(Self::Unchecked)
    }

    /// The word in attributes.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Read => "read",
            Self::Different => "different",
            Self::Unreadable => "unreadable",
            Self::Unchecked => "unchecked",
        }
    }

    /// Why the form may not go, if so.
    pub(crate) fn failure(self) -> Option<Failure> {
        matches!(self, Self::Different | Self::Unreadable)
            .then(|| Failure::new(Code::SymbolUnreadable, Phase::Check))
    }
}

/// Milliseconds between two looks, and how often to look: what has not come by then will not come.
const LOOK: u32 = 50;
const LOOKS: u32 = 100;

/// Waits for the answer about the pages as they are.
pub(crate) async fn settled(form: &Course) -> Result<(), Failure> {
    for _ in 0..LOOKS {
        if form.proof.get_untracked() != Proof::Pending {
            break;
        }
        timer::wait(LOOK).await;
    }
    form.proof.get_untracked().failure().map_or(Ok(()), Err)
}
