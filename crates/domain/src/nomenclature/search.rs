//! Acts by code or words, as one types.

use super::fold::words;
use super::{Act, Nomenclature};

impl Nomenclature {
    /// The acts whose code or words, in any of the table's languages, begin with each word typed: the code itself first, then
    /// codes that begin so, then the others, each in the table's order.
    pub fn search(&self, typed: &str, most: usize) -> Vec<&Act> {
        let wanted = words(typed);
        let Some(first) = wanted.first() else {
            return Vec::new();
        };
        let beginnings: Vec<String> = wanted.iter().map(|word| [" ", word].concat()).collect();
        let alone = wanted.len() == 1;
        let mut found: Vec<(u8, &Act)> = self
            .acts
            .iter()
            .filter(|act| {
                beginnings
                    .iter()
                    .all(|word| act.words.contains(word.as_str()))
            })
            .map(|act| {
                let code = act.words.trim_start().split(' ').next().unwrap_or_default();
                let rank = match alone {
                    true if code == first => 0,
                    true if code.starts_with(first.as_str()) => 1,
                    _ => 2,
                };
                (rank, act)
            })
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(most);
        found.into_iter().map(|(_, act)| act).collect()
    }
}
