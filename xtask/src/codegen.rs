//! `cargo xtask codegen`: makes the client crates from the vendored descriptions, or one from any description.
//!
//! Everything is rendered before anything is written, for all descriptions; then the differences are written, or with
//! `--check` shown. A description whose inputs and outputs are as the last run left them costs only their hashing.

mod input;
mod render;
mod report;
mod stamp;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::failure::Failure;
use crate::files::{self, Orphans};
use crate::workspace::Workspace;

use input::Input;
use render::Rendered;
use stamp::Stamps;

/// Make the client crates: generated/<CRATE>, or one from any description.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// The descriptions to use, by their names in spec/sdk.toml [default: all].
    names: Vec<String>,
    /// Write nothing; show what would change, and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
    /// List each place where the crate exposes untyped JSON, and all that was noticed on the way.
    #[arg(long)]
    report: bool,
    /// Use this description instead of those in spec/sdk.toml.
    #[arg(long, value_name = "FILE", requires_all = ["output", "name"], conflicts_with = "names")]
    input: Option<PathBuf>,
    /// The folder of the crate to make.
    #[arg(long, value_name = "DIR", requires = "input")]
    output: Option<PathBuf>,
    /// The name of the crate to make.
    #[arg(long, value_name = "CRATE", requires = "input")]
    name: Option<String>,
    /// An overlay to apply to the description; may be given several times, and is applied in that order.
    #[arg(long, value_name = "FILE", requires = "input")]
    overlay: Vec<PathBuf>,
    /// The generator's configuration: a TOML file like spec/sdk.toml without its descriptions.
    #[arg(long, value_name = "FILE", requires = "input")]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    run_in(&Workspace::here(), args)
}

fn run_in(workspace: &Workspace, args: &Args) -> Result<(), Failure> {
    let inputs = input::inputs(workspace, args)?;
    let mut stamps = Stamps::load(workspace);
    let mut rendered = Vec::new();
    for input in &inputs {
        if input.is_vendored && !args.report && stamps.holds(input)? {
            println!("{}: nothing to do", input.name);
            continue;
        }
        let crate_ = render::render(input)?;
        report::findings(input, &crate_, args.report);
        let differences = files::compare(&input.root, &crate_.files, Orphans::Remove)?;
        if !input.is_vendored && !args.check {
            files::refuse_strangers(&input.root, &differences)?;
        }
        rendered.push((input, crate_, differences));
    }
    if args.check {
        return check(&rendered);
    }
    for (input, crate_, differences) in &rendered {
        files::write(&input.root, &crate_.files, differences)?;
        println!(
            "{}: {}; {}",
            input.name,
            report::summary(crate_),
            report::written(differences)
        );
        if input.is_vendored {
            stamps.set(input)?;
        }
    }
    stamps.store()
}

fn check(rendered: &[(&Input, Rendered, Vec<files::Difference>)]) -> Result<(), Failure> {
    let mut shown = String::new();
    for (input, crate_, differences) in rendered {
        shown.push_str(&files::show(&input.label, &crate_.files, differences));
    }
    if shown.is_empty() {
        return Ok(());
    }
    shown.push_str("\nrun `cargo xtask codegen` and commit what it writes\n");
    Err(Failure::Differs(shown))
}
