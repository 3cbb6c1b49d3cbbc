//! How long each stage takes on a real description: `cargo run --release -p sdk-spec --example time -- FILE [OVERLAY...]`.

use sdk_spec::{Diagnostics, Options, Source, lower, overlay, parse, source};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let sources: Vec<Source> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).map(|text| Source::new(file, text)))
        .collect::<Result<_, _>>()?;
    let [description, overlays @ ..] = sources.as_slice() else {
        return Err("usage: time FILE [OVERLAY...]".into());
    };
    let mut diagnostics = Diagnostics::new();
    let start = Instant::now();
    let mut lap = start;
    let mut step = |name: &str| {
        println!("{name:>10} {:8.2} ms", lap.elapsed().as_secs_f64() * 1e3);
        lap = Instant::now();
    };
    let mut tree = source::read(description, &mut diagnostics).map_err(Diagnostics::from)?;
    step("read");
    let version = source::version(&tree).map_err(Diagnostics::from)?;
    overlay::apply(&mut tree, overlays, &mut diagnostics);
    step("overlay");
    let mut lowered = tree.clone();
    step("clone");
    sdk_spec::references::resolve(
        &mut lowered,
        &description.name,
        &Options::default(),
        &mut diagnostics,
    );
    step("references");
    sdk_spec::repair::repair_all(&mut lowered, &mut diagnostics);
    step("repair");
    lower::lower(&mut lowered, version, &mut diagnostics);
    step("lower");
    let openapi = parse::parse(lowered, &mut diagnostics);
    step("parse");
    println!(
        "{} operations, {} diagnostics",
        openapi.operations().count(),
        diagnostics.len()
    );
    let start = Instant::now();
    let loaded = sdk_spec::load(description, overlays, &Options::default());
    println!(
        "{:>10} {:8.2} ms",
        "load",
        start.elapsed().as_secs_f64() * 1e3
    );
    let shown = match &loaded {
        Ok(loaded) => &loaded.diagnostics,
        Err(diagnostics) => diagnostics,
    };
    let mut counts = std::collections::BTreeMap::new();
    for item in shown {
        *counts.entry((item.severity, item.code)).or_insert(0) += 1;
    }
    for ((severity, code), count) in counts {
        println!("{count:>10} {severity}[{code}]");
    }
    let all: Vec<&Source> = sources.iter().collect();
    let start = Instant::now();
    let text = shown.render(&all, false);
    println!(
        "{:>10} {:8.2} ms",
        "render",
        start.elapsed().as_secs_f64() * 1e3
    );
    println!("{}", text.chars().take(3000).collect::<String>());
    Ok(())
}
