//! `cargo xtask codegen`: makes the client crates from the vendored descriptions, or one from any description.
//!
//! Everything is rendered before anything is written, for all descriptions; then the differences are written, or with
//! `--check` shown. A description whose inputs and outputs are as the last run left them costs only their hashing.

mod input;
mod parts;
mod render;
mod report;
mod stamp;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use sdk_ir::Config;
use sdk_spec::Source;

use crate::failure::Failure;
use crate::files::{self, Orphans};
use crate::workspace::Workspace;

use input::Input;
use render::Rendered;
use stamp::Stamps;

/// Make the client crates: generated/CRATE, or one from any description.
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
    /// Also read what `$ref`s lead to at https addresses, and at http ones of this machine.
    #[arg(long, requires = "input")]
    allow_urls: bool,
    /// The form of the documentation.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    docs: DocsForm,
    /// The generator's configuration: a TOML file like spec/sdk.toml without its descriptions.
    #[arg(long, value_name = "FILE", requires = "input")]
    config: Option<PathBuf>,
}

/// The form of the documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum DocsForm {
    /// A static site.
    #[default]
    Site,
    /// A Markdown file for each group, and an index.
    Markdown,
    /// None.
    None,
}

/// A vendored description with what corrects it, for who compares descriptions.
#[derive(Debug)]
pub(crate) struct Corrected {
    /// The description's name.
    pub(crate) name: String,
    /// Where its publisher serves it.
    pub(crate) url: String,
    /// The description, under its path for messages.
    pub(crate) source: Source,
    /// What corrects it, in order.
    pub(crate) overlays: Vec<Source>,
    /// The generator's configuration.
    pub(crate) config: Config,
    /// The version of its crate.
    pub(crate) version: String,
}

/// The vendored descriptions of these names, or all.
pub(crate) fn corrected(
    workspace: &Workspace,
    names: &[String],
) -> Result<Vec<Corrected>, Failure> {
    let args = Args {
        names: names.to_vec(),
        docs: DocsForm::None,
        ..Args::default()
    };
    let sdk = workspace.sdk()?;
    let descriptions = sdk.named(names)?.into_iter();
    Ok(input::inputs(workspace, &args)?
        .into_iter()
        .zip(descriptions)
        .map(|(input, description)| Corrected {
            name: input.name,
            url: description.url.clone(),
            source: input.source,
            overlays: input.overlays,
            config: input.config,
            version: input.version,
        })
        .collect())
}

/// Makes the crates of these descriptions with their documentation.
pub(crate) fn all_of(workspace: &Workspace, names: &[String]) -> Result<(), Failure> {
    let names = names.to_vec();
    run_in(
        workspace,
        &Args {
            names,
            ..Args::default()
        },
    )
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
        let made = render::render(input)?;
        report::findings(input, &made, args.report);
        let mut differences = Vec::new();
        for output in &made.outputs {
            let found = files::compare(&output.root, &output.files, Orphans::Remove)?;
            if !input.is_vendored && !args.check {
                files::refuse_strangers(&output.root, &found)?;
            }
            differences.push(found);
        }
        rendered.push((input, made, differences));
    }
    if args.check {
        return check(&rendered);
    }
    for (input, made, differences) in &rendered {
        for (output, found) in made.outputs.iter().zip(differences) {
            files::write(&output.root, &output.files, found)?;
        }
        let (summary, written) = (report::summary(made), report::written(differences));
        println!("{}: {summary}; {written}", input.name);
        if input.is_vendored {
            stamps.set(input)?;
        }
    }
    stamps.store()
}

fn check(rendered: &[(&Input, Rendered, Vec<Vec<files::Difference>>)]) -> Result<(), Failure> {
    let mut shown = String::new();
    for (_, made, differences) in rendered {
        for (output, found) in made.outputs.iter().zip(differences) {
            shown.push_str(&files::show(&output.label, &output.files, found));
        }
    }
    if shown.is_empty() {
        return Ok(());
    }
    shown.push_str("\nrun `cargo xtask codegen` and commit what it writes\n");
    Err(Failure::Differs(shown))
}
