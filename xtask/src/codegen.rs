//! `cargo xtask codegen`: makes the client crates from the vendored descriptions, or one from any description.
//!
//! Everything is rendered before anything is written, for all descriptions; then the differences are written, or with
//! `--check` shown. A description whose inputs and outputs are as the last run left them costs only their hashing.

mod input;
mod parts;
mod render;
mod report;
mod stamp;
pub(crate) mod successors;
#[cfg(test)]
mod tests;
mod together;

use std::collections::BTreeMap;
use std::path::PathBuf;

use sdk_ir::Config;
use sdk_ir::types::Identifier;
use sdk_spec::Source;

use crate::failure::Failure;
use crate::files::{self, Orphans};
use crate::workspace::Workspace;

use render::{Apis, Output};
use stamp::{Stamps, Subject};
use successors::Successors;

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
    /// The operations of other descriptions that its own may name as successors.
    pub(crate) successors: Successors,
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
    let inputs = input::inputs(workspace, &args)?;
    let sdk = workspace.sdk()?;
    let mut apis = Apis::default();
    let mut corrected = Vec::new();
    for (input, description) in inputs.chosen().zip(sdk.named(names)?) {
        corrected.push(Corrected {
            successors: successors::known(input, &inputs, &mut apis)?,
            name: input.name.clone(),
            url: description.url.clone(),
            source: input.source.clone(),
            overlays: input.overlays.clone(),
            config: input.config.clone(),
            version: input.version.clone(),
        });
    }
    Ok(corrected)
}

/// The identifiers that these descriptions have, one type each.
pub(crate) fn identifiers(
    workspace: &Workspace,
    names: &[&str],
) -> Result<BTreeMap<String, Identifier>, Failure> {
    let args = Args {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        docs: DocsForm::None,
        ..Args::default()
    };
    let inputs = input::inputs(workspace, &args)?;
    together::identifiers(&inputs)
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
    let joints = together::joints(workspace, &inputs)?;
    let mut stamps = Stamps::load(workspace);
    let mut apis = Apis::default();
    let mut made = Vec::new();
    for input in inputs.chosen() {
        let subject = inputs.subject(input);
        if input.is_vendored && !args.report && stamps.holds(&subject)? {
            println!("{}: nothing to do", input.name);
            continue;
        }
        let rendered = render::render(input, &inputs, &mut apis)?;
        report::findings(input, &rendered, args.report);
        let summary = report::summary(&rendered);
        let subject = input.is_vendored.then_some(subject);
        let one = Made::new(&input.name, subject, rendered.outputs, summary)?;
        if !input.is_vendored && !args.check {
            one.refuse_strangers()?;
        }
        made.push(one);
    }
    for joint in &joints {
        let subject = joint.subject();
        if stamps.holds(&subject)? {
            println!("{}: nothing to do", joint.package);
            continue;
        }
        let (output, summary) = joint.render(&mut apis)?;
        let outputs = vec![output];
        made.push(Made::new(joint.package, Some(subject), outputs, summary)?);
    }
    if args.check {
        return check(&made);
    }
    for one in &made {
        one.write()?;
        if let Some(subject) = &one.subject {
            stamps.set(subject)?;
        }
    }
    // Nothing comes after: that a large description's trees are freed one by one would only take time.
    std::mem::forget((apis, made));
    stamps.store()
}

/// What was rendered at once, compared with what is there.
struct Made<'a> {
    name: &'a str,
    /// What the next run knows it by, where it is this repository's own.
    subject: Option<Subject<'a>>,
    outputs: Vec<Output>,
    differences: Vec<Vec<files::Difference>>,
    summary: String,
}

impl<'a> Made<'a> {
    fn new(
        name: &'a str,
        subject: Option<Subject<'a>>,
        outputs: Vec<Output>,
        summary: String,
    ) -> Result<Self, Failure> {
        let differences = outputs
            .iter()
            .map(|output| files::compare(&output.root, &output.files, Orphans::Remove))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name,
            subject,
            outputs,
            differences,
            summary,
        })
    }

    fn each(&self) -> impl Iterator<Item = (&Output, &Vec<files::Difference>)> {
        self.outputs.iter().zip(&self.differences)
    }

    /// Refuses to write over what was not generated.
    fn refuse_strangers(&self) -> Result<(), Failure> {
        self.each()
            .try_for_each(|(output, found)| files::refuse_strangers(&output.root, found))
    }

    fn write(&self) -> Result<(), Failure> {
        for (output, found) in self.each() {
            files::write(&output.root, &output.files, found)?;
        }
        let written = report::written(&self.differences);
        println!("{}: {}; {written}", self.name, self.summary);
        Ok(())
    }
}

fn check(made: &[Made<'_>]) -> Result<(), Failure> {
    let mut shown = String::new();
    for (output, found) in made.iter().flat_map(Made::each) {
        shown.push_str(&files::show(&output.label, &output.files, found));
    }
    if shown.is_empty() {
        return Ok(());
    }
    shown.push_str("\nrun `cargo xtask codegen` and commit what it writes\n");
    Err(Failure::Differs(shown))
}
