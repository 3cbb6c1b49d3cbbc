//! Writes the documentation of an API built by hand, for looking at it and for the browser test.
//! Arguments: a folder, then `site`, `markdown` or `hostile`.

use std::path::Path;

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("expected a folder to write to")?;
    let kind = arguments.next().unwrap_or_else(|| "site".to_owned());
    let form = if kind == "markdown" {
        sdk_emit_docs::Form::Markdown
    } else {
        sdk_emit_docs::Form::Site
    };
    let api = if kind == "hostile" {
        support::hostile()
    } else {
        support::garden()
    };
    for (path, bytes) in sdk_emit_docs::emit(&api, &support::options(form))? {
        let path = Path::new(&folder).join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
