//! The demo's data, embedded: users, entitlements, patients, magic matricules.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What may go wrong with a data file.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct DataError {
    /// Which file.
    pub file: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

/// A person who can sign in at the stand-in.
#[derive(Clone, Deserialize)]
pub struct User {
    /// The name typed at sign-in.
    pub username: String,
    /// The password typed at sign-in.
    pub password: String,
    /// The subject of the tokens.
    pub sub: String,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("sub", &self.sub)
            .finish_non_exhaustive()
    }
}

/// The stand-in's users.
///
/// # Errors
/// When the embedded file does not have the expected shape.
pub fn users() -> Result<Vec<User>, DataError> {
    read("users.json", include_str!("../data/users.json"))
}

/// The demo's patients, as the control API gives them.
///
/// # Errors
/// When the embedded file is not JSON.
pub fn patients() -> Result<Value, DataError> {
    read("patients.json", include_str!("../data/patients.json"))
}

/// The lines of the table of magic matricules: the number, and the name of what it asks for; `None` for a line without one.
pub(crate) fn matricules() -> impl Iterator<Item = Option<(&'static str, &'static str)>> {
    let lines = include_str!("../data/matricules.csv").lines().skip(1);
    lines.map(|line| line.split_once(','))
}

/// The entitlements file that is used when none is configured.
pub const ENTITLEMENTS: &str = include_str!("../data/entitlements.json");

/// The same file below the workspace's folder, for the gateway, which reads a file.
pub const ENTITLEMENTS_FILE: &str = "crates/sandbox/data/entitlements.json";

/// For each person the billing codes that may be used.
pub type GpCodes = BTreeMap<String, Vec<String>>;

/// The stand-in's own reading of an entitlements file: `{ "<sub>": [{"gpCodes": […], …}] }`.
///
/// # Errors
/// When the text does not have that shape.
pub fn gp_codes(text: &str) -> Result<GpCodes, DataError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Identity {
        gp_codes: Vec<String>,
    }
    let people: BTreeMap<String, Vec<Identity>> = read("entitlements", text)?;
    Ok(people
        .into_iter()
        .map(|(sub, identities)| {
            (
                sub,
                identities.into_iter().flat_map(|i| i.gp_codes).collect(),
            )
        })
        .collect())
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DataError> {
    serde_json::from_str(text).map_err(|error| DataError {
        file,
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::econnector::matricule;

    #[test]
    fn each_user_has_the_codes_of_the_doctors_she_acts_for() {
        let codes = gp_codes(ENTITLEMENTS).unwrap();
        let own: Vec<_> = users()
            .unwrap()
            .into_iter()
            .map(|user| (user.username, codes[&user.sub].join(" ")))
            .collect();
        let own: Vec<_> = own
            .iter()
            .map(|(user, codes)| (&**user, &**codes))
            .collect();
        assert_eq!(
            own,
            [
                ("dr.weber", "90813319 90120070"),
                ("sec.muller", "90813319 90120070"),
                ("dr.klein", "90427125 90120070"),
                ("sec.wagner", "90813319 90120070 90427125 90120070"),
            ]
        );
    }

    #[test]
    fn every_patient_has_a_right_matricule_that_starts_with_the_birth_date() {
        let patients = patients().unwrap();
        let patients = patients.as_array().unwrap();
        assert_eq!(patients.len(), 8);
        for patient in patients {
            let number = patient["matricule"].as_str().unwrap();
            assert!(matricule::is_right(number), "{number}");
            let born = patient["birthDate"].as_str().unwrap().replace('-', "");
            assert!(number.starts_with(&born), "{number}");
        }
    }

    #[test]
    fn the_child_has_a_parent_in_the_list_and_two_names_leave_latin_1() {
        let patients = patients().unwrap();
        let patients = patients.as_array().unwrap();
        let child = patients.iter().find(|p| p["parentId"].is_string()).unwrap();
        assert!(child["birthDate"].as_str().unwrap().starts_with("2019"));
        assert!(patients.iter().any(|p| p["id"] == child["parentId"]));
        let outside = |p: &&Value| {
            let name = format!("{}{}", p["lastName"], p["firstName"]);
            name.chars().any(|letter| u32::from(letter) > 0xff)
        };
        assert_eq!(patients.iter().filter(outside).count(), 2);
    }
}
