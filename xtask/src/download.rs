//! One download over HTTPS: the published bytes, or the news that they have not changed.
//!
//! Most people generate and never fetch, and need not wait for an HTTP client and TLS to be compiled: only the feature
//! `download` brings them, and a command that meets an address starts itself again with it.

#[cfg(any(test, feature = "download"))]
mod http;
#[cfg(test)]
mod tests;

use std::time::Duration;

#[cfg(not(any(test, feature = "download")))]
use crate::failure::Failure;
#[cfg(any(test, feature = "download"))]
pub(crate) use http::download;

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Request<'a> {
    /// An `https` address; `http` is allowed for this machine.
    pub(crate) url: &'a str,
    /// The entity tag of what is there already.
    pub(crate) etag: Option<&'a str>,
    /// The `Last-Modified` of what is there already.
    pub(crate) last_modified: Option<&'a str>,
}

/// How much of a server's time and bytes is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The most bytes, after decompression.
    pub(crate) bytes: u64,
    /// The longest wait for a connection.
    pub(crate) connect: Duration,
    /// The longest silence of the server.
    pub(crate) silence: Duration,
    /// The longest time for everything.
    pub(crate) total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(300),
        }
    }
}

/// What the server answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// What is there already is still the newest.
    NotModified,
    /// The published bytes.
    Page(Page),
}

/// Downloaded bytes.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// Runs the command again, built with `download`; returns only if that cannot be started.
///
/// A command downloads before it writes anything, so nothing is done twice.
#[cfg(not(any(test, feature = "download")))]
pub(crate) fn download(
    request: Request<'_>,
    _: Limits,
    _: &mut dyn FnMut(u64, Option<u64>),
) -> Result<Answer, Failure> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let status = crate::release::cargo()
        .args(["run", "--quiet", "--features", "download"])
        .args(["--manifest-path", manifest, "--"])
        .args(std::env::args_os().skip(1))
        .status();
    match status {
        Ok(status) => std::process::exit(status.code().unwrap_or(2)),
        Err(error) => Err(Failure::Bad(format!(
            "fetching {} needs this command built with an HTTP client, and cargo, which would build it, cannot be \
             started: {error}; run `cargo run --package xtask --features download -- …`",
            request.url
        ))),
    }
}
