//! A case: one operation with synthesised values, what the request that carries them has to look like, and an answer.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::description::{Content, Operation, Parameter, is_json};
use crate::expected::{Body, Credential, Expected};
use crate::schema::Schema;
use crate::server::{Answer, path_and_query};
use crate::style::Written;
use crate::synthesis::{Direction, Made, Synthesis};
use crate::{Description, compare, value};

pub use crate::synthesis::Extent;

/// What a description does not say about its API.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Headers of every request.
    pub headers: Vec<(String, String)>,
    /// What each security scheme makes of its secrets, by the scheme's name.
    pub credentials: Vec<(String, Credential)>,
    /// The members of the envelope that hold the data and what is known about it.
    pub envelope: Option<(String, String)>,
}

/// One call of an operation: its values, the request expected of them, and an answer to it.
#[derive(Clone, Debug)]
pub struct Case {
    given: BTreeMap<(String, String), Value>,
    envelope: Option<(String, String)>,
    /// Whether the answer is JSON.
    is_json: bool,
    /// The request that has to be sent.
    pub expected: Expected,
    /// The answer's status.
    pub status: u16,
    /// The answer's media type; none where it has no body.
    pub media_type: Option<String>,
    /// The answer, as described and in PHP's dress.
    pub answer: Option<Made>,
}

impl Case {
    /// A call of an operation with values of this extent.
    #[must_use]
    pub fn new(operation: Operation<'_>, extent: Extent, settings: &Settings) -> Self {
        // A fragment stays with the client (RFC 9110 §7.1), and a path that brings a query of its own is taken at its
        // word although it should not.
        let route = operation.path().split('#').next().unwrap_or_default();
        let (path, query) = path_and_query(route);
        let mut case = Self {
            given: BTreeMap::new(),
            envelope: settings.envelope.clone(),
            is_json: false,
            expected: Expected {
                method: operation.method(),
                path,
                query,
                ..Expected::default()
            },
            status: 200,
            media_type: None,
            answer: None,
        };
        for parameter in operation.parameters() {
            if extent != Extent::Required || parameter.required {
                case.parameter(operation.description, parameter);
            }
        }
        if let Some((content, required)) = operation.body() {
            case.body(operation.description, content, required, extent);
        }
        case.answer(operation, extent);
        case.headers(operation, settings);
        case
    }

    /// The value a caller gives for a parameter (`path`, `query`, `header`, `cookie`) or a member of the body (`body`);
    /// the body as a whole goes by no name.
    #[must_use]
    pub fn given(&self, place: &str, name: &str) -> Option<&Value> {
        self.given.get(&(place.to_owned(), name.to_owned()))
    }

    /// What the server answers, as described or in PHP's dress.
    #[must_use]
    pub fn reply(&self, php: bool) -> Answer {
        let mut answer = Answer::new(self.status);
        match (&self.media_type, &self.answer) {
            (Some(_), Some(made)) if self.is_json => {
                let body = if php { &made.php } else { &made.plain };
                answer = answer.body("application/json", body.to_string());
            }
            (Some(media_type), _) => answer = answer.body(media_type, value::TEXTS.concat()),
            (None, _) => {}
        }
        answer
    }

    /// What a decoded answer, written as JSON again, has other than what was answered. `kind` is what the client takes
    /// the answer for: `data` and `meta` out of an envelope, `json` without one, `file`, `text`, or `nothing`.
    #[must_use]
    pub fn judge(&self, kind: &str, data: &Value, meta: &Value) -> Vec<String> {
        let nothing = Value::Null;
        let sent = self
            .answer
            .as_ref()
            .filter(|_| self.is_json)
            .map_or(&nothing, |made| &made.plain);
        let member = |name: &str| sent.get(name).unwrap_or(&nothing);
        match kind {
            "data" => {
                let Some((holder, about)) = &self.envelope else {
                    return vec!["the answer has an envelope, the API has none".to_owned()];
                };
                let mut found = compare::differences_but_empty("data", member(holder), data);
                // Metadata nobody knows the shape of is not handed out.
                if !meta.is_null() {
                    found.extend(compare::differences_but_empty("meta", member(about), meta));
                }
                found
            }
            "json" => compare::differences_but_empty("answer", sent, data),
            "nothing" if sent.is_null() && self.media_type.is_none() => Vec::new(),
            "nothing" => vec![format!(
                "the description has an answer ({:?}), the client gives none",
                self.media_type
            )],
            _ if !self.is_json && *data == value::TEXTS.concat() => Vec::new(),
            _ => vec![format!(
                "expected {} as {:?}, found {data}",
                value::TEXTS.concat(),
                self.media_type
            )],
        }
    }

    fn give(&mut self, place: &str, name: &str, value: &Value) {
        self.given
            .insert((place.to_owned(), name.to_owned()), value.clone());
    }

