//! `cargo xtask bench`: what all of it costs, against openapi-to-rust on the same machine in the same run, as a table.
//!
//! One file for each section; `cost` measures a program, `table` shows what came of it. `--check` measures nothing: it
//! counts lines and instructions, which no load changes, and compares them with `bench/record.toml`.

mod check;
mod clean;
mod compile;
mod cost;
mod count;
mod document;
mod generate;
mod growth;
mod machine;
mod rival;
mod running;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod unchanged;

use std::path::{Path, PathBuf};

use sdk_spec::{Diagnostics, Source};

use crate::failure::Failure;
use crate::release;
use crate::workspace::Workspace;
use rival::Rival;
use table::Table;

/// Measure what generating, compiling and using the crates costs, against openapi-to-rust, and print a table.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// What to measure [default: all].
    #[arg(value_enum)]
    sections: Vec<Section>,
    /// Measure nothing; count lines and instructions, and exit with 1 if one is a tenth above its record.
    #[arg(long, conflicts_with = "sections")]
    check: bool,
    /// Count lines and instructions, and make them the record.
    #[arg(long, conflicts_with_all = ["sections", "check"])]
    record: bool,
    /// The rival's program, built already [default: installed from the crates registry below target/bench/tools].
    #[arg(long, value_name = "PATH")]
    rival: Option<PathBuf>,
    /// How many runs of each program; the one that took least counts.
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Only read a description, for `generate` to measure.
    #[arg(long, value_name = "FILE", hide = true, exclusive = true)]
    read: Option<PathBuf>,
    /// Only hash all files in these folders, for `unchanged` to measure.
    #[arg(long, value_name = "DIR", num_args = 1.., hide = true, exclusive = true)]
    hash: Vec<PathBuf>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Section {
    /// Generating a crate: time and memory against the rival's, and time against reading the description alone.
    Generate,
    /// Whether generating is linear in the size of a description.
    Growth,
    /// Compiling the generated crate alone, checked and as a release, and its lines.
    Compile,
    /// `cargo xtask codegen` when nothing changed.
    Unchanged,
    /// `cargo xtask codegen` in a fresh clone, with nothing compiled.
    Clean,
    /// Calling by the runtime against by hand, and decoding tolerantly against strictly.
    Running,
    /// Streaming 1,000 and 100,000 items.
    Stream,
}

const ALL: [Section; 7] = [
    Section::Generate,
    Section::Growth,
    Section::Compile,
    Section::Unchanged,
    Section::Clean,
    Section::Running,
    Section::Stream,
];

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    if let Some(file) = &args.read {
        return read(file);
    }
    if !args.hash.is_empty() {
        return unchanged::hash(&args.hash);
    }
    if args.check {
        return check::check(&workspace);
    }
    if args.record {
        return check::record(&workspace);
    }
    let sections = if args.sections.is_empty() {
        &ALL[..]
    } else {
        &args.sections
    };
    let bench = Bench::new(workspace, args)?;
    let mut table = Table::default();
    for section in sections {
        eprintln!("measuring: {section:?}");
        match section {
            Section::Generate => generate::measure(&bench, &mut table)?,
            Section::Growth => growth::measure(&bench, &mut table)?,
            Section::Compile => compile::measure(&bench, &mut table)?,
            Section::Unchanged => unchanged::measure(&bench, &mut table)?,
            Section::Clean => clean::measure(&bench, &mut table)?,
            Section::Running => running::measure(&bench, &mut table)?,
            Section::Stream => stream::measure(&bench, &mut table)?,
        }
    }
    println!("{}\n\n{table}", machine::line());
    Ok(())
}

/// What every section works with.
struct Bench {
    workspace: Workspace,
    /// The folder for everything that is made on the way.
    work: PathBuf,
    /// The generator, built for speed.
    generator: PathBuf,
    rival: Option<PathBuf>,
    runs: usize,
}

impl Bench {
    fn new(workspace: Workspace, args: &Args) -> Result<Self, Failure> {
        Ok(Self {
            work: workspace.target().join("bench"),
            generator: release::generator(&workspace, "bench")?,
            rival: args.rival.clone(),
            runs: args.runs.max(1),
            workspace,
        })
    }

    /// The rival's program, for the sections that need it.
    fn rival(&self) -> Result<Rival, Failure> {
        Rival::find(self.rival.as_deref(), &self.work)
    }

    /// A folder for what is made on the way, empty.
    fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.work.join(name);
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).map_err(|error| Failure::io("make", &folder, &error))?;
        Ok(folder)
    }
}

/// Reads a description into the tree that everything else is made from.
fn read(file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::io("read", file, &error))?;
    let source = Source::new(file.to_string_lossy(), text);
    let tree = sdk_spec::source::read(&source, &mut Diagnostics::default()).map_err(|found| {
        Failure::Description(Diagnostics::from(found).render(&[&source], false))
    })?;
    // What is never looked at might not be made.
    println!("{}", tree.as_object().map_or(0, serde_json::Map::len));
    Ok(())
}
