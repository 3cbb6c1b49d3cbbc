//! Operations: parameters, bodies and answers, first with shapes, then with named types.

use openapiv3::{
    OpenAPI, Operation as Declared, Parameter as DeclaredParameter, ParameterSchemaOrContent,
    PathItem, QueryStyle, ReferenceOr, StatusCode,
};
use sdk_spec::{Diagnostic, Pointer};
use serde_json::Value;

use super::body::{self, RawBody};
use super::content::{self, RawContent};
use super::graph::{Raw, Site};
use super::identifier::Identifiers;
use super::model::Named;
use super::shape::Shaper;
use super::words::{self, Scope};
use crate::operation::{
    Content, Deprecation, Method, Operation, Output, Parameter, Place, Response, Style,
};
use crate::types::Type;

/// An operation whose types are still shapes.
#[derive(Debug)]
pub(crate) struct RawOperation<'a> {
    pub(crate) declared: &'a Declared,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) request: String,
    method: Method,
    path: String,
    pub(crate) pointer: String,
    server: Option<String>,
    parameters: Vec<RawParameter>,
    body: Option<RawBody>,
    responses: Vec<(String, Option<String>, RawContent, String)>,
    output: (RawContent, bool),
}

#[derive(Debug)]
struct RawParameter {
    parameter: Parameter,
    ty: Raw,
    explicit: Option<String>,
}

/// What is the same for all operations of a description.
pub(crate) struct Reader<'s, 'a> {
    pub(crate) shaper: &'s mut Shaper<'a>,
    pub(crate) diagnostics: &'s mut Vec<Diagnostic>,
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) path: &'a str,
    pub(crate) item: &'a PathItem,
    pub(crate) method: Method,
    pub(crate) declared: &'a Declared,
}

impl Entry<'_> {
    fn key(&self) -> String {
        self.method.as_str().to_ascii_lowercase()
    }
}

/// The operations of a description in the order of its paths.
pub(crate) fn entries(openapi: &OpenAPI) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for (path, item) in &openapi.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let methods = [
            (Method::Get, &item.get),
            (Method::Put, &item.put),
            (Method::Post, &item.post),
            (Method::Delete, &item.delete),
            (Method::Options, &item.options),
            (Method::Head, &item.head),
            (Method::Patch, &item.patch),
            (Method::Trace, &item.trace),
        ];
        for (method, declared) in methods {
            if let Some(declared) = declared {
                entries.push(Entry {
                    path,
                    item,
                    method,
                    declared,
                });
            }
        }
    }
    entries
}

