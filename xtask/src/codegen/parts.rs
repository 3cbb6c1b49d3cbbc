//! The other files of a description that consists of several: which may be read, and from where.
//!
//! A path must lie in the description's folder or below, so that no description gets at other files of the machine.
//! An address is read only for who asks for it with `--allow-urls`, by the rules and within the limits of `download`,
//! and all of them together within one budget.

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::download::{Answer, Limits, Request, download};
use crate::failure::Failure;

/// The most addresses that one description may lead to.
const MOST_ADDRESSES: usize = 200;

/// Reads the parts of one description.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// The description's path.
    description: &'a str,
    allow_urls: bool,
    /// What may still be taken from servers.
    addresses: Cell<usize>,
    bytes: Cell<u64>,
    until: Instant,
}

impl<'a> Parts<'a> {
    /// The parts of the description at this path.
    pub(super) fn of(description: &'a str, allow_urls: bool) -> Self {
        let limits = Limits::default();
        Self {
            description,
            allow_urls,
            addresses: Cell::new(MOST_ADDRESSES),
            bytes: Cell::new(limits.bytes),
            until: Instant::now() + limits.total,
        }
    }

    /// The text at a path or address, or why it is not read.
    pub(super) fn read(&self, place: &str) -> Result<String, String> {
        if place.contains("://") {
            self.fetched(place)
        } else {
            beside(self.description, place)
        }
    }

    fn fetched(&self, url: &str) -> Result<String, String> {
        if !self.allow_urls {
            return Err(
                "addresses are not read unless `--allow-urls` is given; give it, or put the file beside the description"
                    .to_owned(),
            );
        }
        let Some(left) = self.addresses.get().checked_sub(1) else {
            return Err(format!("{MOST_ADDRESSES} addresses were read already"));
        };
        self.addresses.set(left);
        let total = self.until.saturating_duration_since(Instant::now());
        let limits = Limits {
            bytes: self.bytes.get(),
            total: total.max(Duration::from_millis(1)),
            ..Limits::default()
        };
        let request = Request {
            url,
            ..Request::default()
        };
        let page = match download(request, limits, &mut |_, _| {}) {
            Ok(Answer::Page(page)) => page,
            Ok(Answer::NotModified) => return Err("the server sent nothing".to_owned()),
            Err(Failure::Bad(text) | Failure::Differs(text) | Failure::Description(text)) => {
                return Err(text);
            }
        };
        self.bytes
            .set(limits.bytes.saturating_sub(page.bytes.len() as u64));
        String::from_utf8(page.bytes).map_err(|_| "expected text in UTF-8".to_owned())
    }
}

/// A file in the description's folder or below.
fn beside(description: &str, path: &str) -> Result<String, String> {
    let found = |path: &Path| path.canonicalize().map_err(|error| error.to_string());
    let folder = match Path::new(description).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => found(folder)?,
        _ => found(Path::new("."))?,
    };
    let file = found(Path::new(path))?;
    if !file.starts_with(&folder) {
        return Err("it is outside the description's folder".to_owned());
    }
    std::fs::read_to_string(&file).map_err(|error| error.to_string())
}
