//! The request a call has to make, and how what arrived differs from it.

use serde_json::Value;

use crate::compare;
use crate::encode;
use crate::multipart;
use crate::server::Recorded;
use crate::value::{FILE_NAME, FRACTION};

/// A request as the description wants it.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The method, in capital letters.
    pub method: String,
    /// The path, percent-encoded, without the server's.
    pub path: String,
    /// The pairs of the query, percent-encoded, in any order.
    pub query: Vec<String>,
    /// Whether the query holds a value of which the specification does not say how it is written.
    pub is_query_open: bool,
    /// Headers that have to be there.
    pub headers: Vec<(String, String)>,
    /// Cookies that have to be there, names and percent-encoded values.
    pub cookies: Vec<String>,
    /// Each alternative of credentials; one of them has to be there.
    pub credentials: Vec<Vec<Credential>>,
    /// The body.
    pub body: Body,
}

/// A body as the description wants it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Body {
    /// None.
    #[default]
    Nothing,
    /// JSON of this media type, compared by value.
    Json(String, Value),
    /// An urlencoded form, compared pair by pair.
    Form(Value),
    /// A multipart form, compared part by part.
    Multipart(Value),
    /// Anything else: media type and text.
    Text(String, String),
}

/// What a security scheme makes of its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Where it is sent.
    pub place: CredentialPlace,
    /// What is sent there.
    pub value: String,
}

/// Where a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// In a header of this name.
    Header(String),
    /// In the query, by this name.
    Query(String),
    /// In a cookie of this name.
    Cookie(String),
}

impl Credential {
    /// The pair it is in the query.
    fn pair(&self) -> Option<String> {
        match &self.place {
            CredentialPlace::Query(name) => Some(format!(
                "{}={}",
                encode::name(name),
                encode::value(&self.value)
            )),
            _ => None,
        }
    }

    fn is_in(&self, recorded: &Recorded) -> bool {
        match &self.place {
            CredentialPlace::Header(name) => recorded.header(name) == Some(self.value.as_str()),
            CredentialPlace::Query(_) => self
                .pair()
                .is_some_and(|pair| recorded.query.contains(&pair)),
            CredentialPlace::Cookie(name) => recorded
                .cookies()
                .any(|sent| sent.split_once('=') == Some((name, &encode::value(&self.value)))),
        }
    }
}

impl Body {
    pub(crate) fn of(media_type: &str, value: &Value) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        match essence {
            "multipart/form-data" => Self::Multipart(value.clone()),
            "application/x-www-form-urlencoded" => Self::Form(value.clone()),
            _ if essence.contains('*') => Self::Json("application/json".to_owned(), value.clone()),
            _ if crate::description::is_json(media_type) => {
                Self::Json(essence.to_owned(), value.clone())
            }
            _ => Self::text(media_type, value),
        }
    }

    pub(crate) fn text(media_type: &str, value: &Value) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        Self::Text(essence.to_owned(), text(value))
    }
}

impl Expected {
    /// What is not as expected, a line each; nothing where all is.
    #[must_use]
    pub fn differences(&self, recorded: &Recorded) -> Vec<String> {
        let mut found = Vec::new();
        let mut differ = |what: &str, expected: &str, sent: &str| {
            if expected != sent {
                found.push(format!("{what}: expected `{expected}`, sent `{sent}`"));
            }
        };
        differ("method", &self.method, &recorded.method);
        differ("path", &self.path, &recorded.path);
        let (mut expected, mut sent) = (self.query.clone(), recorded.query.clone());
        for pair in &mut expected {
            // A client may know that a number has no fraction.
            let whole = |pair: &str| pair.replace(FRACTION, "");
            if let Some(alike) = sent.iter().find(|sent| whole(sent) == whole(pair)) {
                pair.clone_from(alike);
            }
        }
        let credentials = self.credentials.iter().flatten();
        let secrets: Vec<String> = credentials.filter_map(Credential::pair).collect();
        sent.retain(|pair| expected.contains(pair) || !secrets.contains(pair));
        expected.sort();
        sent.sort();
        if !self.is_query_open {
            differ("query", &expected.join("&"), &sent.join("&"));
        }
        for (name, value) in &self.headers {
            differ(
                &format!("header {name}"),
                value,
                recorded.header(name).unwrap_or_default(),
            );
        }
        for cookie in &self.cookies {
            if !recorded.cookies().any(|known| known == cookie) {
                found.push(format!(
                    "cookie: expected `{cookie}`, sent {:?}",
                    recorded.header("cookie")
                ));
            }
        }
        self.credentials(recorded, &mut found);
        self.body(recorded, &mut found);
        found
    }

