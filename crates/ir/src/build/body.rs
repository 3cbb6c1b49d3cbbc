//! Request bodies: the members of an object become arguments and setters, anything else is given whole.

use openapiv3::{ReferenceOr, RequestBody};
use sdk_spec::{Diagnostic, Pointer};
use serde_json::Value;

use super::content;
use super::graph::{Raw, RawField, Site};
use super::identifier::Identifiers;
use super::merge_all_of;
use super::model::Named;
use super::parameter::CALL;
use super::shape::{Owner, Shaper};
use super::words::{self, Scope};
use crate::operation::{Body, BodyContent, BodyField, Encoding, Presence};
use crate::types::Type;

/// A body whose types are still shapes.
#[derive(Debug)]
pub(crate) struct RawBody {
    media_type: String,
    required: bool,
    description: Option<String>,
    pointer: String,
    content: RawBodyContent,
}

#[derive(Debug)]
enum RawBodyContent {
    Fields(Encoding, Vec<(RawField, String)>),
    Json(Raw),
    Bytes,
    Text,
}

/// Reads a request body; `taken` are the idents of the operation's parameters.
pub(crate) fn read<'a>(
    shaper: &mut Shaper<'a>,
    diagnostics: &mut Vec<Diagnostic>,
    body: &'a ReferenceOr<RequestBody>,
    subject: &str,
    taken: &[&str],
    at: Pointer<'_>,
) -> Option<RawBody> {
    let body = shaper.resolver.request_body(body)?;
    let (name, media) = content::preferred(&body.content)?;
    let list = at.key("content");
    let here = list.key(name);
    let here = here.key("schema");
    let essence = content::essence(name);
    let raw = |media_type: String, content| {
        Some(RawBody {
            media_type,
            required: body.required,
            description: body.description.clone(),
            pointer: at.to_string(),
            content,
        })
    };
    let encoding = match essence.as_str() {
        "multipart/form-data" => Encoding::Multipart,
        "application/x-www-form-urlencoded" => Encoding::Form,
        _ if content::is_json(name) => Encoding::Json,
        _ if content::is_text(name) => return raw(essence, RawBodyContent::Text),
        _ => return raw(essence, RawBodyContent::Bytes),
    };
    let media_type = if essence.contains('*') {
        "application/json".to_owned()
    } else {
        essence
    };
    let Some(schema) = &media.schema else {
        return raw(media_type, RawBodyContent::Bytes);
    };
    if let Some((members, required)) = merge_all_of::members(shaper.resolver, schema, here) {
        let mut scope = Scope::with(taken);
        let _ = scope.take(CALL);
        let mut fields = Vec::with_capacity(members.len());
        for (name, (schema, pointer)) in members {
            let must = required.contains(&name);
            let field = shaper.field(
                name,
                schema,
                must,
                Owner::Operation(subject),
                Pointer::base(&pointer),
            );
            if field.read_only {
                continue;
            }
            let ident = field
                .ident
                .clone()
                .unwrap_or_else(|| words::value_ident(name, "field"));
            let ident = if scope.is_free(&ident) {
                ident
            } else {
                format!("{}_body", ident.trim_start_matches("r#"))
            };
            fields.push((field, scope.take(&ident)));
        }
        fields.sort_by_key(|(field, _)| presence(field) != Presence::Required);
        return raw(media_type, RawBodyContent::Fields(encoding, fields));
    }
    if encoding != Encoding::Json {
        diagnostics.push(
            Diagnostic::warning(
                "form-without-fields",
                "a form has to be an object with known members; it is sent as bytes",
            )
            .at(here),
        );
        return raw(media_type, RawBodyContent::Bytes);
    }
    let noun = format!("{subject}_body");
    let site = Site {
        name: subject,
        noun: &noun,
        component: None,
        parent: None,
        owner: subject,
    };
    let (ty, _) = shaper.shape(schema, site, here).split_null();
    raw(media_type, RawBodyContent::Json(ty))
}

/// How a member gets into the body: required ones without a value of their own are asked for.
fn presence(field: &RawField) -> Presence {
    match (&field.default, field.required) {
        (Some(value), true) => Presence::Default(value.clone()),
        (None, true) if field.nullable => Presence::Default(Value::Null),
        (None, true) => Presence::Required,
        (_, false) => Presence::Optional,
    }
}

impl RawBody {
    /// The types it holds.
    pub(crate) fn types(&self) -> Vec<&Raw> {
        match &self.content {
            RawBodyContent::Fields(_, fields) => {
                fields.iter().map(|(field, _)| &field.ty).collect()
            }
            RawBodyContent::Json(ty) => vec![ty],
            RawBodyContent::Bytes | RawBodyContent::Text => Vec::new(),
        }
    }

    /// The body with named types.
    pub(crate) fn finish(self, named: &Named, identifiers: &mut Identifiers) -> Body {
        let content = match self.content {
            RawBodyContent::Fields(encoding, fields) => BodyContent::Fields {
                encoding,
                fields: fields
                    .into_iter()
                    .map(|(field, ident)| finish_field(field, ident, named, identifiers))
                    .collect(),
            },
            RawBodyContent::Json(ty) => BodyContent::Json(named.ty(&ty, identifiers)),
            RawBodyContent::Bytes => BodyContent::Bytes,
            RawBodyContent::Text => BodyContent::Text,
        };
        Body {
            media_type: self.media_type,
            required: self.required,
            content,
            description: self.description,
            pointer: self.pointer,
        }
    }
}

fn finish_field(
    field: RawField,
    ident: String,
    named: &Named,
    identifiers: &mut Identifiers,
) -> BodyField {
    let presence = presence(&field);
    let ty: Type = named.ty(&field.ty, identifiers);
    BodyField {
        ty: identifiers.apply(&field.name, ty),
        name: field.name,
        ident,
        presence,
        nullable: field.nullable,
        description: field.description,
        deprecated: field.deprecated,
        pointer: field.pointer,
    }
}
