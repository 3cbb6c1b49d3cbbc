//! Parameters: an operation's own and its path's, in the order a caller gives them, each named once.

use openapiv3::{Parameter as DeclaredParameter, ParameterSchemaOrContent, PathStyle, QueryStyle};
use sdk_spec::{Diagnostic, Pointer};
use serde_json::Value;

use super::content;
use super::graph::{Raw, Site};
use super::operation::{Entry, Reader};
use super::words::{self, Scope};
use crate::operation::{Parameter, Place, Style};
use crate::types::Type;

/// A parameter whose type is still a shape.
#[derive(Debug)]
pub(crate) struct RawParameter {
    pub(crate) parameter: Parameter,
    pub(crate) ty: Raw,
    explicit: Option<String>,
}

impl<'a> Reader<'_, 'a> {
    /// The operation's and its path's parameters, in the order a caller gives them.
    pub(super) fn parameters(
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
        let mut reserved = vec![CALL];
        if entry.declared.request_body.is_some() {
            reserved.push("body");
        }
        if entry.declared.extensions.contains_key("x-sdk-page") {
            reserved.extend(["stream", "pages"]);
        }
        name_parameters(&mut found, &reserved);
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
                style: Style::Comma,
                reserved: false,
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
                // Only JSON is encoded; any other text is the caller's.
                let is_json = content::preferred(content)
                    .is_none_or(|(media_type, _)| content::is_json(media_type));
                let plain = if is_json { Style::Json } else { Style::Comma };
                (ty, plain, None)
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
            reserved: matches!(
                declared,
                DeclaredParameter::Query {
                    allow_reserved: true,
                    ..
                }
            ),
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

    /// Whether a header is not the caller's, or is a configured one.
    fn belongs_to_client(&self, name: &str) -> bool {
        CLIENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
            || self
                .shaper
                .config
                .headers
                .keys()
                .any(|known| name.eq_ignore_ascii_case(known))
    }
}

/// Headers that are no parameters: how a message is read and who sends it (OpenAPI 3.1.1 §4.8.12.1), and how it is sent
/// (RFC 9110 §7.2, §7.6.1 and §8.6). A length that is not the body's makes a server wait for the rest.
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

/// What a method calls the call it makes.
pub(super) const CALL: &str = "call";

/// Names the arguments: a path parameter keeps its name, a namesake elsewhere says where it goes.
/// `reserved` are names that the request has for its own use.
fn name_parameters(parameters: &mut [RawParameter], reserved: &[&str]) {
    let mut scope = Scope::with(reserved);
    let mut places: Vec<(String, Place)> = Vec::new();
    for raw in parameters {
        let place = raw.parameter.place;
        let mut ident = raw.explicit.clone().unwrap_or_else(|| {
            let name = words::value_ident(&raw.parameter.name, "parameter");
            let listed = raw.parameter.name.ends_with("[]") && matches!(raw.ty, Raw::List(_));
            if listed { words::plural(&name) } else { name }
        });
        let namesake = places.iter().find(|(known, _)| *known == ident);
        let is_here = namesake.is_some_and(|(_, known)| *known == place);
        places.push((ident.clone(), place));
        if !scope.is_free(&ident) && !is_here {
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
        DeclaredParameter::Cookie { .. } => Style::Comma,
        DeclaredParameter::Path { style, .. } => match (style, explode == Some(true)) {
            (PathStyle::Simple, false) => Style::Comma,
            (PathStyle::Simple, true) => Style::CommaPairs,
            (PathStyle::Label, false) => Style::Label,
            (PathStyle::Label, true) => Style::LabelExploded,
            (PathStyle::Matrix, false) => Style::Matrix,
            (PathStyle::Matrix, true) => Style::MatrixExploded,
        },
        DeclaredParameter::Header { .. } if explode == Some(true) => Style::CommaPairs,
        DeclaredParameter::Header { .. } => Style::Comma,
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
