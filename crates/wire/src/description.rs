//! A description as plain JSON, and its operations: parameters, body, answer, credentials, each found by its own rules
//! (OpenAPI 3.1.1 §4.8). Schemas are left to `schema.rs`.

use serde_json::{Map, Value};

/// A description, its overlays applied.
#[derive(Clone, Debug)]
pub struct Description {
    root: Value,
}

/// The methods a path item can have.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Description {
    /// Reads a description from JSON text.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json)
            .map(|root| Self { root })
            .map_err(|error| format!("the description is no JSON: {error}"))
    }

    /// A description that has been read already.
    #[must_use]
    pub fn new(root: Value) -> Self {
        Self { root }
    }

    /// All operations, in order.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        let paths = self.root.get("paths").and_then(Value::as_object);
        paths.into_iter().flatten().flat_map(move |(path, item)| {
            METHODS.iter().filter_map(move |method| {
                let declared = self.resolve(item).get(method)?;
                Some(Operation {
                    description: self,
                    path,
                    item: self.resolve(item),
                    method,
                    declared,
                })
            })
        })
    }

    /// The operation with this `operationId`, or with this method and path (`GET /pets/{id}`).
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<Operation<'_>> {
        self.operations()
            .find(|operation| {
                operation
                    .declared
                    .get("operationId")
                    .and_then(Value::as_str)
                    == Some(id)
            })
            .or_else(|| self.operations().find(|operation| operation.line() == id))
    }

    /// What a reference leads to; anything else is itself.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut found = value;
        // A chain that is longer than this leads in a circle.
        for _ in 0..32 {
            let Some(reference) = found.get("$ref").and_then(Value::as_str) else {
                break;
            };
            match self.root.pointer(reference.trim_start_matches('#')) {
                Some(target) => found = target,
                None => break,
            }
        }
        found
    }
}

/// Headers that are no parameters (OpenAPI 3.1.1 §4.8.12.1), and those that say how a message is sent (RFC 9110 §7.2,
/// §7.6.1 and §8.6).
const CLIENTS: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// One operation of a description.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    pub(crate) description: &'a Description,
    path: &'a str,
    item: &'a Value,
    method: &'static str,
    declared: &'a Value,
}

/// A declared parameter, references followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: &'a str,
    pub(crate) required: bool,
    pub(crate) declared: &'a Value,
}

/// The body or the answer that is used: its media type, and its schema if it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content<'a> {
    pub(crate) media_type: &'a str,
    pub(crate) schema: Option<&'a Value>,
}

impl<'a> Operation<'a> {
    /// The method in capital letters.
    #[must_use]
    pub fn method(&self) -> String {
        self.method.to_ascii_uppercase()
    }

    /// The path template.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// Method and path: `GET /pets/{id}`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method(), self.path)
    }

    /// The operation's parameters and those of its path it does not replace.
    pub(crate) fn parameters(&self) -> Vec<Parameter<'a>> {
        let mut found: Vec<Parameter<'a>> = Vec::new();
        for list in [self.declared, self.item] {
            for declared in list
                .get("parameters")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let declared = self.description.resolve(declared);
                let text = |key: &str| {
                    declared
                        .get(key)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                };
                let (name, place) = (text("name"), text("in"));
                let ignored = place == "header"
                    && CLIENTS.iter().any(|known| name.eq_ignore_ascii_case(known));
                if ignored
                    || found
                        .iter()
                        .any(|known| (known.name, known.place) == (name, place))
                {
                    continue;
                }
                let required =
                    place == "path" || declared.get("required") == Some(&Value::Bool(true));
                found.push(Parameter {
                    name,
                    place,
                    required,
                    declared,
                });
            }
        }
        found
    }

    /// The body, and whether it must be sent.
    pub(crate) fn body(&self) -> Option<(Content<'a>, bool)> {
        let body = self.description.resolve(self.declared.get("requestBody")?);
        let content = preferred(body.get("content")?.as_object()?)?;
        Some((content, body.get("required") == Some(&Value::Bool(true))))
    }

    /// The first success answer that carries something, or the first of all.
    pub(crate) fn answer(&self) -> (u16, Option<Content<'a>>) {
        let responses = self.declared.get("responses").and_then(Value::as_object);
        let all = || responses.into_iter().flatten();
        // Where no success is described `default` is one, as well as it is all else (OpenAPI 3.1.1 §4.8.16).
        let by_default = !all().any(|(status, _)| status.starts_with('2'));
        let mut first = None;
        for (status, response) in all().filter(|(status, _)| {
            status.starts_with('2') || by_default && status.as_str() == "default"
        }) {
            let status = status.parse().unwrap_or(200);
            let content = self
                .description
                .resolve(response)
                .get("content")
                .and_then(Value::as_object);
            if let Some(content) = content.and_then(preferred) {
                return (status, Some(content));
            }
            first.get_or_insert(status);
        }
        (first.unwrap_or(200), None)
    }

    /// The alternatives of security schemes; an empty one needs nothing.
    pub(crate) fn security(&self) -> Vec<Vec<&'a str>> {
        let own = self
            .declared
            .get("security")
            .or_else(|| self.description.root.get("security"));
        let names = |requirement: &'a Value| match requirement.as_object() {
            Some(schemes) => schemes.keys().map(String::as_str).collect(),
            None => Vec::new(),
        };
        own.and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(names)
            .collect()
    }
}

fn preferred(content: &Map<String, Value>) -> Option<Content<'_>> {
    let (media_type, media) = content
        .iter()
        .find(|(media_type, _)| is_json(media_type))
        .or_else(|| content.iter().next())?;
    Some(Content {
        media_type,
        schema: media.get("schema"),
    })
}

/// Whether a media type is JSON, or anything at all.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    matches!(essence, "*/*" | "application/*")
        || essence.ends_with("/json")
        || essence.ends_with("+json")
}
