//! From a request's parts to what is sent: address, headers, credentials, body.
//! Every problem a caller can cause is found here, before any I/O.

use super::Parts;
use super::body::Payload;
use super::url;
use crate::core::{header_pair, parse_base};
use crate::error::{Detail, Error, Result};
use crate::param::{ParamValue, QueryPair};
use crate::security::{self, Place};
use http::{HeaderMap, HeaderValue, header};
use reqwest::Url;
use std::borrow::Cow;

/// A request that can be sent any number of times.
pub(super) struct Prepared {
    pub(super) method: http::Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
}

/// Checks and puts together everything but the body.
pub(super) fn prepare(parts: &Parts) -> Result<Prepared> {
    if let Some(problem) = &parts.problem {
        return Err(Error::invalid(problem.clone()));
    }
    let shared = &parts.core.shared;
    let operation = parts.operation;
    let credentials = security::credentials(operation.security, &parts.core.secrets)
        .map_err(|missing| Error::new(Detail::Credentials(missing)))?;
    let path = url::path(operation.path(), &parts.path).map_err(Error::invalid)?;

    let mut headers = shared.headers.clone();
    if let Some(accept) = operation.accept {
        set(&mut headers, header::ACCEPT.as_str(), accept, false)?;
    }
    let mut secret_query = Vec::new();
    let mut cookies = String::new();
    for (place, secret) in &credentials {
        match *place {
            Place::Header(name) => set(&mut headers, name, secret.expose(), true)?,
            Place::Query(name) => secret_query.push(QueryPair::one(
                Cow::Borrowed(name),
                ParamValue::from(secret.expose()),
            )),
            Place::Cookie(name) => push_cookie(&mut cookies, name, secret.expose()),
        }
    }
    for (name, value) in &parts.headers {
        set(&mut headers, name, value.as_str(), false)?;
    }
    for (name, value) in &parts.cookies {
        push_cookie(&mut cookies, name, value.as_str());
    }
    if !cookies.is_empty() {
        set(&mut headers, header::COOKIE.as_str(), &cookies, true)?;
    }

    let mut query = url::query(&parts.query);
    if !secret_query.is_empty() {
        let mark = if query.is_empty() { "" } else { "&" };
        query = format!("{query}{mark}{}", url::query(&secret_query));
    }
    let own = operation
        .server
        .filter(|_| !shared.base_url_chosen)
        .map(parse_base)
        .transpose()?;
    let url = url::join(own.as_ref().unwrap_or(&shared.base_url), &path, &query)
        .map_err(Error::invalid)?;
    Ok(Prepared {
        method: operation.method().to_http(),
        url,
        headers,
    })
}

/// Encodes the body and makes the request for one attempt.
pub(super) async fn request(parts: &Parts, prepared: &Prepared) -> Result<reqwest::Request> {
    let mut request = reqwest::Request::new(prepared.method.clone(), prepared.url.clone());
    *request.headers_mut() = prepared.headers.clone();
    let encoded = parts.body.encode();
    if let Some(kind) = encoded.content_type {
        // A caller's own Content-Type is kept, except where it would lose the boundary of a multipart body.
        if !prepared.headers.contains_key(header::CONTENT_TYPE)
            || kind.as_bytes().starts_with(b"multipart/")
        {
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        *request.body_mut() = Some(match encoded.body {
            Payload::Bytes(bytes) => reqwest::Body::from(bytes),
            Payload::Parts(mut stream) => {
                stream.measure().await.map_err(Error::invalid)?;
                reqwest::Body::wrap(stream)
            }
        });
    }
    Ok(request)
}

fn set(headers: &mut HeaderMap, name: &str, value: &str, secret: bool) -> Result<()> {
    let (name, mut value): (_, HeaderValue) = header_pair(name, value).map_err(Error::invalid)?;
    value.set_sensitive(secret);
    headers.insert(name, value);
    Ok(())
}

fn push_cookie(cookies: &mut String, name: &str, value: &str) {
    if !cookies.is_empty() {
        cookies.push_str("; ");
    }
    cookies.push_str(name);
    cookies.push('=');
    // A cookie's value may not hold these; percent-encoding is what servers undo.
    cookies.extend(percent_encoding::utf8_percent_encode(
        value,
        percent_encoding::NON_ALPHANUMERIC,
    ));
}