impl<'a> Reader<'_, 'a> {
    /// Reads one operation; `scope` holds the method names of its group, `requests` all request types.
    pub(crate) fn read(
        &mut self,
        entry: Entry<'a>,
        scope: &mut Scope,
        requests: &mut Scope,
    ) -> RawOperation<'a> {
        let Entry {
            path,
            declared,
            method,
            ..
        } = entry;
        let id = declared
            .operation_id
            .clone()
            .unwrap_or_else(|| made_id(method, path));
        let named = declared
            .extensions
            .get("x-sdk-name")
            .and_then(Value::as_str)
            .unwrap_or(&id);
        let name = scope.take(&words::value_ident(named, "operation"));
        let request = requests.take(&words::type_ident(
            name.trim_start_matches("r#"),
            "Operation",
        ));
        let (root, key) = (Pointer::root(), entry.key());
        let (paths, responses) = (root.key("paths"), "responses");
        let item = paths.key(path);
        let at = item.key(&key);
        let subject = subject(&name);

        let parameters = self.parameters(entry, &subject, item, at);
        let taken: Vec<&str> = parameters
            .iter()
            .map(|parameter| parameter.parameter.ident.as_str())
            .collect();
        let body = declared.request_body.as_ref().and_then(|body| {
            let diagnostics = &mut *self.diagnostics;
            body::read(
                self.shaper,
                diagnostics,
                body,
                &subject,
                &taken,
                at.key("requestBody"),
            )
        });
        let envelope = self.shaper.config.envelope.clone();
        let list = at.key(responses);
        let mut answers = Vec::new();
        for (status, response) in statuses(declared) {
            let here = list.key(&status);
            let Some(response) = self.shaper.resolver.response(response) else {
                continue;
            };
            // Failures are read by the runtime alike for all operations, so their schemas make no models.
            let content = if status.starts_with('2') {
                content::response(self.shaper, response, envelope.as_ref(), &subject, here)
            } else {
                RawContent::Empty
            };
            let described = Some(response.description.clone()).filter(|text| !text.is_empty());
            let pointer = here.to_string();
            answers.push((status, described, content, pointer));
        }
        let output = self.output(&answers, &id, at);
        let server = declared
            .servers
            .first()
            .or_else(|| entry.item.servers.first())
            .map(server_url);
        RawOperation {
            declared,
            id,
            name,
            request,
            method,
            path: path.to_owned(),
            pointer: at.to_string(),
            server,
            parameters,
            body,
            responses: answers,
            output,
        }
    }

    /// The operation's and its path's parameters, in the order a caller gives them.
    fn parameters(
        &mut self,
        entry: Entry<'a>,
        subject: &str,
        item: Pointer<'_>,
        at: Pointer<'_>,
    ) -> Vec<RawParameter> {
        let (own, inherited) = (at.key("parameters"), item.key("parameters"));
        let listed = entry
            .declared
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (parameter, own, index));
        let shared = entry
            .item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (parameter, inherited, index));
        let mut found: Vec<RawParameter> = Vec::new();
        for (parameter, list, index) in listed.chain(shared) {
            let here = list.index(index);
            let Some(parameter) = self.shaper.resolver.parameter(parameter) else {
                continue;
            };
            let Some(read) = self.parameter(parameter, subject, here) else {
                continue;
            };
            let known = found.iter().any(|other| {
                other.parameter.name == read.parameter.name
                    && other.parameter.place == read.parameter.place
            });
            if !known {
                found.push(read);
            }
        }
        self.undeclared(entry, &mut found, at);
        let template = entry.path;
        found.sort_by_key(|found| match found.parameter.place {
            Place::Path => (
                0,
                template
                    .find(&format!("{{{}}}", found.parameter.name))
                    .unwrap_or(usize::MAX),
            ),
            _ if found.parameter.required => (1, 0),
            _ => (2, 0),
        });
        name_parameters(&mut found);
        found
    }

    /// A name in the path template that no parameter declares is text.
    fn undeclared(&mut self, entry: Entry<'a>, found: &mut Vec<RawParameter>, at: Pointer<'_>) {
        for name in template_names(entry.path) {
            if found
                .iter()
                .any(|known| known.parameter.place == Place::Path && known.parameter.name == name)
            {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::warning("path-parameter-undeclared", format!("`{{{name}}}` stands in the path and is declared nowhere; it is taken as text"))
                    .at(at),
            );
            let parameter = Parameter {
                name: name.to_owned(),
                ident: String::new(),
                place: Place::Path,
                required: true,
                ty: Type::Any,
                style: Style::Repeat,
                description: None,
                default: None,
                deprecated: false,
                pointer: at.to_string(),
            };
            found.push(RawParameter {
                parameter,
                ty: Raw::String,
                explicit: None,
            });
        }
        let names = template_names(entry.path);
        found.retain(|known| {
            known.parameter.place != Place::Path || names.contains(&known.parameter.name.as_str())
        });
    }

    fn parameter(
        &mut self,
        declared: &'a DeclaredParameter,
        subject: &str,
        at: Pointer<'_>,
    ) -> Option<RawParameter> {
        let data = declared.parameter_data_ref();
        let place = match declared {
            DeclaredParameter::Query { .. } => Place::Query,
            DeclaredParameter::Header { .. } => Place::Header,
            DeclaredParameter::Path { .. } => Place::Path,
            DeclaredParameter::Cookie { .. } => Place::Cookie,
        };
        if place == Place::Header && self.belongs_to_client(&data.name) {
            return None;
        }
        let noun = words::singular(&words::snake(&data.name).unwrap_or_else(|| "value".to_owned()));
        let bare = data.name.trim_end_matches("[]");
        let site = Site {
            name: bare,
            noun: &noun,
            component: None,
            parent: None,
            owner: subject,
        };
        let (ty, style, default) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let ty = self.shaper.shape(schema, site, at.key("schema"));
                let default = self
                    .shaper
                    .resolver
                    .schema(schema)
                    .and_then(|schema| schema.schema_data.default.clone());
                (ty, style(declared, data.explode), default)
            }
            ParameterSchemaOrContent::Content(content) => {
                let ty = content::preferred(content)
                    .and_then(|(_, media)| media.schema.as_ref())
                    .map_or(Raw::String, |schema| {
                        self.shaper.shape(schema, site, at.key("content"))
                    });
                (ty, Style::Json, None)
            }
        };
        let extension = |key: &str| data.extensions.get(key).and_then(Value::as_str);
        let (mut ty, _) = ty.split_null();
        if let Some(name) = extension("x-sdk-id") {
            ty = super::shape::with_identifier(ty, &words::type_ident(name, "Id"));
        }
        let explicit = extension("x-sdk-name").map(|name| words::value_ident(name, "parameter"));
        let description = data
            .description
            .clone()
            .or_else(|| self.shaper.config.glossary.get(bare).cloned());
        let parameter = Parameter {
            name: data.name.clone(),
            ident: String::new(),
            place,
            required: data.required || place == Place::Path,
            ty: Type::Any,
            style,
            description,
            default,
            deprecated: data.deprecated == Some(true),
            pointer: at.to_string(),
        };
        Some(RawParameter {
            parameter,
            ty,
            explicit,
        })
    }

    /// Headers that say how a message is read, or who sends it (OpenAPI 3.1.1 §4.8.12.1), and configured ones.
    fn belongs_to_client(&self, name: &str) -> bool {
        ["accept", "content-type", "authorization"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
            || self
                .shaper
                .config
                .headers
                .keys()
                .any(|known| name.eq_ignore_ascii_case(known))
    }

    /// What a call gives, from all success answers.
    fn output(
        &mut self,
        answers: &[(String, Option<String>, RawContent, String)],
        id: &str,
        at: Pointer<'_>,
    ) -> (RawContent, bool) {
        let mut found: Vec<&RawContent> = Vec::new();
        let mut empty = false;
        for (_, _, content, _) in answers
            .iter()
            .filter(|(status, ..)| status.starts_with('2'))
        {
            if *content == RawContent::Empty {
                empty = true;
            } else if !found.contains(&content) {
                found.push(content);
            }
        }
        if found.len() > 1 {
            self.diagnostics.push(
                Diagnostic::warning(
                    "answers-differ",
                    format!(
                        "`{id}` documents {} different success answers; a call gives the first",
                        found.len()
                    ),
                )
                .at(at)
                .help("make them one in the overlay"),
            );
        }
        let content = found
            .first()
            .map_or(RawContent::Empty, |content| (*content).clone());
        let optional = empty && content != RawContent::Empty;
        (content, optional)
    }
}

