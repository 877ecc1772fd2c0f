//! `cargo xtask package`: makes `pkg/dist` and the npm package around it. It is the only way in which they are made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::check::locales::PARTS;
use crate::parts;
use crate::prune::prune;
use crate::run::{cargo, program, root, run, step};
use crate::setup::{self, WASM};
use crate::sizes;

/// How the modules are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// Small.
    Release,
    /// Quick to build.
    Dev,
}

/// How a module is loaded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Glue {
    /// By `import`.
    Module,
    /// In one script, with the worker's own code behind it.
    Worker,
}

/// A module of the package.
struct Module {
    /// The crate.
    package: &'static str,
    /// Its artefact.
    artefact: &'static str,
    /// Its features.
    features: &'static [&'static str],
    /// Its name in `dist`.
    name: &'static str,
    glue: Glue,
}

const MODULES: [Module; 5] = [
    Module {
        package: "volet",
        artefact: "volet",
        features: &[parts::FEATURE],
        name: "volet",
        glue: Glue::Module,
    },
    Module {
        package: "documents-web",
        artefact: "documents_web",
        features: &["preview"],
        name: "preview",
        glue: Glue::Module,
    },
    Module {
        package: "documents-web",
        artefact: "documents_web",
        features: &["proof"],
        name: "proof",
        glue: Glue::Worker,
    },
    Module {
        package: "documents-web",
        artefact: "documents_web",
        features: &["pdf"],
        name: "pdf",
        glue: Glue::Worker,
    },
    Module {
        package: "records-web",
        artefact: "records_web",
        features: &[],
        name: "records",
        glue: Glue::Worker,
    },
];

/// What `cargo xtask bench` measures beside other libraries, built as the package's own modules are.
const SYMBOL: Module = Module {
    package: "documents-web",
    artefact: "documents_web",
    features: &["bench"],
    name: "symbol",
    glue: Glue::Module,
};

/// Builds the symbol's code alone into a folder.
pub(crate) fn symbol_alone(folder: &Path) -> Result<()> {
    step("Building the symbol's code alone");
    fs::create_dir_all(folder)?;
    let wasm = compile(&SYMBOL, Build::Release)?;
    bind(&SYMBOL, &wasm, folder, Build::Release)?;
    optimise(&folder.join("symbol_bg.wasm"))
}

/// The modules in `dist`, the parts among them.
fn modules(dist: &Path) -> Result<Vec<PathBuf>> {
    let names = sizes::files(dist, dist)?;
    let own = |name: &&String| name.ends_with(".wasm") && !name.contains('/');
    let modules = names.iter().filter(own);
    Ok(modules.map(|name| dist.join(name)).collect())
}

/// How a class begins that `prune` has taken the other half of: a stream of Leptos' server functions.
const FOREIGN_CLASS: &str = "export class IntoUnderlying";

/// What browsers have switched on. `--all-features` writes modules that they refuse.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A module is fetched compressed. Much inlining makes it shorter and what is alike in it unlike: with little of it, and
/// with functions of like names side by side, a module is a tenth smaller after Brotli than with `-Oz`.
const SMALLER: [&str; 8] = [
    "-g",
    "-Os",
    "--converge",
    "--one-caller-inline-max-function-size",
    "15",
    "--flexible-inline-max-function-size",
    "5",
    "--reorder-functions-by-name",
];

/// The names have served their purpose.
const NAMELESS: [&str; 2] = ["--strip-debug", "--strip-producers"];

/// The standard library is built along, without texts of panics: about a tenth of the size. These switches are not
/// stable; they are those of the Rust version in `Cargo.toml`.
const SMALL_STD: [&str; 5] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "-Zpanic-immediate-abort",
    "--config",
    "profile.wasm.panic=\"immediate-abort\"",
];

/// Leptos' `erase_components` would save another 3 %, but it brings a call of `innerHTML` into the module, and that
/// there is none is how the package proves that Trusted Types hold.
const SMALL_CODE: &str = "-Zunstable-options -Zlocation-detail=none -Zfmt-debug=none";

/// Builds, prints sizes, packs; a release build over its budget fails.
pub(crate) fn package(kind: Build) -> Result<()> {
    build(kind)?;
    if kind == Build::Release {
        sizes::report(&root().join("pkg/dist"))?;
        pack()?;
    }
    Ok(())
}

