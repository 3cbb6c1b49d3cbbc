//! The document's own object and its small parts: info, servers, tags, external documentation.

use super::{Parser, rest};
use crate::pointer::Pointer;
use openapiv3::{
    Contact, ExternalDocumentation, Info, License, OpenAPI, SecurityRequirement, Server,
    ServerVariable, Tag,
};
use serde_json::Value;

impl Parser<'_> {
    pub(super) fn document(&mut self, value: Value, at: &Pointer<'_>) -> OpenAPI {
        let mut out = OpenAPI::default();
        let Some(map) = self.object(value, at) else {
            return out;
        };
        for (key, value) in map {
            let at = at.key(&key);
            match key.as_str() {
                "openapi" => out.openapi = self.string(value, &at).unwrap_or_default(),
                "info" => out.info = self.info(value, &at).unwrap_or_default(),
                "servers" => out.servers = self.list(value, &at, Self::server),
                "paths" => out.paths = self.paths(value, &at),
                "components" => out.components = self.components(value, &at),
                "security" => out.security = self.security(value, &at),
                "tags" => out.tags = self.list(value, &at, Self::tag),
                "externalDocs" => out.external_docs = self.external_docs(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        out
    }

    fn info(&mut self, value: Value, at: &Pointer<'_>) -> Option<Info> {
        let mut out = Info::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "title" => out.title = self.string(value, &at).unwrap_or_default(),
                "description" => out.description = self.string(value, &at),
                "termsOfService" => out.terms_of_service = self.string(value, &at),
                "contact" => out.contact = self.contact(value, &at),
                "license" => out.license = self.license(value, &at),
                "version" => out.version = self.string(value, &at).unwrap_or_default(),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn contact(&mut self, value: Value, at: &Pointer<'_>) -> Option<Contact> {
        let mut out = Contact::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "name" => out.name = self.string(value, &at),
                "url" => out.url = self.string(value, &at),
                "email" => out.email = self.string(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn license(&mut self, value: Value, at: &Pointer<'_>) -> Option<License> {
        let mut out = License::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "name" => out.name = self.string(value, &at).unwrap_or_default(),
                "url" => out.url = self.string(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn server(&mut self, value: Value, at: &Pointer<'_>) -> Option<Server> {
        let mut out = Server::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "url" => out.url = self.string(value, &at).unwrap_or_default(),
                "description" => out.description = self.string(value, &at),
                "variables" => out.variables = Some(self.map(value, &at, Self::server_variable)),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn server_variable(&mut self, value: Value, at: &Pointer<'_>) -> Option<ServerVariable> {
        let mut out = ServerVariable::default();
        let mut default = None;
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "enum" => out.enumeration = self.strings(value, &at).unwrap_or_default(),
                "default" => default = self.string(value, &at),
                "description" => out.description = self.string(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        out.default = match default.or_else(|| out.enumeration.first().cloned()) {
            Some(default) => default,
            None => {
                self.missing("`default`", "the empty text is used", at);
                String::new()
            }
        };
        Some(out)
    }

    fn tag(&mut self, value: Value, at: &Pointer<'_>) -> Option<Tag> {
        // A bare name instead of an object is common enough to be read as what it means.
        if let Value::String(name) = value {
            self.missing(
                "an object with `name`",
                "the text is taken as the tag's name",
                at,
            );
            return Some(Tag {
                name,
                ..Tag::default()
            });
        }
        let mut out = Tag::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "name" => out.name = self.string(value, &at).unwrap_or_default(),
                "description" => out.description = self.string(value, &at),
                "externalDocs" => out.external_docs = self.external_docs(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn external_docs(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
    ) -> Option<ExternalDocumentation> {
        let mut out = ExternalDocumentation::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "description" => out.description = self.string(value, &at),
                "url" => out.url = self.string(value, &at).unwrap_or_default(),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn security(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
    ) -> Option<Vec<SecurityRequirement>> {
        let items = self.array(value, at)?;
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let at = at.index(index);
            let Some(schemes) = self.object(item, &at) else {
                continue;
            };
            let mut requirement = SecurityRequirement::new();
            for (name, scopes) in schemes {
                let scopes = self.strings(scopes, &at.key(&name)).unwrap_or_default();
                requirement.insert(name, scopes);
            }
            out.push(requirement);
        }
        Some(out)
    }
}