impl RawOperation<'_> {
    /// Tells the graph which group exchanges the operation's types.
    pub(crate) fn mark(&self, shaper: &mut Shaper<'_>, group: &str) {
        for parameter in &self.parameters {
            shaper.graph.mark(&parameter.ty, group, true);
        }
        for raw in self.body.iter().flat_map(RawBody::types) {
            shaper.graph.mark(raw, group, true);
        }
        for raw in self.output.0.types() {
            shaper.graph.mark(raw, group, false);
        }
    }

    /// The operation with named types.
    pub(crate) fn finish(
        self,
        named: &Named,
        identifiers: &mut Identifiers,
        security: Vec<Vec<String>>,
        deprecated: Option<Deprecation>,
    ) -> Operation {
        let parameters = self
            .parameters
            .into_iter()
            .map(|raw| {
                let bare = raw.parameter.name.trim_end_matches("[]").to_owned();
                let ty = named.ty(&raw.ty, identifiers);
                let ty = identifiers.apply(&bare, ty);
                Parameter {
                    ty,
                    ..raw.parameter
                }
            })
            .collect();
        let responses = self
            .responses
            .into_iter()
            .map(|(status, description, content, pointer)| Response {
                status,
                description,
                content: finish_content(&content, named, identifiers),
                pointer,
            })
            .collect();
        Operation {
            id: self.id,
            name: self.name,
            request: self.request,
            method: self.method,
            path: self.path,
            server: self.server,
            summary: self.declared.summary.clone(),
            description: self.declared.description.clone(),
            deprecated,
            security,
            parameters,
            body: self.body.map(|body| body.finish(named, identifiers)),
            responses,
            output: Output {
                content: finish_content(&self.output.0, named, identifiers),
                optional: self.output.1,
            },
            paging: None,
            pointer: self.pointer,
        }
    }
}

fn finish_content(content: &RawContent, named: &Named, identifiers: &mut Identifiers) -> Content {
    match content {
        RawContent::Empty => Content::Empty,
        RawContent::Json(ty) => Content::Json(named.ty(ty, identifiers)),
        RawContent::Enveloped { data, meta } => Content::Enveloped {
            data: data.as_ref().map(|ty| named.ty(ty, identifiers)),
            meta: meta
                .as_ref()
                .map(|ty| named.ty(&ty.clone().split_null().0, identifiers)),
        },
        RawContent::Binary(media_type) => Content::Binary(media_type.clone()),
        RawContent::Text(media_type) => Content::Text(media_type.clone()),
    }
}

