//! The texts: one JSON file a language, fetched when it is used, so that a page loads one language only. Texts of late views
//! are a part of their own, which comes with the first of them.
//!
//! Keys are flat; `{name}` in a text is replaced. `cargo xtask check` holds all languages to the same keys.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::json::Json;
use leptos::prelude::{ArcRwSignal, GetUntracked as _, Set as _, With as _, WithUntracked as _};
use send_wrapper::SendWrapper;

use crate::platform::bridge::{self, Host};
use crate::platform::held::held;
use crate::platform::late::Missing;

/// The languages of the public contract; each has a file.
pub(crate) const LANGUAGES: [&str; 4] = ["fr", "de", "en", "lb"];

/// The part of views whose code is fetched late (`src/ui/late.rs`).
const LATE: &str = "late/";

/// Texts of one language.
#[derive(Debug, Default)]
struct Texts {
    /// Keys with their texts, sorted by the keys.
    all: Vec<(String, String)>,
    /// Whether those of late views are among them.
    late: bool,
}

/// The texts of one mount; it can be switched while it is shown.
#[derive(Clone, Debug)]
pub(crate) struct I18n {
    lang: ArcRwSignal<String>,
    texts: ArcRwSignal<Arc<Texts>>,
    /// The parts that are shown: each has a file of its own for each language, named `<part><language>`.
    parts: &'static [&'static str],
    /// Whether late views are shown, or about to be.
    late: Arc<AtomicBool>,
    host: SendWrapper<Host>,
    /// The language asked for last: an older file that comes late is dropped.
    wanted: Arc<Mutex<&'static str>>,
}

impl I18n {
    /// Texts of a language, fetched now.
    pub(crate) async fn load(
        host: &SendWrapper<Host>,
        lang: &str,
        parts: &'static [&'static str],
    ) -> Self {
        let i18n = Self {
            lang: ArcRwSignal::new(String::new()),
            texts: ArcRwSignal::new(Arc::default()),
            parts,
            late: Arc::default(),
            host: host.clone(),
            wanted: Arc::default(),
        };
        i18n.switch(lang).await;
        i18n
    }

    /// Switches to another language; every text on the screen follows.
    pub(crate) async fn switch(&self, lang: &str) {
        let lang = known(lang);
        *self.wanted() = lang;
        if self.lang.get_untracked() != lang {
            self.fetch(lang).await;
        }
    }

    /// Has the texts of late views too, from now on.
    pub(crate) async fn add_late(&self) -> Result<(), Missing> {
        self.late.store(true, Ordering::Relaxed);
        while !self.texts.with_untracked(|texts| texts.late) {
            let lang = *self.wanted();
            if !self.fetch(lang).await {
                self.late.store(false, Ordering::Relaxed);
                return Err(Missing);
            }
        }
        Ok(())
    }

    /// `false` where a file is missing. What another language or late views have outdated meanwhile is dropped.
    async fn fetch(&self, lang: &'static str) -> bool {
        let late = self.late.load(Ordering::Relaxed);
        let mut all = Vec::new();
        for part in self.parts.iter().chain(late.then_some(&LATE)) {
            let file = bridge::locale(&self.host, &[part, lang].concat()).await;
            let Some(texts) = file.and_then(|texts| Json::parse(texts.as_bytes())) else {
                return false;
            };
            let texts = texts.all_texts();
            all.extend(texts.map(|(key, text)| (key.to_owned(), text.to_owned())));
        }
        all.sort_unstable();
        if *self.wanted() == lang && self.late.load(Ordering::Relaxed) == late {
            self.texts.set(Arc::new(Texts { all, late }));
            self.lang.set(lang.to_owned());
        }
        true
    }

    fn wanted(&self) -> MutexGuard<'_, &'static str> {
        held(&self.wanted)
    }

    /// The language shown, for `lang` attributes.
    pub(crate) fn lang(&self) -> String {
        self.lang.with(Clone::clone)
    }

    /// A text. A key that has none shows itself, so that it is seen in review.
    pub(crate) fn text(&self, key: &str) -> String {
        self.texts
            .with(|texts| found(texts, key).unwrap_or_else(|| key.to_owned()))
    }

    /// A text in the words of one type of form, where it has its own.
    pub(crate) fn text_of(&self, key: &str, kind: &str) -> String {
        let own = [key, ".", kind].concat();
        let text = self.texts.with(|texts| found(texts, &own));
        text.unwrap_or_else(|| self.text(key))
    }

    /// A text with its places filled.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

fn found(texts: &Texts, key: &str) -> Option<String> {
    let at = texts
        .all
        .binary_search_by(|(known, _)| known.as_str().cmp(key));
    at.ok()
        .and_then(|at| texts.all.get(at))
        .map(|(_, text)| text.clone())
}

/// The language with a file that serves best; `fr-LU` is French.
fn known(lang: &str) -> &'static str {
    let base = lang.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES
        .into_iter()
        .find(|known| base.eq_ignore_ascii_case(known))
        .unwrap_or("fr")
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn a_language_without_a_file_is_shown_in_french() {
        for (asked, shown) in [
            ("en-GB", "en"),
            ("FR", "fr"),
            ("de_LU", "de"),
            ("lb", "lb"),
            ("pt", "fr"),
            ("", "fr"),
        ] {
            assert_eq!(known(asked), shown, "{asked}");
        }
    }
}
