//! Where an action's target points: plain paths by hand, everything else through the JSONPath engine.
//!
//! `$.paths['/a'].get.parameters[0]` is plain: each step names one child. Finding it takes a few look-ups, while the
//! engine costs a parse and a list of pointers; with a thousand actions that is most of the time.

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath, PathElement};
use std::borrow::Cow;

/// The keys and indices from the root to one value.
pub(super) type Place<'a> = Vec<Cow<'a, str>>;

/// A parsed target.
pub(super) enum Target<'a> {
    /// Each step names one child.
    Plain(Place<'a>),
    /// Wildcards, filters, slices.
    Query(JsonPath),
}

impl<'a> Target<'a> {
    pub(super) fn parse(path: &'a str) -> Result<Self, String> {
        if let Some(place) = plain(path) {
            return Ok(Self::Plain(place));
        }
        JsonPath::parse(path)
            .map(Self::Query)
            .map_err(|error| error.to_string())
    }

    /// All values it matches.
    pub(super) fn places(&self, tree: &Value) -> Vec<Place<'a>> {
        match self {
            Self::Plain(place) => find(tree, place)
                .map(|_| place.clone())
                .into_iter()
                .collect(),
            Self::Query(query) => located(query, tree),
        }
    }

    /// How far the target goes before it fails: help for who has to mend it.
    pub(super) fn nearest(&self, tree: &Value) -> String {
        let Self::Plain(place) = self else {
            return "compare the path with the description; it may have been corrected or renamed upstream".to_owned();
        };
        let mut node = tree;
        for (depth, key) in place.iter().enumerate() {
            let Some(next) = child(node, key) else {
                let there = if depth == 0 {
                    "the document".to_owned()
                } else {
                    format!("`{}`", place[..depth].join("` → `"))
                };
                return format!("{there} has no `{key}`{}", similar(node, key));
            };
            node = next;
        }
        String::new()
    }
}

/// All values that the JSONPath engine finds.
pub(super) fn located(query: &JsonPath, tree: &Value) -> Vec<Place<'static>> {
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Cow::Owned((*name).to_owned()),
        PathElement::Index(index) => Cow::Owned(index.to_string()),
    };
    let place = |path: &NormalizedPath<'_>| path.iter().map(step).collect();
    query.query_located(tree).locations().map(place).collect()
}

/// The keys that are there instead: those that look alike first.
fn similar(node: &Value, key: &str) -> String {
    let Value::Object(map) = node else {
        return String::new();
    };
    let wanted = key.to_lowercase();
    let stem: String = wanted.chars().take(4).collect();
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by_key(|there| {
        let there = there.to_lowercase();
        if there.contains(&wanted) || wanted.contains(&there) {
            0
        } else if there.starts_with(&stem) {
            1
        } else {
            2
        }
    });
    let shown: Vec<String> = keys.iter().take(6).map(|key| format!("`{key}`")).collect();
    let more = if keys.len() > shown.len() {
        format!(" and {} more", keys.len() - shown.len())
    } else {
        String::new()
    };
    if shown.is_empty() {
        ", it is empty".to_owned()
    } else {
        format!("; it has {}{more}", shown.join(", "))
    }
}

fn child<'v>(node: &'v Value, key: &str) -> Option<&'v Value> {
    match node {
        Value::Object(map) => map.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The value at a place.
pub(super) fn find<'v>(tree: &'v Value, place: &[Cow<'_, str>]) -> Option<&'v Value> {
    place.iter().try_fold(tree, |node, key| child(node, key))
}

/// The value at a place, to be changed.
pub(super) fn find_mut<'v>(tree: &'v mut Value, place: &[Cow<'_, str>]) -> Option<&'v mut Value> {
    place.iter().try_fold(tree, |node, key| match node {
        Value::Object(map) => map.get_mut(key.as_ref()),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The steps of a plain path; none if the path is anything else.
fn plain(path: &str) -> Option<Place<'_>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut place = Vec::new();
    while !rest.is_empty() {
        let (key, after) = if let Some(name) = rest.strip_prefix('.') {
            dotted(name)?
        } else {
            bracketed(rest)?
        };
        place.push(Cow::Borrowed(key));
        rest = after;
    }
    Some(place)
}

/// `name` after a dot.
fn dotted(text: &str) -> Option<(&str, &str)> {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let end = text.find(|c| !name(c)).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    (!key.is_empty() && !key.starts_with(|c: char| c.is_ascii_digit())).then_some((key, rest))
}

/// `['name']`, `["name"]` or `[0]`.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    match inner.chars().next()? {
        quote @ ('\'' | '"') => {
            let body = &inner[1..];
            let end = body.find(quote)?;
            let key = &body[..end];
            let rest = body[end + 1..].strip_prefix(']')?;
            (!key.contains('\\')).then_some((key, rest))
        }
        '0'..='9' => {
            let (index, rest) = inner.split_once(']')?;
            let plain = index.bytes().all(|b| b.is_ascii_digit())
                && (index == "0" || !index.starts_with('0'));
            plain.then_some((index, rest))
        }
        _ => None,
    }
}
