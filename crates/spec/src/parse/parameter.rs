//! Parameters and headers.

use super::{Parser, rest};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use openapiv3::{
    AnySchema, Content, CookieStyle, Header, HeaderStyle, Parameter, ParameterData,
    ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema, SchemaData, SchemaKind,
};
use serde_json::Value;

/// What parameters and headers have in common.
struct Common {
    data: ParameterData,
    schema: Option<ReferenceOr<Schema>>,
    content: Option<Content>,
    style: Option<String>,
}

impl Default for Common {
    fn default() -> Self {
        let data = ParameterData {
            name: String::new(),
            description: None,
            required: false,
            deprecated: None,
            format: ParameterSchemaOrContent::Schema(anything()),
            example: None,
            examples: indexmap::IndexMap::new(),
            explode: None,
            extensions: indexmap::IndexMap::new(),
        };
        Self {
            data,
            schema: None,
            content: None,
            style: None,
        }
    }
}

fn anything() -> ReferenceOr<Schema> {
    ReferenceOr::Item(Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    })
}

impl Parser<'_> {
    pub(super) fn parameter(&mut self, value: Value, at: &Pointer<'_>) -> Option<Parameter> {
        let map = self.object(value, at)?;
        let mut common = Common::default();
        let (mut place, mut reserved, mut empty) = (None, false, None);
        for (key, value) in map {
            let at = at.key(&key);
            match key.as_str() {
                "name" => common.data.name = self.string(value, &at).unwrap_or_default(),
                "in" => place = self.string(value, &at),
                "allowReserved" => reserved = self.boolean(value, &at).unwrap_or_default(),
                "allowEmptyValue" => empty = self.boolean(value, &at),
                _ => self.common(key.clone(), value, &at, &mut common),
            }
        }
        if common.data.name.is_empty() {
            self.missing("`name`", "the parameter is left out", at);
            return None;
        }
        let (parameter_data, style) = self.finish(common, at);
        let style = style.as_deref();
        Some(match place.as_deref() {
            Some("query") => Parameter::Query {
                parameter_data,
                allow_reserved: reserved,
                style: self.query_style(style, at).unwrap_or_default(),
                allow_empty_value: empty,
            },
            Some("header") => {
                self.only_style(style, "simple", at);
                Parameter::Header {
                    parameter_data,
                    style: HeaderStyle::Simple,
                }
            }
            Some("path") => Parameter::Path {
                parameter_data,
                style: self.path_style(style, at),
            },
            Some("cookie") => {
                self.only_style(style, "form", at);
                Parameter::Cookie {
                    parameter_data,
                    style: CookieStyle::Form,
                }
            }
            other => {
                let found =
                    other.map_or_else(|| "nothing".to_owned(), |place| format!("`{place}`"));
                let message = format!(
                    "`in` must be `path`, `query`, `header` or `cookie`, found {found}; the parameter is left out"
                );
                self.diagnostics
                    .push(Diagnostic::warning("parameter-place", message).at(at));
                return None;
            }
        })
    }

    pub(super) fn header(&mut self, value: Value, at: &Pointer<'_>) -> Option<Header> {
        let mut common = Common::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            self.common(key.clone(), value, &at, &mut common);
        }
        let (data, style) = self.finish(common, at);
        self.only_style(style.as_deref(), "simple", at);
        Some(Header {
            description: data.description,
            style: HeaderStyle::Simple,
            required: data.required,
            deprecated: data.deprecated,
            format: data.format,
            example: data.example,
            examples: data.examples,
            extensions: data.extensions,
        })
    }

    fn common(&mut self, key: String, value: Value, at: &Pointer<'_>, out: &mut Common) {
        match key.as_str() {
            "description" => out.data.description = self.string(value, at),
            "required" => out.data.required = self.boolean(value, at).unwrap_or_default(),
            "deprecated" => out.data.deprecated = self.boolean(value, at),
            "schema" => out.schema = self.or_ref(value, at, Self::schema),
            "content" => out.content = Some(self.map(value, at, Self::media_type)),
            "example" => {}
            "examples" => out.data.examples = self.map_or_ref(value, at, Self::example),
            "style" => out.style = self.string(value, at),
            "explode" => out.data.explode = self.boolean(value, at),
            _ => rest(key, value, &mut out.data.extensions),
        }
    }

    fn finish(&mut self, common: Common, at: &Pointer<'_>) -> (ParameterData, Option<String>) {
        let mut data = common.data;
        data.format = match (common.schema, common.content) {
            (Some(schema), _) => ParameterSchemaOrContent::Schema(schema),
            (None, Some(content)) => ParameterSchemaOrContent::Content(content),
            (None, None) => {
                self.missing("`schema` or `content`", "any value is taken", at);
                ParameterSchemaOrContent::Schema(anything())
            }
        };
        (data, common.style)
    }

    fn wrong_style(&mut self, style: &str, known: &str, at: &Pointer<'_>) {
        let message = format!("`style` must be {known} here, found `{style}`; the default is used");
        self.diagnostics
            .push(Diagnostic::warning("parameter-style", message).at(at.key("style")));
    }

    fn only_style(&mut self, style: Option<&str>, known: &str, at: &Pointer<'_>) {
        if let Some(style) = style.filter(|style| *style != known) {
            self.wrong_style(style, &format!("`{known}`"), at);
        }
    }

    pub(super) fn query_style(
        &mut self,
        style: Option<&str>,
        at: &Pointer<'_>,
    ) -> Option<QueryStyle> {
        Some(match style? {
            "form" => QueryStyle::Form,
            "spaceDelimited" => QueryStyle::SpaceDelimited,
            "pipeDelimited" => QueryStyle::PipeDelimited,
            "deepObject" => QueryStyle::DeepObject,
            other => {
                self.wrong_style(
                    other,
                    "`form`, `spaceDelimited`, `pipeDelimited` or `deepObject`",
                    at,
                );
                return None;
            }
        })
    }

    fn path_style(&mut self, style: Option<&str>, at: &Pointer<'_>) -> PathStyle {
        match style {
            None | Some("simple") => PathStyle::Simple,
            Some("label") => PathStyle::Label,
            Some("matrix") => PathStyle::Matrix,
            Some(other) => {
                self.wrong_style(other, "`simple`, `label` or `matrix`", at);
                PathStyle::Simple
            }
        }
    }
}
