//! From a request's parts to what is sent: address, headers, credentials, body.
//! Every problem a caller can cause is found here, before any I/O.

use super::Parts;
use super::body::Payload;
use super::url::{self, Text};
use crate::core::{header_pair, parse_base};
use crate::error::{Detail, Error, Result};
use crate::param::{ParamValue, QueryPair};
use crate::security::{self, Credential, Place};
use http::{HeaderMap, HeaderValue, header};
use std::borrow::Cow;

/// Checks and puts together everything but the body. It is cheap and done anew for each attempt, so that a call that
/// succeeds at once clones nothing.
pub(super) fn prepare(parts: &Parts) -> Result<reqwest::Request> {
    if let Some(problem) = &parts.problem {
        return Err(Error::invalid(problem.clone()));
    }
    let shared = &parts.core.shared;
    let operation = parts.operation;
    let credentials = security::credentials(operation.security, &parts.core.secrets)
        .map_err(|missing| Error::new(Detail::Credentials(missing)))?;
    let secrets: Vec<_> = credentials.iter().filter_map(in_query).collect();
    let own = operation.server.filter(|_| !shared.base_url_chosen);
    let own = own.map(parse_base).transpose()?;
    let base = own.as_ref().unwrap_or(&shared.base_url);
    let queries = [parts.query.as_slice(), &secrets];
    let url = url::build(base, operation.path(), &parts.path, queries).map_err(Error::invalid)?;
    let mut request = reqwest::Request::new(operation.method().to_http(), url);
    *request.headers_mut() = headers(parts, &credentials)?;
    Ok(request)
}

fn in_query((place, secret): &Credential) -> Option<QueryPair> {
    match *place {
        Place::Query(name) => Some(QueryPair::one(
            Cow::Borrowed(name),
            ParamValue::from(secret.expose()),
        )),
        _ => None,
    }
}

/// The headers: the client's, the operation's, the credentials', the request's; of one name, the last is sent.
fn headers(parts: &Parts, credentials: &[Credential]) -> Result<HeaderMap> {
    let mut headers = parts.core.shared.headers.clone();
    if let Some(accept) = parts.operation.accept {
        set(&mut headers, header::ACCEPT.as_str(), accept, false)?;
    }
    let mut cookies = String::new();
    for (place, secret) in credentials {
        match *place {
            Place::Header(name) => set(&mut headers, name, secret.expose(), true)?,
            Place::Cookie(name) => {
                push_cookie(&mut cookies, name, &Text::Plain(secret.expose().into()));
            }
            Place::Query(_) => {}
        }
    }
    for (name, value) in &parts.headers {
        set(&mut headers, name, value.as_str(), false)?;
    }
    for (name, value) in &parts.cookies {
        push_cookie(&mut cookies, name, value);
    }
    if !cookies.is_empty() {
        set(&mut headers, header::COOKIE.as_str(), &cookies, true)?;
    }
    Ok(headers)
}

/// Encodes the body into a prepared request.
pub(super) async fn fill(parts: &Parts, request: &mut reqwest::Request) -> Result<()> {
    let encoded = parts.body.encode();
    let Some(kind) = encoded.content_type else {
        return Ok(());
    };
    // A caller's own Content-Type is kept, except where it would lose the boundary of a multipart body.
    let multipart = kind.as_bytes().starts_with(b"multipart/");
    if multipart || !request.headers().contains_key(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    *request.body_mut() = Some(match encoded.body {
        Payload::Bytes(bytes) => reqwest::Body::from(bytes),
        Payload::Parts(mut stream) => {
            // Boxed, because it is large and rare.
            Box::pin(stream.measure()).await.map_err(Error::invalid)?;
            reqwest::Body::wrap(stream)
        }
    });
    Ok(())
}

fn set(headers: &mut HeaderMap, name: &str, value: &str, secret: bool) -> Result<()> {
    let (name, mut value): (_, HeaderValue) = header_pair(name, value).map_err(Error::invalid)?;
    value.set_sensitive(secret);
    headers.insert(name, value);
    Ok(())
}

fn push_cookie(cookies: &mut String, name: &str, value: &Text) {
    if !cookies.is_empty() {
        cookies.push_str("; ");
    }
    if let Text::Plain(_) = value {
        cookies.push_str(name);
        cookies.push('=');
    }
    // What a cookie's value may not hold is percent-encoded, which is what servers undo.
    value.push_to(cookies);
}