/// Builds `pkg/dist`, with what that needs.
pub(crate) fn build(kind: Build) -> Result<()> {
    setup::wasm_target()?;
    if kind == Build::Release {
        setup::rust_source()?;
    }
    setup::javascript_tools()?;
    make(kind)
}

fn make(build: Build) -> Result<()> {
    let dist = root().join("pkg/dist");
    fonts(&dist)?;
    for module in &MODULES {
        let how = if build == Build::Release {
            "small, some minutes the first time"
        } else {
            "quick"
        };
        step(&format!("Building the module `{}` ({how})", module.name));
        let wasm = compile(module, build)?;
        if module.features.contains(&parts::FEATURE) {
            let main = parts::split(&wasm, &dist)?;
            bind(module, &main, &dist, build)?;
        } else {
            bind(module, &wasm, &dist, build)?;
        }
    }
    if build == Build::Release {
        for wasm in modules(&dist)? {
            optimise(&wasm)?;
        }
    }
    for (name, own) in [
        ("proof", "worker.js"),
        ("pdf", "worker.js"),
        ("records", "records-worker.js"),
    ] {
        worker(&dist, name, own)?;
    }
    if build == Build::Release {
        for script in [
            "volet.js",
            parts::LOADER,
            "preview.js",
            "proof-worker.js",
            "pdf-worker.js",
            "records-worker.js",
        ] {
            minify(&dist.join(script))?;
        }
    }
    viewer(&dist)?;
    styles(&dist)?;
    locales(&dist)
}

/// The page's fonts, cut to the letters that a form may hold. Tests of `documents` read them too.
pub(crate) fn fonts(dist: &Path) -> Result<()> {
    let folder = dist.join("fonts");
    let tests = root().join("tests");
    let letters = root().join("target/letters.txt");
    let wanted = domain::forms::letters::all();
    let lock = tests.join("package-lock.json");
    let same = fs::read_to_string(&letters).is_ok_and(|old| old == wanted);
    if same && setup::is_newer(&folder.join("arimo-bold.ttf"), &lock) {
        return Ok(());
    }
    step("Cutting the fonts to the letters that a form may hold");
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(root().join("target"))?;
    fs::write(&letters, wanted)?;
    run(program("node", &tests)
        .arg("tools/subset-fonts.mjs")
        .args([&letters, &folder]))?;
    let licence = tests.join("node_modules/@expo-google-fonts/arimo/LICENSE_FONT");
    fs::copy(licence, folder.join("OFL.txt")).context("the font's licence")?;
    Ok(())
}

fn compile(module: &Module, build: Build) -> Result<PathBuf> {
    let profile = if build == Build::Release {
        "wasm"
    } else {
        "wasm-dev"
    };
    let mut command = cargo();
    command.args(["rustc", "--locked", "--lib", "--package", module.package]);
    command.args(["--target", WASM, "--profile", profile]);
    if !module.features.is_empty() {
        let features = module.features.join(",");
        command.args(["--no-default-features", "--features", &features]);
    }
    if build == Build::Release {
        command
            .args(SMALL_STD)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", SMALL_CODE);
    }
    if module.features.contains(&parts::FEATURE) {
        command.args(["--", parts::LINK]);
    }
    run(&mut command)?;
    let folder = root().join("target").join(WASM).join(profile);
    Ok(folder.join(format!("{}.wasm", module.artefact)))
}

fn bind(module: &Module, wasm: &Path, dist: &Path, build: Build) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(module.name)
        .typescript(false)
        .keep_lld_exports(module.features.contains(&parts::FEATURE))
        .remove_name_section(build == Build::Dev);
    bindgen.remove_producers_section(true);
    match module.glue {
        Glue::Module => bindgen.web(true)?,
        Glue::Worker => bindgen.no_modules(true)?,
    };
    let bound = || format!("binding {}", module.name);
    let mut output = bindgen.generate_output().with_context(bound)?;
    if build == Build::Release {
        prune(output.wasm_mut())?;
    }
    output.emit(dist).with_context(bound)?;
    if build == Build::Release && module.glue == Glue::Module {
        let glue = dist.join(module.name).with_extension("js");
        let script = without_foreign_classes(&fs::read_to_string(&glue)?);
        fs::write(glue, script)?;
    }
    Ok(())
}

