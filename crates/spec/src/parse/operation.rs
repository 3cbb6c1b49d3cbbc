//! Paths, path items, operations and callbacks.

use super::{Parser, reference, rest};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use openapiv3::{Callback, Operation, PathItem, Paths};
use serde_json::Value;

impl Parser<'_> {
    pub(super) fn paths(&mut self, value: Value, at: &Pointer<'_>) -> Paths {
        let mut out = Paths::default();
        for (key, value) in self.object(value, at).unwrap_or_default() {
            if key.starts_with("x-") {
                out.extensions.insert(key, value);
                continue;
            }
            if let Some(item) = self.or_ref(value, &at.key(&key), Self::path_item) {
                out.paths.insert(key, item);
            }
        }
        out
    }

    pub(super) fn path_item(&mut self, value: Value, at: &Pointer<'_>) -> Option<PathItem> {
        let mut out = PathItem::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "summary" => out.summary = self.string(value, &at),
                "description" => out.description = self.string(value, &at),
                "get" => out.get = self.operation(value, &at),
                "put" => out.put = self.operation(value, &at),
                "post" => out.post = self.operation(value, &at),
                "delete" => out.delete = self.operation(value, &at),
                "options" => out.options = self.operation(value, &at),
                "head" => out.head = self.operation(value, &at),
                "patch" => out.patch = self.operation(value, &at),
                "trace" => out.trace = self.operation(value, &at),
                "servers" => out.servers = self.list(value, &at, Self::server),
                "parameters" => out.parameters = self.list_or_ref(value, &at, Self::parameter),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn operation(&mut self, value: Value, at: &Pointer<'_>) -> Option<Operation> {
        let mut out = Operation::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "tags" => out.tags = self.strings(value, &at).unwrap_or_default(),
                "summary" => out.summary = self.string(value, &at),
                "description" => out.description = self.string(value, &at),
                "externalDocs" => out.external_docs = self.external_docs(value, &at),
                "operationId" => {
                    out.operation_id = self.string(value, &at).filter(|id| !id.is_empty())
                }
                "parameters" => out.parameters = self.list_or_ref(value, &at, Self::parameter),
                "requestBody" => out.request_body = self.or_ref(value, &at, Self::request_body),
                "responses" => out.responses = self.responses(value, &at),
                "callbacks" => out.callbacks = self.callbacks(value, &at),
                "deprecated" => out.deprecated = self.boolean(value, &at).unwrap_or_default(),
                "security" => out.security = self.security(value, &at),
                "servers" => out.servers = self.list(value, &at, Self::server),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    /// An operation's callbacks. `openapiv3` holds no references here, and a client has no use for callbacks.
    fn callbacks(&mut self, value: Value, at: &Pointer<'_>) -> IndexMap<String, Callback> {
        let mut out = IndexMap::new();
        for (key, value) in self.object(value, at).unwrap_or_default() {
            let at = at.key(&key);
            match reference(value) {
                Ok(target) => self.diagnostics.push(
                    Diagnostic::note(
                        "callback-reference",
                        format!("the callback `{target}` is not copied into the operation"),
                    )
                    .at(at),
                ),
                Err(value) => {
                    if let Some(callback) = self.callback(value, &at) {
                        out.insert(key, callback);
                    }
                }
            }
        }
        out
    }

    pub(super) fn callback(&mut self, value: Value, at: &Pointer<'_>) -> Option<Callback> {
        let mut out = Callback::new();
        for (key, value) in self.object(value, at)? {
            if key.starts_with("x-") {
                continue;
            }
            if let Some(item) = self.path_item(value, &at.key(&key)) {
                out.insert(key, item);
            }
        }
        Some(out)
    }
}
