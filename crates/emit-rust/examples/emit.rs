//! Emits the crate of one description: `cargo run -p sdk-emit-rust --example emit -- DIR FILE`.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, file] = arguments.as_slice() else {
        return Err("usage: emit DIR FILE".into());
    };
    let source = sdk_spec::Source::new(file.clone(), fs::read_to_string(file)?);
    let loaded = sdk_spec::load(&source, &[], &sdk_spec::Options::default())
        .map_err(|found| format!("{found:?}"))?;
    let built = sdk_ir::build(&loaded.openapi, &sdk_ir::Config::default());
    let options = sdk_emit_rust::Options {
        package: "example-api".to_owned(),
        version: "0.1.0".to_owned(),
        source: "example".to_owned(),
        hash: String::new(),
        command: "cargo run --example emit".to_owned(),
        runtime: format!("{{ path = {:?} }}", fs::canonicalize("crates/runtime")?),
        member: false,
        ids: None,
        proof: Some(sdk_emit_rust::Proof {
            description: sdk_emit_rust::Reduced::new(&loaded.tree).into(),
            support: format!("{{ path = {:?} }}", fs::canonicalize("crates/wire")?),
            dev_dependencies: Vec::new(),
        }),
    };
    for (path, bytes) in sdk_emit_rust::emit(&built.api, &options)? {
        let path = Path::new(directory).join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}
