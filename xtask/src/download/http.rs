//! The download itself. What the bytes mean is not judged here.
//!
//! Everything a server can do wrong ends in a refusal that says what was expected and what came: another status, a
//! redirect to another site, more bytes than allowed, fewer than announced, silence.

use std::io::Read;

use ureq::http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use ureq::http::{HeaderName, Response, Uri};
use ureq::{Agent, Body};

use super::{Answer, Limits, Page, Request};
use crate::failure::Failure;

/// Redirects in a row before the search is given up.
const MAX_REDIRECTS: usize = 5;

/// Downloads, telling `progress` the bytes so far and, where the server says it, of how many.
pub(crate) fn download(
    request: Request<'_>,
    limits: Limits,
    progress: &mut dyn FnMut(u64, Option<u64>),
) -> Result<Answer, Failure> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_connect(Some(limits.connect))
        .timeout_recv_response(Some(limits.silence))
        .timeout_per_read(Some(limits.silence))
        .timeout_global(Some(limits.total))
        .user_agent(concat!("cargo-xtask-fetch/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut url = parse(request.url)?;
    for _ in 0..=MAX_REDIRECTS {
        let response = send(&agent, &url, request)?;
        match response.status().as_u16() {
            200 => return page(response, limits, progress).map(Answer::Page),
            304 if request.etag.is_some() || request.last_modified.is_some() => {
                return Ok(Answer::NotModified);
            }
            301 | 302 | 303 | 307 | 308 => url = redirect(&url, &response)?,
            _ => {
                let hint = "check that the address is the published one and can be read without logging in";
                return Err(Failure::Bad(format!(
                    "expected status 200 from {url}, got {}; {hint}",
                    response.status()
                )));
            }
        }
    }
    Err(Failure::Bad(format!(
        "more than {MAX_REDIRECTS} redirects in a row, the last one to {url}"
    )))
}

fn send(agent: &Agent, url: &Uri, request: Request<'_>) -> Result<Response<Body>, Failure> {
    let mut get = agent.get(url).header(
        "accept",
        "application/yaml, application/json, text/yaml, text/plain, */*;q=0.5",
    );
    for (name, value) in [
        (IF_NONE_MATCH, request.etag),
        (IF_MODIFIED_SINCE, request.last_modified),
    ] {
        if let Some(value) = value {
            get = get.header(name, value);
        }
    }
    get.call()
        .map_err(|error| Failure::Bad(format!("cannot fetch {url}: {}", reason(&error))))
}

/// The reason in words; a time-out says what to do.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "the server is silent for too long; try again later".to_owned(),
        ureq::Error::HostNotFound => "there is no host of this name, or no network".to_owned(),
        other => other.to_string(),
    }
}

/// Reads the body to its end, within the limits.
fn page(
    mut response: Response<Body>,
    limits: Limits,
    progress: &mut dyn FnMut(u64, Option<u64>),
) -> Result<Page, Failure> {
    let text = |name: HeaderName| {
        response
            .headers()
            .get(name)?
            .to_str()
            .ok()
            .map(str::to_owned)
    };
    let (etag, last_modified) = (text(ETAG), text(LAST_MODIFIED));
    let total = response.body().content_length();
    let too_large = || {
        Failure::Bad(format!(
            "the document is larger than the {} MiB allowed",
            limits.bytes >> 20
        ))
    };
    if total.is_some_and(|total| total > limits.bytes) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    let mut reader = response.body_mut().as_reader();
    loop {
        let read = reader.read(&mut chunk).map_err(|error| {
            let inner = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<ureq::Error>());
            let why = inner.map_or_else(|| error.to_string(), reason);
            Failure::Bad(format!(
                "the document broke off after {} bytes: {why}",
                bytes.len()
            ))
        })?;
        if read == 0 {
            return Ok(Page {
                bytes,
                etag,
                last_modified,
            });
        }
        bytes.extend_from_slice(&chunk[..read]);
        if bytes.len() as u64 > limits.bytes {
            return Err(too_large());
        }
        progress(bytes.len() as u64, total);
    }
}

/// An address that may be fetched: `https`, or `http` on this machine.
fn parse(url: &str) -> Result<Uri, Failure> {
    let uri: Uri = url.parse().map_err(|error| {
        Failure::Bad(format!("expected an https address, found `{url}`: {error}"))
    })?;
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => Ok(uri),
        (Some("http"), Some("127.0.0.1" | "localhost" | "[::1]")) => Ok(uri),
        _ => Err(Failure::Bad(format!(
            "expected an https address, found `{url}`"
        ))),
    }
}

/// Where this redirect leads, if it is allowed.
fn redirect(from: &Uri, response: &Response<Body>) -> Result<Uri, Failure> {
    let location = response
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    let Some(location) = location else {
        return Err(Failure::Bad(format!(
            "{from} redirects ({}) without saying where",
            response.status()
        )));
    };
    let target = parse(&join(from, location))?;
    if target.scheme() == from.scheme()
        && same_site(from.host().unwrap_or(""), target.host().unwrap_or(""))
    {
        Ok(target)
    } else {
        Err(Failure::Bad(format!(
            "{from} redirects to {target}, which is another site; if that is right, change `url` in spec/sdk.toml"
        )))
    }
}

/// A `Location` as an absolute address (RFC 3986 §5.2, without the removal of dot segments, which servers do).
pub(super) fn join(base: &Uri, location: &str) -> String {
    let scheme = base.scheme_str().unwrap_or("https");
    let authority = base.authority().map_or("", |authority| authority.as_str());
    if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else {
        let folder = base
            .path()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{location}")
    }
}

/// Whether one host is the other one, or a part of it.
pub(super) fn same_site(one: &str, other: &str) -> bool {
    let part_of = |part: &str, whole: &str| {
        whole.contains('.')
            && part
                .strip_suffix(whole)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    one.eq_ignore_ascii_case(other) || part_of(one, other) || part_of(other, one)
}