/// Names the arguments: a path parameter keeps its name, a namesake elsewhere says where it goes.
fn name_parameters(parameters: &mut [RawParameter]) {
    let mut scope = Scope::default();
    for raw in parameters {
        let place = raw.parameter.place;
        let mut ident = raw.explicit.clone().unwrap_or_else(|| {
            let name = words::value_ident(&raw.parameter.name, "parameter");
            let listed = raw.parameter.name.ends_with("[]") && matches!(raw.ty, Raw::List(_));
            if listed { words::plural(&name) } else { name }
        });
        if !scope.is_free(&ident) {
            let suffix = match place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Cookie => "cookie",
            };
            ident = format!("{}_{suffix}", ident.trim_start_matches("r#"));
        }
        raw.parameter.ident = scope.take(&ident);
    }
}

/// The documented answers, `default` last.
fn statuses(declared: &Declared) -> Vec<(String, &ReferenceOr<openapiv3::Response>)> {
    let mut statuses: Vec<_> = declared
        .responses
        .responses
        .iter()
        .map(|(status, response)| {
            let text = match status {
                StatusCode::Code(code) => code.to_string(),
                StatusCode::Range(range) => format!("{range}XX"),
            };
            (text, response)
        })
        .collect();
    statuses.extend(
        declared
            .responses
            .default
            .iter()
            .map(|response| ("default".to_owned(), response)),
    );
    statuses
}

/// How a parameter is written (OpenAPI 3.1.1 §4.8.12.2).
fn style(declared: &DeclaredParameter, explode: Option<bool>) -> Style {
    match declared {
        DeclaredParameter::Query { style, .. } => match (style, explode) {
            (QueryStyle::DeepObject, _) => Style::DeepObject,
            (QueryStyle::SpaceDelimited, Some(false) | None) => Style::Space,
            (QueryStyle::PipeDelimited, Some(false) | None) => Style::Pipe,
            (QueryStyle::Form, Some(false)) => Style::Comma,
            _ => Style::Repeat,
        },
        DeclaredParameter::Cookie { .. } if explode != Some(false) => Style::Repeat,
        _ => Style::Comma,
    }
}

/// The names in braces of a path template.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// An id for an operation that has none.
fn made_id(method: Method, path: &str) -> String {
    let path = path.replace(['{', '}'], " ");
    words::snake(&format!("{} {path}", method.as_str().to_ascii_lowercase()))
        .unwrap_or_else(|| "operation".to_owned())
}

/// What an operation is about: its name without the verb and without "list".
fn subject(name: &str) -> String {
    const VERBS: &[&str] = &[
        "add",
        "apply",
        "assign",
        "bulk",
        "cancel",
        "change",
        "check",
        "copy",
        "create",
        "delete",
        "deprecated",
        "fetch",
        "find",
        "get",
        "issue",
        "leave",
        "list",
        "patch",
        "post",
        "put",
        "read",
        "remove",
        "search",
        "send",
        "set",
        "show",
        "update",
        "upload",
    ];
    let name = name.trim_start_matches("r#");
    let words: Vec<&str> = name.split('_').collect();
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .skip_while(|word| VERBS.contains(word))
        .filter(|word| *word != "list")
        .collect();
    let kept = rest
        .iter()
        .position(|word| *word == "by")
        .map_or(rest.as_slice(), |by| &rest[..by]);
    if kept.is_empty() {
        name.to_owned()
    } else {
        kept.join("_")
    }
}

fn server_url(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}

/// The base URLs of a description, variables replaced by their defaults.
pub(crate) fn servers(openapi: &OpenAPI) -> Vec<(String, Option<String>)> {
    openapi
        .servers
        .iter()
        .map(|server| (server_url(server), server.description.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_what_an_operation_is_about() {
        assert_eq!(subject("get_client_list"), "client");
        assert_eq!(subject("search_client_visits"), "client_visits");
        assert_eq!(subject("get_loyalty_card_list_by_phone"), "loyalty_card");
        assert_eq!(subject("list"), "list");
    }

    #[test]
    fn operations_without_an_id_are_called_after_method_and_path() {
        assert_eq!(made_id(Method::Get, "/pets/{pet_id}"), "get_pets_pet_id");
    }
}
