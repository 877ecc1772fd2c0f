//! Running other programs, with a word about what is done and how long it may take.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Prints a line.
#[expect(clippy::print_stdout, reason = "this is what a command is for")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Says what comes next.
pub(crate) fn step(what: &str) {
    say(&format!("\n── {what}"));
}

/// A program to be run in a folder of the workspace.
pub(crate) fn program(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    command
}

/// `cargo`, of the tool chain that runs this command.
pub(crate) fn cargo() -> Command {
    program(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()),
        &root(),
    )
}

/// Runs a program to its end; its output is shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command
        .status()
        .with_context(|| format!("{shown} cannot be started"))?;
    if !status.success() {
        bail!("{shown} failed ({status})");
    }
    Ok(())
}

/// Runs a program and takes what it prints.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{shown} cannot be started"))?;
    if !output.status.success() {
        bail!("{shown} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether a program is there.
pub(crate) fn has(name: &str) -> bool {
    let quiet = |command: &mut Command| {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    };
    quiet(Command::new(name).arg("--version"))
}

fn shown(command: &Command) -> String {
    let words = command
        .get_args()
        .map(|word| word.to_string_lossy().into_owned());
    let program = command.get_program().to_string_lossy().into_owned();
    std::iter::once(program)
        .chain(words.take(4))
        .collect::<Vec<_>>()
        .join(" ")
}
