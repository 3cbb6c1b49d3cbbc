//! What a description says that the IR has no member for: bounds, defaults, formats, headers, and so on.
//!
//! In: a description, lowered and as published, and pointers that the IR gave. Out: keywords, with references followed. Once the
//! IR carries one of these itself, its reading moves there and the comparison stays.

use std::collections::HashSet;

use serde_json::Value;

/// References followed further than this lead nowhere.
const DEEPEST: usize = 16;

/// A description to look keywords up in; nothing is found where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    lowered: Option<&'a Value>,
    published: Option<&'a Value>,
}

/// A schema of a description: as it was lowered, and as it was before where that is at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schema<'a> {
    lowered: Cursor<'a>,
    published: Option<Cursor<'a>>,
}

/// A schema in a tree.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    root: &'a Value,
    here: &'a Value,
}

impl<'a> Facts<'a> {
    pub(crate) fn with_lowered(self, root: &'a Value) -> Self {
        let lowered = Some(root);
        Facts { lowered, ..self }
    }

    pub(crate) fn with_published(self, root: &'a Value) -> Self {
        let published = Some(root);
        Facts { published, ..self }
    }

    /// The object at a pointer, with a reference there followed.
    pub(crate) fn at(self, pointer: &str) -> Option<&'a Value> {
        Some(Cursor::new(self.lowered?, pointer)?.here)
    }

    /// The schema at a pointer.
    pub(crate) fn schema(self, pointer: &str) -> Option<Schema<'a>> {
        self.read(|root| Cursor::new(root, pointer))
    }

    /// The schema of the parameter at a pointer.
    pub(crate) fn parameter(self, pointer: &str) -> Option<Schema<'a>> {
        self.read(|root| {
            let parameter = Cursor::new(root, pointer)?;
            let content = || {
                let content = parameter.here.get("content")?.as_object()?;
                content.values().next()?.get("schema")
            };
            let schema = parameter.here.get("schema").or_else(content)?;
            Some(parameter.step(schema))
        })
    }

    /// The schema of the body or the answer at a pointer under this media type, or under its first.
    pub(crate) fn content(self, pointer: &str, media_type: &str) -> Option<Schema<'a>> {
        self.read(|root| {
            let body = Cursor::new(root, pointer)?;
            let content = body.here.get("content")?.as_object()?;
            let media = content
                .get(media_type)
                .or_else(|| content.values().next())?;
            Some(body.step(media.get("schema")?))
        })
    }

    fn read(self, find: impl Fn(&'a Value) -> Option<Cursor<'a>>) -> Option<Schema<'a>> {
        Some(Schema {
            lowered: find(self.lowered?)?,
            published: self.published.and_then(find),
        })
    }
}

impl<'a> Schema<'a> {
    /// The value of a keyword here, or in what this schema is put together from.
    pub(crate) fn keyword(self, key: &str) -> Option<&'a Value> {
        self.lowered.find(key)
    }

    /// The value of a keyword that lowering cannot keep.
    pub(crate) fn published_keyword(self, key: &str) -> Option<&'a Value> {
        self.published?.find(key)
    }

    /// Whether a keyword is `true`.
    pub(crate) fn flag(self, key: &str) -> bool {
        self.keyword(key).and_then(Value::as_bool) == Some(true)
    }

    /// The schema of the items of a list.
    pub(crate) fn items(self) -> Option<Schema<'a>> {
        self.walk(|cursor| Some(cursor.step(cursor.find("items")?)))
    }

    /// The schema of a member of an object.
    pub(crate) fn property(self, name: &str) -> Option<Schema<'a>> {
        self.walk(|cursor| cursor.member(name))
    }

    /// The schema of the values of a map.
    pub(crate) fn values(self) -> Option<Schema<'a>> {
        self.walk(|cursor| {
            let values = cursor.find("additionalProperties")?;
            values.is_object().then(|| cursor.step(values))
        })
    }

    /// Whether another schema says the same, wording aside, however it is put into components.
    pub(crate) fn resembles(self, other: Schema<'_>) -> bool {
        alike(self.lowered, other.lowered, &mut HashSet::new())
    }

    fn walk(self, step: impl Fn(Cursor<'a>) -> Option<Cursor<'a>>) -> Option<Schema<'a>> {
        Some(Schema {
            lowered: step(self.lowered)?,
            published: self.published.and_then(step),
        })
    }
}

