//! Where values come from: the environment, the file of `VOLET_CONFIG`, and `_FILE` twins.

use std::collections::BTreeMap;

use super::error::{ConfigError, Fault};

const PREFIX: &str = "VOLET_";
/// Variables of other programs that the gateway honours; the lower-case spelling is usual too.
const PROXY: [&str; 2] = ["HTTPS_PROXY", "NO_PROXY"];

/// The values not read so far: what is left at the end was not known.
pub(super) struct Variables(BTreeMap<String, String>);

impl Variables {
    pub(super) fn load(env: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut values = BTreeMap::new();
        if let Some(path) = env.get("VOLET_CONFIG").filter(|path| !path.is_empty()) {
            let lines = dotenvy::from_path_iter(path)
                .map_err(|_| Fault::UnreadableFile.of("VOLET_CONFIG"))?;
            for line in lines {
                let (name, value) = line.map_err(|_| Fault::MalformedFile.of("VOLET_CONFIG"))?;
                values.insert(name, value);
            }
        }
        for (name, value) in env {
            let upper = name.to_ascii_uppercase();
            if name.starts_with(PREFIX) {
                values.insert(name.clone(), value.clone());
            } else if PROXY.contains(&upper.as_str()) && !value.is_empty() {
                values.insert(upper, value.clone());
            }
        }
        values.remove("VOLET_CONFIG");
        Ok(Self(values))
    }

    /// An empty value counts as not set: container tools pass variables on that way.
    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>, ConfigError> {
        match self.0.remove(name).filter(|value| !value.is_empty()) {
            Some(value) => parse(&value).map(Some).map_err(|fault| fault.of(name)),
            None => Ok(None),
        }
    }

    pub(super) fn required<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T, ConfigError> {
        self.optional(name, parse)?
            .ok_or_else(|| Fault::Missing.of(name))
    }

    /// A secret is given by value or, as `NAME_FILE`, by the path of a file that holds it.
    pub(super) fn optional_secret<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>, ConfigError> {
        let file = format!("{name}_FILE");
        let from_file = self.optional(&file, super::parse::readable_file)?;
        let direct = self.optional(name, |value| Ok(value.to_owned()))?;
        let (text, variable) = match (direct, from_file) {
            (Some(_), Some(_)) => return Err(Fault::SetTwice.of(name)),
            (Some(text), None) => (text, name),
            (None, Some(text)) => (text, file.as_str()),
            (None, None) => return Ok(None),
        };
        match text.trim_end_matches(['\r', '\n']) {
            "" => Err(Fault::Missing.of(variable)),
            text => parse(text).map(Some).map_err(|fault| fault.of(variable)),
        }
    }

    pub(super) fn required_secret<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T, ConfigError> {
        self.optional_secret(name, parse)?
            .ok_or_else(|| Fault::Missing.of(name))
    }

    pub(super) fn finish(self) -> Result<(), ConfigError> {
        match self.0.into_keys().next() {
            Some(name) => Err(Fault::Unknown.of(&name)),
            None => Ok(()),
        }
    }
}
