//! What a description says that the IR has no member for: bounds, defaults, formats, headers, and so on.
//!
//! In: a lowered description and pointers that the IR gave. Out: keywords, with references followed. Once the
//! IR carries one of these itself, its reading moves there and the comparison stays.

use serde_json::Value;

/// References and wrappers followed further than this lead nowhere.
const DEEPEST: usize = 16;

/// A description to look keywords up in; nothing is found where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    root: Option<&'a Value>,
}

/// A schema of a description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schema<'a> {
    root: &'a Value,
    here: &'a Value,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Facts { root: Some(root) }
    }

    /// The object at a pointer, with a reference there followed.
    pub(crate) fn at(self, pointer: &str) -> Option<&'a Value> {
        let root = self.root?;
        Some(follow(root, root.pointer(pointer)?))
    }

    /// The schema at a pointer.
    pub(crate) fn schema(self, pointer: &str) -> Option<Schema<'a>> {
        let root = self.root?;
        let here = follow(root, root.pointer(pointer)?);
        Some(Schema { root, here })
    }

    /// The schema of the parameter at a pointer.
    pub(crate) fn parameter(self, pointer: &str) -> Option<Schema<'a>> {
        let parameter = self.at(pointer)?;
        let content = || {
            parameter
                .get("content")?
                .as_object()?
                .values()
                .next()?
                .get("schema")
        };
        let here = parameter.get("schema").or_else(content)?;
        let root = self.root?;
        Some(Schema {
            root,
            here: follow(root, here),
        })
    }

    /// The schema of the body or the answer at a pointer under this media type, or under its first.
    pub(crate) fn content(self, pointer: &str, media_type: &str) -> Option<Schema<'a>> {
        let content = self.at(pointer)?.get("content")?.as_object()?;
        let media = content
            .get(media_type)
            .or_else(|| content.values().next())?;
        let root = self.root?;
        Some(Schema {
            root,
            here: follow(root, media.get("schema")?),
        })
    }
}

impl<'a> Schema<'a> {
    /// The value of a keyword here, or in what this schema is put together from.
    pub(crate) fn keyword(self, key: &str) -> Option<&'a Value> {
        self.find(key, 0)
    }

    fn find(self, key: &str, depth: usize) -> Option<&'a Value> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(value) = self.here.get(key) {
            return Some(value);
        }
        self.parts()
            .find_map(|part| self.step(part).find(key, depth + 1))
    }

    /// What this schema is put together from.
    fn parts(self) -> impl Iterator<Item = &'a Value> {
        let here = self.here;
        let members = move |key: &str| here.get(key).and_then(Value::as_array);
        let all = members("allOf").into_iter().flatten();
        // A choice of one is no choice: the other branch was null.
        let only = ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(members)
            .filter(|members| members.len() == 1)
            .flatten();
        all.chain(only)
    }

    /// Whether a keyword is `true`.
    pub(crate) fn flag(self, key: &str) -> bool {
        self.keyword(key).and_then(Value::as_bool) == Some(true)
    }

    /// The schema of the items of a list.
    pub(crate) fn items(self) -> Option<Schema<'a>> {
        self.keyword("items").map(|items| self.step(items))
    }

    /// The schema of a member of an object.
    pub(crate) fn property(self, name: &str) -> Option<Schema<'a>> {
        self.member(name, 0)
    }

    fn member(self, name: &str, depth: usize) -> Option<Schema<'a>> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(property) = self.here.get("properties").and_then(|all| all.get(name)) {
            return Some(self.step(property));
        }
        self.parts()
            .find_map(|part| self.step(part).member(name, depth + 1))
    }

    /// The schema of the values of a map.
    pub(crate) fn values(self) -> Option<Schema<'a>> {
        self.keyword("additionalProperties")
            .filter(|values| values.is_object())
            .map(|values| self.step(values))
    }

    fn step(self, here: &'a Value) -> Schema<'a> {
        Schema {
            root: self.root,
            here: follow(self.root, here),
        }
    }
}

/// What a reference leads to; the value itself where it is none or leads nowhere.
fn follow<'a>(root: &'a Value, mut here: &'a Value) -> &'a Value {
    for _ in 0..DEEPEST {
        let target = here
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'))
            .and_then(|pointer| root.pointer(pointer));
        match target {
            Some(target) => here = target,
            None => break,
        }
    }
    here
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keywords_are_found_behind_references_and_all_of() {
        let document = json!({
            "a": { "allOf": [{ "$ref": "#/b" }], "default": 3 },
            "b": { "$ref": "#/c" },
            "c": { "minimum": 1, "items": { "$ref": "#/d" } },
            "d": { "$ref": "#/d" },
        });
        let Some(schema) = Facts::new(&document).schema("/a") else {
            unreachable!("the document has it")
        };
        assert_eq!(schema.keyword("minimum"), Some(&json!(1)));
        assert_eq!(schema.keyword("default"), Some(&json!(3)));
        assert!(
            schema
                .items()
                .is_some_and(|items| items.keyword("type").is_none()),
            "a circle ends"
        );
        assert!(Facts::default().schema("/a").is_none());
    }
}
