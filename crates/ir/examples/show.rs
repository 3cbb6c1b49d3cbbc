//! Prints the IR of a description as JSON: `cargo run -p sdk-ir --example show -- FILE [OVERLAY…]`.

use std::error::Error;
use std::fs;

use sdk_spec::Source;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sources = Vec::new();
    for name in std::env::args().skip(1) {
        let text = fs::read_to_string(&name)?;
        sources.push(Source::new(name, text));
    }
    let Some((source, overlays)) = sources.split_first() else {
        return Err("usage: show FILE [OVERLAY…]".into());
    };
    let loaded = match sdk_spec::load(source, overlays, &sdk_spec::Options::default()) {
        Ok(loaded) => loaded,
        Err(found) => {
            for diagnostic in found.iter() {
                eprintln!("{diagnostic:?}");
            }
            return Err("the description cannot be read".into());
        }
    };
    let built = sdk_ir::build(&loaded.openapi, &sdk_ir::Config::default());
    for diagnostic in &built.diagnostics {
        eprintln!("{diagnostic:?}");
    }
    println!("{}", serde_json::to_string_pretty(&built.api)?);
    Ok(())
}