/// The glue of classes whose exports were taken out of the module.
fn without_foreign_classes(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, class)) = rest.split_once(FOREIGN_CLASS) {
        kept.push_str(before);
        // A class ends with the first brace that stands at the beginning of a line.
        rest = class.split_once("\n}\n").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let belongs = |line: &&str| !line.starts_with("if (Symbol.dispose) IntoUnderlying");
    kept.lines()
        .filter(belongs)
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn optimise(wasm: &Path) -> Result<()> {
    wasm_opt(wasm, &SMALLER)?;
    wasm_opt(wasm, &NAMELESS)
}

fn wasm_opt(wasm: &Path, passes: &[&str]) -> Result<()> {
    let tests = root().join("tests");
    let tool = tests.join("node_modules/binaryen/bin/wasm-opt");
    run(program("node", &tests)
        .arg(tool)
        .args(FEATURES)
        .args(passes)
        .arg(wasm)
        .arg("-o")
        .arg(wasm))
}

/// One self-contained script: the module's glue, then the worker's own code.
fn worker(dist: &Path, name: &str, own: &str) -> Result<()> {
    let (glue, script) = (format!("{name}.js"), format!("{name}-worker.js"));
    let own = fs::read_to_string(root().join("pkg").join(own))?;
    let text = fs::read_to_string(dist.join(&glue))?;
    fs::write(dist.join(script), format!("{text}\n{own}"))?;
    fs::remove_file(dist.join(glue))?;
    Ok(())
}

/// What is taken of the library that shows PDF files: its two scripts, the decoders of what scanners write, the licences.
const VIEWER: [&str; 9] = [
    "build/pdf.min.mjs",
    "build/pdf.worker.min.mjs",
    "LICENSE",
    "wasm/jbig2.wasm",
    "wasm/openjpeg.wasm",
    "wasm/LICENSE_JBIG2",
    "wasm/LICENSE_OPENJPEG",
    "wasm/LICENSE_PDFJS_JBIG2",
    "wasm/LICENSE_PDFJS_OPENJPEG",
];

/// The library that shows PDF files, as its authors packed it.
fn viewer(dist: &Path) -> Result<()> {
    let (from, to) = (
        root().join("tests/node_modules/pdfjs-dist"),
        dist.join("pdfjs"),
    );
    fs::create_dir_all(to.join("wasm"))?;
    for file in VIEWER {
        let name = file.strip_prefix("build/").unwrap_or(file);
        fs::copy(from.join(file), to.join(name)).with_context(|| format!("pdfjs-dist/{file}"))?;
    }
    Ok(())
}

fn minify(script: &Path) -> Result<()> {
    let tests = root().join("tests");
    let esbuild = tests.join("node_modules/.bin/esbuild");
    let mut command = program(&esbuild.to_string_lossy(), &tests);
    command
        .arg(script)
        .args(["--minify", "--allow-overwrite", "--log-level=error"]);
    run(command.arg(format!("--outfile={}", script.display())))
}

/// The styles of what is no part of the first load.
fn styles(dist: &Path) -> Result<()> {
    fs::create_dir_all(dist.join("styles"))?;
    for part in ["memo", "records"] {
        let to = dist.join("styles").join(part).with_extension("css");
        fs::copy(root().join("src/ui").join(part).join("style.css"), &to)?;
        minify(&to)?;
    }
    Ok(())
}

fn locales(dist: &Path) -> Result<()> {
    for part in PARTS {
        minified(
            &root().join("src/i18n/locales").join(part),
            &dist.join("locales").join(part),
        )?;
    }
    Ok(())
}

/// Each file of JSON without its white space.
fn minified(from: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(from)? {
        let source = entry?.path();
        if source.is_dir() {
            continue;
        }
        let texts: serde_json::Value = serde_json::from_str(&fs::read_to_string(&source)?)?;
        let name = source.file_name().context("a locale without a name")?;
        fs::write(folder.join(name), texts.to_string())?;
    }
    Ok(())
}

fn pack() -> Result<()> {
    step("Packing @volet/widget");
    let packages = root().join("target/package");
    fs::create_dir_all(&packages)?;
    let folder = root().join("pkg");
    run(program("npm", &folder)
        .args(["pack", "--silent", "--pack-destination"])
        .arg(packages))
}
