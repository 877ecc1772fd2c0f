//! Every dependency has a licence that a closed product may ship, read from Cargo's own metadata.

use anyhow::Result;

use crate::run::{cargo, output};

/// What cargo-deny reads, where it is installed.
const CONFIGURATION: &str = include_str!("../../../../deny.toml");

/// The licences that `deny.toml` allows.
fn fine() -> impl Iterator<Item = &'static str> {
    let list = CONFIGURATION.split("\nallow = [").nth(1);
    let list = list.and_then(|rest| rest.split(']').next());
    list.unwrap_or_default().split('"').skip(1).step_by(2)
}

/// Packages whose expression offers no acceptable choice.
pub(crate) fn check() -> Result<Vec<String>> {
    let metadata = output(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let foreign = packages
        .iter()
        .filter(|package| !package["source"].is_null());
    Ok(foreign
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("none given");
            let name = package["name"].as_str().unwrap_or_default();
            (!is_fine(licence)).then(|| format!("{name} has the licence {licence}"))
        })
        .collect())
}

/// Every part joined by AND has a fine choice among those joined by OR (or by the old slash).
fn is_fine(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.split(" OR ").any(|choice| {
            let name = choice.split(" WITH ").next().unwrap_or(choice).trim();
            fine().any(|fine| fine == name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_fine;

    #[test]
    fn a_choice_is_enough_and_every_part_counts() {
        assert!(is_fine("MIT OR GPL-3.0"));
        assert!(is_fine("MIT/Apache-2.0"));
        assert!(is_fine(
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"
        ));
        assert!(is_fine("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!is_fine("GPL-3.0-only"));
        assert!(!is_fine("MIT AND GPL-3.0"));
        assert!(!is_fine("none given"));
    }
}
