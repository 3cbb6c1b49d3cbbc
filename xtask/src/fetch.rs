//! `cargo xtask fetch`: brings the published descriptions into `spec/`, as contracts without the publisher's wording.

use std::path::Path;

use sdk_spec::contract::KeepProse;

use crate::failure::Failure;
use crate::lock::{SourceLock, today};
use crate::vendor::vendor;
use crate::workspace::{Description, Workspace};

/// Vendor the published descriptions: spec/<NAME>/openapi.yaml and source.lock.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The descriptions to fetch, by their names in spec/sdk.toml [default: all].
    names: Vec<String>,
    /// Read the description from this file instead of its published URL.
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Keep the publisher's wording and examples, for who has the right to them.
    #[arg(long)]
    keep_prose: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    for description in workspace.descriptions(&args.names)? {
        fetch(&workspace, &description, args)
            .map_err(|failure| failure.about(&description.name))?;
    }
    Ok(())
}

fn fetch(workspace: &Workspace, description: &Description, args: &Args) -> Result<(), Failure> {
    let keep = if args.keep_prose {
        KeepProse::Yes
    } else {
        KeepProse::No
    };
    let Some(from) = &args.from else {
        return Err(Failure::Bad("give --from FILE".to_owned()));
    };
    let bytes =
        std::fs::read(from).map_err(|error| Failure::io("read", Path::new(from), &error))?;
    let vendored = vendor(&description.name, &bytes, keep)?;
    let lock = SourceLock {
        url: description.url.clone(),
        date: today(),
        etag: None,
        last_modified: None,
        sha256: vendored.sha256,
        bytes: vendored.bytes,
        openapi: vendored.openapi,
        info_version: vendored.info_version,
        keep_prose: args.keep_prose,
        counts: vendored.counts,
    };
    let folder = workspace.spec(&description.name);
    let lock = toml::to_string(&lock).map_err(|error| Failure::Bad(error.to_string()))?;
    for (file, text) in [("openapi.yaml", vendored.yaml), ("source.lock", lock)] {
        let path = folder.join(file);
        std::fs::write(&path, text).map_err(|error| Failure::io("write", &path, &error))?;
    }
    Ok(())
}
