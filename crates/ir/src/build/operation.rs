//! Operations: parameters, bodies and answers, first with shapes, then with named types.

use openapiv3::{OpenAPI, Operation as Declared, PathItem, ReferenceOr, StatusCode};
use sdk_spec::{Diagnostic, Pointer};
use serde_json::Value;

use super::body::{self, RawBody};
use super::content::{self, RawContent};
use super::identifier::Identifiers;
use super::model::{Named, RESERVED};
use super::parameter::RawParameter;
use super::shape::Shaper;
use super::words::{self, Scope};
use crate::operation::{Content, Deprecation, Method, Operation, Output, Parameter, Response};

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
        let request = words::type_ident(name.trim_start_matches("r#"), "Operation");
        // Several groups may have a method of one name; what the prelude or the runtime calls its own is no request.
        let request = if RESERVED.contains(&request.as_str()) {
            requests.take_or(request, "Request")
        } else {
            requests.take(&request)
        };
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
        let list = at.key(responses);
        let mut answers = Vec::new();
        let statuses = statuses(declared);
        // Where no success is documented, `default` is what a success looks like too (OpenAPI 3.1.1 §4.8.16).
        let by_default = !statuses.iter().any(|(status, _)| status.starts_with('2'));
        for (status, response) in statuses {
            let here = list.key(&status);
            let Some(response) = self.shaper.resolver.response(response) else {
                continue;
            };
            // Failures are read by the runtime alike for all operations, so their schemas make no models.
            let is_success = status.starts_with('2') || by_default && status == "default";
            let content = if is_success {
                content::response(self.shaper, response, &subject, here)
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

    /// What a call gives, from all success answers.
    fn output(
        &mut self,
        answers: &[(String, Option<String>, RawContent, String)],
        id: &str,
        at: Pointer<'_>,
    ) -> (RawContent, bool) {
        let mut found: Vec<&RawContent> = Vec::new();
        let mut empty = false;
        // Only answers to a success carry anything here.
        for (status, _, content, _) in answers.iter().filter(|(status, _, content, _)| {
            status.starts_with('2') || *content != RawContent::Empty
        }) {
            // Neither has content, whatever a description says (RFC 9110 §15.3.5 and §15.3.6); but the status may be
            // what is wrong.
            let cannot = matches!(status.as_str(), "204" | "205");
            empty |= cannot || *content == RawContent::Empty;
            let says_nothing = cannot && content.says_nothing(&self.shaper.graph);
            if *content != RawContent::Empty && !says_nothing && !found.contains(&content) {
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
        // A file that is not there is an empty file: it is streamed, and need not be told from none.
        let optional = empty && !matches!(content, RawContent::Empty | RawContent::Binary(_));
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

/// The documented answers, `default` last.
pub(crate) fn statuses(declared: &Declared) -> Vec<(String, &ReferenceOr<openapiv3::Response>)> {
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
    server_url_with(server, "", "")
}

/// The URL of a server, one of its variables as given and the others by their defaults.
fn server_url_with(server: &openapiv3::Server, chosen: &str, value: &str) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        let value = if name == chosen {
            value
        } else {
            &variable.default
        };
        url = url.replace(&format!("{{{name}}}"), value);
    }
    url.trim_end_matches('/').to_owned()
}

/// The most servers that the values of variables make.
const MAX_SERVERS: usize = 16;

/// The further base URLs that the listed values of variables make, each with a name: one variable at a time, so that
/// their number does not multiply. Any other is given as a URL.
pub(crate) fn server_choices(openapi: &OpenAPI) -> Vec<(String, String, Option<String>)> {
    let mut found = Vec::new();
    for server in &openapi.servers {
        for (name, variable) in server.variables.iter().flatten() {
            let others = variable
                .enumeration
                .iter()
                .filter(|value| **value != variable.default);
            found.extend(others.map(|value| {
                let url = server_url_with(server, name, value);
                (format!("{name}_{value}"), url, server.description.clone())
            }));
        }
    }
    found.truncate(MAX_SERVERS);
    found
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