impl<'a> Cursor<'a> {
    fn new(root: &'a Value, pointer: &str) -> Option<Self> {
        // Lowering has no room for webhooks and keeps them aside.
        let aside = || {
            let rest = pointer.strip_prefix("/webhooks/")?;
            root.pointer(&format!("/x-webhooks/{rest}"))
        };
        let here = follow(root, root.pointer(pointer).or_else(aside)?);
        Some(Cursor { root, here })
    }

    fn step(self, here: &'a Value) -> Self {
        Cursor {
            root: self.root,
            here: follow(self.root, here),
        }
    }

    fn find(self, key: &str) -> Option<&'a Value> {
        self.first(&mut Vec::new(), &|cursor| cursor.here.get(key))
    }

    fn member(self, name: &str) -> Option<Self> {
        self.first(&mut Vec::new(), &|cursor| {
            let property = cursor.here.get("properties")?.get(name)?;
            Some(cursor.step(property))
        })
    }

    /// The first find here or in what this schema is put together from; what is part of itself is seen once.
    fn first<T>(
        self,
        seen: &mut Vec<*const Value>,
        find: &impl Fn(Self) -> Option<T>,
    ) -> Option<T> {
        if seen.contains(&std::ptr::from_ref(self.here)) {
            return None;
        }
        seen.push(self.here);
        find(self).or_else(|| {
            self.parts()
                .find_map(|part| self.step(part).first(seen, find))
        })
    }

    /// What this schema is put together from.
    fn parts(self) -> impl Iterator<Item = &'a Value> {
        let here = self.here;
        let members = move |key: &str| here.get(key).and_then(Value::as_array);
        let all = members("allOf").into_iter().flatten();
        // A choice of one beside null is no choice.
        let null = |member: &Value| member.get("type").and_then(Value::as_str) == Some("null");
        let only = ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(members)
            .filter_map(move |members| {
                let mut left = members.iter().filter(|member| !null(member));
                left.next().filter(|_| left.next().is_none())
            });
        all.chain(only)
    }
}

/// Keywords that tell people something and admit no value more or less.
const WORDS: &[&str] = &[
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
];

/// The pairs that were met: compared, or being compared.
type Seen = HashSet<(*const Value, *const Value)>;

/// Whether two schemas are the same all the way down; what comes back to itself is, where it does.
fn alike(left: Cursor<'_>, right: Cursor<'_>, seen: &mut Seen) -> bool {
    if left.here.is_object() && !seen.insert((left.here, right.here)) {
        return true;
    }
    let keys = |cursor: Cursor<'_>| -> Vec<String> {
        let keys = cursor
            .here
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys());
        let mut keys: Vec<String> = keys
            .filter(|key| !WORDS.contains(&key.as_str()) && !key.starts_with("x-"))
            .cloned()
            .collect();
        keys.sort();
        keys
    };
    let (Value::Object(old), Value::Object(new)) = (left.here, right.here) else {
        return left.here == right.here;
    };
    keys(left) == keys(right)
        && keys(left)
            .iter()
            .all(|key| match (old.get(key), new.get(key)) {
                // The names of members are no keywords.
                (Some(Value::Object(old)), Some(Value::Object(new))) if key == "properties" => {
                    old.len() == new.len()
                        && old.iter().all(|(name, member)| {
                            let other = new.get(name);
                            other.is_some_and(|other| {
                                alike(left.step(member), right.step(other), seen)
                            })
                        })
                }
                (Some(Value::Array(old)), Some(Value::Array(new)))
                    if key == "required" || key == "enum" =>
                {
                    old.len() == new.len() && old.iter().all(|value| new.contains(value))
                }
                (Some(Value::Array(old)), Some(Value::Array(new))) => {
                    old.len() == new.len()
                        && old
                            .iter()
                            .zip(new)
                            .all(|(old, new)| alike(left.step(old), right.step(new), seen))
                }
                (Some(old), Some(new)) => alike(left.step(old), right.step(new), seen),
                _ => false,
            })
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
        let Some(schema) = Facts::default().with_lowered(&document).schema("/a") else {
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
        let circle =
            json!({ "a": { "allOf": [{ "$ref": "#/a" }, { "$ref": "#/a" }, { "$ref": "#/a" }] } });
        let part_of_itself = Facts::default().with_lowered(&circle).schema("/a");
        assert!(part_of_itself.is_some_and(|schema| schema.keyword("minimum").is_none()));
        assert!(Facts::default().schema("/a").is_none());
    }
}
