//! References within a description: `#/components/…`, followed to what they name.
//!
//! `sdk-spec` has checked that every reference has a target and rewritten others into this form, so a
//! miss here is a reference that leads round in a circle; it is answered with `None`.

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema};

/// Chains of references longer than this are circles.
const LONGEST_CHAIN: usize = 64;

/// Follows references in one description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver<'a> {
    openapi: &'a OpenAPI,
}

macro_rules! follow {
    ($(#[$doc:meta] $name:ident, $field:ident, $key:literal, $ty:ty;)*) => {$(
        #[$doc]
        pub(crate) fn $name(self, item: &'a ReferenceOr<$ty>) -> Option<&'a $ty> {
            let prefix = concat!("#/components/", $key, "/");
            let components = self.openapi.components.as_ref();
            let mut item = item;
            for _ in 0..LONGEST_CHAIN {
                match item {
                    ReferenceOr::Item(found) => return Some(found),
                    ReferenceOr::Reference { reference } => {
                        item = components?.$field.get(&unescape(reference.strip_prefix(prefix)?))?;
                    }
                }
            }
            None
        }
    )*};
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(openapi: &'a OpenAPI) -> Self {
        Resolver { openapi }
    }

    /// The component schema a reference names, by its name, one step only.
    pub(crate) fn component(self, reference: &str) -> Option<(String, &'a ReferenceOr<Schema>)> {
        let name = unescape(reference.strip_prefix("#/components/schemas/")?);
        let schema = self.openapi.components.as_ref()?.schemas.get(&name)?;
        Some((name, schema))
    }

    follow! {
        /// The schema behind any chain of references.
        schema, schemas, "schemas", Schema;
    }

    /// The same for a boxed schema.
    pub(crate) fn boxed(self, item: &'a ReferenceOr<Box<Schema>>) -> Option<&'a Schema> {
        match item {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => {
                let (_, next) = self.component(reference)?;
                self.schema(next)
            }
        }
    }
}

impl<'a> Resolver<'a> {
    follow! {
        /// The parameter behind any chain of references.
        parameter, parameters, "parameters", Parameter;
        /// The request body behind any chain of references.
        request_body, request_bodies, "requestBodies", RequestBody;
        /// The response behind any chain of references.
        response, responses, "responses", Response;
    }
}

/// A reference token as it is in the document (RFC 6901 §4).
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
