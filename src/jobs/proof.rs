//! Whether the symbols on a form's pages say what the form says: a worker reads them back after each change. What cannot
//! be read, says something else, or was not read back in time, is not sent.

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
    /// What reads them back gives no answer. It is asked again until it does.
    Silent,
    /// There is nothing to read: no pages are shown, or none with a symbol.
    ///
    /// Assumption: where the preview's own files cannot be had, a certificate may go all the same. No symbol of ours is
    /// then on any page, and what is printed is the eConnector's.
    Unchecked,
}

impl Proof {
    /// Reads the worker's word.
    pub(crate) fn parse(word: &str) -> Self {
        let known = [Self::Read, Self::Different, Self::Unreadable, Self::Silent];
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
            Self::Silent => "silent",
            Self::Unchecked => "unchecked",
        }
    }

    /// Why the form may not go, if so.
    pub(crate) fn failure(self) -> Option<Failure> {
        let code = match self {
            Self::Different | Self::Unreadable => Code::SymbolUnreadable,
            Self::Silent => Code::SymbolUnchecked,
            Self::Pending | Self::Read | Self::Unchecked => return None,
        };
        Some(Failure::new(code, Phase::Check))
    }
}

/// Milliseconds between two looks, and how often to look: nobody is to wait longer for an answer.
const LOOK: u32 = 50;
const LOOKS: u32 = 100;

/// Waits for the answer about the pages as they are; none in time is as good as a bad one.
pub(crate) async fn settled(form: &Course) -> Result<(), Failure> {
    for _ in 0..LOOKS {
        if form.proof.get_untracked() != Proof::Pending {
            break;
        }
        timer::wait(LOOK).await;
    }
    let proof = match form.proof.get_untracked() {
        Proof::Pending => Proof::Silent,
        answered => answered,
    };
    proof.failure().map_or(Ok(()), Err)
}
