//! The components and their sections.

use super::{Parser, rest};
use crate::pointer::Pointer;
use openapiv3::Components;
use serde_json::Value;

impl Parser<'_> {
    pub(super) fn components(&mut self, value: Value, at: &Pointer<'_>) -> Option<Components> {
        let mut out = Components::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "schemas" => out.schemas = self.map_or_ref(value, &at, Self::schema),
                "responses" => out.responses = self.map_or_ref(value, &at, Self::response),
                "parameters" => out.parameters = self.map_or_ref(value, &at, Self::parameter),
                "examples" => out.examples = self.map_or_ref(value, &at, Self::example),
                "requestBodies" => {
                    out.request_bodies = self.map_or_ref(value, &at, Self::request_body)
                }
                "headers" => out.headers = self.map_or_ref(value, &at, Self::header),
                "securitySchemes" => {
                    out.security_schemes = self.map_or_ref(value, &at, Self::security_scheme)
                }
                "links" => out.links = self.map_or_ref(value, &at, Self::link),
                "callbacks" => out.callbacks = self.map_or_ref(value, &at, Self::callback),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }
}
