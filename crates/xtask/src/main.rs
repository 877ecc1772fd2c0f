//! The commands of the workspace, each in a file: `cargo xtask COMMAND`, as `USAGE` lists them.

mod bench;
mod check;
mod demo;
mod fuzz;
mod package;
mod parts;
mod prune;
mod run;
mod setup;
mod sizes;
mod test;

use std::process::ExitCode;

use run::say;

const USAGE: &str = "\
Usage: cargo xtask COMMAND
  demo [--port 8080]   build everything and start the sandbox, the gateway and the demo practice software
  test                 everything CI runs
  check                formatting, lints, layers, links, sizes of files, licences, languages
  package [--dev]      build pkg/dist, print and check sizes, pack the npm package
  bench                speed, memory and transfer figures in one browser
  bench-gateway        latency, throughput and memory of the gateway beside nginx
  fuzz [SECONDS]       grow odd input for the parsers of the forms, for a minute or so long
  picture              take docs/demo.png, the README's picture";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["demo", rest @ ..] => demo::demo(rest),
        ["test"] => test::test(),
        ["check"] => check::check(),
        ["package"] => package::package(package::Build::Release),
        ["package", "--dev"] => package::package(package::Build::Dev),
        ["bench"] => bench::bench(),
        ["bench-gateway"] => bench::bench_gateway(),
        ["fuzz"] => fuzz::fuzz(None),
        ["fuzz", seconds] => fuzz::fuzz(Some(seconds)),
        ["picture"] => bench::picture(),
        _ => Err(anyhow::anyhow!(USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("\nstopped: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
