//! Names for what is copied to the components.

use crate::pointer::segments;
use serde_json::{Map, Value};

/// The name, if a pointer is that of a component in this section.
pub(super) fn component_of(pointer: &str, section: &str) -> Option<String> {
    let mut keys = segments(pointer);
    (keys.next()? == "components" && keys.next()? == section).then_some(())?;
    let name = keys.next()?.into_owned();
    keys.next().is_none().then_some(name)
}

/// Keys that are in nearly every pointer and say nothing about what stands there.
const NOISE: [&str; 14] = [
    "paths",
    "components",
    "schemas",
    "content",
    "application/json",
    "schema",
    "properties",
    "$defs",
    "definitions",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "allOf",
];

/// A name that says where the target stands: `Client_address` for `/components/schemas/Client/properties/address`.
pub(super) fn wanted(pointer: &str, file: &str) -> String {
    let keys: Vec<String> = segments(pointer)
        .map(std::borrow::Cow::into_owned)
        .collect();
    // What has a name of its own goes by that name.
    let named = match keys.as_slice() {
        [.., parent, name] if matches!(parent.as_str(), "$defs" | "definitions") => Some(name),
        [components, _, name] if components == "components" => Some(name),
        [name] => Some(name),
        _ => None,
    };
    let text = match named {
        Some(name) => name.clone(),
        None if keys.is_empty() => {
            let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
            stem.split('.').next().unwrap_or_default().to_owned()
        }
        None => keys
            .iter()
            .filter(|key| !NOISE.contains(&key.as_str()))
            .cloned()
            .collect::<Vec<_>>()
            .join("_"),
    };
    let clean: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .take(120)
        .collect();
    let clean = clean
        .split('_')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    if clean.is_empty() {
        "part".to_owned()
    } else {
        clean
    }
}

/// The section of the components, made if it is not there.
pub(super) fn section<'t>(
    tree: &'t mut Value,
    section: &str,
) -> Option<&'t mut Map<String, Value>> {
    let document = tree.as_object_mut()?;
    let components = document
        .entry("components")
        .or_insert_with(|| Value::Object(Map::new()));
    let sections = components.as_object_mut()?;
    sections
        .entry(section)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}

/// The wanted name, or the first free one with a number.
pub(super) fn free(map: &Map<String, Value>, wanted: &str) -> String {
    if !map.contains_key(wanted) {
        return wanted.to_owned();
    }
    (2..)
        .map(|number| format!("{wanted}_{number}"))
        .find(|name| !map.contains_key(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_where_the_target_stood() {
        for (pointer, file, name) in [
            (
                "/components/schemas/Client/properties/address",
                "api.yaml",
                "Client_address",
            ),
            (
                "/paths/~1a~1{id}/get/responses/200/content/application~1json/schema",
                "api.yaml",
                "a_id_get_200",
            ),
            ("/components/schemas/A/$defs/B", "api.yaml", "B"),
            ("", "models/pet-food.yaml", "pet-food"),
            ("/Pet", "models.yaml", "Pet"),
            ("/components/schemas/Pet", "other.yaml", "Pet"),
            ("/paths", "api.yaml", "paths"),
            ("/x/~1", "api.yaml", "x"),
        ] {
            assert_eq!(wanted(pointer, file), name);
        }
    }
}