    fn parameter(&mut self, description: &Description, parameter: Parameter<'_>) {
        let declared = parameter.declared;
        let content = declared
            .get("content")
            .and_then(Value::as_object)
            .and_then(|content| content.values().next());
        let Some(schema) = declared.get("schema").or_else(|| content?.get("schema")) else {
            return;
        };
        let made = Synthesis::new(description, Extent::All, Direction::Request)
            .make(schema, parameter.name);
        let Some(Made { plain, .. }) = made else {
            return;
        };
        self.give(parameter.place, parameter.name, &plain);
        let name = parameter.name;
        let written = Written::new(name, parameter.place, declared);
        let expected = &mut self.expected;
        match parameter.place {
            "path" => {
                let whole = format!("{{{name}}}");
                expected.path = expected.path.replace(&whole, &written.path(&plain));
            }
            "query" => {
                expected.query.extend(written.query(&plain));
                expected.is_query_open |= !written.is_defined_in_query(&plain);
            }
            "header" => expected
                .headers
                .push((name.to_owned(), written.header(&plain))),
            _ => expected.cookies.extend(written.cookies(&plain)),
        }
    }

    fn body(
        &mut self,
        description: &Description,
        content: Content<'_>,
        required: bool,
        extent: Extent,
    ) {
        let Some(declared) = content.schema else {
            return;
        };
        // Only JSON has a null.
        let extent = match extent {
            Extent::Nulls if !is_json(content.media_type) => Extent::All,
            extent => extent,
        };
        let schema = Schema::new(description, declared);
        let made = Synthesis::new(description, extent, Direction::Request).filled(declared, "body");
        let Some(Made {
            plain: mut whole, ..
        }) = made
        else {
            return;
        };
        let mut body = Body::of(content.media_type, &whole);
        if matches!(body, Body::Form(_)) && schema.properties().next().is_none() {
            // A form without known members is the caller's to write.
            body = Body::text(content.media_type, &whole);
        }
        if let Body::Text(_, text) = &body {
            whole = Value::from(text.as_str());
        }
        let Value::Object(members) = &mut whole else {
            if required || extent != Extent::Required {
                self.give("body", "", &whole);
                self.expected.body = body;
            }
            return;
        };
        let mut by_caller = Map::new();
        for (name, declared) in schema.properties() {
            let Some(value) = members.get_mut(name) else {
                continue;
            };
            let member = Schema::new(description, declared);
            // What must be there and has a value of its own is sent without being asked for.
            let default = member
                .get("default")
                .filter(|value| !value.is_null() || member.nullable(description));
            if extent == Extent::Required && (default.is_some() || value.is_null()) {
                *value = default.cloned().unwrap_or(Value::Null);
            } else {
                by_caller.insert(name.clone(), value.clone());
            }
        }
        // A form in which nothing stands is none.
        let is_form = matches!(body, Body::Form(_) | Body::Multipart(_));
        if (!required || is_form) && members.is_empty() {
            return;
        }
        for (name, value) in &by_caller {
            self.give("body", name, value);
        }
        self.give("body", "", &whole);
        self.expected.body = Body::of(content.media_type, &whole);
    }

    fn answer(&mut self, operation: Operation<'_>, extent: Extent) {
        let (status, content) = operation.answer();
        self.status = status;
        // These have no content, whatever a description says (RFC 9110 §15.3.5 and §15.3.6).
        let Some(content) = content.filter(|_| !matches!(status, 204 | 205)) else {
            return;
        };
        let anything = content.media_type.starts_with('*');
        let is_file =
            |declared| Schema::new(operation.description, declared).text("format") == "binary";
        self.is_json =
            is_json(content.media_type) && !(anything && content.schema.is_some_and(is_file));
        if content.schema.is_some() || !self.is_json {
            self.media_type = Some(content.media_type.to_owned());
        }
        let Some(declared) = content.schema else {
            return;
        };
        let description = operation.description;
        let make = |extent, schema: &Value, name: &str| {
            Synthesis::new(description, extent, Direction::Answer).make(schema, name)
        };
        let schema = Schema::new(description, declared);
        // The outermost object is always whole: what an envelope holds may be less, the envelope is not.
        let members = schema
            .properties()
            .filter_map(|(name, declared)| Some((name, make(extent, declared, name)?)));
        let is_object = schema.types() == ["object"] && schema.properties().next().is_some();
        self.answer = if extent != Extent::All && is_object {
            let (mut plain, mut php) = (Map::new(), Map::new());
            for (name, made) in members {
                plain.insert(name.clone(), made.plain);
                php.insert(name.clone(), made.php);
            }
            Some(Made {
                plain: Value::Object(plain),
                php: Value::Object(php),
            })
        } else {
            make(extent, declared, "answer")
        };
    }

    fn headers(&mut self, operation: Operation<'_>, settings: &Settings) {
        let other_media = self.media_type.as_ref().filter(|_| !self.is_json);
        for (name, value) in &settings.headers {
            let value = match other_media {
                Some(media_type) if name.eq_ignore_ascii_case("accept") => media_type,
                _ => value,
            };
            if !self
                .expected
                .headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                self.expected.headers.push((name.clone(), value.clone()));
            }
        }
        for schemes in operation.security() {
            let values = settings
                .credentials
                .iter()
                .filter(|(scheme, _)| schemes.contains(&scheme.as_str()));
            let credentials = values.map(|(_, credential)| credential.clone());
            self.expected.credentials.push(credentials.collect());
        }
    }
}
