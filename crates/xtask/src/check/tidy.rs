//! Small files that say what they are: a length limit, and a first sentence.

use std::fs;

use anyhow::Result;

use crate::run::{output, program, root, say};

/// No source file is longer.
const MOST: usize = 600;

/// Longer than this is said, not refused: a person decides.
const COMFORTABLE: usize = 400;

/// Files that are too long or do not begin with a sentence.
pub(crate) fn check() -> Result<Vec<String>> {
    let listed = output(program("git", &root()).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut findings = Vec::new();
    for name in listed.lines().filter(|name| is_source(name)) {
        let Ok(text) = fs::read_to_string(root().join(name)) else {
            continue;
        };
        let lines = text.lines().count();
        if lines > MOST {
            findings.push(format!("{name} has {lines} lines; the most is {MOST}"));
        } else if lines > COMFORTABLE {
            say(&format!(
                "   {name} has {lines} lines: is it still one thing?"
            ));
        }
        if name.ends_with(".rs") && !text.starts_with("//! ") {
            findings.push(format!(
                "{name} does not begin with a sentence about itself"
            ));
        }
    }
    Ok(findings)
}

fn is_source(name: &str) -> bool {
    let ending = [".rs", ".js", ".mjs", ".ts", ".css"]
        .iter()
        .any(|ending| name.ends_with(ending));
    ending && !name.contains("/data/") && !name.starts_with("pkg/dist")
}
