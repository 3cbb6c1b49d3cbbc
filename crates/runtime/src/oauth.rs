//! OAuth 2.0's client credentials (RFC 6749 §4.4): a token fetched with an identifier and a secret, kept until shortly
//! before it expires. A scheme's [`Grant`] and the client's secrets go in; the token comes out as one more secret.
//! Other grants need a user at a browser, so their tokens are given like any other secret.

use crate::call::{self, Parts};
use crate::core::Core;
use crate::error::{Detail, Error, Result};
use crate::model;
use crate::param::QueryPair;
use crate::secret::Secret;
use crate::security::{self, Grant};
use crate::transport;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long before its end a token is no longer used.
const MARGIN: Duration = Duration::from_secs(30);

/// How long a token is used that does not say when it ends.
const USUAL: Duration = Duration::from_secs(300);

/// The tokens that a client and its clones have fetched.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<Vec<Held>>);

struct Held {
    grant: &'static str,
    /// Identifier, secret and scope it was given for.
    by: [Secret; 3],
    token: Secret,
    until: Instant,
}

/// What a token endpoint answers (RFC 6749 §5.1). No model: those can be shown.
struct Granted {
    access_token: Secret,
    expires_in: Option<f64>,
}

impl Granted {
    /// None where there is no token. Some servers write numbers as texts.
    fn read(body: &[u8]) -> Option<Self> {
        let mut answer: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let expires_in = match answer.get("expires_in") {
            Some(Value::String(text)) => text.trim().parse().ok(),
            other => other.and_then(Value::as_f64),
        };
        match answer.remove("access_token") {
            Some(Value::String(token)) if !token.is_empty() => Some(Self {
                access_token: Secret::new(token),
                expires_in,
            }),
            _ => None,
        }
    }
}

#[model(default)]
struct Refused {
    error: Option<String>,
    error_description: Option<String>,
}

/// Sets the tokens an operation takes and nobody gave, where the client may fetch them.
pub(crate) async fn obtain(parts: &mut Parts) -> Result<()> {
    for grant in grants(parts) {
        let token = fetched(&parts.core, grant).await?;
        parts.core = parts.core.with_secret(grant.token, token);
    }
    Ok(())
}

/// Forgets the tokens a call was refused with, so that the next one fetches others.
pub(crate) async fn forget(parts: &Parts) {
    let mut tokens = parts.core.shared.tokens.0.lock().await;
    let used = |held: &Held| {
        let mut secrets = parts.core.secrets.values();
        secrets.any(|secret| secret.expose() == held.token.expose())
    };
    tokens.retain(|held| !used(held));
}

fn grants(parts: &Parts) -> Vec<&'static Grant> {
    let secrets = &parts.core.secrets;
    let schemes = parts.operation.security.iter().flat_map(|all| all.iter());
    let mut grants: Vec<&'static Grant> = Vec::new();
    for grant in schemes.filter_map(|scheme| scheme.grant()) {
        let may = secrets.contains_key(grant.id) && secrets.contains_key(grant.secret);
        let known = grants.iter().any(|known| known.token == grant.token);
        if may && !known && !secrets.contains_key(grant.token) {
            grants.push(grant);
        }
    }
    grants
}

/// The token at hand, or a new one. Others that want one wait for it.
async fn fetched(core: &Core, grant: &'static Grant) -> Result<Secret> {
    let empty = || Secret::new("");
    let by = [grant.id, grant.secret, grant.scope]
        .map(|name| core.secrets.get(name).cloned().unwrap_or_else(empty));
    let same = |held: &Held| {
        let mut pairs = held.by.iter().zip(&by);
        held.grant == grant.token && pairs.all(|(one, other)| one.expose() == other.expose())
    };
    let mut tokens = core.shared.tokens.0.lock().await;
    tokens.retain(|held| held.until > Instant::now());
    if let Some(held) = tokens.iter().find(|held| same(held)) {
        return Ok(held.token.clone());
    }
    let asked = Instant::now();
    let asking = ask(core, grant, &by);
    let granted = match core.shared.settings.timeout {
        Some(timeout) => tokio::time::timeout(timeout, asking).await.map_err(|_| {
            let message = format!("no answer of the token endpoint within {timeout:?}");
            Error::new(Detail::Timeout(message))
        })?,
        None => asking.await,
    }?;
    let lasts = granted
        .expires_in
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let lasts = lasts.map_or(USUAL, |lasts| {
        lasts.checked_sub(MARGIN).unwrap_or(lasts / 2)
    });
    let token = granted.access_token;
    if let Some(until) = asked.checked_add(lasts) {
        let (grant, token) = (grant.token, token.clone());
        tokens.push(Held {
            grant,
            by,
            token,
            until,
        });
    }
    Ok(token)
}

/// Asks the token endpoint.
async fn ask(core: &Core, grant: &Grant, [id, secret, scope]: &[Secret; 3]) -> Result<Granted> {
    let shared = &core.shared;
    let address = shared.token_url.as_deref().unwrap_or(grant.url);
    let url = shared.base_url.join(address).map_err(|error| {
        Error::configuration(format!("the token endpoint `{address}` is no URL: {error}"))
    })?;
    let form = |pairs: &[(&'static str, &str)]| {
        let pairs: Vec<QueryPair> = pairs
            .iter()
            .map(|(name, value)| QueryPair::one(Cow::Borrowed(name), (*value).into()))
            .collect();
        call::form(&pairs)
    };
    let mut fields = vec![("grant_type", "client_credentials")];
    if !scope.expose().is_empty() {
        fields.push(("scope", scope.expose()));
    }
    // RFC 6749 §2.3.1: both are encoded as in a form before they are joined.
    let login = security::basic(&call::encoded(id.expose()), &call::encoded(secret.expose()));
    let mut login = HeaderValue::from_str(login.expose())
        .map_err(|_| Error::configuration("the client's identifier cannot be sent"))?;
    login.set_sensitive(true);
    let mut request = reqwest::Request::new(http::Method::POST, url);
    let headers = request.headers_mut();
    if let Some(agent) = shared.headers.get(header::USER_AGENT) {
        headers.insert(header::USER_AGENT, agent.clone());
    }
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::AUTHORIZATION, login);
    *request.body_mut() = Some(form(&fields).into());

    let mut response = shared.transport.send(request).await?;
    let status = response.status();
    let body = transport::read(&mut response, shared.settings.max_response_size).await?;
    if status.is_success() {
        return Granted::read(&body).ok_or_else(|| {
            let message = "the token endpoint's answer has no `access_token`";
            Error::configuration(message)
        });
    }
    Err(refused(status, &body))
}

/// Why there is no token: the server's own failure may pass, anything else is a matter of settings.
fn refused(status: StatusCode, body: &[u8]) -> Error {
    let said: Refused = serde_json::from_slice(body).unwrap_or_default();
    let reason: Vec<String> = [said.error, said.error_description]
        .into_iter()
        .flatten()
        .collect();
    let message = format!(
        "the token endpoint answered {status}: {}",
        reason.join(": ")
    );
    let message = message.trim_end_matches([':', ' ']).to_owned();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        Error::new(Detail::Transport(message))
    } else {
        Error::configuration(message)
    }
}
