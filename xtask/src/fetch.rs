//! `cargo xtask fetch`: brings the published descriptions into `spec/`, as contracts without the publisher's wording.
//! It puts together the download, the contract and the lock; a refusal anywhere leaves `spec/` as it was.

mod progress;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::Path;

use sdk_spec::contract::KeepProse;

use crate::download::{Answer, Limits, Page, Request, download};
use crate::failure::Failure;
use crate::files::{self, Files, Orphans};
use crate::lock::{SourceLock, today};
use crate::vendor::{Vendored, vendor};
use crate::workspace::{Description, Workspace};

/// Vendor the published descriptions: spec/NAME/openapi.yaml and source.lock.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// The descriptions to fetch, by their names in spec/sdk.toml [default: all].
    names: Vec<String>,
    /// Read one description from here instead of the URL in spec/sdk.toml.
    #[arg(long, value_name = "FILE|URL")]
    from: Option<String>,
    /// Keep the publisher's wording and examples, for who has the right to them.
    #[arg(long)]
    keep_prose: bool,
}

const OPENAPI: &str = "openapi.yaml";
const LOCK: &str = "source.lock";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    let sdk = workspace.sdk()?;
    let descriptions = sdk.named(&args.names)?;
    if args.from.is_some() && descriptions.len() != 1 {
        return Err(Failure::Bad(
            "--from gives one description: name the one it is".to_owned(),
        ));
    }
    for description in descriptions {
        let news = fetch(&workspace, description, args, Limits::default())
            .map_err(|failure| failure.about(&description.name))?;
        println!("{}: {news}", description.name);
    }
    Ok(())
}

/// Brings the description of this name up to date from its URL or from `from`.
pub(crate) fn one(workspace: &Workspace, name: &str, from: Option<&str>) -> Result<(), Failure> {
    let args = Args {
        names: vec![name.to_owned()],
        from: from.map(str::to_owned),
        keep_prose: false,
    };
    let sdk = workspace.sdk()?;
    for description in sdk.named(&args.names)? {
        fetch(workspace, description, &args, Limits::default())
            .map_err(|failure| failure.about(name))?;
    }
    Ok(())
}

/// Brings one description up to date, and says in a line what came of it.
fn fetch(
    workspace: &Workspace,
    description: &Description,
    args: &Args,
    limits: Limits,
) -> Result<String, Failure> {
    let keep = if args.keep_prose {
        KeepProse::Yes
    } else {
        KeepProse::No
    };
    let folder = workspace.spec(&description.name);
    let known = lock_in(&folder)?;
    let url = args.from.as_ref().unwrap_or(&description.url);
    let page = if args.from.is_some() && !url.contains("://") {
        from_file(Path::new(url), limits)?
    } else {
        // Only the address that gave the tags knows them.
        let standing = known
            .as_ref()
            .filter(|lock| lock.url == *url && stands(&description.name, &folder, keep));
        match from_server(&description.name, url, standing, limits)? {
            Answer::Page(page) => page,
            Answer::NotModified => {
                return Ok(unchanged(
                    standing.map_or("the last fetch", |lock| &lock.date),
                ));
            }
        }
    };
    let vendored = vendor(&description.name, &page.bytes, keep)?;
    if let Some(lock) = &known {
        refuse_loss(lock, &vendored)?;
    }
    let lock = lock(description, args, &page, &vendored, known);
    let text = lock.to_toml()?;
    let files: Files = [
        (OPENAPI.to_owned(), vendored.yaml.into_bytes()),
        (LOCK.to_owned(), text.into_bytes()),
    ]
    .into();
    let differences = files::compare(&folder, &files, Orphans::Keep)?;
    files::write(&folder, &files, &differences)?;
    if differences.is_empty() {
        return Ok(unchanged(&lock.date));
    }
    let counts = lock.counts;
    Ok(format!(
        "{} operations on {} paths, {} schemas; OpenAPI {}, version {}, {} bytes published",
        counts.operations,
        counts.paths,
        counts.schemas,
        lock.openapi,
        lock.info_version,
        lock.bytes
    ))
}

fn from_server(
    name: &str,
    url: &str,
    standing: Option<&SourceLock>,
    limits: Limits,
) -> Result<Answer, Failure> {
    let request = Request {
        url,
        etag: standing.and_then(|lock| lock.etag.as_deref()),
        last_modified: standing.and_then(|lock| lock.last_modified.as_deref()),
    };
    progress::shown(name, |progress| download(request, limits, progress))
}

fn unchanged(since: &str) -> String {
    format!("unchanged since {since}")
}

/// The new lock. `known` is the one that stands.
fn lock(
    description: &Description,
    args: &Args,
    page: &Page,
    vendored: &Vendored,
    known: Option<SourceLock>,
) -> SourceLock {
    let mut lock = SourceLock {
        url: description.url.clone(),
        date: today(),
        etag: None,
        last_modified: None,
        sha256: vendored.sha256.clone(),
        bytes: vendored.bytes,
        openapi: vendored.openapi.clone(),
        info_version: vendored.info_version.clone(),
        keep_prose: args.keep_prose,
        counts: vendored.counts,
    };
    if let Some(known) =
        known.filter(|known| known.sha256 == lock.sha256 && known.keep_prose == lock.keep_prose)
    {
        // The date is that of the first fetch of these bytes: a daily fetch of the same ones changes no file.
        (lock.date, lock.etag, lock.last_modified) = (known.date, known.etag, known.last_modified);
    }
    if args.from.is_none() {
        (lock.etag, lock.last_modified) = (page.etag.clone(), page.last_modified.clone());
    }
    lock
}

fn lock_in(folder: &Path) -> Result<Option<SourceLock>, Failure> {
    let path = folder.join(LOCK);
    match std::fs::read_to_string(&path) {
        Ok(text) => SourceLock::from_toml(&text)
            .map(Some)
            .map_err(|failure| failure.about(path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", &path, &error)),
    }
}

/// Whether the vendored file is what this version of the command would write. If it is not, the published bytes are
/// needed even if they have not changed.
fn stands(name: &str, folder: &Path, keep: KeepProse) -> bool {
    let Ok(bytes) = std::fs::read(folder.join(OPENAPI)) else {
        return false;
    };
    vendor(name, &bytes, keep).is_ok_and(|again| again.yaml.as_bytes() == bytes)
}

fn from_file(path: &Path, limits: Limits) -> Result<Page, Failure> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(limits.bytes + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::io("read", path, &error))?;
    if bytes.len() as u64 > limits.bytes {
        return Err(Failure::Bad(format!(
            "{} is larger than the {} MiB allowed",
            path.display(),
            limits.bytes >> 20
        )));
    }
    Ok(Page {
        bytes,
        etag: None,
        last_modified: None,
    })
}

/// A document cut off between two lines is still YAML, and can still be a description: a smaller one.
fn refuse_loss(lock: &SourceLock, vendored: &Vendored) -> Result<(), Failure> {
    let (before, now) = (lock.counts.operations, vendored.counts.operations);
    if now * 2 >= before {
        return Ok(());
    }
    Err(Failure::Bad(format!(
        "expected about {before} operations, as on {}, found {now}: the document looks cut off; if it is right, delete {LOCK} and fetch again",
        lock.date
    )))
}
