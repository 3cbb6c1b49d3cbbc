//! Bytes (`format: binary`) are parts of a multipart body; anywhere else the document says that they are text.
//!
//! Runs on the finished API: only there it is known where each type ended up.

use crate::Api;
use crate::operation::{BodyContent, Content, Encoding};
use crate::types::{ModelKind, Type};

/// Makes text of bytes wherever no bytes can travel.
pub(crate) fn only_in_parts(api: &mut Api) {
    for operation in api
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations)
    {
        for parameter in &mut operation.parameters {
            to_text(&mut parameter.ty);
        }
        match operation.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Fields { encoding, fields }) => {
                for field in fields {
                    if *encoding != Encoding::Multipart || !is_part(&field.ty) {
                        to_text(&mut field.ty);
                    }
                }
            }
            Some(BodyContent::Json(ty)) => to_text(ty),
            Some(BodyContent::Bytes | BodyContent::Text) | None => {}
        }
        let responses = operation
            .responses
            .iter_mut()
            .map(|response| &mut response.content);
        for content in responses.chain([&mut operation.output.content]) {
            match content {
                Content::Json(ty) => to_text(ty),
                Content::Enveloped { data, meta } => {
                    data.iter_mut().chain(meta).for_each(to_text);
                }
                Content::Empty | Content::Binary(_) | Content::Text(_) => {}
            }
        }
    }
    for model in api.models.values_mut() {
        match &mut model.kind {
            ModelKind::Struct(fields) => fields.iter_mut().for_each(|field| to_text(&mut field.ty)),
            ModelKind::Union(variants) => {
                variants
                    .iter_mut()
                    .for_each(|variant| to_text(&mut variant.ty));
            }
            ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_) => {}
        }
    }
}

/// A part, or several of one name.
fn is_part(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::List(inner) => **inner == Type::Binary,
        _ => false,
    }
}

fn to_text(ty: &mut Type) {
    match ty {
        Type::Binary => *ty = Type::String,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => to_text(inner),
        _ => {}
    }
}