    fn credentials(&self, recorded: &Recorded, found: &mut Vec<String>) {
        if self.credentials.is_empty() {
            if recorded.header("authorization").is_some() {
                found.push("credentials: expected none, sent an authorization".to_owned());
            }
            return;
        }
        // Two schemes that want the same header cannot both have it.
        let is_sent = |all: &[Credential], one: &Credential| {
            all.iter()
                .any(|other| other.place == one.place && other.is_in(recorded))
        };
        if !self
            .credentials
            .iter()
            .any(|all| all.iter().all(|one| is_sent(all, one)))
        {
            let (headers, query) = (&recorded.headers, &recorded.query);
            found.push(format!(
                "credentials: expected one of {:?}, sent the headers {headers:?} and the query {query:?}",
                self.credentials
            ));
        }
    }

    fn body(&self, recorded: &Recorded, found: &mut Vec<String>) {
        let kind = recorded.header("content-type").unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default();
        let expected = match &self.body {
            Body::Nothing => "",
            Body::Form(_) => "application/x-www-form-urlencoded",
            Body::Multipart(_) => "multipart/form-data",
            Body::Json(media_type, _) | Body::Text(media_type, _) => media_type,
        };
        if essence != expected {
            found.push(format!(
                "content-type: expected `{expected}`, sent `{kind}`"
            ));
        }
        let sent = String::from_utf8_lossy(&recorded.body);
        match &self.body {
            Body::Nothing if recorded.body.is_empty() => {}
            Body::Nothing => found.push(format!("body: expected none, sent `{sent}`")),
            Body::Json(_, expected) => match serde_json::from_slice(&recorded.body) {
                Ok(sent) => found.extend(compare::differences("body", expected, &sent)),
                Err(error) => found.push(format!(
                    "body: expected {expected}, sent `{sent}` ({error})"
                )),
            },
            Body::Form(expected) => {
                let mut pairs: Vec<String> = members(expected)
                    .map(|(name, value)| {
                        format!("{}={}", encode::name(name), encode::value(&text(value)))
                    })
                    .collect();
                let mut sent: Vec<String> = sent.split('&').map(str::to_owned).collect();
                pairs.sort();
                sent.sort();
                if pairs != sent {
                    found.push(format!("form: expected {pairs:?}, sent {sent:?}"));
                }
            }
            Body::Multipart(expected) => found.extend(parts(expected, kind, &recorded.body)),
            Body::Text(_, expected) if *expected == sent => {}
            Body::Text(_, expected) => {
                found.push(format!("body: expected `{expected}`, sent `{sent}`"))
            }
        }
    }
}

fn parts(expected: &Value, kind: &str, body: &[u8]) -> Vec<String> {
    let Some(parts) = multipart::parts(kind, body) else {
        return vec![format!(
            "body: expected a multipart body, sent `{}`",
            String::from_utf8_lossy(body)
        )];
    };
    let wanted: Vec<(&String, String)> = members(expected)
        .map(|(name, value)| (name, text(value)))
        .collect();
    let mut found = Vec::new();
    if wanted.len() != parts.len() {
        found.push(format!(
            "parts: expected {}, sent {}",
            wanted.len(),
            parts.len()
        ));
    }
    for (name, value) in wanted {
        match parts
            .iter()
            .find(|part| part.name == *name && part.content == value.as_bytes())
        {
            None => found.push(format!("part {name}: expected `{value}`, sent {parts:?}")),
            Some(part)
                if part
                    .file_name
                    .as_ref()
                    .is_some_and(|sent| sent != FILE_NAME) =>
            {
                found.push(format!(
                    "part {name}: expected the file name `{FILE_NAME}`, sent {:?}",
                    part.file_name
                ));
            }
            Some(_) => {}
        }
    }
    found
}

/// The members of an object, one for each item where a member is a list.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(name, value)| {
            let items: Vec<&Value> = match value {
                Value::Array(items) => items.iter().collect(),
                one => vec![one],
            };
            items.into_iter().map(move |item| (name, item))
        })
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
